"""Cues: what kinds of words a message holds ("an official", "rude", "a rule", "unreasonable").

A few hundred phrases of ``cues.tsv`` stand for what no training set can list in full: a complaint about an official
who "nạt" is like one about an official who "quát". The classifier sees which cues are there and which of them
come together. A cue decides nothing by itself.
"""

from __future__ import annotations

import csv
import re
from functools import lru_cache
from itertools import combinations
from pathlib import Path
from typing import Dict, List, Pattern

CUES_FILE = Path(__file__).with_name("cues.tsv")
QUESTION = "question"
TELLS = 8
"""A message of so many words without a question tells something."""
_LENGTHS = (3, 7, 12)


@lru_cache(maxsize=1)
def _patterns() -> Dict[str, Pattern[str]]:
    phrases: Dict[str, List[str]] = {}
    with CUES_FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            phrases.setdefault(row["cue"], []).append(row["phrase"])
    return {
        cue: re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, found), key=len, reverse=True)) + r")(?!\w)")
        for cue, found in phrases.items()
    }


def cues_of(bare: str) -> str:
    """Return the cues of a normalised message without diacritics, each pair of them, and how many there are.

    How long it is counts as a cue too, and so does a long message that asks nothing: a story, not a question.
    """
    length = len(bare.split())
    found = [cue for cue, pattern in _patterns().items() if pattern.search(bare)]
    found.append(f"length{sum(length > most for most in _LENGTHS)}")
    if QUESTION not in found and length >= TELLS:
        found.append("silent")
    found.sort()
    pairs = [f"{first}+{second}" for first, second in combinations(found, 2)]
    return " ".join([*found, *pairs, f"count{len(found)}"])
