"""Which words of a record stand in which field of the index."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from knowledge.encoder.texts import LEVEL_WORDS, passage_text, phrase_text
from knowledge.lexicon import terms
from knowledge.model import Level, Procedure
from knowledge.phrasings import Phrasing, everyday, phrasings
from knowledge.text import has_diacritics

INDEX_VERSION = 4
"""Raised whenever a field of the index is made of other words; older snapshots are then indexed again."""
_LEADING = re.compile(r"^thủ tục\s+", re.IGNORECASE)
STEPS_CHARACTERS = 1200
CONDITIONS_CHARACTERS = 400
PAPERS_CHARACTERS = 600
PAPER_CHARACTERS = 200
PAPERS_READ = 10


@dataclass(frozen=True)
class Wordings:
    """Citizens' wordings of each procedure, by code."""

    by_code: dict[str, tuple[str, ...]]

    @classmethod
    def collect(cls, procedures: Iterable[Procedure], said: Iterable[Phrasing] | None = None) -> Wordings:
        """Gather phrasings (``said``, or all there are), lexicon terms and the aliases of the records themselves."""
        found: dict[str, list[str]] = {}
        for row in phrasings() if said is None else said:
            found.setdefault(row.code, []).append(row.marked)
        for term in terms():
            if term.code:
                found.setdefault(term.code, []).append(term.popular)
        for procedure in procedures:
            own = list(procedure.aliases) + ([procedure.plain] if procedure.plain else [])
            if own:
                found.setdefault(procedure.code, []).extend(own)
        return cls({code: tuple(dict.fromkeys(texts)) for code, texts in found.items()})

    @staticmethod
    def digest() -> str:
        """Return a checksum of what the project itself puts into an index: wordings, terms, the recipe."""
        total = hashlib.sha256(str(INDEX_VERSION).encode())
        for row in phrasings():
            total.update(f"{row.code}|{row.marked}\n".encode())
        for term in terms():
            total.update(f"{term.code}|{term.popular}\n".encode())
        for code, words in everyday().items():
            total.update(f"{code}|{words}\n".encode())
        return total.hexdigest()[:16]

    def of(self, code: str) -> tuple[str, ...]:
        """Return the wordings of one procedure; most have none."""
        return self.by_code.get(code, ())


def name_text(procedure: Procedure) -> str:
    """Return name and field, the words closest to the need."""
    return f"{_LEADING.sub('', procedure.name)} {procedure.field or ''}"


def body_text(procedure: Procedure) -> str:
    """Return what the record says around the need: result, steps, papers, conditions."""
    papers = " ".join(paper.name for paper in procedure.papers)[:PAPERS_CHARACTERS]
    steps = " ".join(procedure.steps)[:STEPS_CHARACTERS]
    parts = [procedure.name, " ".join(procedure.results), steps, papers]
    parts.append((procedure.conditions or "")[:CONDITIONS_CHARACTERS])
    return " ".join(parts)


def said_text(procedure: Procedure, wordings: Sequence[str]) -> str:
    """Return the name with everything citizens say for it."""
    return " ".join([_LEADING.sub("", procedure.name), *wordings])


def passage_of(procedure: Procedure) -> str:
    """Return the text of the name vector."""
    levels = ", ".join(LEVEL_WORDS[level] for level in procedure.levels)
    return passage_text(procedure.name, procedure.field, levels)


def phrase_passages(wordings: Sequence[str]) -> list[str]:
    """Return the texts of the further vectors of a procedure."""
    return [phrase_text(text) for text in wordings]


def spelt_texts(procedures: Sequence[Procedure], wordings: Iterable[Sequence[str]]) -> Iterator[tuple[str, int]]:
    """Yield accented texts that show how words are spelt, each with its weight: people's own count most."""
    for phrases in wordings:
        yield from ((text, 3) for text in phrases if has_diacritics(text))
    for words in everyday().values():
        yield words, 1
    for procedure in procedures:
        yield procedure.name, 2
        yield from ((paper.name[:PAPER_CHARACTERS], 1) for paper in procedure.papers[:PAPERS_READ])


PRIORS = ("spoken", "starter", "citizen", "central")
"""What is known of a procedure before any question, a column each: people often ask for it; the starter set holds it;
citizens may file it; only a ministry handles it."""
OFTEN_SAID = 4
"""Wordings from which on a procedure counts as one that people often ask for; rare ones have three."""


def priors_of(procedure: Procedure, wordings: Sequence[str]) -> tuple[float, ...]:
    """Return the priors of a procedure, 0 or 1 each, in the order of :data:`PRIORS`."""
    flags = (
        len(wordings) >= OFTEN_SAID,
        procedure.plain is not None,
        any(subject.startswith("Công dân") for subject in procedure.subjects),
        procedure.levels == (Level.MINISTRY,),
    )
    return tuple(float(flag) for flag in flags)
