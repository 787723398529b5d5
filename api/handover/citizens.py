"""The citizen's side of a hand-over. Every method is one transaction and blocks: call it from a worker thread."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from api.handover import floor as rows
from api.handover import words
from api.handover.floor import Floor
from api.handover.model import TO_CITIZEN, Ending, Line, Speaker, Standing, State
from api.storage.conversations import Role
from api.storage.handover_tables import HandoverRow
from api.storage.rows import insert_once, lock_row
from api.storage.tables import ConversationRow, MessageRow
from knowledge.answer import Answer

_SHOWN = (Speaker.CITIZEN, *TO_CITIZEN)
_SEEN_EVERY = timedelta(seconds=30)
"""A page asks every few seconds; writing that down each time would keep the database busy."""


class Citizens:
    """Asks for a person, is heard, leaves."""

    def __init__(self, floor: Floor) -> None:
        self._floor = floor

    def standing(self, conversation_id: str) -> Standing:
        """Return where a conversation stands."""
        with self._floor.database.session() as session:
            return rows.standing(session, conversation_id, self._floor.clock())

    def ask(self, conversation_id: str, channel: str) -> Answer:
        """Enter the queue, once however often it is asked for; return what is said to that."""
        floor, now = self._floor, self._floor.clock()
        with floor.database.session() as session:
            row = lock_row(session, HandoverRow, HandoverRow.open_key == conversation_id)
            if row is not None and row.state == State.TAKEN:
                return words.with_somebody()
            if row is None and not floor.hours.is_open(now):
                return words.closed(floor.hours.next_opening(now), now)
            if row is None:
                values = {
                    "id": secrets.token_hex(8),
                    "conversation_id": conversation_id,
                    "open_key": conversation_id,
                    "channel": channel,
                    "state": State.WAITING,
                    "asked_at": now,
                    "waiting_since": now,
                }
                if insert_once(session, HandoverRow, values):
                    floor.metrics.handovers.labels("asked").inc()
            where = rows.standing(session, conversation_id, now)
            return words.queued(where.place or 1, where.expected)

    def hear(self, conversation_id: str, text: str, *, key: str | None, remark: str = "") -> bool:
        """Keep a citizen's message for the operator who talks with them.

        Args:
            conversation_id: of the chat.
            text: masked; empty keeps only the remark.
            key: the same for the same message sent again; it is then kept once.
            remark: for the operator, after the text.

        Returns:
            False: nobody has taken this conversation over, so the assistant answers.
        """
        now = self._floor.clock()
        with self._floor.database.session() as session:
            row = lock_row(
                session, HandoverRow, HandoverRow.open_key == conversation_id, HandoverRow.state == State.TAKEN
            )
            if row is None:
                return False
            new = not text or rows.add(session, row, Speaker.CITIZEN, text, now, key=key)
            if remark and new:
                rows.add(session, row, Speaker.REMARK, remark, now, key=key)
            session.execute(
                update(ConversationRow).where(ConversationRow.id == conversation_id).values(last_at=now)
            )  # so that retention counts from here
        return True

    def was_heard(self, conversation_id: str) -> bool:
        """Tell whether an operator has the conversation now."""
        with self._floor.database.session() as session:
            taken = select(HandoverRow.number).where(
                HandoverRow.open_key == conversation_id, HandoverRow.state == State.TAKEN
            )
            return session.scalar(taken) is not None

    def leave(self, conversation_id: str) -> bool:
        """Go back to the assistant; False when there was nothing to leave."""
        return self._end(conversation_id, Ending.LEFT, words.LEFT_REMARK)

    def answered_elsewhere(self, conversation_id: str) -> None:
        """Take somebody out of the queue whom an official has answered in the messenger's own tool."""
        self._end(conversation_id, Ending.ELSEWHERE, "", only=State.WAITING)

    def _end(self, conversation_id: str, ending: Ending, remark: str, only: State | None = None) -> bool:
        conditions = [HandoverRow.open_key == conversation_id]
        if only:
            conditions.append(HandoverRow.state == only)
        with self._floor.database.session() as session:
            row = lock_row(session, HandoverRow, *conditions)
            if row is None:
                return False
            if remark:
                rows.add(session, row, Speaker.REMARK, remark, self._floor.clock())
            self._floor.finish(session, row, ending, None)
            return True

    def news(self, conversation_id: str, after: int) -> tuple[Standing, Sequence[Line]] | None:
        """Return where a conversation stands and what is new for its page; ``None``: no such conversation.

        That the page asks is the sign that the citizen is still there.
        """
        now = self._floor.clock()
        with self._floor.database.session() as session:
            if session.get(ConversationRow, conversation_id) is None:
                return None
            where = rows.standing(session, conversation_id, now)
            new = rows.lines(session, conversation_id, TO_CITIZEN, after=after)
        if where.is_open and (where.seen is None or where.seen < now - _SEEN_EVERY):
            self._note_seen(conversation_id, now)
        return where, new

    def _note_seen(self, conversation_id: str, now: datetime) -> None:
        with self._floor.database.session() as session:
            session.execute(update(HandoverRow).where(HandoverRow.open_key == conversation_id).values(seen_at=now))

    def said(self, conversation_id: str) -> Sequence[Line]:
        """Return everything that was said in hand-overs of a conversation, as its citizen has seen it."""
        with self._floor.database.session() as session:
            return rows.lines(session, conversation_id, _SHOWN)

    def last_answer(self, conversation_id: str) -> tuple[str | None, str]:
        """Return status and text of the assistant's last message; ``(None, "")`` when there is none."""
        query = (
            select(MessageRow.status, MessageRow.text)
            .where(MessageRow.conversation_id == conversation_id, MessageRow.role == Role.ASSISTANT)
            .order_by(MessageRow.number.desc())
            .limit(1)
        )
        with self._floor.database.session() as session:
            found = session.execute(query).first()
        return (found[0], found[1]) if found else (None, "")
