"""The database connection: safe settings for SQLite and PostgreSQL, migrations at start, errors of our own tree."""

from __future__ import annotations

import errno
import sqlite3
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Lock
from typing import Any

from alembic import command
from alembic.config import Config
from filelock import FileLock
from sqlalchemy import Connection, Engine, create_engine, event, select, text
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from api.errors import StorageUnavailable, VaultLocked
from api.security.vault import Vault, load_keys, use_key
from api.settings import Settings
from api.storage.feedback_tables import CaseRow, DraftRow
from knowledge.errors import ConfigurationError, StorageFull

_BUSY_MS = 5000
_CONNECTIONS = 8
_CONNECT_SECONDS = 5
_CLOSE_SECONDS = 5.0
_WRONG_KEY = "khoá không mở được dữ liệu đã che; hãy trả lại khoá cũ (hoặc tệp secret.key trong thư mục dữ liệu)"
_MIGRATION_LOCK = 0x4D43  # any number, the same in every process


class Database:
    """One engine and its sessions; safe to use from several threads."""

    def __init__(self, url: str, data: Path) -> None:
        self._data = data
        # SQLite lets one write at a time, and lets the others sleep up to a tenth of a second before they look again.
        self._writing: AbstractContextManager[Any] = Lock() if url.startswith("sqlite") else nullcontext()
        # Parameters hold what people wrote: they must not reach a log through an error message.
        self.engine = create_engine(
            url,
            pool_size=_CONNECTIONS,
            max_overflow=0,
            pool_pre_ping=not url.startswith("sqlite"),
            hide_parameters=True,
        )
        if self.is_sqlite:
            event.listen(self.engine, "connect", _set_pragmas)
        else:
            event.listen(self.engine, "do_connect", _limit_connecting)
            event.listen(self.engine, "connect", _limit_waiting)
            event.listen(self.engine, "before_cursor_execute", _without_nul, retval=True)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether this is SQLite; the other one is PostgreSQL."""
        return self.engine.dialect.name == "sqlite"

    @classmethod
    def open(cls, settings: Settings) -> Database:
        """Connect and bring the tables up to date.

        Raises:
            StorageUnavailable: no connection, or a database this version cannot use.
            StorageFull: no room for it.
            ConfigurationError: personal data is sealed with a key this deployment does not have.
        """
        database = cls(settings.database, settings.data)
        with database._own_errors():
            settings.data.mkdir(parents=True, exist_ok=True)
            with FileLock(settings.data / "migration.lock"):
                migrate(database.engine)
                database._unlock(settings)
        return database

    def _unlock(self, settings: Settings) -> None:
        """Take the key and open one sealed value, so that a lost key shows at start and not when a citizen writes."""
        try:
            use_key(Vault(load_keys(settings.secret_key.get_secret_value(), settings.data)))
            with Session(self.engine) as session:
                session.scalar(select(CaseRow.content).order_by(CaseRow.number.desc()).limit(1))
                session.scalar(select(DraftRow.fields).order_by(DraftRow.changed_at.desc()).limit(1))
        except VaultLocked as error:
            self.close()
            raise ConfigurationError("MOTCUA_SECRET_KEY", _WRONG_KEY) from error

    @contextmanager
    def session(self) -> Iterator[Session]:
        """One transaction: committed at the end, rolled back on an error.

        Raises:
            StorageUnavailable: the database does not answer.
            StorageFull: the disk is full; nothing was written.
        """
        with self._own_errors(), Session(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """The same without the object mapping: for the few statements of every message.

        Raises:
            StorageUnavailable: the database does not answer.
            StorageFull: the disk is full; nothing was written.
        """
        with self._own_errors(), self._writing, self.engine.begin() as connection:
            yield connection

    def check(self) -> bool:
        """Tell whether the database answers."""
        try:
            with self.engine.connect() as connection:
                connection.execute(text("SELECT 1"))
        except SQLAlchemyError:
            return False
        return True

    def wipe_deleted(self) -> None:
        """Let what was deleted leave the files too, as far as the database can do that now.

        SQLite: deleted rows are overwritten (``secure_delete``), and the write-ahead log, which still holds them, is
        emptied unless somebody reads just now; the next time will do it. PostgreSQL's autovacuum frees them by itself.
        """
        if not self.is_sqlite:
            return
        with self._own_errors(), self.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close every connection; a thread that is still at work gets a few seconds to finish."""
        deadline = time.monotonic() + _CLOSE_SECONDS
        pool = self.engine.pool
        while isinstance(pool, QueuePool) and pool.checkedout() > 0 and time.monotonic() < deadline:
            time.sleep(0.005)
        event.listen(pool, "checkin", _close_late)
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


def _without_nul(
    _connection: Connection, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool
) -> tuple[str, Any]:
    """Leave out of what is kept or looked for the one sign that PostgreSQL's texts cannot hold (SQLite's can)."""
    return statement, _nul_less(parameters)


def _nul_less(given: Any) -> Any:
    if isinstance(given, str):
        return given.replace("\x00", "")
    if isinstance(given, dict):
        return {name: _nul_less(value) for name, value in given.items()}
    return type(given)(map(_nul_less, given)) if isinstance(given, list | tuple) else given


def _close_late(_connection: Any, record: ConnectionPoolEntry) -> None:
    """Close a connection that comes back from a thread after its pool was given up."""
    record.invalidate()


def migrate(engine: Engine) -> None:
    """Run the shipped migrations up to the newest."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":  # processes on other machines do not see our lock file
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _set_pragmas(connection: sqlite3.Connection, _record: Any) -> None:
    cursor = connection.cursor()
    cursor.execute(f"PRAGMA busy_timeout={_BUSY_MS}")
    cursor.execute("PRAGMA journal_mode=WAL")
    # FULL: an accepted message outlives a power cut too; a few milliseconds a commit (docs/settings.md).
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.execute("PRAGMA secure_delete=ON")  # what retention deletes is overwritten
    cursor.close()


def _limit_connecting(_dialect: Any, _record: Any, _arguments: Any, options: dict[str, Any]) -> None:
    options.setdefault("connect_timeout", _CONNECT_SECONDS)


def _limit_waiting(connection: Any, _record: Any) -> None:
    """Wait no longer for a lock than SQLite does; then the citizen is told instead of being left waiting."""
    connection.execute(f"SET lock_timeout = {_BUSY_MS}")
    connection.commit()


def _is_full(error: SQLAlchemyError) -> bool:
    if not isinstance(error, DBAPIError):
        return False
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return getattr(original, "sqlite_errorcode", None) == sqlite3.SQLITE_FULL
    return getattr(original, "sqlstate", None) == "53100"  # PostgreSQL: disk_full
