"""Tables of the web process. Every text in them is masked before it gets here (:mod:`api.security.masking`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Dialect, ForeignKey, Index, String, Text, TypeDecorator
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class UtcTime(TypeDecorator[datetime]):
    """A moment in UTC; SQLite forgets the zone, so it is put back on reading."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Store in UTC."""
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """Read as UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """Base of all tables."""


class ConversationRow(Table):
    """One conversation of one person on one channel.

    Attributes:
        session: number of the Rasa session in use; a new one every ``session_turns`` turns.
        turns: messages handed to the session so far.
        code: procedure the last answer was about.
        bot: which start of Rasa (:attr:`api.chat.bot.Bot.generation`) knows the context; ``None``: none does.
        asks: field of an intake that was asked last (:mod:`actions.feedback.fields`), or the words of the survey;
            ``None``: none is open.
        province: the page around the chat is of this province (key of :func:`knowledge.places.province_key`); ``None``:
            the deployment's own counts.
        place: where the person has said to be (:meth:`knowledge.whereabouts.Whereabouts.said`): commune and province,
            never a street; counts before ``province``, and goes when the conversation begins anew.
    """

    __tablename__ = "conversation"
    __table_args__ = (Index("ix_conversation_last_at", "last_at"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    session: Mapped[int] = mapped_column(default=1)
    turns: Mapped[int] = mapped_column(default=0)
    code: Mapped[str | None] = mapped_column(String(64))
    bot: Mapped[str | None] = mapped_column(String(32))
    asks: Mapped[str | None] = mapped_column(String(32))
    province: Mapped[str | None] = mapped_column(String(64))
    place: Mapped[str | None] = mapped_column(String(160))


class MessageRow(Table):
    """One message of the person or of the assistant.

    Attributes:
        number: order of acceptance over all conversations.
        id: unguessable public name.
        payload: the button that was pressed, for a message of the person.
        via: who made a message of the assistant: ``bot``, ``search`` or ``gateway``.
        latency_ms: from acceptance of the question to the answer being stored.
    """

    __tablename__ = "message"
    __table_args__ = (Index("ix_message_conversation", "conversation_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    role: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Text)
    payload: Mapped[str | None] = mapped_column(String(256))
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    answer: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    status: Mapped[str | None] = mapped_column(String(32))
    band: Mapped[str | None] = mapped_column(String(16))
    via: Mapped[str | None] = mapped_column(String(16))
    latency_ms: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    rating: Mapped[RatingRow | None] = relationship(lazy="raise", passive_deletes=True)


class RatingRow(Table):
    """What a person thought of one answer; a second rating replaces the first."""

    __tablename__ = "rating"

    message_number: Mapped[int] = mapped_column(ForeignKey("message.number", ondelete="CASCADE"), primary_key=True)
    value: Mapped[str] = mapped_column(String(8))
    reason: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
