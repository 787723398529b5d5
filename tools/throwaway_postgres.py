"""A PostgreSQL server for tests: made in a temporary folder, reached by a socket in it, gone at the end.

PostgreSQL refuses to run as root, so a test run by root starts it as another user.
"""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

import psutil

if TYPE_CHECKING:
    import psycopg

_OWNER = "motcua"
_USERS = ("postgres", "nobody")
_DEBIAN = Path("/usr/lib/postgresql")
_START_SECONDS = 60.0
# Data that is thrown away needs no fsync; a commit still reaches the kernel before it is confirmed, so it outlives
# a killed server (not a power cut).
_OPTIONS = ("fsync=off", "listen_addresses=", "max_connections=60", "shared_buffers=32MB", "log_min_messages=warning")


def binaries() -> Path | None:
    """Return the folder with ``initdb`` and ``postgres``; ``None``: PostgreSQL is not installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    versions = [path.parent for path in _DEBIAN.glob("*/bin/initdb")]
    return max(versions, key=lambda folder: float(folder.parent.name), default=None)


class ThrowawayPostgres:
    """One server; :meth:`start` it, and after :meth:`kill` start it again on the same data.

    Args:
        folder: an empty folder of its own, with a short path (it holds the socket).
        programs: see :func:`binaries`.

    Raises:
        RuntimeError: it cannot be set up or does not answer; the message holds what it said.
    """

    def __init__(self, folder: Path, programs: Path) -> None:
        self._folder = folder
        self._programs = programs
        self._user = _other_user() if os.geteuid() == 0 else None
        self._child: subprocess.Popen[bytes] | None = None
        if self._user:
            shutil.chown(folder, self._user)
        access = ("-U", _OWNER, "-A", "trust")
        made = subprocess.run(
            [programs / "initdb", "-D", self._data, *access, "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"],
            user=self._user,
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"initdb: {made.stderr[-2000:]}")

    @property
    def _data(self) -> Path:
        return self._folder / "data"

    def url(self, database: str = "postgres") -> str:
        """Return the SQLAlchemy URL of a database on it."""
        return f"postgresql+psycopg://{_OWNER}@/{database}?host={self._folder}"

    def start(self) -> None:
        """Start it and wait until it answers."""
        options = [part for option in _OPTIONS for part in ("-c", option)]
        with (self._folder / "server.log").open("ab") as log:
            self._child = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, "-k", self._folder, *options],
                user=self._user,
                cwd=self._folder,
                stdout=log,
                stderr=log,
            )
        deadline = time.monotonic() + _START_SECONDS
        while not self._answers():
            if self._child.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"postgres: {(self._folder / 'server.log').read_text()[-2000:]}")
            time.sleep(0.02)

    def kill(self) -> None:
        """End the server and every process of it with SIGKILL, as a crash does."""
        if self._child is None:
            return
        with suppress(psutil.NoSuchProcess):
            server = psutil.Process(self._child.pid)
            family = [server, *server.children(recursive=True)]
            for process in family:
                with suppress(psutil.NoSuchProcess):
                    process.kill()
            psutil.wait_procs(family, timeout=10)
        self._child.wait()
        self._child = None

    def connect(self, database: str = "postgres") -> psycopg.Connection[Any]:
        """Connect to a database on it; each statement is a transaction."""
        import psycopg

        return psycopg.connect(host=str(self._folder), user=_OWNER, dbname=database, autocommit=True)

    def execute(self, statement: str) -> None:
        """Run one statement outside a transaction (CREATE DATABASE needs that)."""
        with self.connect() as connection:
            connection.execute(statement.encode())

    def _answers(self) -> bool:
        import psycopg

        try:
            self.execute("SELECT 1")
        except psycopg.OperationalError:
            return False
        return True


@contextmanager
def throwaway_postgres(programs: Path) -> Iterator[ThrowawayPostgres]:
    """Run a server in a temporary folder for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as name:
        server = ThrowawayPostgres(Path(name), programs)
        try:
            server.start()
            yield server
        finally:
            server.kill()


def _other_user() -> str:
    known = {entry.pw_name for entry in pwd.getpwall()}
    return next(name for name in _USERS if name in known)
