"""The operators' side of a hand-over. Every method is one transaction and blocks: call it from a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.errors import InvalidField, TransitionRefused
from api.handover import floor as rows
from api.handover import words
from api.handover.floor import Floor
from api.handover.model import Ending, Line, Speaker, State, Waiting
from api.handover.wishes import says_yes, wants_person
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.conversations import Role
from api.storage.handover_tables import HandoverMessageRow, HandoverRow
from api.storage.rows import lock_row
from api.storage.tables import MessageRow
from knowledge.text import clean

MOST_CHARACTERS = 2000
MAY = Permission.CASES_REGISTER
"""Whoever takes calls also answers in writing."""
_TRANSCRIPT = 200
_ABOUT_CHARACTERS = 160
_LOOKED_THROUGH = 6


class HandoverNotFound(TransitionRefused):
    """No hand-over of this id (any more)."""

    def __init__(self) -> None:
        super().__init__(words.GONE)


@dataclass(frozen=True, slots=True)
class Spoken:
    """One message of the transcript before and between hand-overs: the citizen and the assistant."""

    by_citizen: bool
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class View:
    """One hand-over with everything that was said.

    Attributes:
        mine: the reader talks with the person.
        last: number of the newest message of hand-overs, to ask for newer ones.
        away: the citizen's page has not been seen for a while.
        said: oldest first.
    """

    id: str
    state: State
    ending: Ending | None
    channel: str
    since: datetime
    operator: str | None
    mine: bool
    last: int
    away: bool
    said: tuple[Spoken | Line, ...] = ()


class Operators:
    """Sees who waits, takes over, answers, hands back. A role without the permission gets ``AccessDenied``."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def waiting(self, actor: Actor) -> tuple[Waiting, ...]:
        """Return everybody who waits or talks with an operator: the reader's own first, then by waiting time."""
        require(actor, MAY)
        with self._floor.database.session() as session:
            found = session.scalars(
                select(HandoverRow).where(rows.open_rows()).order_by(HandoverRow.asked_at, HandoverRow.number)
            ).all()
            now = self._floor.clock()
            lines = [self._line(session, row, actor, now) for row in found]
        return tuple(sorted(lines, key=lambda one: (not one.mine, one.state is not State.WAITING)))

    def view(self, actor: Actor, identity: str, *, after: int | None = None, beat: bool = False) -> View:
        """Return a hand-over; of one that has ended nothing that was said afterwards.

        Args:
            actor: who looks.
            identity: of the hand-over.
            after: with a number, only what is newer in hand-overs.
            beat: the page of ``actor`` is alive; only the operator who has the conversation is noted.

        Raises:
            HandoverNotFound: there is none of this id.
        """
        require(actor, MAY)
        with self._floor.database.session() as session:
            mine = (HandoverRow.id == identity, HandoverRow.taken_by == actor.account_id)
            row = lock_row(session, HandoverRow, *mine, HandoverRow.state == State.TAKEN) if beat else None
            if row is not None:
                row.beat_at = self._floor.clock()
            else:
                row = session.scalar(select(HandoverRow).where(HandoverRow.id == identity))
            if row is None:
                raise HandoverNotFound
            newer = rows.lines(session, row.conversation_id, tuple(Speaker), after=after or 0, until=row)
            earlier = _spoken(session, row) if after is None else []
            said: list[Spoken | Line] = [*earlier, *newer]
            said.sort(key=lambda one: one.at)
            return View(
                id=row.id,
                state=State(row.state),
                ending=Ending(row.ending) if row.ending else None,
                channel=row.channel,
                since=row.asked_at,
                operator=row.taken_by_name if row.state != State.WAITING else None,
                mine=row.state == State.TAKEN and row.taken_by == actor.account_id,
                last=max((one.number for one in newer), default=after or 0),
                away=rows.is_away(row, self._floor.clock()),
                said=tuple(said),
            )

    def take(self, actor: Actor, identity: str) -> None:
        """Take a waiting person over; of two operators one gets them.

        Raises:
            HandoverNotFound: there is none of this id.
            TransitionRefused: somebody else has it, or nobody waits any more.
        """
        require(actor, MAY)
        floor, now = self._floor, self._floor.clock()
        with floor.database.session() as session:
            row = self._locked(session, identity)
            if row.state == State.TAKEN and row.taken_by == actor.account_id:
                return
            if row.state != State.WAITING:
                raise TransitionRefused(words.TAKEN_ALREADY if row.state == State.TAKEN else words.NOT_WAITING_ANY_MORE)
            if row.waited is None:
                row.waited = max(0, round((now - row.asked_at).total_seconds()))
                floor.metrics.handover_wait.observe(row.waited)
            row.state, row.taken_at, row.beat_at = State.TAKEN, now, now
            row.taken_by, row.taken_by_name = actor.account_id, actor.name
            rows.forget_menu(session, row.conversation_id)
            floor.tell(session, row, words.TAKEN, words.BACK)
            floor.log(session, row, actor, "taken", State.WAITING)
            floor.metrics.handovers.labels("taken").inc()
        floor.wake()

    def answer(self, actor: Actor, identity: str, text: str, *, key: str | None = None) -> None:
        """Say something to the person.

        Args:
            actor: who has the conversation.
            identity: of the hand-over.
            text: as typed.
            key: the same for the same answer sent again; it is then said once.

        Raises:
            HandoverNotFound: there is none of this id.
            TransitionRefused: ``actor`` does not have the conversation (any more).
            InvalidField: no text, or too much.
        """
        require(actor, MAY)
        typed = clean(text)
        if not typed:
            raise InvalidField("text", words.EMPTY_ANSWER)
        if len(typed) > MOST_CHARACTERS:
            raise InvalidField("text", words.LONG_ANSWER.format(most=f"{MOST_CHARACTERS:,}".replace(",", ".")))
        floor, now = self._floor, self._floor.clock()
        with floor.database.session() as session:
            row = self._held(session, actor, identity)
            row.beat_at = now
            if rows.add(session, row, Speaker.OPERATOR, typed, now, key=key, author=actor.name):
                floor.send(session, row, typed, by_operator=True)
        floor.wake()

    def hand_back(self, actor: Actor, identity: str) -> None:
        """Give the person back to the assistant, which says so. Raises like :meth:`answer`."""
        self._end(actor, identity, Ending.HANDED_BACK, words.HANDED_BACK)

    def close(self, actor: Actor, identity: str) -> None:
        """End the conversation with the person. Raises like :meth:`answer`."""
        self._end(actor, identity, Ending.CLOSED, words.CLOSED)

    def put_back(self, actor: Actor, identity: str) -> None:
        """Leave the person to other operators, at the head of the queue. Raises like :meth:`answer`."""
        require(actor, MAY)
        floor = self._floor
        with floor.database.session() as session:
            row = self._held(session, actor, identity)
            back_to_queue(floor, session, row, actor, words.PUT_BACK)
        floor.wake()

    def _end(self, actor: Actor, identity: str, ending: Ending, text: str) -> None:
        require(actor, MAY)
        floor = self._floor
        with floor.database.session() as session:
            row = self._held(session, actor, identity)
            floor.tell(session, row, text)
            floor.finish(session, row, ending, actor)
        floor.wake()

    @staticmethod
    def _locked(session: Session, identity: str) -> HandoverRow:
        row = lock_row(session, HandoverRow, HandoverRow.id == identity)
        if row is None:
            raise HandoverNotFound
        return row

    def _held(self, session: Session, actor: Actor, identity: str) -> HandoverRow:
        row = self._locked(session, identity)
        if row.state != State.TAKEN or row.taken_by != actor.account_id:
            raise TransitionRefused(words.NOT_YOURS)
        return row

    @staticmethod
    def _line(session: Session, row: HandoverRow, actor: Actor, now: datetime) -> Waiting:
        answered = select(func.max(HandoverMessageRow.number)).where(
            HandoverMessageRow.handover_number == row.number, HandoverMessageRow.speaker == Speaker.OPERATOR
        )
        unread = select(func.count()).where(
            HandoverMessageRow.handover_number == row.number,
            HandoverMessageRow.speaker == Speaker.CITIZEN,
            HandoverMessageRow.number > func.coalesce(answered.scalar_subquery(), 0),
        )
        taken = row.state == State.TAKEN
        return Waiting(
            id=row.id,
            state=State(row.state),
            channel=row.channel,
            since=row.asked_at,
            about=_about(session, row),
            operator=row.taken_by_name if taken else None,
            mine=taken and row.taken_by == actor.account_id,
            unread=session.scalar(unread) or 0,
            away=rows.is_away(row, now),
        )


def back_to_queue(floor: Floor, session: Session, row: HandoverRow, actor: Actor | None, text: str) -> None:
    """Put a person back at the head of the queue, in the caller's transaction; ``text`` says so."""
    row.state, row.waiting_since = State.WAITING, floor.clock()
    row.taken_by = row.taken_by_name = row.beat_at = None
    floor.tell(session, row, text, words.BACK)
    floor.log(session, row, actor, "returned", State.TAKEN)
    floor.metrics.handovers.labels("returned").inc()


def _about(session: Session, row: HandoverRow) -> str:
    """Return the person's last typed words before asking; the wish for a person itself says nothing."""
    typed = session.scalars(
        select(MessageRow.text)
        .where(
            MessageRow.conversation_id == row.conversation_id,
            MessageRow.role == Role.USER,
            MessageRow.payload.is_(None),
            MessageRow.created_at <= row.asked_at,
        )
        .order_by(MessageRow.number.desc())
        .limit(_LOOKED_THROUGH)
    ).all()
    text = next((one for one in typed if not (wants_person(one) or says_yes(one))), typed[0] if typed else "")
    line = " ".join(text.split())
    return line if len(line) <= _ABOUT_CHARACTERS else line[:_ABOUT_CHARACTERS].rsplit(" ", 1)[0] + "…"


def _spoken(session: Session, row: HandoverRow) -> Sequence[Spoken]:
    """Return what was said with the assistant; after the end of the hand-over it is for the office no longer."""
    ended = (MessageRow.created_at <= row.ended_at,) if row.ended_at else ()
    found = session.execute(
        select(MessageRow.role, MessageRow.text, MessageRow.created_at)
        .where(MessageRow.conversation_id == row.conversation_id, *ended)
        .order_by(MessageRow.number.desc())
        .limit(_TRANSCRIPT)
    ).all()
    return [Spoken(role == Role.USER, text, at) for role, text, at in reversed(found)]
