"""Answers about plans: the passage quoted with its place, and what the law has changed since."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from knowledge.answer import Answer, AnswerStatus, Block, Citation, ListBlock, QuickReply, TextBlock
from knowledge.answers import wording
from knowledge.answers.numbers import day
from knowledge.answers.shorten import shorten
from knowledge.answers.stale import plan_notes
from knowledge.model import PLAN, Passage, PlanDocument
from knowledge.text import clean, one_line

_SPOKEN = 280
_TITLE = 120


def plan_answer(
    document: PlanDocument,
    passages: Sequence[Passage],
    snapshot_date: date,
    *,
    guides_folder: Path | None = None,
    beside: Sequence[Block] = (),
) -> Answer:
    """Quote passages of a plan with its number, date and section paths.

    Args:
        document: the plan.
        passages: passages of ``document``, best first; none means that the plan says nothing on it.
        snapshot_date: date of the data.
        guides_folder: folder with a deployment's own table of overtaken words.
        beside: blocks that go with the passages, such as the validity of documents they name.

    Raises:
        ValueError: a passage belongs to another document.
        CorruptFile: the deployment's own table is broken.
    """
    if any(passage.document_id != document.id for passage in passages):
        raise ValueError(f"passages of another document than {document.id}")
    title = document_title(document)
    if not passages:
        return _silent(document, title, snapshot_date)
    blocks: list[Block] = [_document_block(document)]
    blocks += [_passage_block(passage) for passage in passages]
    notes = plan_notes("\n".join(passage.text for passage in passages), guides_folder)
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=_lead(document, passages[0]),
        name=title,
        blocks=(*blocks, *beside, *notes),
        quick_replies=_further(document),
        citations=tuple(_cite(document, passage, snapshot_date) for passage in passages),
    )


def document_title(document: PlanDocument) -> str:
    """Return a plan's name for a person: kind, number or "blank", and date."""
    number = f"số {document.number}" if document.number else wording.BLANK_NUMBER
    if document.kind != PLAN:
        told = [number] if document.number else []
        told += [_dated(document)] if document.issued else []
        return f"{document.title} ({', '.join(told)})" if told else document.title
    return f"{document.title} ({number}, {_dated(document)})"


def _called(document: PlanDocument) -> str:
    """Return kind and number; a paper that never had a number is called by its title."""
    if document.kind != PLAN and not document.number:
        return wording.quoted(shorten(document.title, _TITLE))
    return f"{document.kind} {f'số {document.number}' if document.number else f'({wording.BLANK_NUMBER})'}"


def _further(document: PlanDocument) -> tuple[QuickReply, ...]:
    return (QuickReply(title="Xem các kế hoạch", payload="/plans"),) if document.kind == PLAN else ()


def _dated(document: PlanDocument) -> str:
    if document.issued is not None:
        return f"ngày {day(document.issued)}"
    return f"năm {document.year}, {wording.BLANK_DAY}" if document.year else wording.BLANK_DATE


def _lead(document: PlanDocument, passage: Passage) -> str:
    issuer = f" của {document.issuer}" if document.issuer else ""
    place = f"Theo mục {passage.path}, {_called(document)}{issuer}"
    text = shorten(one_line(passage.text), _SPOKEN)
    return f"{place}: {text if passage.is_digest else wording.quoted(text)}"


def _document_block(document: PlanDocument) -> ListBlock:
    items = [f"Tên: {document.title}"]
    if document.kind == PLAN or document.number:
        items.append(f"Số: {document.number or wording.BLANK_NUMBER.removeprefix('số ')}")
    if document.kind == PLAN or document.issued:
        items.append(f"Thời gian: {_dated(document)}")
    items += [
        f"{label}: {value}" for label, value in (("Ban hành", document.issuer), ("Người ký", document.signer)) if value
    ]
    return ListBlock(title="Văn bản", items=tuple(items))


def _passage_block(passage: Passage) -> TextBlock:
    heading = f" – {one_line(passage.heading[-1])}" if passage.heading else ""
    kind = "Tóm lược mục" if passage.is_digest else "Trích mục"
    text = clean(passage.text)
    return TextBlock(title=f"{kind} {passage.path}{heading}", text=text if passage.is_digest else wording.quoted(text))


def _cite(document: PlanDocument, passage: Passage, snapshot_date: date) -> Citation:
    dated = snapshot_date if document.kind == PLAN else None  # a paper of the office is not part of the data
    return Citation(decision=document.number, document=document.title, path=passage.path, snapshot_date=dated)


def _silent(document: PlanDocument, title: str, snapshot_date: date) -> Answer:
    return Answer(
        status=AnswerStatus.NOT_FOUND,
        lead=f"{_called(document)} không nêu nội dung này.",
        name=title,
        blocks=(_document_block(document),),
        quick_replies=_further(document),
        citations=(Citation(decision=document.number, document=document.title, snapshot_date=snapshot_date),),
    )
