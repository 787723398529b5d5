"""What both sides of the hand-over share: the rules of the deployment, rows, and the way to the citizen."""

from __future__ import annotations

import math
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median
from typing import TYPE_CHECKING, Protocol, Self

from sqlalchemy import ColumnElement, and_, func, or_, select, update
from sqlalchemy.orm import Session

from api.clock import Clock, utc_now
from api.feedback.audit import SYSTEM_NAME, Subject, write
from api.handover.hours import OfficeHours
from api.handover.model import AWAY_AFTER, OPEN, Ending, Line, Speaker, Standing, State
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.handover_tables import HandoverMessageRow, HandoverRow
from api.storage.zalo_tables import ChannelPersonRow
from knowledge.answer import QuickReply

if TYPE_CHECKING:
    from api.metrics import Metrics
    from api.settings import Settings

_PAST_DAYS = 14
_PAST_WAITS = 20
_ENOUGH_WAITS = 5
"""Fewer waits than that say nothing about the next one, so no figure is told."""
_OPERATOR_PREFIX = "Nhân viên hỗ trợ: "


class Messenger(Protocol):
    """What sends to a person on a messenger (:class:`api.channels.hub.Channels`)."""

    def notify(self, session: Session, conversation_id: str, key: str, text: str) -> bool:
        """Put a message into the outbox in the caller's transaction; False: the conversation is not from there."""
        ...

    def wake_senders(self) -> None:
        """Say that the outbox has something new."""
        ...


@dataclass
class Floor:
    """The hand-over of one deployment.

    Attributes:
        enabled: the office has switched it on.
        patience: after so long a wait in vain is ended.
        silence: after so long without a sign of an operator's page the conversation goes back into the queue.
        messenger: sends to citizens outside the web; set once the channels run.
    """

    database: Database
    hours: OfficeHours
    metrics: Metrics
    enabled: bool
    patience: timedelta
    silence: timedelta
    clock: Clock = utc_now
    messenger: Messenger | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database, metrics: Metrics, clock: Clock = utc_now) -> Self:
        """Take the rules from the settings."""
        return cls(
            database=database,
            hours=OfficeHours.read(settings.handover_hours, on_holidays=settings.handover_holidays),
            metrics=metrics,
            enabled=settings.handover_enabled,
            patience=timedelta(minutes=settings.handover_wait_minutes),
            silence=timedelta(seconds=settings.handover_silent_seconds),
            clock=clock,
        )

    def is_open(self) -> bool:
        """Tell whether operators are there now."""
        return self.enabled and self.hours.is_open(self.clock())

    def tell(self, session: Session, row: HandoverRow, text: str, *buttons: QuickReply) -> None:
        """Say something to the citizen, on the page and on a messenger."""
        shown = [{"title": one.title, "payload": one.payload} for one in buttons]
        add(session, row, Speaker.NOTICE, text, self.clock(), buttons=shown)
        self.send(session, row, text)

    def send(self, session: Session, row: HandoverRow, text: str, *, by_operator: bool = False) -> None:
        """Send to a messenger, where the citizen is on one."""
        if self.messenger:
            whole = _OPERATOR_PREFIX + text if by_operator else text
            self.messenger.notify(session, row.conversation_id, f"ho:{secrets.token_hex(12)}", whole)

    def wake(self) -> None:
        """Have the messenger look into its outbox; after the transaction."""
        if self.messenger:
            self.messenger.wake_senders()

    def finish(self, session: Session, row: HandoverRow, ending: Ending, actor: Actor | None) -> None:
        """End a hand-over in the caller's transaction and write it into the log."""
        before, now = row.state, self.clock()
        row.state, row.ending, row.ended_at, row.open_key = State.ENDED, ending, now, None
        self.log(session, row, actor, ending, before)
        self.metrics.handovers.labels(ending).inc()

    def log(self, session: Session, row: HandoverRow, actor: Actor | None, action: str, before: str) -> None:
        """Write a step into the log; it names the hand-over, never the conversation."""
        write(
            session,
            at=self.clock(),
            actor=actor,
            action=f"handover_{action}",
            subject_kind=Subject.HANDOVER,
            subject=row.id,
            before={"status": before},
            after={"status": row.state},
            by=SYSTEM_NAME,
        )


def add(
    session: Session,
    row: HandoverRow,
    speaker: Speaker,
    text: str,
    at: datetime,
    *,
    key: str | None = None,
    buttons: Sequence[dict[str, str]] = (),
    author: str | None = None,
) -> bool:
    """Keep a message of a hand-over that the caller holds (``lock_row``); False when one of this key is there."""
    whole = f"{row.id}:{speaker}:{key}"[:160] if key else None
    there = select(HandoverMessageRow.number).where(HandoverMessageRow.key == whole)
    if whole and session.scalar(there) is not None:
        return False
    message = HandoverMessageRow(
        handover_number=row.number,
        conversation_id=row.conversation_id,
        key=whole,
        speaker=speaker,
        text=text,
        buttons=list(buttons) or None,
        author=author,
        created_at=at,
    )
    session.add(message)
    session.flush()
    return True


def lines(
    session: Session,
    conversation_id: str,
    speakers: Sequence[Speaker],
    *,
    after: int = 0,
    until: HandoverRow | None = None,
    limit: int = 200,
) -> list[Line]:
    """Return messages of a conversation's hand-overs, oldest first: the newest ``limit`` after a number.

    Args:
        session: of the caller.
        conversation_id: of the chat.
        speakers: whose messages.
        after: number of a message; 0: from the first.
        until: leaves out the hand-overs after this one.
        limit: how many at most.
    """
    latest = (HandoverMessageRow.handover_number <= until.number,) if until else ()
    rows = session.scalars(
        select(HandoverMessageRow)
        .where(
            HandoverMessageRow.conversation_id == conversation_id,
            HandoverMessageRow.number > after,
            HandoverMessageRow.speaker.in_(speakers),
            *latest,
        )
        .order_by(HandoverMessageRow.number.desc())
        .limit(limit)
    ).all()
    return [
        Line(row.number, Speaker(row.speaker), row.text, row.created_at, row.buttons or [], row.author)
        for row in reversed(rows)
    ]


def standing(session: Session, conversation_id: str, now: datetime) -> Standing:
    """Return where a conversation stands."""
    last = session.scalar(
        select(func.max(HandoverMessageRow.number)).where(HandoverMessageRow.conversation_id == conversation_id)
    )
    row = session.scalar(select(HandoverRow).where(HandoverRow.open_key == conversation_id))
    if row is None:
        return Standing(last=last or 0)
    if row.state == State.TAKEN:
        return Standing(State.TAKEN, last=last or 0, seen=row.seen_at)
    return Standing(State.WAITING, place_of(session, row), expected_minutes(session, now), last or 0, row.seen_at)


def is_away(row: HandoverRow, now: datetime) -> bool:
    """Tell whether the page of somebody who waits or talks has not been seen for a while."""
    return row.state in OPEN and row.seen_at is not None and row.seen_at < now - AWAY_AFTER


def place_of(session: Session, row: HandoverRow) -> int:
    """Return the place in the queue, from 1; it is in the order of asking."""
    earlier = or_(
        HandoverRow.asked_at < row.asked_at,
        and_(HandoverRow.asked_at == row.asked_at, HandoverRow.number < row.number),
    )
    ahead = select(func.count()).where(HandoverRow.state == State.WAITING, earlier)
    return (session.scalar(ahead) or 0) + 1


def expected_minutes(session: Session, now: datetime) -> int | None:
    """Return how long people waited of late, in whole minutes upwards; ``None`` without enough real waits."""
    waits = session.scalars(
        select(HandoverRow.waited)
        .where(HandoverRow.waited.is_not(None), HandoverRow.asked_at > now - timedelta(days=_PAST_DAYS))
        .order_by(HandoverRow.asked_at.desc())
        .limit(_PAST_WAITS)
    ).all()
    seconds = [one for one in waits if one is not None]
    return max(1, math.ceil(median(seconds) / 60)) if len(seconds) >= _ENOUGH_WAITS else None


def forget_menu(session: Session, conversation_id: str) -> None:
    """Drop the numbered menu of a messenger: what the person types now is for a human."""
    session.execute(
        update(ChannelPersonRow).where(ChannelPersonRow.conversation_id == conversation_id).values(menu=None)
    )


def waiting_count(session: Session) -> int:
    """Return how many wait."""
    return session.scalar(select(func.count()).where(HandoverRow.state == State.WAITING)) or 0


def open_rows() -> ColumnElement[bool]:
    """The condition that a hand-over has not ended."""
    return HandoverRow.state.in_(OPEN)
