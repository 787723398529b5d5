"""Dates as published, and texts that time has overtaken."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_VIETNAM = timezone(timedelta(hours=7))
_DATE = r"(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*(\d{4})"
_WORDS = r"(\d{1,2})\s*tháng\s*(\d{1,2})\s*năm\s*(\d{4})"
_ANY = re.compile(rf"(?:{_DATE})|(?:{_WORDS})", re.IGNORECASE)
_UNTIL = re.compile(rf"\bđến\s+(?:hết\s+)?(?:ngày\s+)?(?:(?:{_DATE})|(?:{_WORDS}))", re.IGNORECASE)


def _from_groups(groups: tuple[str | None, ...]) -> date | None:
    day, month, year = (int(part) for part in groups if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def date_in(text: str) -> date | None:
    """Return the first date a text names (``12/06/2025`` or ``12 tháng 6 năm 2025``)."""
    match = _ANY.search(text)
    return _from_groups(match.groups()) if match else None


def ends_in(text: str) -> list[date]:
    """Return the days until which a text says something holds ("đến hết ngày 31/12/2023")."""
    found = (_from_groups(match.groups()) for match in _UNTIL.finditer(text))
    return [day for day in found if day]


def lapsed(text: str, as_of: date) -> bool:
    """Tell whether a text names an end and every end it names lies before ``as_of``."""
    ends = ends_in(text)
    return bool(ends) and max(ends) < as_of


def from_milliseconds(value: object) -> date | None:
    """Return the day in Vietnam of a time stamp in milliseconds; ``None`` for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float) or value <= 0:
        return None
    try:
        return datetime.fromtimestamp(value / 1000, tz=UTC).astimezone(_VIETNAM).date()
    except (OverflowError, ValueError, OSError):
        return None
