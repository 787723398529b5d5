"""Messages on their way out: written once, tried until their fate is known, kept when they may not be sent."""

from __future__ import annotations

import random
from datetime import UTC, datetime, time, timedelta

from sqlalchemy import and_, delete, func, or_, select, update
from sqlalchemy.orm import Session, aliased

from api.channels import incidents
from api.channels.incidents import IncidentKind
from api.channels.model import (
    OPEN_STATES,
    ChannelName,
    Incoming,
    MessageKind,
    MessageState,
    Outcome,
    Outgoing,
    Parcel,
    Verdict,
)
from api.clock import VIETNAM, Clock, utc_now
from api.security.vault import vault
from api.storage.database import Database
from api.storage.rows import insert_once, lock_row
from api.storage.zalo_tables import ChannelMessageRow, ChannelPersonRow

MAX_ATTEMPTS = 12
"""Tries of one message; with the back-off below about five hours."""
_FIRST_WAIT = 2.0
_LONGEST_WAIT = 1800.0
_MORNING = time(6, 5)  # Zalo refuses at night (error -234); just after six in Vietnam
_ERROR_CHARACTERS = 200


class Outbox:
    """Messages in the database. Methods that take no session are one transaction and block.

    Args:
        database: shared by the processes.
        echo_seconds: how long a message of unknown fate waits for the channel's echo, by channel.
        clock: gives the present moment.
    """

    def __init__(self, database: Database, echo_seconds: dict[ChannelName, float], clock: Clock = utc_now) -> None:
        self._database = database
        self._echo = {name: timedelta(seconds=seconds) for name, seconds in echo_seconds.items()}
        self._clock = clock

    def put(
        self,
        session: Session,
        channel: ChannelName,
        person: str,
        key: str,
        message: Outgoing,
        *,
        kind: MessageKind = MessageKind.REPLY,
        case_code: str | None = None,
    ) -> bool:
        """Keep a message in the caller's transaction; False when it is there already."""
        now = self._clock()
        row = {
            "channel": channel,
            "key": key,
            "person": person,
            "kind": kind,
            "body": message.model_dump_json(),
            "text_hash": text_hash(message.text),
            "case_code": case_code,
            "created_at": now,
            "state": MessageState.WAITING,
            "attempts": 0,
            "next_at": now,
        }
        return insert_once(session, ChannelMessageRow, row)

    def claim(self, channel: ChannelName, limit: int) -> list[Parcel]:
        """Take messages that are due, at most one a person and never before an earlier open one of the same person.

        Only the process that holds the channel's sending lease calls this. The try is noted before it begins.
        """
        now = self._clock()
        other = aliased(ChannelMessageRow)
        earlier = and_(
            other.person == ChannelMessageRow.person,
            other.number < ChannelMessageRow.number,
            other.state.in_(OPEN_STATES),
        )
        ready = ChannelMessageRow.state.in_((MessageState.WAITING, MessageState.UNSURE))
        due = (
            select(ChannelMessageRow, ChannelPersonRow)
            .join(ChannelPersonRow, ChannelPersonRow.person == ChannelMessageRow.person)
            .where(
                ChannelMessageRow.channel == channel,
                ready,
                ChannelMessageRow.next_at <= now,
                ~select(other.number).where(earlier).exists(),
            )
            .order_by(ChannelMessageRow.number)
            .limit(limit)
        )
        with self._database.session() as session:
            found = session.execute(due).all()
            if not found:
                return []
            mine = session.scalars(  # an echo may have settled one meanwhile
                update(ChannelMessageRow)
                .where(ChannelMessageRow.number.in_([row.number for row, _ in found]), ready)
                .values(state=MessageState.SENDING, tried_at=now, attempts=ChannelMessageRow.attempts + 1)
                .returning(ChannelMessageRow.number)
                .execution_options(synchronize_session=False)
            ).all()
            return [_parcel(row, person) for row, person in found if row.number in mine]

    def adopt(self, channel: ChannelName, *, begun: timedelta = timedelta()) -> None:
        """Take over tries whose end was never noted: nobody knows whether they arrived.

        Args:
            channel: whose sending lease this process holds.
            begun: how long ago a try must have begun; zero after a change of the sender, whose tries are all over.
        """
        now = self._clock()
        given_up = (
            update(ChannelMessageRow)  # in one statement: an echo may be settling one of them at this moment
            .where(
                ChannelMessageRow.channel == channel,
                ChannelMessageRow.state == MessageState.SENDING,
                ChannelMessageRow.tried_at <= now - begun,
            )
            .values(state=MessageState.UNSURE, next_at=now + self._echo[channel])  # no echo came while nobody was there
        )
        with self._database.session() as session:
            session.execute(given_up)

    def settle(self, parcel: Parcel, outcome: Outcome) -> None:
        """Keep the end of a try."""
        now = self._clock()
        mine = (ChannelMessageRow.number == parcel.number, ChannelMessageRow.state == MessageState.SENDING)
        end = {"code": outcome.code, "error": outcome.reason[:_ERROR_CHARACTERS] or None}
        with self._database.session() as session:
            session.execute(update(ChannelMessageRow).where(*mine).values(**end))  # a write first: it locks the row
            row = session.scalar(select(ChannelMessageRow).where(*mine))
            if row is not None:  # else erased, or the echo was faster
                self._change(session, row, parcel, outcome, now)

    def _change(
        self, session: Session, row: ChannelMessageRow, parcel: Parcel, outcome: Outcome, now: datetime
    ) -> None:
        channel = ChannelName(row.channel)
        verdict = outcome.verdict
        if verdict in (Verdict.RETRY, Verdict.UNSURE) and parcel.attempts >= MAX_ATTEMPTS:
            verdict = Verdict.DEAD
        match verdict:
            case Verdict.SENT:
                _sent(row, now, outcome.external_id)
            case Verdict.RETRY:
                row.state, row.next_at = MessageState.WAITING, now + back_off(parcel.attempts)
            case Verdict.PAUSE:
                row.state, row.next_at = MessageState.WAITING, now + timedelta(seconds=outcome.wait)
                row.attempts -= 1  # the channel was busy; that says nothing about this message
            case Verdict.UNSURE:
                row.state = MessageState.UNSURE
                row.next_at = now + max(self._echo[channel], back_off(parcel.attempts))
            case Verdict.NIGHT:
                row.state, row.next_at = MessageState.WAITING, next_morning(now)
                row.attempts -= 1
            case Verdict.HOLD | Verdict.MUTE:
                row.state = MessageState.HELD
                if verdict is Verdict.MUTE:
                    session.execute(
                        update(ChannelPersonRow).where(ChannelPersonRow.person == row.person).values(following=False)
                    )
            case Verdict.DEAD:
                row.state = MessageState.DEAD
        if row.state in (MessageState.HELD, MessageState.DEAD):
            kind = IncidentKind.HELD if row.state == MessageState.HELD else IncidentKind.SENDING
            about = f" (hồ sơ phản ánh {row.case_code})" if row.case_code else ""
            incidents.note(session, channel, kind, outcome.reason + about, now)

    def echoed(self, session: Session, person: str, incoming: Incoming) -> bool:
        """Use the channel's echo of a message: a try of unknown fate has arrived. Tell whether it settled one."""
        if incoming.message_id and session.scalar(
            select(ChannelMessageRow.number).where(ChannelMessageRow.external_id == incoming.message_id).limit(1)
        ):
            return False  # the echo of one whose fate is known
        tried = (
            ChannelMessageRow.person == person,
            ChannelMessageRow.state.in_((MessageState.SENDING, MessageState.UNSURE)),
        )
        same = select(func.min(ChannelMessageRow.number)).where(
            *tried, ChannelMessageRow.text_hash == text_hash(incoming.text)
        )
        row = lock_row(session, ChannelMessageRow, ChannelMessageRow.number == same.scalar_subquery(), *tried)
        if row is None:
            return False
        _sent(row, self._clock(), incoming.message_id or None)
        return True

    @staticmethod
    def release(session: Session, person: str, now: datetime) -> None:
        """Let held messages go: the person has written, so the windows are open."""
        session.execute(
            update(ChannelMessageRow)
            .where(ChannelMessageRow.person == person, ChannelMessageRow.state == MessageState.HELD)
            .values(state=MessageState.WAITING, next_at=now, attempts=0)
        )

    @staticmethod
    def revive(session: Session, channel: ChannelName, now: datetime) -> int:
        """Try dead and held messages again, because the office asked for it; return how many."""
        revived = (
            update(ChannelMessageRow)  # in one statement: the person may write at this moment, and let them go too
            .where(
                ChannelMessageRow.channel == channel,
                ChannelMessageRow.state.in_((MessageState.DEAD, MessageState.HELD)),
                ChannelMessageRow.body.is_not(None),
            )
            .values(state=MessageState.WAITING, next_at=now, attempts=0)
            .returning(ChannelMessageRow.number)
        )
        return len(session.scalars(revived).all())


def text_hash(text: str) -> str:
    """Return the keyed hash by which an echo is known."""
    return vault().hash("channel-text", " ".join(text.split()))


def back_off(attempts: int) -> timedelta:
    """Return the wait after a failed try: doubling, at most half an hour, spread by a third so tries do not meet."""
    seconds = min(_LONGEST_WAIT, _FIRST_WAIT * 2 ** (attempts - 1))
    return timedelta(seconds=seconds * random.uniform(2 / 3, 4 / 3))


def next_morning(now: datetime) -> datetime:
    """Return the next moment after the night in Vietnam."""
    here = now.astimezone(VIETNAM)
    morning = datetime.combine(here.date(), _MORNING, VIETNAM)
    return (morning if here < morning else morning + timedelta(days=1)).astimezone(UTC)


def counts(session: Session, channel: ChannelName) -> dict[MessageState, int]:
    """Return how many messages are in each state."""
    found = session.execute(
        select(ChannelMessageRow.state, func.count())
        .where(ChannelMessageRow.channel == channel)
        .group_by(ChannelMessageRow.state)
    )
    return {MessageState(state): number for state, number in found}


def last_sent(session: Session, channel: ChannelName) -> datetime | None:
    """Return when the last message was sent."""
    return session.scalar(select(func.max(ChannelMessageRow.sent_at)).where(ChannelMessageRow.channel == channel))


def forget_old(session: Session, now: datetime, days: int) -> int:
    """Delete messages that are settled, return how many; held and dead ones stay longer, for the office."""
    sent = and_(ChannelMessageRow.state == MessageState.SENT, ChannelMessageRow.sent_at < now - timedelta(days=days))
    left = and_(
        ChannelMessageRow.state.in_((MessageState.HELD, MessageState.DEAD)),
        ChannelMessageRow.created_at < now - timedelta(days=days * 13),
    )
    old = delete(ChannelMessageRow).where(or_(sent, left)).returning(ChannelMessageRow.number)
    return len(session.scalars(old).all())


def _sent(row: ChannelMessageRow, now: datetime, external_id: str | None) -> None:
    row.state, row.sent_at, row.external_id = MessageState.SENT, now, external_id
    row.body, row.code, row.error = None, None, None


def _parcel(row: ChannelMessageRow, person: ChannelPersonRow) -> Parcel:
    return Parcel(
        number=row.number,
        key=row.key,
        person=row.person,
        recipient=person.external_id,
        thread=person.thread,
        message=Outgoing.model_validate_json(row.body or ""),
        kind=MessageKind(row.kind),
        last_at=person.last_at,
        following=person.following,
        attempts=row.attempts + 1,
        case_code=row.case_code,
    )
