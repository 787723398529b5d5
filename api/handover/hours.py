"""When operators are there: a weekly plan in local time, closed on public holidays unless said otherwise."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from api.clock import VIETNAM
from api.feedback.deadlines import is_public_holiday

_DAYS = {"T2": 0, "T3": 1, "T4": 2, "T5": 3, "T6": 4, "T7": 5, "CN": 6}
_NAMES = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_PART = re.compile(r"(T[2-7]|CN)(?:-(T[2-7]|CN))?((?:[ ,]+\d{1,2}:\d{2}-\d{1,2}:\d{2})+)", re.IGNORECASE)
_SPAN = re.compile(r"(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})")
_MINUTES_A_DAY = 24 * 60
_LOOK_AHEAD = 60
"""Days that are looked through for the next opening; the longest holiday (Tết) is far shorter."""

Spans = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class OfficeHours:
    """The plan.

    Attributes:
        week: day of the week (0: Monday) → minutes of the day from and to, the end not included.
        on_holidays: operators are there on public holidays too.
    """

    week: Mapping[int, Spans]
    on_holidays: bool = False

    @classmethod
    def read(cls, text: str, *, on_holidays: bool = False) -> Self:
        """Read a plan such as ``T2-T6 07:30-11:30, 13:30-17:00; T7 07:30-11:30``.

        Raises:
            ValueError: it is none.
        """
        week: dict[int, Spans] = {}
        for part in (one.strip() for one in text.split(";")):
            found = _PART.fullmatch(part)
            if not found:
                raise ValueError(part)
            first, last = _DAYS[found[1].upper()], _DAYS[(found[2] or found[1]).upper()]
            if last < first:
                raise ValueError(part)
            for day in range(first, last + 1):
                week[day] = tuple(sorted((*week.get(day, ()), *_spans(found[3]))))
        return cls(week, on_holidays)

    def is_open(self, moment: datetime) -> bool:
        """Tell whether operators are there."""
        here = moment.astimezone(VIETNAM)
        minute = here.hour * 60 + here.minute
        return any(start <= minute < end for start, end in self._of(here.date()))

    def next_opening(self, moment: datetime) -> datetime | None:
        """Return when operators will be there again, in UTC; ``None``: not within two months."""
        here = moment.astimezone(VIETNAM)
        for ahead in range(_LOOK_AHEAD):
            day = here.date() + timedelta(days=ahead)
            for start, _ in self._of(day):
                opening = datetime.combine(day, time(start // 60, start % 60), VIETNAM)
                if opening > here:
                    return opening.astimezone(UTC)
        return None

    def _of(self, day: date) -> Spans:
        closed = not self.on_holidays and is_public_holiday(day)
        return () if closed else self.week.get(day.weekday(), ())


def opening_text(opening: datetime, now: datetime) -> str:
    """Say when an opening is: ``13:30 hôm nay``, ``07:30 thứ Hai, 23/11/2026``."""
    there, here = opening.astimezone(VIETNAM), now.astimezone(VIETNAM)
    if there.date() == here.date():
        return f"{there:%H:%M} hôm nay"
    return f"{there:%H:%M} {_NAMES[there.weekday()]}, {there:%d/%m/%Y}"


def _spans(text: str) -> Spans:
    found = []
    for match in _SPAN.finditer(text):
        hours, minutes = (int(match[1]), int(match[3])), (int(match[2]), int(match[4]))
        start, end = hours[0] * 60 + minutes[0], hours[1] * 60 + minutes[1]
        if max(minutes) > 59 or not 0 <= start < end <= _MINUTES_A_DAY:
            raise ValueError(match[0])
        found.append((start, end))
    return tuple(found)
