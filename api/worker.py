"""Blocking work in a thread that is always seen to its end."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TypeVar

Result = TypeVar("Result")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Run blocking work in a thread; when cancelled meanwhile, wait for its end first.

    A thread cannot be stopped: without waiting, the database would be closed while it still writes.
    """
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise
