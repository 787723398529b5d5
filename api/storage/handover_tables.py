"""Tables of the live hand-over: who waits for a person or talks with one, and what was said meanwhile.

What was said is sealed, and everything goes with its conversation: by age, and when the person asks for erasure.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class HandoverRow(Table):
    """One wish for a person, from the asking to the end.

    Attributes:
        number: order of asking.
        id: name in addresses and in the log; it does not open the conversation.
        open_key: the conversation while the hand-over is open, else ``None``: so a conversation has one at a time.
        state: :class:`api.handover.model.State`.
        ending: how it ended, :class:`api.handover.model.Ending`.
        asked_at: when the person asked; the queue is in this order.
        waiting_since: when the present wait began: asked, or put back into the queue.
        taken_by: account of the operator who talks now, or talked last.
        beat_at: last sign of life of that operator's page.
        seen_at: last sign of the citizen's page, to half a minute; ``None``: none yet, and never on a messenger.
        waited: seconds from the asking to the first operator; ``None``: nobody has come yet.
    """

    __tablename__ = "handover"
    __table_args__ = (
        Index("ix_handover_state", "state", "asked_at"),
        Index("ix_handover_conversation", "conversation_id"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(32), unique=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    open_key: Mapped[str | None] = mapped_column(String(64), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    ending: Mapped[str | None] = mapped_column(String(16))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    waiting_since: Mapped[datetime] = mapped_column(UtcTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    taken_by: Mapped[str | None] = mapped_column(String(32))
    taken_by_name: Mapped[str | None] = mapped_column(String(120))
    beat_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    waited: Mapped[int | None]


class HandoverMessageRow(Table):
    """One message of a hand-over, for both sides.

    Attributes:
        number: order over all hand-overs.
        key: keeps the same message from being kept twice when it is sent again.
        speaker: :class:`api.handover.model.Speaker`.
        text: sealed; personal numbers of the person are masked before.
        author: name of the operator, for the office alone.
    """

    __tablename__ = "handover_message"
    __table_args__ = (Index("ix_handover_message_conversation", "conversation_id", "number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    handover_number: Mapped[int] = mapped_column(ForeignKey("handover.number", ondelete="CASCADE"), index=True)
    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"))
    key: Mapped[str | None] = mapped_column(String(160), unique=True)
    speaker: Mapped[str] = mapped_column(String(16))
    text: Mapped[str] = mapped_column(Sealed)
    buttons: Mapped[list[dict[str, str]] | None] = mapped_column(JSON(none_as_null=True))
    author: Mapped[str | None] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
