"""Looks after waits: those in vain are ended with a word, those whose operator is gone go back into the queue."""

from __future__ import annotations

import asyncio
import logging

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from api.handover import floor as rows
from api.handover import words
from api.handover.floor import Floor
from api.handover.model import Ending, State
from api.handover.operators import back_to_queue
from api.storage.handover_tables import HandoverRow
from api.storage.rows import lock_row
from api.worker import in_thread

log = logging.getLogger(__name__)

_SECONDS = 5.0


async def keep_watch(floor: Floor, seconds: float = _SECONDS) -> None:
    """Look every few seconds until cancelled."""
    while True:
        try:
            await in_thread(lambda: look(floor))
        except Exception as error:  # whatever broke: look again
            log.error("handover_watch_failed", exc_info=error)
        await asyncio.sleep(seconds)


def look(floor: Floor) -> None:
    """Do what is due now; blocks. Several processes may do it at the same time."""
    now = floor.clock()
    silent = (HandoverRow.state == State.TAKEN, HandoverRow.beat_at < now - floor.silence)
    waiting: tuple[ColumnElement[bool], ...] = (HandoverRow.state == State.WAITING,)
    if floor.is_open():
        waiting = (*waiting, HandoverRow.waiting_since < now - floor.patience)
    for number in _numbers(floor, *silent):
        with floor.database.session() as session:
            row = lock_row(session, HandoverRow, HandoverRow.number == number, *silent)
            if row is not None:
                back_to_queue(floor, session, row, None, words.OPERATOR_GONE)
    for number in _numbers(floor, *waiting):
        with floor.database.session() as session:
            row = lock_row(session, HandoverRow, HandoverRow.number == number, *waiting)
            if row is not None:
                _expire(floor, row, session)
    with floor.database.session() as session:
        floor.metrics.handovers_waiting.set(rows.waiting_count(session))
    floor.wake()


def _expire(floor: Floor, row: HandoverRow, session: Session) -> None:
    now = floor.clock()
    text = words.EXPIRED if floor.is_open() else words.closed_text(floor.hours.next_opening(now), now)
    floor.tell(session, row, text, *words.expired_buttons())
    floor.finish(session, row, Ending.EXPIRED, None)


def _numbers(floor: Floor, *conditions: ColumnElement[bool]) -> list[int]:
    with floor.database.session() as session:
        return list(session.scalars(select(HandoverRow.number).where(*conditions)))
