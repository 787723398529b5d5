"""Citizens' words and the official words they stand for, each with its source row in a TSV file."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from knowledge.text import fold, has_diacritics, nfc, spell_out, words

_HERE = Path(__file__).parent
LONGEST = 9  # syllables of the longest phrase looked up


class TermKind(StrEnum):
    """What a citizens' word names."""

    PROCEDURE = "procedure"
    ABBREVIATION = "abbr"
    AGENCY = "agency"
    REGIONAL = "regional"
    SERVICE = "service"
    TEENCODE = "teencode"
    PLAIN = "nodiacritic"


@dataclass(frozen=True)
class Term:
    """One row: what people say, what it is called, and the procedure it means (if it means one)."""

    popular: str
    official: str
    kind: TermKind
    code: str | None
    note: str | None
    sure: bool


@dataclass(frozen=True)
class Found:
    """A term met in a question: its target, and the share of the question's words it covers (0..1)."""

    code: str
    phrase: str
    share: float


def _rows(name: str) -> Iterator[dict[str, str]]:
    with (_HERE / name).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)


@cache
def terms() -> tuple[Term, ...]:
    """Read the table of citizens' words."""
    return tuple(
        Term(
            popular=nfc(row["popular"]),
            official=nfc(row["official"]),
            kind=TermKind(row["kind"]),
            code=row["code"] or None,
            note=row["note"] or None,
            sure=row["confidence"] == "sure",
        )
        for row in _rows("synonyms.tsv")
    )


@cache
def off_topic() -> tuple[str, ...]:
    """Read examples of what the assistant is not for; the encoder compares questions with them."""
    return tuple(row["text"] for row in _rows("off_topic.tsv"))


def _key(text: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in spell_out(words(text)))


class PhraseBook:
    """Exact phrases that mean a procedure, found anywhere in a question, with or without diacritics.

    Args:
        phrases: (phrase, code) pairs; a phrase that stands for several codes keeps them all.
    """

    def __init__(self, phrases: Iterator[tuple[str, str]] | list[tuple[str, str]]) -> None:
        self._codes: dict[tuple[str, ...], list[str]] = {}
        self._typed: dict[tuple[str, ...], set[str]] = {}
        for phrase, code in phrases:
            key = _key(phrase)
            if not 0 < len(key) <= LONGEST:
                continue
            codes = self._codes.setdefault(key, [])
            if code not in codes:
                codes.append(code)
            self._typed.setdefault(key, set()).add(" ".join(spell_out(words(phrase))))

    def find(self, question: str, *, ignore: frozenset[str] = frozenset()) -> tuple[Found, ...]:
        """Return what the longest phrases of the question mean, best covered first.

        An accented question must match the accents of the phrase; ``ignore`` names folded words that do
        not count when the share is computed (politeness, aspects).
        """
        typed = spell_out(words(question))
        plain = [fold(word) for word in typed]
        accented = has_diacritics(question)
        content = max(1, sum(1 for word in plain if word not in ignore))
        found: list[Found] = []
        taken: set[int] = set()
        for length in range(min(LONGEST, len(plain)), 0, -1):
            for at in range(len(plain) - length + 1):
                key = tuple(plain[at : at + length])
                span = range(at, at + length)
                if key not in self._codes or taken.intersection(span):
                    continue
                as_typed = " ".join(typed[at : at + length])
                if accented and as_typed not in self._typed[key] and has_diacritics(as_typed):
                    continue
                taken.update(span)
                covered = max(1, sum(1 for word in key if word not in ignore))
                share = min(1.0, covered / content)
                found.extend(Found(code, as_typed, share) for code in self._codes[key])
        return tuple(sorted(found, key=lambda item: -item.share))


@cache
def _expansions() -> dict[tuple[str, ...], str]:
    kinds = {TermKind.ABBREVIATION, TermKind.REGIONAL}
    return {_key(term.popular): term.official for term in terms() if term.kind in kinds and term.sure}


def official_words(question: str) -> tuple[str, ...]:
    """Return the official wordings of the citizens' words a question uses (``bằng lái`` → ``Giấy phép lái xe``)."""
    table = _expansions()
    plain = list(_key(question))
    out: list[str] = []
    for length in range(min(LONGEST, len(plain)), 0, -1):
        for at in range(len(plain) - length + 1):
            official = table.get(tuple(plain[at : at + length]))
            if official and official not in out:
                out.append(official)
    return tuple(out)
