"""What stands on a sheet: the parts of a procedure that NĐ 63/2010/NĐ-CP Điều 8 khoản 2 names, as published, whole.

A part the published record leaves out is named too, with the sentence that says so: the office sees what is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from api.knowledge_keeper import KnowledgeBase
from knowledge.answer import Block, ListBlock, NoteBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.channels import grouped, missing, offered
from knowledge.answers.fees import lines_of as fees_of
from knowledge.answers.papers import checklist, real_papers
from knowledge.answers.texts import step_items
from knowledge.answers.times import lines_of as times_of
from knowledge.aspects import Aspect
from knowledge.model import LegalBasis, Procedure, ProcedureStatus
from knowledge.render import source_line
from knowledge.text import clean, one_line

_COPIES = "Số bản của từng loại giấy tờ ghi trong ngoặc. Dữ liệu công bố không ghi số bộ hồ sơ."
_NO_SUBJECTS = "Bản công bố chưa có thông tin về đối tượng thực hiện."


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a procedure.

    Attributes:
        blocks: lists, texts and remarks; never empty.
    """

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Posting:
    """One sheet.

    Attributes:
        said: of a procedure out of force: that it is, and what to do. Such a one is not to be posted and has no parts.
        publisher: who made it known, as far as the record tells.
    """

    record: Procedure
    name: str
    source: str
    said: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def publisher(self) -> str:
        """The publishing decision in words; empty where the record names none."""
        decision = self.record.decision
        if not decision or not decision.number:
            return ""
        day = f" ngày {decision.issued:%d/%m/%Y}" if decision.issued else ""
        return f"Công bố theo Quyết định số {decision.number}{day}"


def posting(knowledge: KnowledgeBase, code: str) -> Posting:
    """Make the sheet of a procedure.

    Raises:
        ProcedureNotFound: no such code.
    """
    record = knowledge.procedure(code)
    overview = knowledge.answer(code)
    sheet = Posting(record, one_line(record.name), source_line(overview).split("\n", maxsplit=1)[0])
    if record.status is not ProcedureStatus.IN_FORCE:
        notes = (block.text for block in overview.blocks if isinstance(block, NoteBlock))
        return Posting(record, sheet.name, sheet.source, said=(overview.lead, *notes))
    where = knowledge.answer(code, Aspect.WHERE)
    parts = (
        Part("Trình tự thực hiện", _steps(record)),
        Part("Cách thức thực hiện", _ways(record)),
        Part("Thành phần, số lượng hồ sơ", _papers(record)),
        Part("Thời hạn giải quyết", _times(record)),
        Part("Đối tượng thực hiện", _listed(record.subjects, _NO_SUBJECTS)),
        Part("Cơ quan thực hiện", _shown(where.blocks, wording.NO_AGENCY)),
        Part("Tên mẫu đơn, mẫu tờ khai", _forms(record)),
        Part("Phí, lệ phí", _fees(record)),
        Part("Kết quả thực hiện", _listed(record.results, wording.NO_RESULT)),
        Part("Yêu cầu, điều kiện", _text(record.conditions, wording.NO_CONDITIONS)),
        Part("Căn cứ pháp lý", _legal(record.legal_basis)),
    )
    return Posting(record, sheet.name, sheet.source, parts=parts)


def _steps(record: Procedure) -> tuple[Block, ...]:
    items, numbered = step_items(record)
    return (ListBlock(items=items, ordered=numbered),) if items else (TextBlock(text=wording.NO_STEPS),)


def _ways(record: Procedure) -> tuple[Block, ...]:
    """Return each way of filing with all that was published about it."""
    blocks: list[Block] = []
    for kind in offered(record):
        notes = dict.fromkeys(clean(row.note) for row in record.channels_of(kind) if row.note and clean(row.note))
        title = wording.channels_title([kind])
        blocks.append(ListBlock(title=title, items=tuple(notes)) if notes else TextBlock(text=f"{title}."))
    if not blocks:
        return (TextBlock(text=wording.NO_CHANNELS),)
    gaps = missing(record)
    return (*blocks, TextBlock(text=wording.not_offered(gaps))) if gaps else tuple(blocks)


def _papers(record: Procedure) -> tuple[Block, ...]:
    lists = checklist(record)
    if not lists:
        return (TextBlock(text=wording.NO_PAPERS),)
    plain = len(lists) == 1 and lists[0].title == wording.COMMON_PAPERS
    blocks = (lists[0].model_copy(update={"title": None}),) if plain else lists
    return (*blocks, TextBlock(text=_COPIES)) if real_papers(record) else blocks


def _times(record: Procedure) -> tuple[Block, ...]:
    found = grouped(offered(record), partial(times_of, record))
    blocks = tuple(
        ListBlock(title=wording.channels_title(kinds), items=tuple(line.item() for line in lines))
        for kinds, lines in found
    )
    return blocks or (TextBlock(text=wording.TIME_UNCLEAR),)


def _fees(record: Procedure) -> tuple[Block, ...]:
    found = grouped(offered(record), partial(fees_of, record))
    blocks = tuple(
        ListBlock(title=wording.channels_title(kinds), items=tuple(line.item() for line in lines))
        for kinds, lines in found
    )
    return blocks or (TextBlock(text=wording.FEE_UNCLEAR),)


def _forms(record: Procedure) -> tuple[Block, ...]:
    names = dict.fromkeys(one_line(paper.form.name) for paper in record.papers if paper.form)
    return _listed(tuple(names), wording.NO_FORMS)


def _legal(bases: Sequence[LegalBasis]) -> tuple[Block, ...]:
    lines = (" – ".join(one_line(word) for word in (one.number, one.name) if word) for one in bases)
    return _listed(tuple(dict.fromkeys(line for line in lines if line)), wording.NO_LEGAL)


def _listed(values: Sequence[str], nothing: str) -> tuple[Block, ...]:
    items = tuple(clean(value) for value in values if clean(value))
    return (ListBlock(items=items),) if items else (TextBlock(text=nothing),)


def _text(value: str | None, nothing: str) -> tuple[Block, ...]:
    return (TextBlock(text=clean(value) if value and clean(value) else nothing),)


def _shown(blocks: Sequence[Block], nothing: str) -> tuple[Block, ...]:
    found = tuple(block for block in blocks if isinstance(block, ListBlock | TextBlock))
    return found or (TextBlock(text=nothing),)
