"""What live hand-overs, the call log and registrations keep of a person: handed out, erased, forgotten by age."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from pydantic import BaseModel
from sqlalchemy import and_, delete, or_, select, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from api.events.telling import forget_letters
from api.feedback.proofs import contact_hash
from api.handover.floor import lines
from api.handover.model import TO_CITIZEN, Speaker
from api.storage.call_tables import CallRow
from api.storage.event_tables import EventRow, RegistrationRow

_RUNNING = timedelta(days=1)
_NOTHING = {"question": None, "answer": None, "phone": None, "phone_hash": None}


class CallFile(BaseModel):
    """A call whose caller left a number."""

    at: datetime
    seconds: int | None
    question: str | None
    answer: str | None
    phone: str | None


def live_of(session: Session, conversation_id: str) -> list[dict[str, Any]]:
    """Return what was said in hand-overs of a conversation, in the shape of its other messages."""
    found = lines(session, conversation_id, (Speaker.CITIZEN, *TO_CITIZEN), limit=10_000)
    return [{"at": one.at, "role": one.speaker.value, "text": one.text} for one in found]


def calls_of(session: Session, phone: str | None) -> list[CallFile]:
    """Return the calls with somebody's number."""
    number = contact_hash(phone, None)
    if number is None:
        return []
    rows = session.scalars(select(CallRow).where(CallRow.phone_hash == number).order_by(CallRow.started_at))
    return [
        CallFile(at=row.started_at, seconds=row.seconds, question=row.question, answer=row.answer, phone=row.phone)
        for row in rows
    ]


class RegistrationFile(BaseModel):
    """That somebody has registered for an event, and when they were told that it had changed."""

    at: datetime
    event: str
    starts_at: datetime
    code: str
    name: str
    contact: str
    question: str | None
    consent_version: str
    mailed_at: datetime | None = None
    called_at: datetime | None = None


def registrations_of(session: Session, phone: str | None, email: str | None) -> list[RegistrationFile]:
    """Return what somebody has registered for with a phone number or an e-mail address."""
    query = (
        select(RegistrationRow, EventRow)
        .join(EventRow, EventRow.id == RegistrationRow.event_id)
        .where(RegistrationRow.contact_hash.in_(_hashes(phone, email)))
        .order_by(RegistrationRow.created_at)
    )
    return [
        RegistrationFile(
            at=row.created_at,
            event=event.title,
            starts_at=event.starts_at,
            code=row.code,
            name=row.name,
            contact=row.contact,
            question=row.question,
            consent_version=row.consent_version,
            mailed_at=row.mailed_at,
            called_at=row.called_at,
        )
        for row, event in session.execute(query)
    ]


def erase_registrations(session: Session, phone: str | None, email: str | None) -> None:
    """Delete what somebody has registered for, and the letters about it."""
    hashes = _hashes(phone, email)
    session.execute(delete(RegistrationRow).where(RegistrationRow.contact_hash.in_(hashes)))
    forget_letters(session, hashes)


def _hashes(phone: str | None, email: str | None) -> list[str]:
    return [one for one in (contact_hash(phone, None), contact_hash(None, email)) if one]


def erase_calls(session: Session, phone: str | None) -> None:
    """Take words and number out of somebody's calls; that they were, and how long, still counts."""
    number = contact_hash(phone, None)
    if number is not None:
        session.execute(update(CallRow).where(CallRow.phone_hash == number).values(**_NOTHING))


def forget_calls(session: Session, now: datetime, days: int) -> int:
    """Take words and numbers out of old calls and delete clocks nobody stopped; return how many calls it was."""
    cutoff = now - timedelta(days=days)
    old = and_(CallRow.started_at < cutoff, or_(*(getattr(CallRow, name).is_not(None) for name in _NOTHING)))
    emptied = session.execute(update(CallRow).where(old).values(**_NOTHING))
    forgotten = session.execute(delete(CallRow).where(CallRow.seconds.is_(None), CallRow.started_at < now - _RUNNING))
    assert isinstance(emptied, CursorResult)  # noqa: S101 (an UPDATE gives no other)
    assert isinstance(forgotten, CursorResult)  # noqa: S101 (a DELETE gives no other)
    return emptied.rowcount + forgotten.rowcount
