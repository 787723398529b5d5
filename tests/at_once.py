"""Steps that happen at the same moment, so that what one has read is old when the other writes."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from typing import Any

from sqlalchemy import event

from api.storage.database import Database
from knowledge.errors import MotCuaError

_TAKES_HOLD = re.compile(
    r"\s*(?:insert|update|delete|begin immediate|select pg_advisory)|.*\bfor update\b", re.I | re.S
)
_PATIENCE = 20.0


def at_once(database: Database, *steps: Callable[[], Any]) -> list[Any]:
    """Do steps in threads of their own; each waits before it first writes or locks until all the others are there.

    Whatever a step has read by then was read before any other step wrote: a rule that only a reading upholds breaks
    every time, not now and then. One that upholds it by a lock passes every time.

    Returns:
        What each step returned, or the refusal it met, in the order of the steps.
    """
    meeting = threading.Barrier(len(steps), timeout=_PATIENCE)
    results: list[Any] = [None] * len(steps)
    on_their_way: set[int] = set()

    def wait(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        mine = threading.get_ident()
        if mine in on_their_way and _TAKES_HOLD.match(statement):
            on_their_way.discard(mine)
            _arrive(meeting)

    def do(number: int) -> None:
        on_their_way.add(threading.get_ident())
        try:
            results[number] = steps[number]()
        except MotCuaError as refused:
            results[number] = refused
        finally:
            if threading.get_ident() in on_their_way:  # it wrote nothing: the others need not wait for it
                on_their_way.discard(threading.get_ident())
                meeting.abort()

    event.listen(database.engine, "before_cursor_execute", wait)
    try:
        threads = [threading.Thread(target=do, args=(number,)) for number in range(len(steps))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    finally:
        event.remove(database.engine, "before_cursor_execute", wait)
    return results


def in_the_gap(database: Database, gap: int, between: Callable[[], Any], step: Callable[[], Any]) -> Any:
    """Do a step, and something else whole after the ``gap``-th of its transactions: before the next one, or at its end.

    A rule that holds only as long as nothing comes between two transactions breaks every time.

    Returns:
        What the step returned, or the refusal it met.
    """
    mine, left = threading.get_ident(), gap

    def over(*_connection: Any) -> None:
        nonlocal left
        if threading.get_ident() != mine or left <= 0:
            return
        left -= 1
        if left == 0:
            between()

    event.listen(database.engine, "checkin", over)
    try:
        return step()
    except MotCuaError as refused:
        return refused
    finally:
        event.remove(database.engine, "checkin", over)
        if left > 0:
            raise AssertionError(f"the step has no gap {gap}")


def _arrive(meeting: threading.Barrier) -> None:
    try:
        meeting.wait()
    except threading.BrokenBarrierError:
        return  # a step ended without writing


def refusals(results: list[Any]) -> list[type[MotCuaError]]:
    """Return the kinds of refusals among what steps gave."""
    return [type(one) for one in results if isinstance(one, MotCuaError)]
