"""Fields with counts, and the glossary, over HTTP."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict

from api import examples
from api.problems import documented
from api.services import KnowledgeDep, LimitedAddress
from knowledge.glossary import Overtaken, Term, read_glossary
from knowledge.glossary.asking import term_asked
from knowledge.signposts import Source

router = APIRouter(prefix="/api/v1", dependencies=[LimitedAddress], tags=["knowledge"])


class FieldLine(BaseModel):
    """A field as published, and how many procedures in force it holds."""

    name: str
    procedures: int


class FieldGroup(BaseModel):
    """Fields that citizens look for in one place."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "id": "dat_dai",
                    "name": "Đất đai, nhà ở, xây dựng",
                    "procedures": 49,
                    "fields": [{"name": "Đất đai", "procedures": 49}],
                }
            ]
        }
    )
    id: str
    name: str
    procedures: int
    fields: tuple[FieldLine, ...]


class ExplainedTerm(BaseModel):
    """A word of plans and procedures.

    Attributes:
        meaning: in plain words; absent where no source we hold gives one (see `known` and `ask` then).
        notes: what has overtaken it, with the day.
    """

    id: str
    term: str
    meaning: str | None = None
    known: str | None = None
    ask: str | None = None
    notes: tuple[Overtaken, ...] = ()
    sources: tuple[Source, ...]


class GlossaryPage(BaseModel):
    """Terms, and the day a person last checked them against their sources."""

    checked: date
    items: tuple[ExplainedTerm, ...]


@router.get("/fields", summary="Fields with counts", responses=documented(422, 429, 503))
def fields(
    base: KnowledgeDep,
    province: Annotated[
        str | None, Query(max_length=100, description="Count its own procedures too; without it national ones only.")
    ] = None,
) -> tuple[FieldGroup, ...]:
    """Return the fields of the procedures in force, grouped as citizens think of them."""
    here = base.for_province(province) if province else base
    lines = here.field_menu().fields()
    groups = list(dict.fromkeys(one.group for one in lines))
    return tuple(
        FieldGroup(
            id=group.id,
            name=group.name,
            procedures=sum(one.count for one in lines if one.group is group),
            fields=tuple(FieldLine(name=one.name, procedures=one.count) for one in lines if one.group is group),
        )
        for group in groups
    )


@router.get(
    "/glossary",
    summary="Words explained",
    responses=documented(422, 429, 503, example=examples.GLOSSARY),
    response_model_exclude_none=True,
)
def glossary(
    q: Annotated[str, Query(max_length=160, description="A question or words of a term; empty: all.")] = "",
) -> GlossaryPage:
    """Return terms with their plain meaning and its sources; never a meaning that no source gives."""
    table = read_glossary()
    asked = term_asked(q) if q else None
    found = (asked,) if asked else table.matching(q)
    return GlossaryPage(checked=table.checked, items=tuple(_shown(term) for term in found))


def _shown(term: Term) -> ExplainedTerm:
    return ExplainedTerm(**{name: getattr(term, name) for name in ExplainedTerm.model_fields})
