"""The present moment, and the day it is in Vietnam."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")
Clock = Callable[[], datetime]
"""Gives the present moment, in UTC; tests give another."""


def utc_now() -> datetime:
    """Return the present moment in UTC."""
    return datetime.now(UTC)


def local_day(moment: datetime) -> date:
    """Return the day in Vietnam on which a moment falls."""
    return moment.astimezone(VIETNAM).date()
