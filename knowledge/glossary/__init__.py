"""The glossary: words of plans and procedures in plain words, each with where the meaning comes from.

One dated table beside the code (``glossary.yaml``). A term that no plan, record or dated document explains has no
meaning in it: the table then says what is known and whom to ask.
"""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.signposts import Source
from knowledge.tables import read_yaml
from knowledge.text import fold

SHIPPED = Path(__file__).with_name("glossary.yaml")


class _Maintained(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Overtaken(_Maintained):
    """What has changed about a term, and since when."""

    since: date
    text: str = Field(min_length=1)


class Term(_Maintained):
    """One word and what it means.

    Attributes:
        term: as it is shown.
        said: how people write it, in lower case without diacritics.
        meaning: in plain words; ``None`` where no source we hold gives one.
        known: what a source does say of a term without a meaning.
        ask: who can tell more; needed where there is no meaning.
        alone: the bare word asks for its meaning; else only a question does.
    """

    id: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    term: str = Field(min_length=1)
    said: tuple[str, ...] = Field(min_length=1)
    meaning: str | None = None
    known: str | None = None
    ask: str | None = None
    notes: tuple[Overtaken, ...] = ()
    alone: bool = True
    sources: tuple[Source, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _is_sound(self) -> Term:
        if self.meaning is None and not (self.known and self.ask):
            raise ValueError(f"{self.id}: without a meaning it must say what is known and whom to ask")
        if any(one != fold(one) for one in self.said):
            raise ValueError(f"{self.id}: said holds diacritics or capitals")
        return self


class Glossary(_Maintained):
    """The whole table, and the day a person last checked it against its sources."""

    checked: date
    terms: tuple[Term, ...]

    @model_validator(mode="after")
    def _is_sound(self) -> Glossary:
        said = [one for term in self.terms for one in term.said]
        if twice := {one for one in said if said.count(one) > 1}:
            raise ValueError(f"said of two terms: {', '.join(sorted(twice))}")
        if len({term.id for term in self.terms}) != len(self.terms):
            raise ValueError("an id stands twice")
        return self

    def matching(self, words: str) -> tuple[Term, ...]:
        """Return the terms in whose name or other writings all the words stand; all terms for no words."""
        needed = fold(words).split()
        return tuple(
            term
            for term in self.terms
            if all(any(word in written for written in (fold(term.term), *term.said)) for word in needed)
        )


@lru_cache(maxsize=4)
def read_glossary(path: Path = SHIPPED) -> Glossary:
    """Read the table.

    Raises:
        CorruptFile: it is not as it should be.
    """
    return read_yaml(path, Glossary)
