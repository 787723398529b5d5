"""What the quality pages read and change: turns worth a look, one by one or in groups of similar ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select, update
from sqlalchemy.orm import Session

from api.clock import VIETNAM, Clock, utc_now
from api.errors import InvalidField
from api.feedback.audit import Subject, write
from api.paging import Page
from api.quality.choices import abandoned
from api.quality.collecting import UNANSWERED, rated_down, unanswered
from api.quality.states import Reason, State
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.quality_tables import QualityRow
from api.storage.tables import ConversationRow, MessageRow, RatingRow
from knowledge.results import Band

SIZE = 30
MEMBERS = 200
"""Questions of one group that its page shows."""


@dataclass(frozen=True, slots=True)
class QualityFilter:
    """What to look for; empty means everything. Days are days in Vietnam, both included."""

    state: State | None = State.OPEN
    reason: Reason | None = None
    channel: str = ""
    since: date | None = None
    until: date | None = None
    text: str = ""
    number: int = 1


@dataclass(frozen=True, slots=True)
class Item:
    """One turn.

    Attributes:
        said: the whole answer of the assistant.
        rating_reason: why it was rated low, in the person's words, masked.
    """

    message_number: int
    question: str
    asked_at: datetime
    channel: str
    reasons: tuple[Reason, ...]
    rating_reason: str | None
    said: str
    code: str | None
    cluster: int
    state: State
    state_by: str | None
    state_at: datetime | None


@dataclass(frozen=True, slots=True)
class Group:
    """Similar questions; ``question`` is the one that leads them."""

    cluster: int
    question: str
    count: int
    last_at: datetime
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Overview:
    """Figures at the head of the page, of what is open."""

    questions: int
    groups: int
    rated_down: int


class Review:
    """Reads and marks what the collector has taken in. Blocking; every change is logged."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def overview(self) -> Overview:
        """Return how much is waiting."""
        wanted = _from(
            select(
                func.count(),
                func.count(QualityRow.cluster.distinct()),
                func.sum(case((rated_down(), 1), else_=0)),
            )
        ).where(QualityRow.state == State.OPEN)
        with self._database.session() as session:
            row = session.execute(wanted).one()
        return Overview(row[0], row[1], row[2] or 0)

    def channels(self) -> tuple[str, ...]:
        """Return the channels there are questions of."""
        wanted = _from(select(ConversationRow.channel).distinct()).order_by(ConversationRow.channel)
        with self._database.session() as session:
            return tuple(session.scalars(wanted))

    def items(self, wanted: QualityFilter) -> Page[Item]:
        """Return one page of turns, the newest first."""
        rows = _from(_columns()).where(*_conditions(wanted))
        with self._database.session() as session:
            total = session.scalar(select(func.count()).select_from(rows.subquery())) or 0
            page = rows.order_by(QualityRow.asked_at.desc(), QualityRow.message_number.desc())
            found = session.execute(page.offset((wanted.number - 1) * SIZE).limit(SIZE)).all()
        return Page(tuple(_item(row) for row in found), total, wanted.number, SIZE)

    def groups(self, wanted: QualityFilter) -> Page[Group]:
        """Return one page of groups, the largest first."""
        grouped = (
            _from(
                select(
                    QualityRow.cluster,
                    func.count().label("members"),
                    func.max(QualityRow.asked_at).label("last_at"),
                    *(func.max(case((has, 1), else_=0)) for has in _REASONS.values()),
                )
            )
            .where(*_conditions(wanted))
            .group_by(QualityRow.cluster)
        )
        with self._database.session() as session:
            total = session.scalar(select(func.count()).select_from(grouped.subquery())) or 0
            page = grouped.order_by(func.count().desc(), func.max(QualityRow.asked_at).desc(), QualityRow.cluster)
            rows = session.execute(page.offset((wanted.number - 1) * SIZE).limit(SIZE)).all()
            leaders = _leaders(session, [row[0] for row in rows])
        groups = (
            Group(
                row[0],
                leaders[row[0]],
                row[1],
                row[2],
                tuple(r for r, held in zip(_REASONS, row[3:], strict=True) if held),
            )
            for row in rows
        )
        return Page(tuple(groups), total, wanted.number, SIZE)

    def members(self, cluster: int) -> tuple[Item, ...]:
        """Return the turns of a group, open ones first, then the newest.

        Raises:
            InvalidField: there is no such group (any more).
        """
        wanted = (
            _from(_columns())
            .where(QualityRow.cluster == cluster)
            .order_by(case((QualityRow.state == State.OPEN, 0), else_=1), QualityRow.asked_at.desc())
            .limit(MEMBERS)
        )
        with self._database.session() as session:
            rows = session.execute(wanted).all()
        if not rows:
            raise InvalidField("cluster", "Nhóm câu hỏi này không còn: hội thoại đã hết thời gian lưu.")
        return tuple(_item(row) for row in rows)

    def mark(self, actor: Actor, state: State, *, numbers: Sequence[int] = (), cluster: int | None = None) -> int:
        """Mark turns, or the whole of a group, and return how many changed.

        Args:
            actor: who does it.
            state: to be in afterwards.
            numbers: of messages.
            cluster: instead of ``numbers``; only turns that are open are marked as done or ignored.
        """
        now = self._clock()
        chosen = QualityRow.message_number.in_(numbers) if cluster is None else QualityRow.cluster == cluster
        came_from = State.OPEN if cluster is not None and state is not State.OPEN else None
        with self._database.session() as session:
            ids = session.scalars(
                select(QualityRow.message_number).where(
                    chosen, QualityRow.state == came_from if came_from else QualityRow.state != state
                )
            ).all()
            if not ids:
                return 0
            session.execute(
                update(QualityRow)
                .where(QualityRow.message_number.in_(ids), QualityRow.state != state)
                .values(state=state, state_by=actor.name, state_at=now)
            )
            write(
                session,
                at=now,
                actor=actor,
                action=state.value,
                subject_kind=Subject.QUALITY,
                subject=f"nhóm {cluster}" if cluster is not None else f"câu {ids[0]}",
                after={"items": len(ids)},
            )
        return len(ids)


_REASONS: dict[Reason, ColumnElement[bool]] = {
    **{Reason(status.value): MessageRow.status == status for status in UNANSWERED},
    Reason.UNSURE: and_(
        MessageRow.band == Band.UNSURE, or_(MessageRow.status.is_(None), MessageRow.status.not_in(UNANSWERED))
    ),
    Reason.ABANDONED: abandoned(),
    Reason.RATED_DOWN: rated_down(),
}


def _columns() -> Select[Any]:
    about = (MessageRow.text, MessageRow.answer, ConversationRow.channel, RatingRow.reason)
    return select(QualityRow, *about, *_REASONS.values())


def _reasons(held: Sequence[Any]) -> tuple[Reason, ...]:
    return tuple(reason for reason, is_so in zip(_REASONS, held, strict=True) if is_so)


def _from(wanted: Any) -> Any:
    """Join what belongs to a turn; one whose low rating was taken back, or whose choice was taken, is left out."""
    return (
        wanted.select_from(QualityRow)
        .join(MessageRow, MessageRow.number == QualityRow.message_number)
        .join(ConversationRow, ConversationRow.id == MessageRow.conversation_id)
        .outerjoin(RatingRow, RatingRow.message_number == MessageRow.number)
        .where(or_(unanswered(), abandoned(), rated_down()))
    )


def _conditions(wanted: QualityFilter) -> list[ColumnElement[bool]]:
    out: list[ColumnElement[bool]] = []
    if wanted.state:
        out.append(QualityRow.state == wanted.state)
    if wanted.reason:
        out.append(_REASONS[wanted.reason])
    if wanted.channel:
        out.append(ConversationRow.channel == wanted.channel)
    if wanted.since:
        out.append(QualityRow.asked_at >= datetime.combine(wanted.since, time(), VIETNAM))
    if wanted.until:
        out.append(QualityRow.asked_at < datetime.combine(wanted.until + timedelta(days=1), time(), VIETNAM))
    if wanted.text:
        out.append(QualityRow.question.icontains(wanted.text, autoescape=True))
    return out


def _leaders(session: Session, clusters: Sequence[int]) -> dict[int, str]:
    first = (
        select(func.min(QualityRow.message_number)).where(QualityRow.cluster.in_(clusters)).group_by(QualityRow.cluster)
    )
    rows = session.execute(select(QualityRow.cluster, QualityRow.question).where(QualityRow.message_number.in_(first)))
    return {row.cluster: row.question for row in rows}


def _item(row: Any) -> Item:
    kept, said, answer, channel, reason, *held = row
    return Item(
        message_number=kept.message_number,
        question=kept.question,
        asked_at=kept.asked_at,
        channel=channel,
        reasons=_reasons(held),
        rating_reason=reason,
        said=said,
        code=(answer or {}).get("code"),
        cluster=kept.cluster,
        state=State(kept.state),
        state_by=kept.state_by,
        state_at=kept.state_at,
    )
