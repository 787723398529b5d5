"""Legal documents (văn bản) that plans quote and procedures rest on, and what is known of their validity.

Whether a document is in force is never guessed: it is "not verified" until somebody states it with a source.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from knowledge.tables import read_yaml

SHIPPED = Path(__file__).with_name("documents.yaml")

LOOK_UP = "vbpl.vn"
"""The national database of legal documents, where anybody can look a document up."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Force(StrEnum):
    """Whether a document is in force; the value is stored."""

    UNKNOWN = "unknown"
    IN_FORCE = "in_force"
    PARTLY = "partly"
    EXPIRED = "expired"


FORCE_LABELS = {
    Force.UNKNOWN: "Chưa xác minh",
    Force.IN_FORCE: "Còn hiệu lực",
    Force.PARTLY: "Hết hiệu lực một phần",
    Force.EXPIRED: "Hết hiệu lực",
}


class Statement(_Data):
    """What somebody with a source says of a document.

    Attributes:
        key: see :func:`knowledge.documents.numbers.key_of`.
        number: as printed; ``None`` for a law that is only called by its name.
        place: whose, for a number that every province gives out; ``None`` for a central one.
        amended_by: numbers of the documents that changed it.
        replaced_by: numbers of the documents that took its place.
        since: day from which that holds.
        source: where the statement comes from.
        checked: day somebody looked at that source.
        note: one more sentence for the reader.
    """

    key: str = Field(min_length=1, max_length=120)
    number: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued: date | None = None
    place: str | None = None
    force: Force = Force.UNKNOWN
    amended_by: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    since: date | None = None
    source: str | None = None
    checked: date | None = None
    note: str | None = None

    @model_validator(mode="after")
    def _is_sourced(self) -> Statement:
        says = self.force is not Force.UNKNOWN or self.amended_by or self.replaced_by or self.note
        if says and not (self.source and self.checked):
            raise ValueError("a statement names its source and the day it was checked")
        return self


class Quoted(_Data):
    """Where a plan names a document.

    Attributes:
        plan: id of the plan.
        called: its number, or its title where the number is blank.
        path: section.
        printed: day of issue as the plan prints it there.
    """

    plan: str
    called: str
    path: str
    printed: str | None = None


class Cited(_Data):
    """A document as the data at hand name it.

    Attributes:
        kind: such as "Nghị định".
        procedures: number of procedures in force that rest on it.
        codes: the first of them.
        quoted: where plans name it.
    """

    key: str
    number: str | None
    kind: str | None = None
    title: str | None = None
    issuer: str | None = None
    issued: date | None = None
    place: str | None = None
    procedures: int = 0
    codes: tuple[str, ...] = ()
    quoted: tuple[Quoted, ...] = ()


class LegalDocument(_Data):
    """One line of the register: the document as the data name it, and what is stated of it."""

    cited: Cited
    statement: Statement | None = None

    @property
    def key(self) -> str:
        """What makes two mentions the same document."""
        return self.cited.key

    @property
    def force(self) -> Force:
        """Whether it is in force, as far as it is stated."""
        return self.statement.force if self.statement else Force.UNKNOWN

    @property
    def number(self) -> str | None:
        """As printed."""
        return (self.statement.number if self.statement else None) or self.cited.number

    @property
    def title(self) -> str | None:
        """What it is about, or what it is called."""
        return (self.statement.title if self.statement else None) or self.cited.title

    @property
    def issuer(self) -> str | None:
        """Who issued it."""
        return (self.statement.issuer if self.statement else None) or self.cited.issuer

    @property
    def issued(self) -> date | None:
        """Day of issue; of several printed ones the first."""
        return (self.statement.issued if self.statement else None) or self.cited.issued

    @property
    def called(self) -> str:
        """Its kind and number, and whose it is where the number alone does not say; a name where there is no number."""
        if not self.number:
            return self.title or self.key
        kind = f"{self.cited.kind} " if self.cited.kind else ""
        year = f" ngày {self.issued:%d/%m/%Y}" if self.issued and str(self.issued.year) not in self.number else ""
        place = f" ({self.cited.place})" if self.cited.place else ""
        return f"{kind}{self.number}{year}{place}"


class _Table(_Data):
    documents: tuple[Statement, ...]


@lru_cache(maxsize=4)
def shipped_statements(path: Path = SHIPPED) -> tuple[Statement, ...]:
    """Read what this project states of documents, each with its source.

    Raises:
        CorruptFile: it is not as it should be.
    """
    return read_yaml(path, _Table).documents
