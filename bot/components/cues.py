"""Cues: what kinds of words a message holds ("an official", "rude", "a rule", "unreasonable").

A few thousand phrases of ``cues.tsv`` stand for what no training set can list in full: a complaint about an official
who "nạt" is like one about an official who "quát". The classifier sees which cues are there and which of them
come together. A cue decides nothing by itself.
"""

from __future__ import annotations

import csv
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Dict, Set, Tuple

CUES_FILE = Path(__file__).with_name("cues.tsv")
QUESTION = "question"
TELLS = 8
"""A message of so many words without a question tells something."""
_LENGTHS = (3, 7, 12)


@lru_cache(maxsize=1)
def _phrases() -> Tuple[Dict[str, Set[str]], int]:
    """Return the cues of each phrase, and how many words the longest phrase has."""
    cues: Dict[str, Set[str]] = {}
    with CUES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            cues.setdefault(row["phrase"], set()).add(row["cue"])
    return cues, max(len(phrase.split()) for phrase in cues)


def cues_of(bare: str) -> str:
    """Return the cues of a normalised message without diacritics, each pair of them, and how many there are.

    How long it is counts as a cue too, and so does a long message that asks nothing: a story, not a question.
    """
    words = bare.split()
    length = len(words)
    cues, longest = _phrases()
    runs = (" ".join(words[start:end]) for start in range(length) for end in range(start + 1, start + 1 + longest))
    found = list({cue for run in runs for cue in cues.get(run, ())})
    found.append(f"length{sum(length > most for most in _LENGTHS)}")
    if QUESTION not in found and length >= TELLS:
        found.append("silent")
    found.sort()
    pairs = [f"{first}+{second}" for first, second in combinations(found, 2)]
    return " ".join([*found, *pairs, f"count{len(found)}"])
