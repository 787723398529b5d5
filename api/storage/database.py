"""The database connection: safe pragmas for SQLite, migrations at start, errors of our own tree."""

from __future__ import annotations

import errno
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from api.errors import StorageUnavailable
from api.settings import Settings
from knowledge.errors import StorageFull

_BUSY_MS = 5000
_CONNECTIONS = 8


class Database:
    """One engine and its sessions; safe to use from several threads."""

    def __init__(self, url: str, data: Path) -> None:
        self._data = data
        # Parameters hold what people wrote: they must not reach a log through an error message.
        self.engine = create_engine(
            url,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=not url.startswith("sqlite"),
            hide_parameters=True,
        )
        if self.engine.dialect.name == "sqlite":
            event.listen(self.engine, "connect", _set_pragmas)

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """Connect and bring the tables up to date.

        Raises:
            StorageUnavailable: no connection, or a database this version cannot use.
            StorageFull: no room for it.
        """
        database = cls(settings.database, settings.data)
        with database._own_errors():
            settings.data.mkdir(parents=True, exist_ok=True)
            with FileLock(settings.data / "migration.lock"):
                migrate(database.engine)
        return database

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        Raises:
            StorageUnavailable: the database does not answer.
            StorageFull: the disk is full; nothing was written.
        """
        with self._own_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    def check(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def _own_errors(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            if _is_full(error):
                raise StorageFull(self._data) from error
            raise StorageUnavailable(type(error).__name__) from error
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise StorageFull(self._data) from error
            raise StorageUnavailable(error.strerror or "OSError") from error


def migrate(engine: Engine) -> None:
    """Run the shipped migrations up to the newest."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: an accepted message outlives a power cut too; a few milliseconds a commit (docs/settings.md).
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _is_full(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(original, "sqlstate", None) == "53100"  # PostgreSQL: disk_full
