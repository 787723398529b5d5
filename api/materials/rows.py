"""A material's row: found, and as the log names it."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from api.materials.model import MaterialNotFound
from api.storage.material_tables import MaterialRow
from api.storage.rows import row_named
from knowledge.materials import KIND_LABELS, MaterialKind


def row_of(session: Session, identity: str) -> MaterialRow:
    """Return the row of a material.

    Raises:
        MaterialNotFound: there is none of this id.
    """
    row = row_named(session, MaterialRow, identity)
    if row is None:
        raise MaterialNotFound
    return row


def named(row: MaterialRow) -> str:
    """Return what the log calls it by: its procedure, or else its title."""
    return (row.code or row.title)[:64]


def logged(row: MaterialRow) -> dict[str, Any]:
    """Return what the log keeps of it."""
    days = {"from_on": row.starts, "until_on": row.until}
    return {
        "material": f"{KIND_LABELS[MaterialKind(row.kind)]}: {row.title}",
        "source": ", ".join(part for part in (row.publisher, row.decision, f"{row.issued:%d/%m/%Y}") if part),
        "readers": row.readers,
        "for_paper": row.paper,
        "url": row.url,
        "files": f"{row.file_name} ({(row.digest or '')[:12]})" if row.file_name else None,
        "published": row.published_at is not None,
        **{name: value.isoformat() if value else None for name, value in days.items()},
    }
