"""How many PAKN came in and were answered, piece by piece of a period."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from api.reports.periods import Period
from api.reports.workload import ANSWERED, Item, Origin

_WEEKS_UP_TO = 45
_MONTHS_UP_TO = 400
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Bucket:
    """A piece of a period, both days included."""

    label: str
    start: date
    end: date
    received: int
    answered: int


def buckets(items: Iterable[Item], period: Period) -> tuple[Bucket, ...]:
    """Cut a period into weeks, months or quarters, by its length, and count each piece.

    Answered is counted on the day of the answer that stands at the end of the period.
    """
    items = tuple(items)
    received = [item.life.received_on for item in items if item.origin is Origin.RECEIVED]
    answered = [item.standing.answered_on for item in items if item.outcome in ANSWERED]
    return tuple(
        Bucket(
            label,
            start,
            end,
            sum(start <= day <= end for day in received),
            sum(day is not None and start <= day <= end for day in answered),
        )
        for label, start, end in _pieces(period)
    )


def _pieces(period: Period) -> Iterator[tuple[str, date, date]]:
    start = period.start
    while start <= period.as_of:
        label, following = _piece(start, period)
        end = min(following - _DAY, period.as_of)
        yield label or f"{start:%d/%m}–{end:%d/%m}", start, end
        start = following


def _piece(start: date, period: Period) -> tuple[str, date]:
    """Return name and first day after the piece that begins on a day; the name of weeks is their days."""
    whole = (period.end - period.start).days + 1
    if whole <= _WEEKS_UP_TO:
        return "", start + 7 * _DAY
    if whole <= _MONTHS_UP_TO:
        return f"{start:%m/%Y}", _month_after(start, 1)
    quarter = (start.month + 2) // 3
    return f"Q{quarter}/{start.year}", _month_after(start.replace(month=3 * quarter - 2, day=1), 3)


def _month_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
