"""Rasa's own record of conversations: in the data folder, and forgotten with ours."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

_AT_ONCE = 2000
_BUSY_SECONDS = 5.0


def tracker_file(data: Path) -> Path:
    """Return where Rasa keeps its events; masked texts only, as that is all it gets."""
    return data / "bot" / "tracker.db"


def forget_events(file: Path, before: float) -> int:
    """Delete events older than ``before`` (seconds since 1970), a few at a time so that Rasa can write in between.

    Returns how many went; 0 when Rasa has not made its tables yet.
    """
    if not file.is_file():
        return 0
    gone = 0
    with closing(sqlite3.connect(file, timeout=_BUSY_SECONDS, isolation_level=None)) as connection:
        if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'events'").fetchone():
            return 0
        # Rasa indexes the sender only; without this a look by age reads the whole table.
        connection.execute("CREATE INDEX IF NOT EXISTS ix_events_timestamp ON events (timestamp)")
        while True:
            batch = "SELECT id FROM events WHERE timestamp < ? LIMIT ?"
            deleted = connection.execute(f"DELETE FROM events WHERE id IN ({batch})", (before, _AT_ONCE)).rowcount  # noqa: S608
            gone += deleted
            if deleted < _AT_ONCE:
                return gone
