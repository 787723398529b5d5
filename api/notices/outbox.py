"""The outbox table as the sender works through it: claim one notice, then say what became of it."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from api.clock import Clock, utc_now
from api.notices import EMAIL
from api.storage.database import Database
from api.storage.feedback_tables import OutboxRow

FIRST_WAIT = timedelta(minutes=1)
LONGEST_WAIT = timedelta(hours=6)
_ERROR_CHARACTERS = 200


@dataclass(frozen=True, slots=True)
class Claim:
    """A notice this process alone may send until its lease ends.

    Attributes:
        attempt: this try, from 1; also what tells a later claim from this one.
    """

    number: int
    key: str
    recipient: str
    subject: str
    body: str
    case_code: str | None
    attempt: int


@dataclass(frozen=True, slots=True)
class OutboxState:
    """How the outbox stands.

    Attributes:
        configured: this deployment has a mail server.
        oldest: when the longest waiting notice was written.
    """

    configured: bool
    waiting: int
    dead: int
    oldest: datetime | None

    @property
    def sentence(self) -> str:
        """What to tell the office; empty when nothing needs to be said."""
        if not self.configured:
            waiting = f" {self.waiting} thư đang chờ." if self.waiting else ""
            return f"Chưa cài đặt máy chủ thư (MOTCUA_SMTP_URL) nên thư báo chưa được gửi.{waiting}"
        if self.dead:
            return f"Có {self.dead} thư không gửi được; xem danh sách để gửi lại."
        return ""


class Outbox:
    """Notices in the database. Every method is one transaction and blocks.

    Several processes may work on it: a claim is a lease, and a notice whose process died is taken up again after it.

    Args:
        database: opened.
        lease: how long a claimed notice is left to its process; longer than any sending takes.
        tries: after so many a notice is given up.
        clock: gives the moment.
        chance: gives a number from 0 to 1, to spread the tries of many notices.
    """

    def __init__(
        self,
        database: Database,
        lease: timedelta,
        tries: int,
        clock: Clock = utc_now,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self._database = database
        self._lease = lease
        self._tries = tries
        self._clock = clock
        self._chance = chance

    def claim(self) -> Claim | None:
        """Take the notice that is due the longest; ``None``: none is due.

        The try is counted here: a notice that kills its process must not do so for ever.
        """
        now = self._clock()
        due = (OutboxRow.sent_at.is_(None), OutboxRow.dead_at.is_(None), OutboxRow.next_at <= now)
        wanted = select(OutboxRow).where(OutboxRow.channel == EMAIL, *due)
        with self._database.session() as session:
            while row := session.scalar(
                wanted.order_by(OutboxRow.next_at, OutboxRow.number).limit(1).with_for_update(skip_locked=True)
            ):
                if row.attempts >= self._tries:
                    self._give_up(session, row, now)
                elif self._take(session, row, now):
                    values = (row.number, row.key, row.recipient, row.subject, row.body, row.case_code)
                    return Claim(*values, attempt=row.attempts + 1)
                session.expire_all()
        return None

    def sent(self, claim: Claim) -> None:
        """Note that a notice has gone out; it is never sent again, whoever holds the lease now."""
        gone = update(OutboxRow).where(OutboxRow.number == claim.number)
        with self._database.session() as session:
            session.execute(gone.values(sent_at=self._clock(), dead_at=None, error=None))

    def failed(self, claim: Claim, reason: str, *, final: bool) -> bool:
        """Note that a try failed; return whether the notice is given up now.

        Args:
            claim: what was tried.
            reason: for the office, without anything personal.
            final: no other try.
        """
        now = self._clock()
        dead = final or claim.attempt >= self._tries
        values = {"dead_at": now} if dead else {"next_at": now + self._wait(claim.attempt)}
        with self._database.session() as session:
            session.execute(
                update(OutboxRow)
                .where(
                    OutboxRow.number == claim.number,
                    OutboxRow.attempts == claim.attempt,
                    OutboxRow.sent_at.is_(None),
                )
                .values(error=reason[:_ERROR_CHARACTERS], **values)
            )
        return dead

    def _wait(self, attempt: int) -> timedelta:
        """Return how long to wait after a try: doubled each time up to a limit, and up to half of it more by chance."""
        doubled: timedelta = FIRST_WAIT * 2.0 ** min(attempt - 1, 20)
        return min(doubled, LONGEST_WAIT) * (1 + self._chance() / 2)

    def _take(self, session: Session, row: OutboxRow, now: datetime) -> bool:
        """Lease a row; where rows cannot be locked (SQLite), whoever changes it first has it."""
        taken = session.execute(
            update(OutboxRow)
            .where(OutboxRow.number == row.number, OutboxRow.attempts == row.attempts, OutboxRow.sent_at.is_(None))
            .values(attempts=row.attempts + 1, next_at=now + self._lease)
            .execution_options(synchronize_session=False)
            .returning(OutboxRow.number)
        )
        return taken.scalar() is not None

    def _give_up(self, session: Session, row: OutboxRow, now: datetime) -> None:
        row.dead_at = now
        row.error = row.error or "Tiến trình gửi bị dừng giữa chừng"
        session.flush()


def outbox_state(database: Database, *, configured: bool) -> OutboxState:
    """Return how the outbox stands; blocks."""
    waiting = (OutboxRow.sent_at.is_(None), OutboxRow.dead_at.is_(None))
    dead = (OutboxRow.sent_at.is_(None), OutboxRow.dead_at.is_not(None))
    with database.session() as session:
        count, oldest = session.execute(
            select(func.count(), func.min(OutboxRow.created_at)).select_from(OutboxRow).where(*waiting)
        ).one()
        given_up = session.scalar(select(func.count()).select_from(OutboxRow).where(*dead)) or 0
    return OutboxState(configured, count, given_up, oldest)
