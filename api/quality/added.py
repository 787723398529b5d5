"""Additions as values: what the lists show, what a form holds, what the assistant says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.clock import local_day
from api.errors import InvalidField
from api.quality.checks import checked_answer, checked_source, checked_url, checked_wording
from api.storage.quality_tables import OwnAnswerRow, WordingRow
from knowledge.answer import Answer, AnswerStatus, LinkBlock, QuickReply, TextBlock
from knowledge.answers.numbers import day


@dataclass(frozen=True, slots=True)
class AddedWording:
    """A wording as the list shows it; ``removed_at`` is set when it was taken back."""

    id: str
    text: str
    code: str | None
    answer_id: str | None
    added_by: str
    added_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True, slots=True)
class OwnText:
    """An answer of the office's own; ``wordings`` are further ones that lead to it."""

    id: str
    question: str
    answer: str
    source: str
    url: str | None
    code: str | None
    added_by: str
    changed_at: datetime
    removed_at: datetime | None
    wordings: tuple[AddedWording, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerFields:
    """What the form of an own answer holds, as typed."""

    question: str
    answer: str
    source: str
    url: str = ""
    code: str = ""


class AdditionNotFound(InvalidField):
    """No addition of this id."""

    def __init__(self) -> None:
        super().__init__("addition", "Không có nội dung bổ sung này.")


def as_answer(row: OwnAnswerRow) -> Answer:
    """Return what the assistant says: the text, who says so and of which day, and the way to the procedure."""
    source = f"{row.source.rstrip('. ')} (cập nhật ngày {day(local_day(row.changed_at))})."
    link = (LinkBlock(title="Trang nguồn", url=row.url),) if row.url else ()
    about = (QuickReply(title="Xem thủ tục liên quan", payload=f'/choose{{"code": "{row.code}"}}'),) if row.code else ()
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=row.answer,
        blocks=(TextBlock(title="Nguồn", text=source), *link),
        quick_replies=about,
    )


def checked_fields(fields: AnswerFields) -> dict[str, Any]:
    """Return the columns of an own answer.

    Raises:
        InvalidField: one of them cannot be taken.
    """
    return {
        "question": checked_wording(fields.question, "question"),
        "answer": checked_answer(fields.answer),
        "source": checked_source(fields.source),
        "url": checked_url(fields.url),
        "code": fields.code.strip() or None,
    }


def shown_wording(row: WordingRow) -> AddedWording:
    """Return a row as a value."""
    return AddedWording(row.id, row.text, row.code, row.answer_id, row.added_by, row.added_at, row.removed_at)


def shown_answer(row: OwnAnswerRow, words: Sequence[WordingRow]) -> OwnText:
    """Return a row, with those of ``words`` that lead to it, as a value."""
    return OwnText(
        id=row.id,
        question=row.question,
        answer=row.answer,
        source=row.source,
        url=row.url,
        code=row.code,
        added_by=row.added_by,
        changed_at=row.changed_at,
        removed_at=row.removed_at,
        wordings=tuple(shown_wording(word) for word in words if word.answer_id == row.id and word.removed_at is None),
    )
