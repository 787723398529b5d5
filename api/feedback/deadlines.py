"""Days that count: working days in Vietnam, and the deadlines of a PAKN as the deployment has them configured.

Rules for counting: the day of receipt does not count (Bộ luật Dân sự 2015 Đ.147), and a time limit whose last day is
no working day ends on the next one (Đ.148). How long each limit is, is a setting with its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

import holidays

from api.clock import VIETNAM
from api.feedback.model import OPEN, Lateness, Status

if TYPE_CHECKING:
    from api.settings import Settings

_calendar = holidays.country_holidays("VN")
_calendar_lock = Lock()  # the calendar works a year out when it is first asked about
_DAY = timedelta(days=1)


def day_text(day: date) -> str:
    """Return a day as people here write it: ``22/11/2026``."""
    return f"{day:%d/%m/%Y}"


def moment_text(moment: datetime) -> str:
    """Return a moment in Vietnam: ``14:05 ngày 22/11/2026``."""
    return f"{moment.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"


@lru_cache(maxsize=4096)
def is_working_day(day: date) -> bool:
    """Tell whether offices work: no weekend, no public holiday; swapped days as the library knows them."""
    with _calendar_lock:
        return _calendar.is_working_day(day)


def is_public_holiday(day: date) -> bool:
    """Tell whether a day is a public holiday in Vietnam, the days off in exchange for one included."""
    with _calendar_lock:
        return day in _calendar


def add_working_days(day: date, count: int) -> date:
    """Return the working day that is ``count`` working days after ``day``, which itself does not count."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day


def next_working_day(day: date) -> date:
    """Return the day itself when it is a working day, else the next one."""
    while not is_working_day(day):
        day += _DAY
    return day


def working_days_between(start: date, end: date) -> int:
    """Return how many working days lie after ``start`` up to and including ``end``; 0 when ``end`` is not later."""
    days = (end - start).days
    return sum(is_working_day(start + timedelta(days=number)) for number in range(1, days + 1))


@dataclass(frozen=True, slots=True)
class Deadlines:
    """The time limits in force; each ``*_source`` says where its limit comes from.

    Attributes:
        forward_days: working days until a PAKN is forwarded.
        answer_days: days until it is answered.
        update_days: working days between two updates to the sender once it is late.
        soon_days: working days before the end in which a limit is shown as near.
        pause_waiting: time in which the sender is asked for more does not count.
    """

    forward_days: int = 5
    answer_days: int = 20
    update_days: int = 7
    soon_days: int = 3
    pause_waiting: bool = True
    forward_source: str = ""
    answer_source: str = ""
    update_source: str = ""

    @classmethod
    def of(cls, settings: Settings) -> Deadlines:
        """Take the limits from the settings."""
        return cls(
            forward_days=settings.pakn_forward_days,
            answer_days=settings.pakn_answer_days,
            update_days=settings.pakn_update_days,
            soon_days=settings.pakn_soon_days,
            pause_waiting=settings.pakn_pause_waiting,
            forward_source=settings.pakn_forward_source,
            answer_source=settings.pakn_answer_source,
            update_source=settings.pakn_update_source,
        )

    def forward_due(self, received: date) -> date:
        """Return the last day for forwarding."""
        return add_working_days(received, self.forward_days)

    def answer_due(self, received: date) -> date:
        """Return the last day for an answer."""
        return next_working_day(received + timedelta(days=self.answer_days))

    def update_due(self, last: date) -> date:
        """Return the day by which the sender of a late PAKN must hear again; ``last``: due day or last update."""
        return add_working_days(last, self.update_days)

    def soon_until(self, today: date) -> date:
        """Return the last day that counts as near."""
        return add_working_days(today, self.soon_days)

    def lateness(
        self, status: Status, today: date, *, forward_due: date | None, answer_due: date | None, answered: date | None
    ) -> Lateness:
        """Return the colour of a PAKN on a day.

        Before it is forwarded the nearer of both limits counts. While the sender is asked for more, and after
        a refusal or a withdrawal, nobody owes anything.
        """
        if answer_due is None:
            return Lateness.NONE
        if status not in OPEN:
            if answered is None or status in (Status.REJECTED, Status.WITHDRAWN):
                return Lateness.NONE
            return Lateness.DONE_IN_TIME if answered <= answer_due else Lateness.DONE_LATE
        if status is Status.NEEDS_MORE and self.pause_waiting:
            return Lateness.NONE
        due = min(answer_due, forward_due) if status is Status.RECEIVED and forward_due else answer_due
        if due < today:
            return Lateness.LATE
        return Lateness.SOON if due <= self.soon_until(today) else Lateness.IN_TIME
