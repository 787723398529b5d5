"""Words that mean several things: said alone, they are asked about instead of guessed at."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.aspects import content_words
from knowledge.text import fold

_TABLE = Path(__file__).with_name("ambiguous.tsv")


@dataclass(frozen=True)
class Ambiguous:
    """One word or phrase of several meanings.

    Attributes:
        phrase: folded.
        codes: a procedure for each meaning, the commonest first.
    """

    phrase: str
    codes: tuple[str, ...]


@cache
def ambiguous_phrases() -> tuple[Ambiguous, ...]:
    """Read the table, longest phrase first."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        found = [Ambiguous(fold(row["phrase"]), tuple(row["codes"].split(","))) for row in rows]
    return tuple(sorted(found, key=lambda one: -len(one.phrase)))


def meanings(question: str) -> tuple[str, ...]:
    """Return the codes an ambiguous question may mean.

    Empty when it names anything beside the phrase: the other words then decide ("sang tên xe", "nhập khẩu cho con").
    """
    plain = f" {fold(question)} "
    named = {fold(word) for word in content_words(question)}
    for one in ambiguous_phrases():
        if f" {one.phrase} " in plain and named <= set(one.phrase.split()):
            return one.codes
    return ()
