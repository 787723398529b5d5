"""Writing a row once, on either database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.storage.tables import Table


def insert_once(session: Session, table: type[Table], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key is there; tell whether it was inserted."""
    target = table.__table__
    assert isinstance(target, SqlTable)  # noqa: S101 (declared by our own classes)
    make: Any = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    insert = make(target).values(values).on_conflict_do_nothing().returning(*target.primary_key.columns)
    return session.execute(insert).first() is not None  # the row count is not told by every driver
