"""Events in the database: written by the office, public until they are over."""

from __future__ import annotations

import re
import secrets
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, load_only

from api.clock import VIETNAM, Clock, local_day, utc_now
from api.console.painting import read_day
from api.errors import InvalidField
from api.events.model import Event, EventFields, EventNotFound, Kind
from api.events.telling import Teller, Told, What, concerns
from api.events.told import Summary, summary_of
from api.feedback.audit import Journal, Subject
from api.quality.checks import checked_url
from api.security.accounts import Actor
from api.signposts.board import later
from api.storage.database import Database
from api.storage.event_tables import EventRow, RegistrationRow
from api.storage.rows import row_named
from knowledge.text import clean, one_line

TITLE_CHARACTERS, TOPIC_CHARACTERS, PLACE_CHARACTERS = 200, 3000, 300
PAST_SHOWN = 5
_KEPT = 200
_TIME = re.compile(r"(\d{1,2})(?:[:h.]|\s*giờ\s*)(\d{2})?", re.IGNORECASE)


class Events:
    """The calendar. Blocking; every change is logged.

    Args:
        database: keeps it.
        clock: gives the moment.
        teller: tells those who have registered; one that sends no mail by default.
    """

    def __init__(self, database: Database, clock: Clock = utc_now, teller: Teller | None = None) -> None:
        self._database = database
        self.clock = clock
        self.teller = teller or Teller()
        self._journal = Journal(Subject.EVENT, clock)

    def coming(self) -> tuple[Event, ...]:
        """Return what is still to begin and was not called off, the next first."""
        wanted = (EventRow.starts_at > self.clock(), EventRow.cancelled_at.is_(None))
        return self._read(EventRow.starts_at.asc(), *wanted)

    def recent(self) -> tuple[Event, ...]:
        """Return what was called off but would still come, and the last few that are over, for everybody to see."""
        now = self.clock()
        called_off = self._read(EventRow.starts_at.asc(), EventRow.starts_at > now, EventRow.cancelled_at.is_not(None))
        over = self._read(EventRow.starts_at.desc(), EventRow.starts_at <= now, EventRow.cancelled_at.is_(None))
        return (*called_off, *over[:PAST_SHOWN])

    def every(self) -> tuple[tuple[Event, int, Summary | None], ...]:
        """Return the last events for the office, the latest first: how many have registered, how many know of a change.

        Of an event that is over nobody has to be told any more.
        """
        count = (
            select(func.count()).where(RegistrationRow.event_id == EventRow.id).correlate(EventRow).scalar_subquery()
        )
        query = select(EventRow, count).order_by(EventRow.starts_at.desc(), EventRow.id).limit(_KEPT)
        now = self.clock()
        with self._database.session() as session:
            rows = [(row, number) for row, number in session.execute(query)]
            return tuple((shown(row), number, _told(session, row, now)) for row, number in rows)

    def get(self, identity: str) -> Event:
        """Return one.

        Raises:
            EventNotFound: there is none of this id.
        """
        with self._database.session() as session:
            return shown(row_of(session, identity))

    def revision(self) -> object:
        """Return what changes whenever what is coming does, by hand or because its time has come."""
        coming = select(func.count(), func.min(EventRow.starts_at)).where(
            EventRow.starts_at > self.clock(), EventRow.cancelled_at.is_(None)
        )
        with self._database.session() as session:
            last = session.scalar(select(func.max(EventRow.changed_at)))
            return (last, *session.execute(coming).one())

    def add(self, actor: Actor, fields: EventFields) -> str:
        """Announce an event and return its id.

        Raises:
            InvalidField: a field cannot be taken.
        """
        values = self._checked(fields)
        if values["starts_at"] <= self.clock():
            raise InvalidField("day", "Thời điểm bắt đầu đã qua.")
        with self._database.session() as session:
            row = EventRow(id=secrets.token_hex(8), created_by=actor.name, changed_at=self.clock(), **values)
            session.add(row)
            self._journal.line(session, actor, "created", row.id, None, _logged(row))
            return row.id

    def change(self, actor: Actor, identity: str, fields: EventFields) -> Told | None:
        """Replace what was announced; who has registered stays registered, and is told of another time or place.

        Returns:
            How many were told; ``None``: nobody has to be.

        Raises:
            EventNotFound: there is none of this id.
            InvalidField: a field cannot be taken.
        """
        values = self._checked(fields)
        with self._database.session() as session:
            row = row_of(session, identity)
            before, was = _logged(row), shown(row)
            for name, value in values.items():
                setattr(row, name, value)
            row.changed_at = now = later(self.clock(), row.changed_at)
            told = None
            if shown(row).state(now) == was.state(now) == "coming" and concerns(shown(row), was):
                told = self._tell(session, row, What.CHANGED, was)
            if before != _logged(row):
                self._journal.line(session, actor, "changed", identity, before, {**_logged(row), **_counted(told)})
            return told

    def set_on(self, actor: Actor, identity: str, *, on: bool) -> Told | None:
        """Call an event off, or hold it after all; those who have registered are told. Doing it twice changes nothing.

        Returns:
            How many were told; ``None``: nobody has to be.

        Raises:
            EventNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = row_of(session, identity)
            if (row.cancelled_at is None) is on:
                return None
            was = shown(row)
            row.changed_at = later(self.clock(), row.changed_at)
            row.cancelled_at = None if on else row.changed_at
            what, told = What.RESTORED if on else What.CANCELLED, None
            if row.changed_at < row.starts_at:
                told = self._tell(session, row, what, was)
            after = {**_logged(row), **_counted(told)}
            self._journal.line(session, actor, "restored" if on else "removed", identity, None, after)
            return told

    def _tell(self, session: Session, row: EventRow, what: What, was: Event) -> Told | None:
        told = self.teller.tell(session, row, what, shown(row), was, row.changed_at)
        return told if told.letters or told.others else None

    def _read(self, order: Any, *conditions: ColumnElement[bool]) -> tuple[Event, ...]:
        query = select(EventRow).where(*conditions).order_by(order, EventRow.id).limit(_KEPT)
        with self._database.session() as session:
            return tuple(shown(row) for row in session.scalars(query))

    def _checked(self, fields: EventFields) -> dict[str, Any]:
        if fields.kind not in set(Kind):
            raise InvalidField("kind", "Vui lòng chọn một mục trong danh sách.")
        starts_at = _moment(fields.day, fields.time)
        until = _last_day(fields.questions_until, starts_at)
        place = _line("place", fields.place, "Địa điểm", PLACE_CHARACTERS)
        url = checked_url(fields.url)
        if not place and not url:
            raise InvalidField("place", "Vui lòng nhập địa điểm, hoặc địa chỉ tham gia qua mạng.")
        title = _line("title", fields.title, "Tên buổi", TITLE_CHARACTERS)
        topic = clean(fields.topic)
        if not title:
            raise InvalidField("title", "Vui lòng nhập tên buổi.")
        if not topic or len(topic) > TOPIC_CHARACTERS:
            raise InvalidField("topic", f"Chủ đề cần có, dài không quá {TOPIC_CHARACTERS} ký tự.")
        return {
            "kind": fields.kind,
            "title": title,
            "topic": topic,
            "starts_at": starts_at,
            "place": place or None,
            "url": url,
            "questions_until": until,
        }


def row_of(session: Session, identity: str) -> EventRow:
    """Return the row of an event.

    Raises:
        EventNotFound: there is none of this id.
    """
    row = row_named(session, EventRow, identity)
    if row is None:
        raise EventNotFound
    return row


def shown(row: EventRow) -> Event:
    """Return a row as an event."""
    return Event(
        id=row.id,
        kind=Kind(row.kind),
        title=row.title,
        topic=row.topic,
        starts_at=row.starts_at,
        place=row.place,
        url=row.url,
        questions_until=row.questions_until,
        cancelled=row.cancelled_at is not None,
        created_by=row.created_by,
    )


def _moment(day: str, at: str) -> datetime:
    found = read_day(day)
    if found is None:
        raise InvalidField("day", "Vui lòng ghi ngày như 15/12/2026.")
    try:
        return datetime.combine(found, time(*_clock(at)), VIETNAM)
    except ValueError:
        raise InvalidField("time", "Vui lòng ghi giờ như 08:30.") from None


def _clock(typed: str) -> tuple[int, int]:
    found = _TIME.fullmatch(typed.strip())
    if found is None:
        raise ValueError(typed)
    return int(found[1]), int(found[2] or 0)


def _last_day(typed: str, starts_at: datetime) -> date | None:
    if not typed.strip():
        return None
    until = read_day(typed)
    if until is None:
        raise InvalidField("questions_until", "Vui lòng ghi ngày như 12/12/2026, hoặc để trống.")
    if until > local_day(starts_at):
        raise InvalidField("questions_until", "Hạn gửi câu hỏi không thể sau ngày diễn ra.")
    return until


def _line(field: str, typed: str, label: str, most: int) -> str:
    line = one_line(typed)
    if len(line) > most:
        raise InvalidField(field, f"{label} dài quá {most} ký tự.")
    return line


def _told(session: Session, row: EventRow, now: datetime) -> Summary | None:
    if row.told_at is None or row.starts_at <= now:
        return None
    columns = (RegistrationRow.contact_hash, RegistrationRow.created_at)
    marks = (RegistrationRow.mailed_at, RegistrationRow.called_at)
    query = select(RegistrationRow).where(RegistrationRow.event_id == row.id).options(load_only(*columns, *marks))
    return summary_of(session, row, session.scalars(query).all())  # nothing sealed is opened for a count


def _counted(told: Told | None) -> dict[str, int]:
    return {"letters": told.letters, "by_hand": told.others} if told else {}


def _logged(row: EventRow) -> dict[str, Any]:
    return {
        "title": row.title,
        "starts_at": row.starts_at.isoformat(),
        "place": row.place,
        "url": row.url,
        "active": row.cancelled_at is None,
    }
