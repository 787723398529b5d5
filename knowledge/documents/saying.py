"""What is said of a document's validity: as an answer of its own, and beside passages that quote it."""

from __future__ import annotations

from collections.abc import Sequence

from knowledge.answer import Answer, AnswerStatus, Block, Citation, LinkBlock, ListBlock, NoteBlock
from knowledge.answers.numbers import day
from knowledge.answers.turns import HANDOVER, HELP
from knowledge.documents import LOOK_UP, Force, LegalDocument, Quoted, Statement
from knowledge.documents.questions import Asked

BESIDE_TITLE = "Hiệu lực của văn bản được nhắc"
_SHOWN = 8
_SAID = 5
_PORTAL = LinkBlock(title="Cơ sở dữ liệu quốc gia về văn bản pháp luật", url=f"https://{LOOK_UP}")
_FORCES = {Force.IN_FORCE: "còn hiệu lực", Force.PARTLY: "hết hiệu lực một phần", Force.EXPIRED: "hết hiệu lực"}
_NOT_VERIFIED = "hiệu lực chưa xác minh"


def validity(document: LegalDocument) -> str:
    """Return in one phrase whether a document is in force, who changed it, and where that comes from."""
    stated = document.statement
    if stated is None:
        return f"{_NOT_VERIFIED}; tra cứu tại {LOOK_UP}"
    parts = [_FORCES.get(stated.force, _NOT_VERIFIED)]
    if stated.since and stated.force is not Force.UNKNOWN:
        parts[0] += f" từ {day(stated.since)}"
    if stated.replaced_by:
        parts.append(f"được thay thế bởi {_listed(stated.replaced_by)}")
    if stated.amended_by:
        parts.append(f"đã được sửa đổi, bổ sung bởi {_listed(stated.amended_by)}")
    said = ", ".join(parts)
    if stated.force is not Force.UNKNOWN or len(parts) > 1:
        said += _sourced(stated)
    return f"{said}; tra cứu tại {LOOK_UP}" if stated.force is Force.UNKNOWN else said


def beside(documents: Sequence[LegalDocument]) -> tuple[Block, ...]:
    """Return the block that goes with passages which quote these documents; nothing where there is none."""
    if not documents:
        return ()
    silent = [one for one in documents if one.statement is None]
    items = [f"{one.called}: {_noted(one)}" for one in documents if one.statement is not None][:_SHOWN]
    if silent:
        named = "; ".join(one.called for one in silent[:_SHOWN])
        more = f"; và {len(silent) - _SHOWN} văn bản khác" if len(silent) > _SHOWN else ""
        items.append(f"{named}{more}: {_NOT_VERIFIED}; tra cứu tại {LOOK_UP}")
    return (ListBlock(title=BESIDE_TITLE, items=tuple(items)),)


def said(documents: Sequence[LegalDocument], asked: Asked) -> Answer:
    """Return the answer to "is this document still in force", from the register alone."""
    if not documents:
        return _unknown(asked)
    first = documents[0]
    if len(documents) == 1:
        lead = f"{first.called}: {validity(first)}."
        blocks: tuple[Block, ...] = (_details(first), *_notes(first))
    else:
        lead = f"Có {len(documents)} văn bản mang số hoặc tên này trong danh mục."
        blocks = (ListBlock(items=tuple(f"{_named(one)}: {_noted(one)}" for one in documents[:_SAID])),)
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead,
        name=first.called if len(documents) == 1 else None,
        blocks=(*blocks, _PORTAL),
        quick_replies=(HELP, HANDOVER),
        citations=(Citation(document="Danh mục văn bản của trợ lý", decision=first.number),),
    )


def _unknown(asked: Asked) -> Answer:
    named = f" ({asked.shown})" if asked.shown else ""
    return Answer(
        status=AnswerStatus.NOT_FOUND,
        lead=f"Danh mục của trợ lý chưa có văn bản này{named} nên không nói được văn bản còn hiệu lực hay không.",
        blocks=(NoteBlock(text=f"Anh/chị tra cứu tại {LOOK_UP} theo số hoặc tên văn bản."), _PORTAL),
        quick_replies=(HELP, HANDOVER),
    )


def _details(document: LegalDocument) -> ListBlock:
    pairs = (
        ("Về việc", document.title if document.number else None),
        ("Cơ quan ban hành", document.issuer),
        ("Ngày ban hành", _issued(document)),
        ("Được nhắc trong", _quoted(document.cited.quoted)),
        ("Số thủ tục dùng làm căn cứ", str(document.cited.procedures) if document.cited.procedures else None),
    )
    items = tuple(f"{label}: {value}" for label, value in pairs if value)
    return ListBlock(title="Trong danh mục văn bản", items=items or (f"Số: {document.called}",))


def _issued(document: LegalDocument) -> str | None:
    if document.issued is None:
        return None
    stated = document.statement and document.statement.issued
    return day(document.issued) if stated or not document.cited.quoted else f"{day(document.issued)} (kế hoạch in)"


def _quoted(quoted: Sequence[Quoted]) -> str | None:
    shown = []
    for one in quoted[:_SAID]:
        printed = (
            f" (in ngày {one.printed})" if one.printed and len({q.printed for q in quoted if q.printed}) > 1 else ""
        )
        shown.append(f"{one.called}, mục {one.path}{printed}")
    return "; ".join(shown) or None


def _notes(document: LegalDocument) -> tuple[Block, ...]:
    note = _note(document)
    return (NoteBlock(text=note),) if note else ()


def _noted(document: LegalDocument) -> str:
    note = _note(document)
    return f"{validity(document)}. {note}" if note else validity(document)


def _note(document: LegalDocument) -> str | None:
    """Return the sentence that goes with it, with its source where nothing else has named that."""
    stated = document.statement
    if stated is None or not stated.note:
        return None
    named = stated.force is not Force.UNKNOWN or stated.amended_by or stated.replaced_by
    return stated.note if named else f"{stated.note.rstrip('.')}{_sourced(stated)}."


def _sourced(stated: Statement) -> str:
    checked = f", kiểm tra ngày {day(stated.checked)}" if stated.checked else ""
    return f" (theo {stated.source}{checked})" if stated.source else ""


def _named(document: LegalDocument) -> str:
    return f"{document.called} – {document.title}" if document.number and document.title else document.called


def _listed(numbers: Sequence[str]) -> str:
    return " và ".join(numbers) if len(numbers) < 3 else f"{', '.join(numbers[:-1])} và {numbers[-1]}"
