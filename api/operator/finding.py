"""What the search box finds: procedures as the assistant would rank them, then those whose name holds the words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from fastapi.datastructures import QueryParams
from pydantic import BaseModel, ConfigDict

from api.catalogue.directory import Directories, Narrowing
from api.chat.payloads import read_button
from api.knowledge_keeper import KnowledgeBase
from api.operator.addresses import PLANS, sheet_of, term_at
from knowledge.answer import Answer, AnswerStatus
from knowledge.answers.wording import LEVEL_WORD
from knowledge.audience import Audience, Branch
from knowledge.fields.menu import is_menu
from knowledge.glossary import Term
from knowledge.glossary.asking import term_asked
from knowledge.glossary.saying import lead_of
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
    AnswerStatus.OUT_OF_SCOPE: "Câu này có thể không phải việc thủ tục hành chính: hỏi lại trước khi mở thủ tục.",
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
        agency: words of the name of an agency that handles it.
        branch: of the state, with its own line to the centre.
        audience: for whom it is.
    """

    text: str = ""
    field: str = ""
    level: Level | None = None
    place: str = ""
    channel: ChannelKind | None = None
    agency: str = ""
    branch: Branch | None = None
    audience: Audience | None = None

    @classmethod
    def of(cls, query: QueryParams) -> Asked:
        """Read the address of the page, or of the search while typing."""
        level, channel = query.get("cap", ""), query.get("kenh", "")
        branch, audience = query.get("nganh", ""), query.get("doi-tuong", "")
        return cls(
            text=one_line(query.get("tim", ""))[:LONGEST_QUESTION],
            field=query.get("linh-vuc", "").strip()[:200],
            level=Level(level) if level in set(Level) else None,
            place=query.get("noi", "").strip()[:100],
            channel=ChannelKind(channel) if channel in set(ChannelKind) else None,
            agency=one_line(query.get("co-quan", ""))[:200],
            branch=Branch(branch) if branch in set(Branch) else None,
            audience=Audience(audience) if audience in set(Audience) else None,
        )

    @property
    def filtered(self) -> bool:
        """Tell whether anything narrows the list."""
        return bool(self.field or self.level or self.place or self.narrowing)

    @property
    def narrowing(self) -> Narrowing:
        """Return what the records themselves are looked through for."""
        return Narrowing(self.agency, self.branch, self.audience, self.channel)

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
        said: what is prepared for just these words, by the office, in the glossary or as a field's list.
        said_by: what stands before it.
        terms: address of the term in the glossary, where one is explained.
        plans: address of the passages, where the question is about a plan.
    """

    model_config = ConfigDict(frozen=True)

    question: str
    hits: tuple[Found, ...] = ()
    advice: str = ""
    said: str | None = None
    said_by: str = ""
    terms: str | None = None
    plans: str | None = None


def find(knowledge: KnowledgeBase, asked: Asked, directories: Directories) -> Findings:
    """Search as the assistant does, narrowed by the filters; without words, list what the filters leave."""
    if not asked:
        return Findings(question="")
    here = knowledge.for_province(asked.place) if asked.place else knowledge
    result = here.search(_question(asked), limit=_RANKED) if asked.text else None
    candidates = _narrowed(asked, _candidates(knowledge, asked, result))
    if asked.narrowing:
        candidates = directories.of(knowledge).narrowed(candidates, asked.narrowing)
    hits = tuple(islice(candidates, SHOWN))
    aspect = result.aspects[0] if result and result.aspects else None
    about_plan = bool(result and result.about_plan)
    prepared = result.prepared if result else None
    term = term_asked(asked.text) if prepared else None
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
        said=prepared.lead if prepared else None,
        said_by=_said_by(prepared, term) if prepared else "",
        terms=term_at(term.id) if term else None,
        plans=PLANS if about_plan else None,
    )


def _said_by(prepared: Answer, term: Term | None) -> str:
    if term and prepared.lead == lead_of(term):
        return "Thuật ngữ"
    return "" if is_menu(reply.payload for reply in prepared.quick_replies) else "Cơ quan đã soạn câu trả lời"


def _question(asked: Asked) -> str:
    """Return the words, with the place said as a caller would: the ranking then brings that place forward."""
    named = not asked.place or fold(asked.place) in fold(asked.text)
    return asked.text if named else f"{asked.text} ở {asked.place}"


def _candidates(knowledge: KnowledgeBase, asked: Asked, result: SearchResult | None) -> Iterator[Hit]:
    ranked = result.hits if result else ()
    if result and result.prepared:
        ranked = (*ranked, *_of_menu(knowledge, result.prepared))
    seen = {hit.code for hit in ranked}
    yield from ranked
    if result and len(asked.text) < _SHORTEST_WORD:
        return
    _, named = knowledge.procedures(
        query=asked.text or None, field=asked.field or None, level=asked.level, limit=_LISTED
    )
    yield from (hit for hit in named if hit.code not in seen)


def _of_menu(knowledge: KnowledgeBase, prepared: Answer) -> Iterator[Hit]:
    """Yield the procedures that a page of the menu of fields offers."""
    if not is_menu(reply.payload for reply in prepared.quick_replies):
        return
    codes = (read_button(reply.payload).code for reply in prepared.quick_replies)
    for code in codes:
        if code:
            yield from (hit for hit in knowledge.procedures(query=code)[1] if hit.code == code)


def _narrowed(asked: Asked, hits: Iterator[Hit]) -> Iterator[Hit]:
    place = province_key(asked.place) if asked.place else ""
    for hit in hits:
        if asked.field and hit.field != asked.field:
            continue
        if asked.level and asked.level not in hit.levels:
            continue
        if place and hit.province and province_key(hit.province) != place:
            continue
        yield hit


def _advice(result: SearchResult | None, hits: tuple[Hit, ...]) -> str:
    if result and result.about_plan:
        return _ABOUT_PLAN
    if not hits:
        return "" if result and result.prepared else _NOTHING
    return _ADVICE.get(result.status, "") if result else ""


@dataclass(frozen=True, slots=True)
class Choices:
    """What can be filtered by in one snapshot: fields and provinces in alphabetical order, agencies most used first."""

    snapshot: str
    fields: tuple[str, ...]
    places: tuple[str, ...]
    agencies: tuple[str, ...]
    branches: tuple[Branch, ...]

    @classmethod
    def of(cls, knowledge: KnowledgeBase, directories: Directories) -> Choices:
        """Look through every procedure in force; do it once a snapshot."""
        _, hits = knowledge.procedures(limit=1_000_000)
        fields = {hit.field for hit in hits if hit.field}
        places = {hit.province for hit in hits if hit.province}
        held = directories.of(knowledge)
        return cls(
            knowledge.info.id,
            tuple(sorted(fields, key=fold)),
            tuple(sorted(places, key=fold)),
            held.agencies,
            held.branches(),
        )
