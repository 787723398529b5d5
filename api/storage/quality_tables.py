"""Tables of chat quality, the office's own wordings and answers, corrections, imports and announcements.

What citizens typed stands here as it stands in ``message``: masked.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Table, UtcTime


class QualityRow(Table):
    """One turn worth a look; it goes when its conversation goes.

    Attributes:
        message_number: the assistant's message.
        question: what the person had typed, masked.
        cluster: number shared by similar questions (the ``message_number`` of the first of them).
        state: ``open``, ``done`` or ``ignored``.
        asked_at: when the assistant answered.
    """

    __tablename__ = "quality_item"
    __table_args__ = (
        Index("ix_quality_item_cluster", "cluster"),
        Index("ix_quality_item_state", "state", "asked_at"),
    )

    message_number: Mapped[int] = mapped_column(ForeignKey("message.number", ondelete="CASCADE"), primary_key=True)
    question: Mapped[str] = mapped_column(Text)
    cluster: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    state_by: Mapped[str | None] = mapped_column(String(120))
    state_at: Mapped[datetime | None] = mapped_column(UtcTime)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)


class OwnAnswerRow(Table):
    """A question and answer the office wrote itself; taken back when ``removed_at`` is set."""

    __tablename__ = "own_answer"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    question: Mapped[str] = mapped_column(String(300))
    answer: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(500))
    code: Mapped[str | None] = mapped_column(String(64))
    added_by: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class WordingRow(Table):
    """How citizens put a need: of a procedure (``code``) or of an own answer; taken back when ``removed_at`` is set."""

    __tablename__ = "added_wording"
    __table_args__ = (Index("ix_added_wording_code", "code"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(String(300))
    code: Mapped[str | None] = mapped_column(String(64))
    answer_id: Mapped[str | None] = mapped_column(ForeignKey("own_answer.id"))
    added_by: Mapped[str] = mapped_column(String(120))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class CorrectionRow(Table):
    """A report that a record says something wrong.

    Attributes:
        origin: ``citizen`` (a low rating) or ``office`` (somebody of the office).
        message_number: the rated answer; gone when its conversation is forgotten.
        outcome: what was found and done.
    """

    __tablename__ = "correction"
    __table_args__ = (Index("ix_correction_state", "state", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str] = mapped_column(String(64))
    text: Mapped[str] = mapped_column(Text)
    origin: Mapped[str] = mapped_column(String(16))
    message_number: Mapped[int | None] = mapped_column(ForeignKey("message.number", ondelete="SET NULL"), unique=True)
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[str] = mapped_column(String(16))
    outcome: Mapped[str | None] = mapped_column(Text)
    closed_by: Mapped[str | None] = mapped_column(String(120))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ImportRow(Table):
    """One upload of data and how far it has come.

    Attributes:
        files: names as uploaded.
        mode: how it is merged; ``None``: by the kind of file.
        stage: of the work: ``read``, ``lexical``, ``dense``, ``compare``.
        beat_at: when the working process last said that it is alive.
        counts: what was found: accepted, warned, rejected, added, changed, withdrawn.
        snapshot_id: what was built.
    """

    __tablename__ = "import_job"
    __table_args__ = (Index("ix_import_job_created", "created_at"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    created_by: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    files: Mapped[list[str]] = mapped_column(JSON)
    data_date: Mapped[date] = mapped_column(Date)
    mode: Mapped[str | None] = mapped_column(String(16))
    state: Mapped[str] = mapped_column(String(16))
    stage: Mapped[str | None] = mapped_column(String(16))
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int | None]
    beat_at: Mapped[datetime] = mapped_column(UtcTime)
    base_id: Mapped[str | None] = mapped_column(String(64))
    snapshot_id: Mapped[str | None] = mapped_column(String(64))
    counts: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    error: Mapped[str | None] = mapped_column(String(500))


class AnnouncementRow(Table):
    """A short notice for everybody, shown from the first to the last day (in Vietnam), both included."""

    __tablename__ = "announcement"
    __table_args__ = (Index("ix_announcement_days", "from_on", "until_on"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    text: Mapped[str] = mapped_column(String(500))
    url: Mapped[str | None] = mapped_column(String(500))
    from_on: Mapped[date] = mapped_column(Date)
    until_on: Mapped[date] = mapped_column(Date)
    created_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    removed_at: Mapped[datetime | None] = mapped_column(UtcTime)
