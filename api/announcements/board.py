"""Announcements in the database: written by the office, shown from their first to their last day."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from api.clock import Clock, local_day, utc_now
from api.errors import InvalidField
from api.feedback.audit import Journal, Subject
from api.quality.checks import checked_url
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.quality_tables import AnnouncementRow
from knowledge.text import one_line

TEXT_CHARACTERS = 500
LONGEST_DAYS = 366
MOST = 3
"""Announcements shown at once; the page is for questions."""
KEPT = 100


@dataclass(frozen=True, slots=True)
class Announcement:
    """A notice; shown on both days and on those between them (days in Vietnam)."""

    id: str
    text: str
    url: str | None
    from_on: date
    until_on: date
    created_by: str
    removed: bool = False

    def state(self, today: date) -> str:
        """Return what it is on a day: ``removed``, ``coming``, ``shown`` or ``over``."""
        if self.removed:
            return "removed"
        if today < self.from_on:
            return "coming"
        return "shown" if today <= self.until_on else "over"


@dataclass(frozen=True, slots=True)
class AnnouncementFields:
    """What the form holds, as typed; days as ``2026-11-22``."""

    text: str = ""
    url: str = ""
    from_on: str = ""
    until_on: str = ""


class AnnouncementNotFound(InvalidField):
    """No announcement of this id."""

    def __init__(self) -> None:
        super().__init__("announcement", "Không có tin thông báo này.")


class Board:
    """The announcements. Blocking; every change is logged."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._journal = Journal(Subject.ANNOUNCEMENT, clock)

    def today(self) -> date:
        """Return the day it is in Vietnam."""
        return local_day(self._clock())

    def current(self) -> tuple[Announcement, ...]:
        """Return what is shown today, the newest first, at most :data:`MOST`."""
        today = self.today()
        shown = (
            AnnouncementRow.removed_at.is_(None),
            AnnouncementRow.from_on <= today,
            AnnouncementRow.until_on >= today,
        )
        return self._read(MOST, *shown)

    def all(self) -> tuple[Announcement, ...]:
        """Return the last ones of any state, the newest first."""
        return self._read(KEPT)

    def during(self, start: date, end: date) -> tuple[Announcement, ...]:
        """Return what was shown on some day of a period and has not been taken down, the newest first."""
        days = AnnouncementRow.from_on <= end, AnnouncementRow.until_on >= start
        return self._read(KEPT, AnnouncementRow.removed_at.is_(None), *days)

    def get(self, identity: str) -> Announcement:
        """Return one.

        Raises:
            AnnouncementNotFound: there is none of this id.
        """
        with self._database.session() as session:
            return _shown(_row(session, identity))

    def add(self, actor: Actor, fields: AnnouncementFields) -> str:
        """Add an announcement and return its id.

        Raises:
            InvalidField: a field cannot be taken.
        """
        values = self._checked(fields, new=True)
        with self._database.session() as session:
            row = AnnouncementRow(
                id=secrets.token_hex(8), created_by=actor.name, changed_at=self._clock(), removed_at=None, **values
            )
            session.add(row)
            self._journal.line(session, actor, "created", row.id, None, _logged(row))
            return row.id

    def change(self, actor: Actor, identity: str, fields: AnnouncementFields) -> None:
        """Replace an announcement.

        Raises:
            AnnouncementNotFound: there is none of this id.
            InvalidField: a field cannot be taken.
        """
        values = self._checked(fields, new=False)
        with self._database.session() as session:
            row = _row(session, identity)
            before = _logged(row)
            for name, value in values.items():
                setattr(row, name, value)
            if before != _logged(row):
                row.changed_at = self._clock()
                self._journal.line(session, actor, "changed", identity, before, _logged(row))

    def set_shown(self, actor: Actor, identity: str, *, shown: bool) -> None:
        """Take an announcement down before its last day, or put it up again; doing it twice changes nothing.

        Raises:
            AnnouncementNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = _row(session, identity)
            if (row.removed_at is None) is shown:
                return
            row.changed_at = self._clock()
            row.removed_at = None if shown else row.changed_at
            self._journal.line(session, actor, "restored" if shown else "removed", identity, None, _logged(row))

    def _read(self, most: int, *conditions: ColumnElement[bool]) -> tuple[Announcement, ...]:
        wanted = (
            select(AnnouncementRow)
            .where(*conditions)
            .order_by(AnnouncementRow.from_on.desc(), AnnouncementRow.changed_at.desc(), AnnouncementRow.id)
            .limit(most)
        )
        with self._database.session() as session:
            return tuple(_shown(row) for row in session.scalars(wanted))

    def _checked(self, fields: AnnouncementFields, *, new: bool) -> dict[str, Any]:
        text = one_line(fields.text)
        if not text:
            raise InvalidField("text", "Vui lòng nhập nội dung tin.")
        if len(text) > TEXT_CHARACTERS:
            raise InvalidField("text", f"Tin dài quá {TEXT_CHARACTERS} ký tự.")
        since, until = _day("from_on", fields.from_on), _day("until_on", fields.until_on)
        if until < since:
            raise InvalidField("until_on", "Ngày cuối phải từ ngày đầu trở đi.")
        if (until - since).days > LONGEST_DAYS:
            raise InvalidField("until_on", "Một tin hiện nhiều nhất một năm.")
        if new and until < self.today():
            raise InvalidField("until_on", "Ngày cuối đã qua, tin sẽ không hiện.")
        return {"text": text, "url": checked_url(fields.url), "from_on": since, "until_on": until}


def _day(field: str, text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise InvalidField(field, "Vui lòng chọn ngày.") from None


def _row(session: Session, identity: str) -> AnnouncementRow:
    row = session.get(AnnouncementRow, identity)
    if row is None:
        raise AnnouncementNotFound
    return row


def _logged(row: AnnouncementRow) -> dict[str, Any]:
    days = {"from_on": row.from_on.isoformat(), "until_on": row.until_on.isoformat()}
    return {"text": row.text, "url": row.url, **days}


def _shown(row: AnnouncementRow) -> Announcement:
    removed = row.removed_at is not None
    return Announcement(row.id, row.text, row.url, row.from_on, row.until_on, row.created_by, removed)
