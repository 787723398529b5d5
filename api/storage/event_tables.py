"""Tables of sessions with the public, and of who has registered for them."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class EventRow(Table):
    """An online exchange or a direct dialogue, as the office announces it.

    Attributes:
        kind: a value of :class:`api.events.model.Kind`.
        questions_until: last day (in Vietnam) on which questions are taken with a registration; ``None``: until it
            begins.
        cancelled_at: the office has called it off.
        told_at: when those who had registered were last to be told of a change; ``told_what``: of which, a value of
            :class:`api.events.telling.What`.
    """

    __tablename__ = "event"
    __table_args__ = (Index("ix_event_starts_at", "starts_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    topic: Mapped[str] = mapped_column(Text)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    place: Mapped[str | None] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(500))
    questions_until: Mapped[date | None] = mapped_column(Date)
    created_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_at: Mapped[datetime | None] = mapped_column(UtcTime)
    told_what: Mapped[str | None] = mapped_column(String(16))


class RegistrationRow(Table):
    """Somebody who will come: sealed, and gone when they cancel or some time after the event.

    Attributes:
        id: made by the form, so that the same form sent twice registers once.
        code: what the person cancels with, together with the contact.
        contact: phone number or e-mail address; ``contact_hash`` finds it (:func:`api.feedback.proofs.contact_hash`).
        mailed_at: ``told_at`` of the event when the last letter to them was put into the outbox.
        called_at: when an official, ``called_by``, last noted that they were told by phone.
    """

    __tablename__ = "event_registration"
    __table_args__ = (
        Index("ix_event_registration_event", "event_id"),
        Index("ix_event_registration_contact", "contact_hash"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    event_id: Mapped[str] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(Sealed)
    contact: Mapped[str] = mapped_column(Sealed)
    contact_hash: Mapped[str] = mapped_column(String(64))
    question: Mapped[str | None] = mapped_column(Sealed)
    consent_version: Mapped[str] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    mailed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    called_at: Mapped[datetime | None] = mapped_column(UtcTime)
    called_by: Mapped[str | None] = mapped_column(String(120))
