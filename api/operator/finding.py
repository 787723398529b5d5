"""What the search box finds: procedures as the assistant would rank them, then those whose name holds the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi.datastructures import QueryParams
from pydantic import BaseModel, ConfigDict

from api.knowledge_keeper import KnowledgeBase
from api.operator.addresses import PLANS, sheet_of
from knowledge.answer import AnswerStatus
from knowledge.answers.wording import LEVEL_WORD
from knowledge.errors import ProcedureNotFound
from knowledge.model import ChannelKind, Level, ProcedureStatus
from knowledge.places import province_key
from knowledge.results import Hit, SearchResult
from knowledge.text import fold, one_line

SHOWN = 10
"""Hits on the page: one screen, so that the arrow keys reach all of them."""
LONGEST_QUESTION = 300
_RANKED = 50
_LISTED = 200
_SHORTEST_WORD = 2

_ADVICE = {
    AnswerStatus.CHOOSE: "Có nhiều thủ tục gần giống nhau: đọc tên để người gọi chọn.",
    AnswerStatus.ASK_MORE: "Chưa chắc đúng việc người gọi cần: hỏi thêm làm giấy tờ gì, làm mới hay cấp lại, cho ai.",
    AnswerStatus.NOT_FOUND: "Chưa chắc đúng việc người gọi cần: hỏi thêm làm giấy tờ gì, làm mới hay cấp lại, cho ai.",
    AnswerStatus.OUT_OF_SCOPE: "Câu này có vẻ không phải việc thủ tục hành chính.",
}
_NOTHING = "Không tìm thấy thủ tục nào. Thử bớt chữ, hoặc bỏ điều kiện lọc."
_ABOUT_PLAN = "Câu này hỏi về kế hoạch, chương trình: xem đoạn văn bản trong phần Kế hoạch."
_STATUS = {ProcedureStatus.WITHDRAWN: "không còn áp dụng", ProcedureStatus.INTERNAL: "nội bộ cơ quan"}


@dataclass(frozen=True, slots=True)
class Asked:
    """What was typed and chosen. All of it may be empty; a value that makes no sense is one that was not chosen.

    Attributes:
        place: a province; its own procedures and the national ones are then shown.
        channel: a way of filing that must be offered.
    """

    text: str = ""
    field: str = ""
    level: Level | None = None
    place: str = ""
    channel: ChannelKind | None = None

    @classmethod
    def of(cls, query: QueryParams) -> Asked:
        """Read the address of the page, or of the search while typing."""
        level, channel = query.get("cap", ""), query.get("kenh", "")
        return cls(
            text=one_line(query.get("tim", ""))[:LONGEST_QUESTION],
            field=query.get("linh-vuc", "").strip()[:200],
            level=Level(level) if level in set(Level) else None,
            place=query.get("noi", "").strip()[:100],
            channel=ChannelKind(channel) if channel in set(ChannelKind) else None,
        )

    @property
    def filtered(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.field or self.level or self.place or self.channel)

    def __bool__(self) -> bool:
        return bool(self.text) or self.filtered


class Found(BaseModel):
    """One line of the list."""

    model_config = ConfigDict(frozen=True)

    code: str
    name: str
    field: str | None
    level: str
    province: str | None
    status: str | None
    link: str


class Findings(BaseModel):
    """Everything one request answers.

    Attributes:
        advice: what to ask or tell the caller before a hit is opened; may be empty.
        said: what the office itself has prepared for just these words.
        plans: address of the passages, where the question is about a plan.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    hits: tuple[Found, ...] = ()
    advice: str = ""
    said: str | None = None
    plans: str | None = None


def find(knowledge: KnowledgeBase, asked: Asked) -> Findings:
    """Search as the assistant does, narrowed by the filters; without words, list what the filters leave."""
    if not asked:
        return Findings(question="")
    result = knowledge.search(_question(asked), limit=_RANKED) if asked.text else None
    hits = tuple(islice(_narrowed(knowledge, asked, _candidates(knowledge, asked, result)), SHOWN))
    aspect = result.aspects[0] if result and result.aspects else None
    about_plan = bool(result and result.about_plan)
    return Findings(
        question=asked.text,
        hits=tuple(
            Found(
                code=hit.code,
                name=one_line(hit.name),
                field=hit.field,
                level=", ".join(LEVEL_WORD[one] for one in hit.levels),
                province=hit.province,
                status=_STATUS.get(hit.status),
                link=sheet_of(hit.code, aspect),
            )
            for hit in hits
        ),
        advice=_advice(result, hits),
        said=result.prepared.lead if result and result.prepared else None,
        plans=PLANS if about_plan else None,
    )


def _question(asked: Asked) -> str:
    """Return the words, with the place said as a caller would: the ranking then brings that place forward."""
    named = not asked.place or fold(asked.place) in fold(asked.text)
    return asked.text if named else f"{asked.text} ở {asked.place}"


def _candidates(knowledge: KnowledgeBase, asked: Asked, result: SearchResult | None) -> Iterator[Hit]:
    ranked = result.hits if result else ()
    seen = {hit.code for hit in ranked}
    yield from ranked
    if result and len(asked.text) < _SHORTEST_WORD:
        return
    _, named = knowledge.procedures(
        query=asked.text or None, field=asked.field or None, level=asked.level, limit=_LISTED
    )
    yield from (hit for hit in named if hit.code not in seen)


def _narrowed(knowledge: KnowledgeBase, asked: Asked, hits: Iterator[Hit]) -> Iterator[Hit]:
    place = province_key(asked.place) if asked.place else ""
    for hit in hits:
        if asked.field and hit.field != asked.field:
            continue
        if asked.level and asked.level not in hit.levels:
            continue
        if place and hit.province and province_key(hit.province) != place:
            continue
        if asked.channel and not _offers(knowledge, hit.code, asked.channel):
            continue
        yield hit


def _offers(knowledge: KnowledgeBase, code: str, channel: ChannelKind) -> bool:
    try:
        return bool(knowledge.procedure(code).channels_of(channel))
    except ProcedureNotFound:
        return False


def _advice(result: SearchResult | None, hits: tuple[Hit, ...]) -> str:
    if result and result.about_plan:
        return _ABOUT_PLAN
    if not hits:
        return "" if result and result.prepared else _NOTHING
    return _ADVICE.get(result.status, "") if result else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by in one snapshot: fields and provinces, in alphabetical order."""

    snapshot: str
    fields: tuple[str, ...]
    places: tuple[str, ...]

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Choices:
        """Look through every procedure in force; do it once a snapshot."""
        _, hits = knowledge.procedures(limit=1_000_000)
        fields = {hit.field for hit in hits if hit.field}
        places = {hit.province for hit in hits if hit.province}
        return cls(knowledge.info.id, tuple(sorted(fields, key=fold)), tuple(sorted(places, key=fold)))
