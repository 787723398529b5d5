"""The short survey after a finished need: asked once a conversation, gone with it."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class SurveyRow(Table):
    """That somebody was asked, and what they said.

    Attributes:
        outcome: ``"1"`` (very dissatisfied) to ``"5"``, ``skipped``, or ``open`` while there is no answer.
        words: sealed; personal numbers are masked before.
    """

    __tablename__ = "survey"
    __table_args__ = (Index("ix_survey_asked_at", "asked_at"),)

    conversation_id: Mapped[str] = mapped_column(ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    outcome: Mapped[str] = mapped_column(String(8))
    words: Mapped[str | None] = mapped_column(Sealed)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
