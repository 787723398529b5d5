"""The durable inbox: an event is committed before it is acknowledged, taken once, and worked off in order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import and_, delete, func, or_, select, tuple_, update
from sqlalchemy.engine import CursorResult
from sqlalchemy.orm import Session, aliased

from api.channels import people
from api.channels.model import OPENS_WINDOW, ChannelName, EventKind, EventState, Incoming
from api.channels.outbox import Outbox
from api.clock import Clock, utc_now
from api.storage.database import Database
from api.storage.rows import insert_once
from api.storage.zalo_tables import ChannelEventRow

MAX_ATTEMPTS = 8
"""Times an event is taken before it is given up: a poisoned message must not keep a person's later ones back."""
_BACK_OFF = (1, 2, 5, 15, 30, 60, 120, 300)


class Taken(StrEnum):
    """What became of an event at the door."""

    NEW = "new"
    REPEATED = "repeated"
    ECHO = "echo"
    COUNTED = "counted"
    LIMITED = "limited"


@dataclass(frozen=True, slots=True)
class Claimed:
    """An event a worker has taken; ``incoming`` is ``None`` when what it said was erased meanwhile."""

    number: int
    person: str
    incoming: Incoming | None
    attempts: int


class Inbox:
    """Events in the database. Every method is one transaction and blocks: call it from a worker thread."""

    def __init__(self, database: Database, outbox: Outbox, *, lease_seconds: float, clock: Clock = utc_now) -> None:
        self._database = database
        self._outbox = outbox
        self._lease = timedelta(seconds=lease_seconds)
        self._clock = clock

    def take(self, incoming: Incoming) -> Taken:
        """Keep an event; after the return it outlives a crash.

        Raises:
            StorageUnavailable: it could not be kept; the sender must repeat it.
            StorageFull: likewise.
        """
        now = self._clock()
        with self._database.session() as session:
            if incoming.kind is EventKind.ECHO:
                person = people.name_of(incoming.channel, incoming.user)
                self._outbox.echoed(session, person, incoming)
                return Taken.ECHO
            person = people.meet(session, incoming, now)
            row = {
                "channel": incoming.channel,
                "key": incoming.key,
                "person": person,
                "kind": incoming.kind,
                "body": incoming.model_dump_json(),
                "at": incoming.at,
                "received_at": now,
                "state": EventState.WAITING,
                "attempts": 0,
                "next_at": now,
            }
            if not insert_once(session, ChannelEventRow, row):
                return Taken.REPEATED
            if incoming.kind in OPENS_WINDOW:
                people.heard(session, person, incoming)
                self._outbox.release(session, person, now)
            return Taken.NEW

    def claim(self, limit: int) -> list[Claimed]:
        """Take up to ``limit`` events, at most one a person and never before an earlier one of the same person."""
        now = self._clock()
        other = aliased(ChannelEventRow)
        first = and_(
            other.person == ChannelEventRow.person,
            other.state == EventState.WAITING,
            other.number != ChannelEventRow.number,
            or_(
                other.lease_until >= now,
                tuple_(other.at, other.number) < tuple_(ChannelEventRow.at, ChannelEventRow.number),
            ),
        )
        ready = (
            select(ChannelEventRow.number)
            .where(
                ChannelEventRow.state == EventState.WAITING,
                ChannelEventRow.next_at <= now,
                or_(ChannelEventRow.lease_until.is_(None), ChannelEventRow.lease_until < now),
                ~select(other.number).where(first).exists(),
            )
            .order_by(ChannelEventRow.number)
            .limit(limit)
        )
        with self._database.session() as session:  # a look first: an idle worker must not lock the database
            if session.scalar(ready.limit(1)) is None:
                return []
        take = (
            update(ChannelEventRow)
            .where(ChannelEventRow.number.in_(ready.with_for_update(skip_locked=True, of=ChannelEventRow)))
            .values(lease_until=now + self._lease, attempts=ChannelEventRow.attempts + 1)
            .returning(ChannelEventRow)
            .execution_options(synchronize_session=False)
        )
        with self._database.session() as session:
            return [_claimed(row) for row in session.scalars(take)]

    @staticmethod
    def finish(session: Session, number: int, now: datetime) -> bool:
        """Mark an event as done in the transaction that keeps its replies; False when it was erased meanwhile."""
        done = session.execute(
            update(ChannelEventRow)
            .where(ChannelEventRow.number == number, ChannelEventRow.state == EventState.WAITING)
            .values(state=EventState.DONE, body=None, lease_until=None, done_at=now)
        )
        assert isinstance(done, CursorResult)  # noqa: S101 (an UPDATE gives no other)
        return done.rowcount == 1

    def postpone(self, claimed: Claimed) -> bool:
        """Put an event back after a failure; False when it has failed too often and must be given up."""
        if claimed.attempts >= MAX_ATTEMPTS:
            return False
        wait = _BACK_OFF[min(claimed.attempts, len(_BACK_OFF)) - 1]
        with self._database.session() as session:
            session.execute(
                update(ChannelEventRow)
                .where(ChannelEventRow.number == claimed.number)
                .values(lease_until=None, next_at=self._clock() + timedelta(seconds=wait))
            )
        return True

    def give_back(self, numbers: list[int]) -> None:
        """Let another process take events at once, because this one stops."""
        with self._database.session() as session:
            session.execute(
                update(ChannelEventRow)
                .where(ChannelEventRow.number.in_(numbers))
                .values(lease_until=None, attempts=ChannelEventRow.attempts - 1)
            )

    @staticmethod
    def bury(session: Session, number: int, now: datetime) -> None:
        """Give an event up; what it said stays sealed until it is forgotten."""
        session.execute(
            update(ChannelEventRow)
            .where(ChannelEventRow.number == number)
            .values(state=EventState.DEAD, lease_until=None, done_at=now)
        )


def forget_old(session: Session, now: datetime, days: int) -> int:
    """Delete keys of events that the channel will not repeat any more; return how many."""
    old = delete(ChannelEventRow).where(
        ChannelEventRow.state != EventState.WAITING, ChannelEventRow.received_at < now - timedelta(days=days)
    )
    return len(session.scalars(old.returning(ChannelEventRow.number)).all())


def waiting(session: Session, channel: ChannelName) -> int:
    """Return how many events wait to be worked off."""
    query = select(func.count()).where(ChannelEventRow.channel == channel, ChannelEventRow.state == EventState.WAITING)
    return session.scalar(query) or 0


def last_received(session: Session, channel: ChannelName) -> datetime | None:
    """Return when the last event came."""
    return session.scalar(
        select(ChannelEventRow.received_at)
        .where(ChannelEventRow.channel == channel)
        .order_by(ChannelEventRow.number.desc())
        .limit(1)
    )


def _claimed(row: ChannelEventRow) -> Claimed:
    incoming = Incoming.model_validate_json(row.body) if row.body else None
    return Claimed(row.number, row.person, incoming, row.attempts)
