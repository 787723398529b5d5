"""Jobs that one process does at a time: a row with a holder and an end, renewed while the work goes on."""

from __future__ import annotations

import secrets
from datetime import timedelta

from sqlalchemy import delete, or_, update
from sqlalchemy.engine import CursorResult

from api.clock import Clock, utc_now
from api.storage.database import Database
from api.storage.rows import insert_once
from api.storage.zalo_tables import ChannelLeaseRow


class Lease:
    """One job of one process.

    Args:
        database: shared by the processes.
        name: of the job.
        seconds: until others may take over from a holder that is gone.
        clock: gives the present moment.
    """

    def __init__(self, database: Database, name: str, seconds: float, clock: Clock = utc_now) -> None:
        self._database = database
        self._name = name
        self._span = timedelta(seconds=seconds)
        self._clock = clock
        self._holder = secrets.token_hex(16)

    def take(self) -> bool:
        """Take or renew the job; blocks. Tell whether this process has it now."""
        now = self._clock()
        until = now + self._span
        row = {"name": self._name, "holder": self._holder, "until": until}
        with self._database.session() as session:
            taken = session.execute(
                update(ChannelLeaseRow)
                .where(
                    ChannelLeaseRow.name == self._name,
                    or_(ChannelLeaseRow.holder == self._holder, ChannelLeaseRow.until < now),
                )
                .values(holder=self._holder, until=until)
            )
            assert isinstance(taken, CursorResult)  # noqa: S101 (an UPDATE gives no other)
            return taken.rowcount == 1 or insert_once(session, ChannelLeaseRow, row)

    def give_back(self) -> None:
        """Let others have the job at once; blocks."""
        with self._database.session() as session:
            session.execute(
                delete(ChannelLeaseRow).where(
                    ChannelLeaseRow.name == self._name, ChannelLeaseRow.holder == self._holder
                )
            )
