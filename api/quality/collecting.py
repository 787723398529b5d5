"""Takes turns worth a look out of the conversations: not answered, hardly understood, a choice left, rated low.

Only references and the masked question are kept, and they go when the conversation goes.
"""

from __future__ import annotations

import asyncio
import logging
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, aliased

from api.clock import Clock, utc_now
from api.quality.choices import abandoned, settled
from api.quality.clusters import Clusters
from api.quality.states import Origin, State
from api.storage.conversations import RatingValue, Role
from api.storage.database import Database
from api.storage.quality_tables import CorrectionRow, QualityRow
from api.storage.tables import MessageRow, RatingRow
from api.worker import in_thread
from knowledge.answer import AnswerStatus
from knowledge.errors import MotCuaError
from knowledge.results import Band
from knowledge.text import fold, one_line

UNANSWERED = (
    AnswerStatus.ASK_MORE,
    AnswerStatus.NOT_FOUND,
    AnswerStatus.OUT_OF_SCOPE,
    AnswerStatus.HANDED_OVER,
)
log = logging.getLogger(__name__)

_SECONDS = 30.0
_BATCH = 500
_LOOK_BACK = 1000
"""Numbers of messages looked at again: a number may be given before an earlier one is committed."""
_CHOICES_BACK = 20_000
"""The same for choices: whether one was left is known half an hour later."""
_SAYS_WRONG = re.compile(
    r"\b(?:sai|khong dung|khong chinh xac|nham|cu roi|da cu|loi thoi|het hieu luc|het han|da doi|thay doi|khong con|"
    r"moi hon|cap nhat)\b"
)
"""What in a reason says that the information itself is wrong or old (folded)."""
_LETTERS = re.compile(r"[^\W\d_]{2}")
_NO_WORDS = "(không có câu hỏi bằng chữ)"
_LATE_COMMIT = timedelta(minutes=5)


class _Turn(NamedTuple):
    number: int
    at: datetime
    status: str | None
    typed: str | None
    pressed: str | None
    last_payload: str | None
    down: bool | None


class Collector:
    """Keeps ``quality_item`` up to date. Blocks: call it from a worker thread."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._lock = Lock()
        self._clusters = Clusters()
        self._known = 0
        self._floor = 0
        self._rated_until = datetime(2000, 1, 1, tzinfo=UTC)

    def collect(self, most: int = 100_000) -> int:
        """Take in what has been said since the last time; return how many turns were new.

        Args:
            most: turns looked at in this call at most.
        """
        taken = 0
        with self._lock:
            for _ in range(0, most, _BATCH):
                looked, new = self._batch()
                taken += new
                if looked < _BATCH:
                    break
        return taken

    def _batch(self) -> tuple[int, int]:
        with self._database.session() as session:
            self._catch_up(session)
            turns = _waiting(session, self._floor, self._clock())
            rows = [row for turn in turns if (row := self._row(turn))]
            _insert(session, QualityRow, rows)
            self._known += len(rows)
            _insert(session, CorrectionRow, self._corrections(session))
            numbers = [turn.number for turn in turns if not turn.down]
            if len(turns) < _BATCH:  # nothing is left below the newest message
                newest = session.scalar(select(func.max(MessageRow.number))) or 0
                self._floor = max(self._floor, newest - _LOOK_BACK)
            elif numbers:
                self._floor = max(self._floor, numbers[-1])
        return len(turns), len(rows)

    def _catch_up(self, session: Session) -> None:
        """Learn the groups that were made before this process started, or by another one."""
        if session.scalar(select(func.count()).select_from(QualityRow)) == self._known:
            return
        clusters = Clusters()
        leaders = (
            select(QualityRow.cluster, func.min(QualityRow.message_number).label("first"))
            .group_by(QualityRow.cluster)
            .subquery()
        )
        found = session.execute(
            select(leaders.c.cluster, QualityRow.question).join(
                QualityRow, QualityRow.message_number == leaders.c.first
            )
        )
        for cluster, question in found:
            clusters.add_leader(cluster, question)
        self._clusters = clusters
        self._known = session.scalar(select(func.count()).select_from(QualityRow)) or 0

    def _row(self, turn: _Turn) -> dict[str, Any] | None:
        """Return the row of a turn; ``None`` when nothing was asked in words (a button was pressed)."""
        if turn.down:
            question = one_line(turn.typed or turn.pressed or _NO_WORDS)
        else:
            question = one_line((turn.typed if turn.last_payload is None else None) or "")
            if not _LETTERS.search(question):
                return None
        return {
            "message_number": turn.number,
            "question": question,
            "cluster": self._clusters.place(turn.number, question),
            "state": State.OPEN,
            "asked_at": turn.at,
        }

    def _corrections(self, session: Session) -> list[dict[str, Any]]:
        """Return the reports of wrong information among the reasons of low ratings since the last look."""
        rows = session.execute(
            select(MessageRow.number, MessageRow.answer, RatingRow.reason, RatingRow.created_at)
            .join(RatingRow, RatingRow.message_number == MessageRow.number)
            .where(rated_down(), RatingRow.reason.is_not(None), RatingRow.created_at >= self._rated_until)
            .where(~exists().where(CorrectionRow.message_number == MessageRow.number))
            .order_by(RatingRow.created_at)
        ).all()
        if rows:
            self._rated_until = rows[-1].created_at - _LATE_COMMIT
        return [
            {
                "id": secrets.token_hex(8),
                "code": row.answer["code"],
                "text": row.reason,
                "origin": Origin.CITIZEN,
                "message_number": row.number,
                "created_by": "Người dân",
                "created_at": row.created_at,
                "state": State.OPEN,
            }
            for row in rows
            if row.answer and row.answer.get("code") and _SAYS_WRONG.search(fold(row.reason))
        ]


async def keep_collecting(collector: Collector) -> None:
    """Take in what has been said until cancelled; pages then find little left to do."""
    while True:
        await asyncio.sleep(_SECONDS)
        try:
            await in_thread(collector.collect)
        except MotCuaError as error:  # the next round tries again
            log.warning("quality_not_collected", extra={"reason": type(error).__name__})


def unanswered() -> ColumnElement[bool]:
    """Return the condition that a message did not answer, or hardly understood."""
    return or_(MessageRow.status.in_(UNANSWERED), MessageRow.band == Band.UNSURE)


def rated_down() -> ColumnElement[bool]:
    """Return the condition that a message is rated low now."""
    return RatingRow.value == RatingValue.DOWN


def _waiting(session: Session, floor: int, now: datetime) -> Sequence[_Turn]:
    user = aliased(MessageRow)

    def last(column: Any, *more: ColumnElement[bool]) -> Any:
        said = select(column).where(
            user.conversation_id == MessageRow.conversation_id,
            user.role == Role.USER,
            user.number < MessageRow.number,
            *more,
        )
        return said.order_by(user.number.desc()).limit(1).correlate(MessageRow).scalar_subquery()

    new = ~exists().where(QualityRow.message_number == MessageRow.number)
    # A low rating may come long after the answer, so that the floor does not hold for it.
    left = and_(MessageRow.number > floor - _CHOICES_BACK, settled(now), abandoned())
    wanted = or_(and_(unanswered(), MessageRow.number > floor), left, and_(rated_down(), new))
    rows = session.execute(
        select(
            MessageRow.number,
            MessageRow.created_at,
            MessageRow.status,
            last(user.text, user.payload.is_(None)),
            last(user.text, user.payload.is_not(None)),
            last(user.payload),
            rated_down(),
        )
        .outerjoin(RatingRow, RatingRow.message_number == MessageRow.number)
        .where(MessageRow.role == Role.ASSISTANT, new, wanted)
        .order_by(MessageRow.number)
        .limit(_BATCH)
    )
    return [_Turn(*row) for row in rows]


def _insert(session: Session, table: type[QualityRow] | type[CorrectionRow], rows: Iterable[dict[str, Any]]) -> None:
    """Insert what is not there yet: another process may have been quicker."""
    values = list(rows)
    if not values:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    session.execute(dialect.insert(table).on_conflict_do_nothing(), values)
