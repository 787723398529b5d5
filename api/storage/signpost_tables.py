"""What a deployment has changed of the shipped signposts; holds no personal data."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from api.storage.tables import Table, UtcTime


class SignpostRow(Table):
    """One changed signpost; one that is not here is shown as shipped.

    Attributes:
        id: of the shipped table.
        address: the office's own address of the look-up; ``None``: as shipped.
        source: where the office has that address from.
    """

    __tablename__ = "signpost"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    enabled: Mapped[bool]
    address: Mapped[str | None] = mapped_column(String(500))
    source: Mapped[str | None] = mapped_column(String(300))
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_by: Mapped[str] = mapped_column(String(120))
