"""Counts of chats that outlive the chats: who asked and what is forgotten in time, how many is not.

Everything is counted by the day (in Vietnam) on which it was said and by channel. Before conversations are deleted
:func:`keep_counts` adds what they count for to a table without any text or id, so that a report of a year is the same
before and after.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, String, func, literal, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from api.clock import VIETNAM
from api.storage.survey_tables import SurveyRow
from api.storage.tables import ConversationRow, MessageRow, RatingRow, Table
from knowledge.answer import AnswerStatus

_USER, _ASSISTANT = "user", "assistant"


class Measure(StrEnum):
    """What is counted; the value is stored.

    CONVERSATION: begun. QUESTION: typed. PRESS: a button. ANSWER: by status. PROCEDURE: answers about one, by code.
    RATING: of answers said that day, ``up`` or ``down``. SURVEY: asked that day, by points, ``skipped`` or ``open``.
    """

    CONVERSATION = "conversation"
    QUESTION = "question"
    PRESS = "press"
    ANSWER = "answer"
    PROCEDURE = "procedure"
    RATING = "rating"
    SURVEY = "survey"


class ChatCountRow(Table):
    """How many of one thing there were on a day, of conversations that are deleted.

    Attributes:
        subject: status, code, rating or points; ``""`` where a measure has none.
    """

    __tablename__ = "chat_count"

    day: Mapped[date] = mapped_column(Date, primary_key=True)
    channel: Mapped[str] = mapped_column(String(16), primary_key=True)
    measure: Mapped[str] = mapped_column(String(16), primary_key=True)
    subject: Mapped[str] = mapped_column(String(64), primary_key=True)
    count: Mapped[int]


@dataclass(frozen=True, slots=True)
class Count:
    """How many of one thing there were in a period."""

    channel: str
    measure: Measure
    subject: str
    number: int


def counts_between(session: Session, start: date, end: date) -> tuple[Count, ...]:
    """Return all counts of some days, both included, of conversations that are there and that are deleted."""
    total: Counter[tuple[str, Measure, str]] = Counter()
    first, last = _midnight(start), _midnight(end + timedelta(days=1))
    for source in _SOURCES:
        inner = source.query(source.at >= first, source.at < last).subquery()
        for channel, subject, number in session.execute(
            select(inner.c.channel, inner.c.subject, func.count()).group_by(inner.c.channel, inner.c.subject)
        ):
            total[channel, source.measure, subject] += number
    kept = select(ChatCountRow).where(ChatCountRow.day.between(start, end))
    for row in session.scalars(kept):
        total[row.channel, Measure(row.measure), row.subject] += row.count
    return tuple(Count(*key, number) for key, number in sorted(total.items()))


def keep_counts(session: Session, conversation_ids: Sequence[str]) -> None:
    """Add what conversations count for to the table; call it in the transaction that deletes them."""
    found: Counter[tuple[date, str, Measure, str]] = Counter()
    for source in _SOURCES:
        for at, channel, subject in session.execute(source.query(ConversationRow.id.in_(conversation_ids))):
            found[at.astimezone(VIETNAM).date(), channel, source.measure, subject] += 1
    rows = [
        {"day": day, "channel": channel, "measure": measure.value, "subject": subject, "count": number}
        for (day, channel, measure, subject), number in sorted(found.items())
    ]
    if not rows:
        return
    insert: Any = (postgresql if session.get_bind().dialect.name == "postgresql" else sqlite).insert(ChatCountRow)
    keys = [column.name for column in ChatCountRow.__table__.primary_key]
    session.execute(
        insert.on_conflict_do_update(
            index_elements=keys, set_={"count": ChatCountRow.__table__.c["count"] + insert.excluded["count"]}
        ),
        rows,
    )


@dataclass(frozen=True, slots=True)
class _Source:
    measure: Measure
    at: Any
    subject: Any
    conditions: Iterable[ColumnElement[bool]]

    def query(self, *wanted: ColumnElement[bool]) -> Select[Any]:
        """Return moment, channel and subject of everything that counts."""
        found = select(self.at.label("at"), ConversationRow.channel.label("channel"), self.subject.label("subject"))
        if self.measure is Measure.SURVEY:
            found = found.join(ConversationRow, ConversationRow.id == SurveyRow.conversation_id)
        elif self.measure is not Measure.CONVERSATION:
            found = found.join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        if self.measure is Measure.RATING:
            found = found.join(RatingRow, RatingRow.message_number == MessageRow.number)
        return found.where(*self.conditions, *wanted)


_NOTHING = literal("")
_CODE = MessageRow.answer["code"].as_string()
_SOURCES = (
    _Source(Measure.CONVERSATION, ConversationRow.created_at, _NOTHING, ()),
    _Source(
        Measure.QUESTION, MessageRow.created_at, _NOTHING, (MessageRow.role == _USER, MessageRow.payload.is_(None))
    ),
    _Source(
        Measure.PRESS, MessageRow.created_at, _NOTHING, (MessageRow.role == _USER, MessageRow.payload.is_not(None))
    ),
    _Source(
        Measure.ANSWER,
        MessageRow.created_at,
        MessageRow.status,
        (MessageRow.role == _ASSISTANT, MessageRow.status.is_not(None)),
    ),
    _Source(
        Measure.PROCEDURE,
        MessageRow.created_at,
        _CODE,
        (MessageRow.role == _ASSISTANT, MessageRow.status == AnswerStatus.ANSWERED.value, _CODE.is_not(None)),
    ),
    _Source(Measure.RATING, MessageRow.created_at, RatingRow.value, ()),
    _Source(Measure.SURVEY, SurveyRow.asked_at, SurveyRow.outcome, ()),
)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=VIETNAM)
