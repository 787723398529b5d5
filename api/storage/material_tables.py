"""Materials of procedures, as the office keeps them; they hold no personal data."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Table, UtcTime


class MaterialRow(Table):
    """A form, a model dossier, a video or a handbook: a file of :class:`MaterialFileRow`, or a page elsewhere.

    Attributes:
        code: of the procedure; ``None`` for a handbook about no single one.
        kind: a value of :class:`knowledge.materials.MaterialKind`.
        readers: ``public``, or ``staff`` for what only officials see.
        paper: the paper of the record it is for, as the record names it.
        starts: first and ``until`` last day (in Vietnam) on which it is shown; ``None``: without limit.
        published_at: ``None``: nobody sees it but those who keep it.
        digest: SHA-256 of the file (hex); ``None`` for a page elsewhere, as the other columns of the file.
    """

    __tablename__ = "material"
    __table_args__ = (Index("ix_material_code", "code"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    code: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    readers: Mapped[str] = mapped_column(String(16))
    title: Mapped[str] = mapped_column(String(200))
    url: Mapped[str | None] = mapped_column(String(500))
    paper: Mapped[str | None] = mapped_column(Text)
    publisher: Mapped[str] = mapped_column(String(200))
    decision: Mapped[str | None] = mapped_column(String(120))
    issued: Mapped[date] = mapped_column(Date)
    starts: Mapped[date | None] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    file_name: Mapped[str | None] = mapped_column(String(160))
    media_type: Mapped[str | None] = mapped_column(String(120))
    size: Mapped[int | None]
    digest: Mapped[str | None] = mapped_column(String(64))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    added_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(120))


class MaterialFileRow(Table):
    """The bytes of a material's file, apart from what lists read.

    Attributes:
        content: sealed by the shelf, as every file that is kept.
        text: of a handbook that could be read, for the search in handbooks; pages of a PDF are parted by a form feed.
        reading: how the reading went, a value of :class:`api.materials.reading.Outcome` or
            :class:`knowledge.pdf.Trouble`; ``None``: nobody has tried.
    """

    __tablename__ = "material_file"

    material_id: Mapped[str] = mapped_column(ForeignKey("material.id", ondelete="CASCADE"), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    text: Mapped[str | None] = mapped_column(Text)
    reading: Mapped[str | None] = mapped_column(String(16))
