"""All that stands in a database, as text: for canaries that must not be found there."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Engine, create_engine, inspect

from api.settings import Settings


def dumped(settings: Settings) -> dict[str, str]:
    """Return the rows of each table of a deployment, on SQLite and PostgreSQL alike."""
    engine = create_engine(settings.database)
    try:
        return dumped_from(engine)
    finally:
        engine.dispose()


def dumped_from(engine: Engine) -> dict[str, str]:
    """Return the rows of each table, bytes as the text they may hold."""
    with engine.connect() as connection:
        return {
            name: "\n".join(_line(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"'))
            for name in inspect(connection).get_table_names()
        }


def _line(row: Any) -> str:
    return " | ".join(
        bytes(value).decode("utf-8", "replace") if isinstance(value, bytes | memoryview) else str(value)
        for value in row
    )
