"""What the office states of legal documents, and the papers of its library; holds no personal data."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Table, UtcTime


class DocumentRow(Table):
    """What is stated of one legal document; one that is not here is as shipped, else "not verified".

    Attributes:
        key: of the register.
        force: ``unknown``, ``in_force``, ``partly`` or ``expired``.
        checked: day somebody looked at the source.
        changed_by: who that was.
    """

    __tablename__ = "document_statement"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    number: Mapped[str | None] = mapped_column(String(120))
    title: Mapped[str | None] = mapped_column(String(500))
    issuer: Mapped[str | None] = mapped_column(String(200))
    issued: Mapped[date | None] = mapped_column(Date)
    place: Mapped[str | None] = mapped_column(String(64))
    force: Mapped[str] = mapped_column(String(16))
    amended_by: Mapped[list[str]] = mapped_column(JSON)
    replaced_by: Mapped[list[str]] = mapped_column(JSON)
    since: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str | None] = mapped_column(String(300))
    checked: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str | None] = mapped_column(String(500))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(120))


class PaperRow(Table):
    """One paper of the library.

    Attributes:
        text: as it was read from the file.
        state: ``draft`` (looked at before it is used), ``active`` or ``withdrawn``.
        passages: how many it was cut into.
    """

    __tablename__ = "library_paper"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(300))
    number: Mapped[str | None] = mapped_column(String(120))
    issuer: Mapped[str | None] = mapped_column(String(200))
    issued: Mapped[date | None] = mapped_column(Date)
    file_name: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    passages: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    added_by: Mapped[str] = mapped_column(String(120))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(120))
