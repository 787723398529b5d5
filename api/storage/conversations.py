"""What was said: accepted before it is answered, kept for its time, forgotten after it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import selectinload

from api.errors import ConversationNotFound, MessageNotFound
from api.storage.chat_counts import keep_counts
from api.storage.database import Database
from api.storage.tables import ConversationRow, MessageRow, RatingRow

_ID_BYTES = 18  # 144 bits: an id is the only key to a conversation
_FORGET_AT_ONCE = 500


class Role(StrEnum):
    """Who said a message."""

    USER = "user"
    ASSISTANT = "assistant"


class Via(StrEnum):
    """Who made an answer: Rasa with its actions, search alone, or the gateway itself."""

    BOT = "bot"
    SEARCH = "search"
    GATEWAY = "gateway"


class RatingValue(StrEnum):
    """Thumb up or down."""

    UP = "up"
    DOWN = "down"


@dataclass(frozen=True, slots=True)
class Conversation:
    """Where a conversation stands; the fields are those of :class:`api.storage.tables.ConversationRow`.

    Attributes:
        message_id: of the message accepted last.
    """

    id: str
    channel: str
    session: int
    turns: int
    code: str | None
    bot: str | None
    asks: str | None = None
    province: str | None = None
    message_id: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Said:
    """One message of the assistant, ready to be kept. ``text`` and ``answer`` hold published facts, no masked text."""

    id: str
    text: str
    buttons: list[dict[str, str]]
    answer: dict[str, Any] | None
    status: str | None
    band: str | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """One message of a transcript."""

    id: str
    role: Role
    text: str
    at: datetime
    buttons: list[dict[str, str]]
    answer: dict[str, Any] | None
    rating: RatingValue | None


def new_id() -> str:
    """Return an unguessable id."""
    return secrets.token_urlsafe(_ID_BYTES)


def _now() -> datetime:
    return datetime.now(UTC)


class Conversations:
    """Conversations in the database. Every method is one transaction and blocks: call it from a worker thread.

    All of them raise :class:`api.errors.StorageUnavailable` or :class:`knowledge.errors.StorageFull`.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def accept(
        self,
        conversation_id: str | None,
        channel: str,
        text: str,
        payload: str | None,
        *,
        province: str | None = None,
    ) -> Conversation:
        """Keep a message of a person; after the return it outlives a crash.

        Args:
            conversation_id: an existing one, or ``None`` for a new one.
            channel: where it came from, such as ``web``.
            text: the masked text.
            payload: the pressed button.
            province: key of the province the person's page is of; ``None`` leaves what is known.

        Raises:
            ConversationNotFound: the id is unknown; nothing is kept.
        """
        now = _now()
        with self._database.session() as session:
            if conversation_id is None:
                row = ConversationRow(
                    id=new_id(), channel=channel, created_at=now, last_at=now, session=1, turns=0, code=None, bot=None
                )
                session.add(row)
                session.flush()
            else:
                found = session.get(ConversationRow, conversation_id)
                if found is None:
                    raise ConversationNotFound
                row = found
                row.last_at = now
            row.province = province or row.province
            message_id = new_id()
            values = {"id": message_id, "conversation_id": row.id, "role": Role.USER, "text": text, "created_at": now}
            session.execute(insert(MessageRow), [{**values, "payload": payload}])
            state = (row.id, row.channel, row.session, row.turns, row.code, row.bot, row.asks, row.province)
            return Conversation(*state, message_id)

    def asked(self, conversation_id: str) -> str | None:
        """Return the field of an intake that the conversation waits for.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        with self._database.session() as session:
            found = session.execute(
                select(ConversationRow.asks).where(ConversationRow.id == conversation_id)
            ).one_or_none()
        if found is None:
            raise ConversationNotFound
        asks: str | None = found[0]
        return asks

    def answer(
        self, after: Conversation, said: Sequence[Said], via: Via, latency_ms: int, *, kept: str | None = None
    ) -> None:
        """Keep the assistant's messages and where the conversation stands ``after`` them.

        Args:
            after: the conversation after this turn.
            said: the assistant's messages; none when somebody else has the word.
            via: who made them.
            latency_ms: from acceptance of the question on.
            kept: takes the place of the text of the person's message; ``None``: that stays.
        """
        now = _now()
        rows = [
            {
                "id": one.id,
                "conversation_id": after.id,
                "role": Role.ASSISTANT,
                "text": one.text,
                "buttons": one.buttons or None,
                "answer": one.answer,
                "status": one.status,
                "band": one.band,
                "via": via,
                "latency_ms": latency_ms,
                "created_at": now,
            }
            for one in said
        ]
        state = {"session": after.session, "turns": after.turns, "code": after.code, "bot": after.bot}
        state["asks"] = after.asks
        with self._database.session() as session:
            session.execute(update(ConversationRow).where(ConversationRow.id == after.id).values(last_at=now, **state))
            if rows:
                session.execute(insert(MessageRow), rows)
            if kept is not None:
                session.execute(update(MessageRow).where(MessageRow.id == after.message_id).values(text=kept))

    def questions(self, conversation_id: str, limit: int = 6) -> list[tuple[str, str | None]]:
        """Return text and payload of the person's last messages, oldest first."""
        with self._database.session() as session:
            rows = session.execute(
                select(MessageRow.text, MessageRow.payload)
                .where(MessageRow.conversation_id == conversation_id, MessageRow.role == Role.USER)
                .order_by(MessageRow.number.desc())
                .limit(limit)
            ).all()
        return [(text, payload) for text, payload in reversed(rows)]

    def transcript(self, conversation_id: str, limit: int = 200) -> tuple[list[Kept], bool]:
        """Return the last messages, oldest first, and whether there were more before them.

        Raises:
            ConversationNotFound: the id is unknown.
        """
        with self._database.session() as session:
            if session.get(ConversationRow, conversation_id) is None:
                raise ConversationNotFound
            rows = session.scalars(
                select(MessageRow)
                .where(MessageRow.conversation_id == conversation_id)
                .order_by(MessageRow.number.desc())
                .limit(limit + 1)
                .options(selectinload(MessageRow.rating))
            ).all()
        return [_kept(row) for row in reversed(rows[:limit])], len(rows) > limit

    def rate(self, message_id: str, value: RatingValue, reason: str | None) -> None:
        """Keep a rating of an answer; a second one replaces the first.

        Raises:
            MessageNotFound: no message of the assistant has this id.
        """
        with self._database.session() as session:
            number = session.scalar(
                select(MessageRow.number).where(MessageRow.id == message_id, MessageRow.role == Role.ASSISTANT)
            )
            if number is None:
                raise MessageNotFound
            session.merge(RatingRow(message_number=number, value=value, reason=reason, created_at=_now()))

    def forget_older_than(self, days: int, *, now: datetime | None = None) -> int:
        """Delete conversations whose last message is older than ``days``, with all they hold; return how many."""
        cutoff = (now or _now()) - timedelta(days=days)
        forgotten = 0
        while ids := self._oldest(cutoff):
            with self._database.session() as session:
                keep_counts(session, ids)
                session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
            forgotten += len(ids)
        return forgotten

    def _oldest(self, cutoff: datetime) -> Sequence[str]:
        query = select(ConversationRow.id).where(ConversationRow.last_at < cutoff).limit(_FORGET_AT_ONCE)
        with self._database.session() as session:
            return session.scalars(query).all()


def _kept(row: MessageRow) -> Kept:
    return Kept(
        id=row.id,
        role=Role(row.role),
        text=row.text,
        at=row.created_at,
        buttons=row.buttons or [],
        answer=row.answer,
        rating=RatingValue(row.rating.value) if row.rating else None,
    )
