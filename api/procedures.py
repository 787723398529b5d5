"""Search and the records themselves over HTTP, for integrators and consoles."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from api import examples
from api.catalogue.directory import DirectoriesDep, Narrowing
from api.errors import InvalidField
from api.knowledge_keeper import EVERYTHING
from api.problems import documented
from api.services import KnowledgeDep, LimitedAddress
from knowledge.answer import Answer, Citation
from knowledge.aspects import Aspect
from knowledge.audience import Audience, Branch, audiences_of, branches_of
from knowledge.model import ChannelKind, Level, Procedure
from knowledge.render import as_sms, as_text
from knowledge.results import Hit, SearchResult, SnapshotInfo
from knowledge.sms import SmsAlphabet, sms_size

router = APIRouter(prefix="/api/v1", dependencies=[LimitedAddress])

Code = Annotated[str, Path(min_length=1, max_length=64, description="Procedure code.", examples=["1.004194"])]
Question = Annotated[
    str, Query(min_length=1, max_length=2000, description="In everyday words.", examples=["làm hộ chiếu cho con"])
]


_TWO_CODES = r"^[0-9A-Za-z][0-9A-Za-z.\-]{0,63},[0-9A-Za-z][0-9A-Za-z.\-]{0,63}$"


class ProcedurePage(BaseModel):
    """One page of procedures."""

    total: int
    offset: int
    limit: int
    items: tuple[Hit, ...]


class ProcedureRecord(Procedure):
    """The whole record as published, where it comes from, and for whom it is."""

    model_config = ConfigDict(title="ProcedureRecord")
    citation: Citation
    audiences: tuple[Audience, ...] = Field((), description="Read from `subjects`; empty where none is published.")
    branches: tuple[Branch, ...] = Field((), description="Branches of the state (ngành dọc) its agency belongs to.")


class SpokenAnswer(Answer):
    """An answer as data, and the same as readable text."""

    text: str


class ComparedAnswer(SpokenAnswer):
    """Two procedures side by side: the table, and a citation for each."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "status": "answered",
                    "lead": "Đây là hai thủ tục đặt cạnh nhau, theo bản công bố. Trợ lý không chọn thay anh/chị.",
                    "aspect": "compare",
                    "blocks": [
                        {
                            "kind": "table",
                            "title": "Đặt cạnh nhau",
                            "columns": ["Nội dung", "Đăng ký thường trú", "Đăng ký tạm trú"],
                            "rows": [["Thời hạn giải quyết", "7 ngày làm việc", "3 ngày làm việc"]],
                        }
                    ],
                    "quick_replies": [],
                    "citations": [
                        {"code": "1.004222", "decision": "1523/QĐ-BCA-C06", "snapshot_date": "2026-07-15"},
                        {"code": "1.004194", "decision": "9354/QĐ-BCA-C06", "snapshot_date": "2026-07-15"},
                    ],
                    "text": "Đây là hai thủ tục đặt cạnh nhau, theo bản công bố. …",
                }
            ]
        }
    )


class TextStyle(StrEnum):
    """How long a text may be."""

    SMS = "sms"
    PLAIN = "plain"


class AnswerText(BaseModel):
    """An answer as bare text with its source; what it would cost as SMS."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "1.004194",
                    "aspect": "time",
                    "style": "sms",
                    "text": "Dang ky tam tru: Thoi han giai quyet la 3 ngay lam viec. Nguon: ma 1.004194, "
                    "du lieu 15/07/2026.",
                    "characters": 96,
                    "sms_alphabet": "gsm7",
                    "sms_segments": 1,
                }
            ]
        }
    )

    code: str
    aspect: Aspect
    style: TextStyle
    text: str
    characters: int
    sms_alphabet: SmsAlphabet = Field(description="gsm7: 160 characters a message, joined 153; ucs2: 70, joined 67.")
    sms_segments: int = Field(description="Messages that a gateway would send and charge for.")


# These routes compute; as plain functions they run in worker threads and never hold up the event loop.


@router.get(
    "/search",
    tags=["knowledge"],
    summary="Find procedures for a question",
    responses=documented(422, 429, 503, example=examples.SEARCH),
    response_model_exclude_none=True,
)
def search(
    base: KnowledgeDep,
    q: Question,
    limit: Annotated[int, Query(ge=1, le=50)] = 10,
    history: Annotated[
        list[Annotated[str, Query(max_length=2000)]] | None,
        Query(max_length=20, description="Earlier questions of the same person, oldest first."),
    ] = None,
) -> SearchResult:
    """Return candidates, best first, how sure the first one is, and what was asked about it."""
    return base.search(q, history=history or (), limit=limit)


@router.get(
    "/procedures",
    tags=["knowledge"],
    summary="List procedures",
    responses=documented(422, 429, 503, example=examples.PROCEDURES),
    response_model_exclude_none=True,
)
def list_procedures(
    base: KnowledgeDep,
    directories: DirectoriesDep,
    *,
    q: Annotated[str | None, Query(max_length=200, description="Words of the name, or a code.")] = None,
    field: Annotated[str | None, Query(max_length=200, description="Field, as published.")] = None,
    level: Annotated[Level | None, Query(description="Level of the handling agency.")] = None,
    agency: Annotated[str, Query(max_length=200, description="Beginnings of words of a handling agency.")] = "",
    branch: Annotated[Branch | None, Query(description="Branch of the state (ngành dọc) that handles it.")] = None,
    audience: Annotated[Audience | None, Query(description="For whom it is, by the published subjects.")] = None,
    channel: Annotated[ChannelKind | None, Query(description="Way of filing that is offered.")] = None,
    offset: Annotated[int, Query(ge=0, le=1_000_000)] = 0,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ProcedurePage:
    """Return one page of the procedures in force."""
    narrowing = Narrowing(agency, branch, audience, channel)
    if narrowing:
        _, everything = base.procedures(query=q, field=field, level=level, limit=EVERYTHING)
        fitting = tuple(directories.of(base).narrowed(everything, narrowing))
        total, items = len(fitting), fitting[offset : offset + limit]
    else:
        total, items = base.procedures(query=q, field=field, level=level, offset=offset, limit=limit)
    return ProcedurePage(total=total, offset=offset, limit=limit, items=items)


@router.get(
    "/procedures/compare",
    tags=["knowledge"],
    summary="Put two procedures side by side",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
def compare(
    base: KnowledgeDep,
    codes: Annotated[
        str, Query(pattern=_TWO_CODES, description="Two codes with a comma between.", examples=["1.004222,1.004194"])
    ],
    first: Annotated[Literal["time", "fee"] | None, Query(description="What is said first.")] = None,
) -> ComparedAnswer:
    """Return time limits, fees, offices, papers and ways of filing of both, as published; never which one is better."""
    one, other = codes.split(",")
    if one == other:
        raise InvalidField("codes", "Cần hai mã thủ tục khác nhau.")
    made = base.compare(one, other, Aspect(first) if first else None)
    return ComparedAnswer(**{name: getattr(made, name) for name in type(made).model_fields}, text=as_text(made))


@router.get(
    "/procedures/{code}",
    tags=["knowledge"],
    summary="Read a record",
    responses=documented(404, 422, 429, 503, example=examples.PROCEDURE),
    response_model_exclude_none=True,
)
def read_procedure(base: KnowledgeDep, code: Code) -> ProcedureRecord:
    """Return the whole record; a withdrawn one too (see `status` and `replaced_by`)."""
    record = base.procedure(code)
    citation = Citation(
        code=record.code,
        decision=record.decision.number if record.decision else None,
        snapshot_date=base.info.data_date,
        url=record.url,
    )
    return ProcedureRecord(
        **{name: getattr(record, name) for name in type(record).model_fields},
        citation=citation,
        audiences=audiences_of(record.subjects),
        branches=branches_of(record),
    )


@router.get(
    "/procedures/{code}/answer",
    tags=["knowledge"],
    summary="Answer about a procedure",
    responses=documented(404, 422, 429, 503, example=examples.ANSWER),
    response_model_exclude_none=True,
)
def answer(
    base: KnowledgeDep,
    code: Code,
    aspect: Annotated[Aspect, Query(description="What is asked about it.")] = Aspect.OVERVIEW,
    channel: Annotated[ChannelKind | None, Query(description="Only this way of filing.")] = None,
) -> SpokenAnswer:
    """Return the cited answer that the chat would give."""
    made = base.answer(code, aspect, channel=channel)
    return SpokenAnswer(**{name: getattr(made, name) for name in type(made).model_fields}, text=as_text(made))


@router.get(
    "/procedures/{code}/text",
    tags=["knowledge"],
    summary="Answer as text for SMS and other gateways",
    responses=documented(404, 422, 429, 503),
)
def answer_text(
    base: KnowledgeDep,
    code: Code,
    *,
    aspect: Annotated[Aspect, Query(description="What is asked about it.")] = Aspect.OVERVIEW,
    channel: Annotated[ChannelKind | None, Query(description="Only this way of filing.")] = None,
    style: Annotated[TextStyle, Query(description="`sms`: at most 459 characters; `plain`: the whole answer.")],
    accents: Annotated[bool, Query(description="False writes without Vietnamese marks (`sms` only).")] = True,
) -> AnswerText:
    """Return the cited answer as bare text, and how many SMS it takes; nothing is sent."""
    made = base.answer(code, aspect, channel=channel)
    text = as_sms(made, accents=accents) if style is TextStyle.SMS else as_text(made)
    size = sms_size(text)
    return AnswerText(
        code=code,
        aspect=aspect,
        style=style,
        text=text,
        characters=len(text),
        sms_alphabet=size.alphabet,
        sms_segments=size.segments,
    )


@router.get(
    "/snapshots/active",
    tags=["knowledge"],
    summary="Which data answers are made from",
    responses=documented(429, 503, example=examples.SNAPSHOT),
)
def active_snapshot(base: KnowledgeDep) -> SnapshotInfo:
    """Return the active snapshot: its id, the date of its data, and how much it holds."""
    return base.info
