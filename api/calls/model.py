"""A call as the log shows it, what can be typed about one, and what the list is narrowed by."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

SIZE = 30
QUESTION_CHARACTERS = 500
ANSWER_CHARACTERS = 2000
MOST_MINUTES = 600
MOST_CODES = 10


@dataclass(frozen=True, slots=True)
class Call:
    """One call.

    Attributes:
        seconds: how long it was; of a running call up to now.
        running: the clock still runs, nothing is written down yet.
        question: masked; ``None`` after its time (:attr:`api.settings.Settings.retention_call_days`).
        phone: the caller's number with all but its last digits covered; ``None``: none was noted.
        correction: id of the report on a wrong card.
        mine: the reader took it.
    """

    id: str
    operator_id: str
    operator: str
    started_at: datetime
    seconds: int
    running: bool
    question: str | None
    codes: tuple[str, ...]
    answer: str | None
    resolved: bool | None
    phone: str | None
    correction: str | None
    mine: bool

    @property
    def minutes(self) -> float:
        """How long it was, in minutes."""
        return self.seconds / 60


@dataclass(frozen=True, slots=True)
class Typed:
    """What an operator writes down of a call, as typed.

    Attributes:
        minutes: such as ``4`` or ``4,5``.
        codes: procedure codes, in any separation.
        resolved: ``yes`` or ``no``.
        keep_phone: an empty ``phone`` leaves the number that is kept.
        wrong_code: the procedure whose card is wrong; ``wrong`` says what.
    """

    question: str = ""
    answer: str = ""
    minutes: str = ""
    codes: str = ""
    resolved: str = ""
    phone: str = ""
    keep_phone: bool = False
    wrong_code: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class CallFilter:
    """What the list is narrowed by; ``None`` and empty mean everything. Days are days in Vietnam, both included."""

    start: date | None = None
    end: date | None = None
    operator: str = ""
    resolved: bool | None = None
    page: int = 1
