"""The word lists of plan questions: tables beside this file, each read once."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from knowledge.text import fold, nfc

_FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Fact:
    """A kind of fact a question can ask for.

    Attributes:
        name: short stable name, such as ``money``.
        asked: how folded questions ask for it.
        stated: what a passage that states it looks like.
    """

    name: str
    asked: re.Pattern[str]
    stated: re.Pattern[str]


@dataclass(frozen=True)
class Cue:
    """A sign for (positive) or against (negative) a question about a plan, found in the folded question."""

    weight: float
    pattern: re.Pattern[str]


@dataclass(frozen=True)
class SectionCue:
    """What a folded question says, and the folded section path or title it then looks for."""

    asked: re.Pattern[str]
    section: re.Pattern[str]


@cache
def same() -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """Return word sequences and what they are read as, in question and passage alike; longest first."""
    rows = [(tuple(nfc(row["form"]).split()), tuple(nfc(row["meaning"]).split())) for row in _rows("same.tsv")]
    return tuple(sorted(rows, key=lambda row: -len(row[0])))


@cache
def fillers() -> frozenset[str]:
    """Return words and phrases of a question that name nothing, with and without diacritics."""
    listed = [nfc(row["word"]) for row in _rows("fillers.tsv")]
    return frozenset([*listed, *(fold(word) for word in listed)])


@cache
def provinces() -> tuple[str, ...]:
    """Return province names, old and new, folded; longest first, so that the fuller name is met first."""
    return tuple(
        sorted(
            (" ".join(re.findall(r"\w+", fold(row["name"]))) for row in _rows("provinces.tsv")), key=len, reverse=True
        )
    )


@cache
def facts() -> tuple[Fact, ...]:
    """Return the kinds of facts with how they are asked for and stated."""
    return tuple(Fact(row["fact"], re.compile(row["asked"]), re.compile(row["stated"])) for row in _rows("facts.tsv"))


@cache
def cues() -> tuple[Cue, ...]:
    """Return the signs for and against a question about a plan."""
    return tuple(Cue(float(row["weight"]), re.compile(row["pattern"])) for row in _rows("cues.tsv"))


@cache
def section_cues() -> tuple[SectionCue, ...]:
    """Return which sections the wording of a question points to."""
    return tuple(SectionCue(re.compile(row["asked"]), re.compile(row["section"])) for row in _rows("sections.tsv"))


def _rows(name: str) -> list[dict[str, str]]:
    with (_FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
