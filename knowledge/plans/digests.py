"""The shipped digests: five published plans in our own words, with the section each sentence comes from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from knowledge.errors import CorruptFile
from knowledge.model import Passage, PlanDocument
from knowledge.plans.names import document_id, slug, split_number
from knowledge.text import one_line

DIGEST_FOLDER = Path(__file__).parent / "digests"

Plan = tuple[PlanDocument, tuple[Passage, ...]]


class _Written(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Head(_Written):
    """Document data of a digest; ``printed`` is the number as printed, ``/KH-SXD`` where it is blank."""

    printed: str
    title: str = Field(min_length=10)
    issuer: str
    place: str
    issued: date | None = None
    year: int | None = None
    signer: str | None = None

    @model_validator(mode="after")
    def _has_year(self) -> _Head:
        split_number(self.printed)
        if (self.issued is None) == (self.year is None):
            raise ValueError("either the printed date or, where it is blank, the printed year")
        return self


class _DigestFile(_Written):
    """One file: titles of sections and passages, both by section path."""

    document: _Head
    sections: dict[str, str]
    passages: dict[str, str] = Field(min_length=25, max_length=60)


def load_digests(folder: Path = DIGEST_FOLDER) -> list[Plan]:
    """Load the digests, validated, in the order of their file names.

    Raises:
        CorruptFile: a file is no YAML or does not have the shape of a digest.
    """
    return [_load(path) for path in sorted(folder.glob("*.yaml"))]


def merge_plans(shipped: Sequence[Plan], imported: Sequence[Plan]) -> list[Plan]:
    """Return the plans a deployment answers from: a published plan takes the place of its digest.

    Two provinces may print one number in one year. A plan with the id of another place's document is
    therefore kept beside it, with its place added to the id.
    """
    plans = {document.id: (document, passages) for document, passages in shipped}
    for document, passages in imported:
        there = plans.get(document.id)
        if there is None or slug(there[0].place or "") == slug(document.place or ""):
            plans[document.id] = (document, passages)
        else:
            document_, passages_ = _renamed(document, passages, f"{document.id}-{slug(document.place or 'khac')}")
            plans[document_.id] = (document_, passages_)
    return list(plans.values())


def _renamed(document: PlanDocument, passages: Iterable[Passage], new_id: str) -> Plan:
    return (
        document.model_copy(update={"id": new_id}),
        tuple(passage.model_copy(update={"document_id": new_id}) for passage in passages),
    )


def _load(path: Path) -> Plan:
    try:
        written = _DigestFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (yaml.YAMLError, UnicodeDecodeError, ValidationError) as error:
        raise CorruptFile(path, f"not a digest: {error}") from error
    head = written.document
    year = head.issued.year if head.issued else head.year
    number, symbol = split_number(head.printed)
    document = PlanDocument(
        id=document_id(head.printed, place=head.place, year=year),
        title=one_line(head.title),
        number=f"{number}/{symbol}" if number else None,
        issuer=head.issuer,
        place=head.place,
        issued=head.issued,
        year=year,
        signer=head.signer,
    )
    return document, tuple(
        Passage(
            document_id=document.id,
            path=section,
            heading=_heading(section, written.sections),
            text=one_line(text),
            is_digest=True,
        )
        for section, text in written.passages.items()
    )


def _heading(section: str, titles: dict[str, str]) -> tuple[str, ...]:
    """Return the titles of the sections above a path and, where it has one, its own."""
    parts = section.split(".")
    above = (".".join(parts[:depth]) for depth in range(1, len(parts) + 1))
    return tuple(titles[path] for path in above if path in titles)
