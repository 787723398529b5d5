"""What was said: accepted before it is answered, kept for its time, forgotten after it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, cast

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.orm import selectinload

from api.errors import ConversationNotFound, FormOpen, MessageNotFound
from api.storage.chat_counts import keep_counts
from api.storage.database import Database
from api.storage.rows import put
from api.storage.tables import ConversationRow, MessageRow, RatingRow
from knowledge.whereabouts import province_of

_ID_BYTES = 18  # 144 bits: an id is the only key to a conversation
_FORGET_AT_ONCE = 500
_CONVERSATIONS = cast(Table, ConversationRow.__table__)
_MESSAGES = cast(Table, MessageRow.__table__)
_STATE = [
    _CONVERSATIONS.c[name] for name in ("id", "channel", "session", "turns", "code", "bot", "asks", "province", "place")
]

# The statements of every message, put together once: that takes longer than running them.
_HERE = _CONVERSATIONS.c.id == bindparam("here")
_TOUCHED = (
    update(_CONVERSATIONS)
    .where(_HERE)
    .values(last_at=bindparam("now"), province=func.coalesce(bindparam("home"), _CONVERSATIONS.c.province))
    .returning(*_STATE)
)
_AFTER = ("session", "turns", "code", "bot", "asks", "place", "last_at")
_ANSWERED = update(_CONVERSATIONS).where(_HERE).values({name: bindparam(f"new_{name}") for name in _AFTER})


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
    place: str | None = field(default=None, repr=False)
    message_id: str = field(default="", compare=False)

    @property
    def home(self) -> str | None:
        """The province answers are for: of the place the person named, else of their page; ``None``: our own."""
        return province_of(self.place) if self.place else self.province


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
        in_form: bool = True,
    ) -> Conversation:
        """Keep a message of a person; after the return it outlives a crash.

        Args:
            conversation_id: an existing one, or ``None`` for a new one.
            channel: where it came from, such as ``web``.
            text: the masked text.
            payload: the pressed button.
            province: key of the province the person's page is of; ``None`` leaves what is known.
            in_form: the text has been read as what the conversation waits for, or it matters to nobody.

        Raises:
            ConversationNotFound: the id is unknown; nothing is kept.
            FormOpen: not ``in_form``, and the conversation waits for something; nothing is kept.
        """
        now, message_id = _now(), new_id()
        with self._database.transaction() as connection:
            if conversation_id is None:
                state = Conversation(new_id(), channel, 1, 0, None, None, None, province, None, message_id)
                row = {"id": state.id, "channel": channel, "created_at": now, "last_at": now, "province": province}
                connection.execute(insert(_CONVERSATIONS), [row])
            else:
                where = {"here": conversation_id, "now": now, "home": province}
                found = connection.execute(_TOUCHED, where).one_or_none()
                if found is None:
                    raise ConversationNotFound
                state = Conversation(**found._mapping, message_id=message_id)
                if state.asks and not in_form:
                    raise FormOpen
            said = {"id": message_id, "conversation_id": state.id, "role": Role.USER, "text": text, "created_at": now}
            connection.execute(insert(_MESSAGES), [{**said, "payload": payload}])
        return state

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
        state = {f"new_{name}": now if name == "last_at" else getattr(after, name) for name in _AFTER}
        with self._database.transaction() as connection:
            connection.execute(_ANSWERED, {"here": after.id, **state})
            if rows:
                connection.execute(insert(_MESSAGES), rows)
            if kept is not None:
                connection.execute(update(_MESSAGES).where(_MESSAGES.c.id == after.message_id).values(text=kept))

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
            kept = {"message_number": number, "value": value, "reason": reason, "created_at": _now()}
            put(session, RatingRow, kept)  # a second press may come at the same moment

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
