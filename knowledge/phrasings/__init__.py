"""Citizens' wordings of their needs, written for this project: what the encoder learns from and the index holds."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

_HERE = Path(__file__).parent


class PhrasingKind(StrEnum):
    """How the wording approaches the need."""

    SITUATION = "situation"
    FRAGMENT = "fragment"
    ASPECT = "aspect"
    STORY = "story"


class Phrasing(NamedTuple):
    """One wording and the code of the procedure it needs.

    Attributes:
        text: as typed; one in three has no diacritics.
        marked: the same with its diacritics.
    """

    code: str
    kind: PhrasingKind
    text: str
    marked: str


class Target(NamedTuple):
    """The procedure a wording leads to, as the encoder reads it."""

    code: str
    name: str
    field: str
    level: str


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


def phrasings() -> list[Phrasing]:
    """Read all wordings, in file order."""
    return [
        Phrasing(row["code"], PhrasingKind(row["kind"]), row["text"], row["marked"] or row["text"])
        for row in _rows("phrasings.tsv")
    ]


def everyday() -> dict[str, str]:
    """Read the everyday words of the procedures, by code: things, places, deeds and trades, with commas between."""
    return {row["code"]: row["words"] for row in _rows("everyday.tsv")}


def targets() -> dict[str, Target]:
    """Read the procedures the wordings lead to, by code."""
    return {row["code"]: Target(row["code"], row["name"], row["field"], row["level"]) for row in _rows("targets.tsv")}
