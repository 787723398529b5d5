"""Registering for an event: name, one way to be reached, a question; as little as the office needs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session

from api.clock import Clock, utc_now
from api.errors import CaseNotFound, InvalidField
from api.events.calendar import row_of, shown
from api.events.model import Event, EventNotFound, Registering, RegistrationRefused
from api.events.telling import forget_letters
from api.events.told import Way, ways_of
from api.feedback.audit import Subject, write
from api.feedback.codes import new_code, read_code
from api.feedback.fields import email as read_email
from api.feedback.fields import phone as read_phone
from api.feedback.proofs import contact_hash
from api.feedback.texts import without_markup
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.database import Database
from api.storage.event_tables import EventRow, RegistrationRow
from api.storage.rows import insert_once, lock_rows, row_named
from knowledge.text import clean, one_line

NAME_CHARACTERS, QUESTION_CHARACTERS = 120, 2000
SAME_CONTACT = 3
"""Registrations of one contact for one event: a family may share a number."""
PREFIX = "SK"
TAKEN = "registrations_taken"
_KEY = re.compile(r"[0-9a-f]{24}")
_OVER = "Buổi này đã diễn ra hoặc đã huỷ, không nhận đăng ký nữa."
_LATE = "Đã hết hạn gửi câu hỏi. Anh/chị vẫn đăng ký tham dự được: xoá câu hỏi rồi gửi lại."
_CONTACT = "Số điện thoại hoặc thư điện tử chưa đúng. Ví dụ: 0912 345 678, hoặc ten@example.vn."


@dataclass(frozen=True, slots=True)
class Registration:
    """Somebody who will come, for the office.

    Attributes:
        way: how they stand towards the last change of the session.
    """

    id: str
    code: str
    name: str
    contact: str
    question: str | None
    created_at: datetime
    way: Way


class Registrations:
    """Who comes to what. Blocking; each method is one transaction."""

    def __init__(self, database: Database, consent_version: str, clock: Clock = utc_now) -> None:
        self._database = database
        self._consent = consent_version
        self._clock = clock

    def register(self, event_id: str, typed: Registering) -> str:
        """Register somebody and return the code they cancel with; the same form sent twice gives the same code.

        Raises:
            EventNotFound: no such event.
            RegistrationRefused: it is over or called off.
            InvalidField: a field cannot be taken, or no consent was given.
        """
        if not _KEY.fullmatch(typed.key):
            raise InvalidField("key", "Trang đã cũ. Anh/chị tải lại trang rồi đăng ký.")
        now = self._clock()
        with self._database.session() as session:
            if known := session.scalar(select(RegistrationRow.code).where(RegistrationRow.id == typed.key)):
                return known
            lock_rows(session, EventRow, EventRow.id == event_id)  # the count below holds until this one is in
            event = shown(row_of(session, event_id))
            values = self._checked(event, typed, now)
            mine = (RegistrationRow.event_id == event.id, RegistrationRow.contact_hash == values["contact_hash"])
            if (session.scalar(select(func.count()).where(*mine)) or 0) >= SAME_CONTACT:
                raise InvalidField("contact", f"Số hoặc thư này đã đăng ký {SAME_CONTACT} lần cho buổi này.")
            code = new_code(PREFIX)
            whole = {"id": typed.key, "event_id": event.id, "code": code, "created_at": now, **values}
            if not insert_once(session, RegistrationRow, whole):  # the same form came at the same moment
                return session.scalars(select(RegistrationRow.code).where(RegistrationRow.id == typed.key)).one()
            return code

    def cancel(self, code: str, contact: str) -> str:
        """Delete a registration and return the title of its event.

        Raises:
            InvalidField: no code, or no contact, can be read.
            CaseNotFound: no registration with this code and contact.
        """
        wanted = read_code(code, PREFIX)
        _, hashed = _contact(contact)
        mine = (RegistrationRow.code == wanted, RegistrationRow.contact_hash == hashed)
        with self._database.session() as session:
            title = session.scalar(
                select(EventRow.title).join(RegistrationRow, RegistrationRow.event_id == EventRow.id).where(*mine)
            )
            if title is None:
                raise CaseNotFound(wanted)
            event_id = session.scalars(select(RegistrationRow.event_id).where(*mine)).one()
            session.execute(delete(RegistrationRow).where(*mine))
            others = (RegistrationRow.event_id == event_id, RegistrationRow.contact_hash == hashed)
            if session.scalar(select(RegistrationRow.id).where(*others).limit(1)) is None:
                forget_letters(session, (hashed,), event_id)
        self._database.wipe_deleted()
        return title

    def of_event(self, actor: Actor, event_id: str, *, taking: bool = False) -> tuple[Registration, ...]:
        """Return who has registered, the first first; that somebody looked, or took the list away, is logged.

        Raises:
            AccessDenied: the role may not.
            EventNotFound: no such event.
        """
        require(actor, Permission.SENDER_SEE)
        query = select(RegistrationRow).where(RegistrationRow.event_id == event_id)
        with self._database.session() as session:
            event = row_of(session, event_id)
            found = session.scalars(query.order_by(RegistrationRow.created_at, RegistrationRow.id)).all()
            write(
                session,
                at=self._clock(),
                actor=actor,
                action=TAKEN if taking else "revealed",
                subject_kind=Subject.EVENT,
                subject=event_id,
                after={"count": len(found)},
            )
            ways = ways_of(session, event, found)
            return tuple(_person(row, ways.get(row.id, Way.NOTHING)) for row in found)

    def note_told(self, actor: Actor, event_id: str, identity: str, *, told: bool) -> None:
        """Note that somebody was told of the last change by phone or otherwise, or take that back; logged.

        Raises:
            AccessDenied: the role may not.
            EventNotFound: no such event, or nobody of this id has registered for it.
        """
        require(actor, Permission.SENDER_SEE)
        with self._database.session() as session:
            row = row_named(session, RegistrationRow, identity)
            if row is None or row.event_id != event_id:
                raise EventNotFound
            row.called_at, row.called_by = (self._clock(), actor.name) if told else (None, None)
            done = "registrant_told" if told else "registrant_not_told"
            write(session, at=self._clock(), actor=actor, action=done, subject_kind=Subject.EVENT, subject=event_id)

    def _checked(self, event: Event, typed: Registering, now: datetime) -> dict[str, str | None]:
        if event.state(now) != "coming":
            raise RegistrationRefused(_OVER)
        name = without_markup(one_line(typed.name))
        if not 2 <= len(name) <= NAME_CHARACTERS:
            raise InvalidField("name", f"Anh/chị ghi họ tên, không quá {NAME_CHARACTERS} ký tự.")
        contact, hashed = _contact(typed.contact)
        question = without_markup(clean(typed.question))
        if len(question) > QUESTION_CHARACTERS:
            raise InvalidField("question", f"Câu hỏi dài quá {QUESTION_CHARACTERS} ký tự.")
        if question and not event.takes_questions(now):
            raise InvalidField("question", _LATE)
        if not typed.consent:
            raise InvalidField("consent", "Anh/chị đánh dấu đồng ý thì cơ quan mới được ghi thông tin này.")
        return {
            "name": name,
            "contact": contact,
            "contact_hash": hashed,
            "question": question or None,
            "consent_version": self._consent,
        }


def _person(row: RegistrationRow, way: Way) -> Registration:
    return Registration(row.id, row.code, row.name, row.contact, row.question, row.created_at, way)


def _contact(typed: str) -> tuple[str, str]:
    """Return a phone number or e-mail address as it is kept, and the hash it is found by."""
    try:
        phone = None if "@" in typed else read_phone(typed)
        email = read_email(typed) if "@" in typed else None
    except InvalidField:
        raise InvalidField("contact", _CONTACT) from None
    hashed = contact_hash(phone, email)
    if hashed is None:
        raise InvalidField("contact", _CONTACT)
    return phone or email or "", hashed


def forget_registrations(session: Session, now: datetime, days: int) -> int:
    """Delete who had registered for events that began long ago; return how many it was."""
    old = select(EventRow.id).where(EventRow.starts_at < now - timedelta(days=days))
    named = select(RegistrationRow.event_id).where(RegistrationRow.event_id.in_(old)).distinct()
    for event_id in session.scalars(named).all():
        forget_letters(session, event_id=event_id)
    done = session.execute(delete(RegistrationRow).where(RegistrationRow.event_id.in_(old)))
    return done.rowcount if isinstance(done, CursorResult) else 0
