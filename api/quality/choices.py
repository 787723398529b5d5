"""Choices that helped nobody: the assistant offered procedures, and the person asked again or went away."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, func, or_, select
from sqlalchemy.orm import aliased

from api.storage.conversations import Role
from api.storage.tables import MessageRow
from knowledge.answer import AnswerStatus

THINKING = timedelta(minutes=30)
"""So long somebody may look at a choice; with nothing said after that, they have gone."""
_PICKS = ("/choose", "/ask")


def abandoned() -> ColumnElement[bool]:
    """Return the condition that a message offered a choice and nothing of it was taken.

    Taken is a choice whose button was pressed next, or whose next words ("số 2", the name typed) were answered with a
    procedure that was offered.
    """
    asked, said = aliased(MessageRow), aliased(MessageRow)
    next_asked = _next(asked, Role.USER, MessageRow.number)
    pressed = exists().where(
        asked.number == next_asked,
        or_(*(asked.payload.startswith(pick, autoescape=True) for pick in _PICKS)),
    )
    other = aliased(MessageRow)
    next_said = _next(other, Role.ASSISTANT, next_asked)
    code = said.answer["code"].as_string()
    answered = exists().where(
        said.number == next_said,
        said.status == AnswerStatus.ANSWERED,
        code.is_not(None),
        func.length(code) > 0,
        cast(MessageRow.answer, Text).contains(code),
    )
    return and_(MessageRow.status == AnswerStatus.CHOOSE, ~pressed, ~answered)


def settled(now: datetime) -> ColumnElement[bool]:
    """Return the condition that a choice will not be taken any more: something else was said, or time has passed."""
    asked, later = aliased(MessageRow), aliased(MessageRow)
    went_on = exists().where(
        later.conversation_id == MessageRow.conversation_id,
        later.role == Role.ASSISTANT,
        later.number > _next(asked, Role.USER, MessageRow.number),
    )
    return or_(went_on, MessageRow.created_at < now - THINKING)


def _next(row: Any, role: Role, after: Any) -> Any:
    return (
        select(func.min(row.number))
        .where(row.conversation_id == MessageRow.conversation_id, row.role == role, row.number > after)
        .correlate(MessageRow)
        .scalar_subquery()
    )
