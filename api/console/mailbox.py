"""The outbox as the office sees it: what waits, what was sent, what was given up and can be sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, func, select

from api.clock import Clock, utc_now
from api.errors import InvalidField
from api.feedback.audit import Subject, write
from api.paging import Page
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.feedback_tables import OutboxRow

SIZE = 50


class State(StrEnum):
    """Where a notice stands."""

    DEAD = "hong"
    WAITING = "cho"
    SENT = "da-gui"


STATE_LABELS = {State.DEAD: "Không gửi được", State.WAITING: "Đang chờ gửi", State.SENT: "Đã gửi"}


@dataclass(frozen=True, slots=True)
class Notice:
    """One notice; ``recipient`` is masked and the text is not shown at all."""

    number: int
    state: State
    channel: str
    recipient: str
    subject: str
    case_code: str | None
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None
    attempts: int
    error: str | None


class Mailbox:
    """The outbox in the database. Blocking."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def counts(self) -> dict[State, int]:
        """Return how many notices stand where."""
        with self._database.session() as session:
            return {
                state: session.scalar(select(func.count()).select_from(OutboxRow).where(*_in(state))) or 0
                for state in State
            }

    def list(self, state: State, page: int) -> Page[Notice]:
        """Return one page of the notices in a state, newest first."""
        with self._database.session() as session:
            total = session.scalar(select(func.count()).select_from(OutboxRow).where(*_in(state))) or 0
            wanted = select(OutboxRow).where(*_in(state)).order_by(OutboxRow.number.desc())
            rows = session.scalars(wanted.limit(SIZE).offset((page - 1) * SIZE)).all()
            return Page(tuple(_notice(row, state) for row in rows), total, page, SIZE)

    def send_again(self, actor: Actor, number: int) -> None:
        """Put a notice that was given up back in the line; logged.

        Raises:
            InvalidField: there is none, or it was not given up.
        """
        now = self._clock()
        with self._database.session() as session:
            row = session.get(OutboxRow, number)
            if row is None or row.dead_at is None or row.sent_at is not None:
                raise InvalidField("number", "Thư này không còn ở danh sách không gửi được.")
            row.dead_at, row.error, row.attempts, row.next_at = None, None, 0, now
            write(session, at=now, actor=actor, action="resent", subject_kind=Subject.OUTBOX, subject=str(number))


def masked(recipient: str) -> str:
    """``nguyenvana@vidu.vn`` → ``n…@vidu.vn``; anything else keeps its last two characters."""
    name, at, host = recipient.partition("@")
    return f"{name[:1]}…@{host}" if at else f"…{recipient[-2:]}"


def _in(state: State) -> tuple[ColumnElement[bool], ...]:
    if state is State.SENT:
        return (OutboxRow.sent_at.is_not(None),)
    given_up = OutboxRow.dead_at.is_not(None) if state is State.DEAD else OutboxRow.dead_at.is_(None)
    return OutboxRow.sent_at.is_(None), given_up


def _notice(row: OutboxRow, state: State) -> Notice:
    return Notice(
        number=row.number,
        state=state,
        channel=row.channel,
        recipient=masked(row.recipient),
        subject=row.subject,
        case_code=row.case_code,
        created_at=row.created_at,
        next_at=row.next_at,
        sent_at=row.sent_at,
        attempts=row.attempts,
        error=row.error,
    )
