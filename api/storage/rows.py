"""Writing a row once, and holding rows from the look at them to the change: the same on either database.

A session reads what was committed at that moment; another one may change it before this one writes. So whoever writes
what depends on what was read takes hold first (:func:`lock_row`, :func:`lock_rows`, :func:`alone`) and reads then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar
from zlib import crc32

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy import Table as SqlTable
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from api.storage.tables import Table

_Row = TypeVar("_Row", bound=Table)
_LONGEST_ID = 32


def insert_once(session: Session, table: type[Table], values: dict[str, Any]) -> bool:
    """Insert a row unless one with the same key is there; tell whether it was inserted."""
    target = _sql(table)
    make: Any = postgresql.insert if _is_postgresql(session) else sqlite.insert
    insert = make(target).values(values).on_conflict_do_nothing().returning(*target.primary_key.columns)
    return session.execute(insert).first() is not None  # the row count is not told by every driver


def put(session: Session, table: type[Table], values: dict[str, Any]) -> None:
    """Insert a row, or give the one with the same key these values."""
    target = _sql(table)
    make: Any = postgresql.insert if _is_postgresql(session) else sqlite.insert
    insert = make(target).values(values)
    session.execute(insert.on_conflict_do_update(index_elements=list(target.primary_key.columns), set_=values))


def row_named(session: Session, table: type[_Row], identity: str) -> _Row | None:
    """Return the row of an id that came from outside, with whatever characters; ``None``: there is none."""
    return session.get(table, identity.replace("\x00", "")[:_LONGEST_ID])


def lock_rows(session: Session, table: type[_Row], *conditions: ColumnElement[bool]) -> Sequence[Any]:
    """Hold the rows that fit to the end of the transaction; return their keys.

    Of two transactions the second waits here, and then sees what the first has made of them.
    """
    target = _sql(table)
    same = next(column for column in target.columns if not column.primary_key)  # a key would be checked from afar
    return session.scalars(
        update(table)
        .where(*conditions)
        .values({same.name: same})  # writing first, though nothing new, takes the lock on SQLite and PostgreSQL alike
        .returning(*target.primary_key.columns)
        .execution_options(synchronize_session=False)
    ).all()


def lock_row(session: Session, table: type[_Row], *conditions: ColumnElement[bool]) -> _Row | None:
    """Return the one row that fits, as it is now, held to the end of the transaction; ``None``: none fits."""
    keys = lock_rows(session, table, *conditions)
    return session.get_one(table, keys[0], populate_existing=True) if keys else None


def alone(session: Session, what: str) -> None:
    """Let one transaction at a time do ``what``, where there is no row yet to hold; call it before anything else."""
    if _is_postgresql(session):
        session.execute(select(func.pg_advisory_xact_lock(crc32(what.encode()))))
    else:
        session.connection().exec_driver_sql("BEGIN IMMEDIATE")  # the driver itself would begin at the first write


def _sql(table: type[Table]) -> SqlTable:
    target = table.__table__
    assert isinstance(target, SqlTable)  # noqa: S101 (declared by our own classes)
    return target


def _is_postgresql(session: Session) -> bool:
    return session.get_bind().dialect.name == "postgresql"
