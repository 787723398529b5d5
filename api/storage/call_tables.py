"""The table of the hotline's call log. What was said is sealed; a caller need not be named."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class CallRow(Table):
    """One call.

    Attributes:
        running_key: the operator's account while the clock runs, else ``None``: so an operator has one call at a time.
        operator_id: account of who took it.
        started_at: when the call began.
        seconds: how long it was; ``None`` while it runs.
        question: what the caller asked, masked and sealed.
        codes: procedures that were looked at, in that order.
        answer: what was said, sealed.
        resolved: whether the caller got what was needed; ``None`` while it runs.
        phone: the caller's number for a call back, sealed; mostly none.
        phone_hash: keyed hash by which the number is found again (:func:`api.feedback.proofs.contact_hash`).
        correction: id of the report on a wrong card that was written with this call.
    """

    __tablename__ = "hotline_call"
    __table_args__ = (
        Index("ix_hotline_call_started_at", "started_at"),
        Index("ix_hotline_call_operator", "operator_id", "started_at"),
        Index("ix_hotline_call_phone_hash", "phone_hash"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    running_key: Mapped[str | None] = mapped_column(String(32), unique=True)
    operator_id: Mapped[str] = mapped_column(String(32))
    operator: Mapped[str] = mapped_column(String(120))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    seconds: Mapped[int | None]
    question: Mapped[str | None] = mapped_column(Sealed)
    codes: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    answer: Mapped[str | None] = mapped_column(Sealed)
    resolved: Mapped[bool | None]
    phone: Mapped[str | None] = mapped_column(Sealed)
    phone_hash: Mapped[str | None] = mapped_column(String(64))
    correction: Mapped[str | None] = mapped_column(String(32))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
