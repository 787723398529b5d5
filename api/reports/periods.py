"""The period of a report and the one it is held against; all days are days in Vietnam."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from api.errors import InvalidField
from api.feedback.deadlines import day_text

EARLIEST = date(2000, 1, 1)
MOST_DAYS = 5 * 366
_DAY = timedelta(days=1)

Choice = TypeVar("Choice", bound=StrEnum)


class Span(StrEnum):
    """How a period is chosen; the value stands in addresses."""

    QUARTER = "quy"
    SIX_MONTHS = "6-thang"
    NINE_MONTHS = "9-thang"
    YEAR = "nam"
    RANGE = "khoang"


class Against(StrEnum):
    """Which period the numbers are held against: the same one a year earlier, or the one right before."""

    LAST_YEAR = "cung-ky"
    BEFORE = "lien-truoc"


SPAN_LABELS: dict[Span, str] = {
    Span.QUARTER: "Quý",
    Span.SIX_MONTHS: "6 tháng đầu năm",
    Span.NINE_MONTHS: "9 tháng đầu năm",
    Span.YEAR: "Cả năm (12 tháng)",
    Span.RANGE: "Khoảng ngày",
}
AGAINST_LABELS: dict[Against, str] = {
    Against.LAST_YEAR: "Cùng kỳ năm trước",
    Against.BEFORE: "Kỳ liền trước",
}
_MONTHS: dict[Span, int] = {Span.QUARTER: 3, Span.SIX_MONTHS: 6, Span.NINE_MONTHS: 9, Span.YEAR: 12}
_ROMAN = ("I", "II", "III", "IV")


@dataclass(frozen=True, slots=True)
class Period:
    """Some days in a row.

    Attributes:
        start: first day.
        end: last day of the whole period; it may lie in the future.
        as_of: last day that is counted: ``end``, or today while the period is running.
        label: what it is called, without the dates.
    """

    span: Span
    start: date
    end: date
    as_of: date
    label: str

    @property
    def running(self) -> bool:
        """Tell whether the period is not over yet."""
        return self.as_of < self.end

    @property
    def days(self) -> int:
        """How many days are counted."""
        return (self.as_of - self.start).days + 1

    @property
    def title(self) -> str:
        """Return label and counted days: ``Quý IV năm 2026 (từ 01/10/2026 đến 22/11/2026)``."""
        dates = f"từ {day_text(self.start)} đến {day_text(self.as_of)}"
        return f"{self.label} ({dates})" if self.label else f"{dates[0].upper()}{dates[1:]}"

    def compared(self, against: Against) -> Period:
        """Return the period to compare with; of a running one only as much as has passed here."""
        if against is Against.LAST_YEAR:
            months = 12
        elif self.span is Span.RANGE:
            return replace(self, start=self.start - self.days * _DAY, end=self.start - _DAY, as_of=self.start - _DAY)
        else:
            months = _MONTHS[self.span]
        start, end, as_of = (
            _months_back(self.start, months),
            _months_back(self.end + _DAY, months) - _DAY,
            _months_back(self.as_of + _DAY, months) - _DAY,
        )
        return Period(self.span, start, end, as_of, _label(self.span, start))

    def query(self, against: Against) -> str:
        """Return the period as the query of an address."""
        pairs = {"ky": self.span.value}
        if self.span is Span.RANGE:
            pairs |= {"tu": self.start.isoformat(), "den": self.end.isoformat()}
        else:
            pairs["nam"] = str(self.start.year)
        if self.span is Span.QUARTER:
            pairs["quy"] = str(_quarter(self.start))
        return urlencode({**pairs, "so-sanh": against.value})


def of_year(span: Span, year: int, today: date, *, quarter: int = 1) -> Period:
    """Return a quarter, or the first months of a year.

    Args:
        span: any but :attr:`Span.RANGE`.
        year: such as 2026.
        today: day in Vietnam.
        quarter: 1 to 4; only for :attr:`Span.QUARTER`.

    Raises:
        InvalidField: no such quarter, or a period that has not begun.
    """
    if not EARLIEST.year <= year <= date.max.year - 1:
        raise InvalidField("nam", f"Năm phải từ {EARLIEST.year} trở đi.")
    if not 1 <= quarter <= len(_ROMAN):
        raise InvalidField("quy", "Quý phải từ 1 đến 4.")
    first = 3 * quarter - 2 if span is Span.QUARTER else 1
    last = first + _MONTHS[span] - 1
    start, end = date(year, first, 1), date(year, last, monthrange(year, last)[1])
    return _counted(Period(span, start, end, end, _label(span, start)), today, "nam")


def of_days(start: date, end: date, today: date) -> Period:
    """Return a free range of days, both included.

    Raises:
        InvalidField: the wrong way round, too long, or not begun.
    """
    if end < start:
        raise InvalidField("den", "Ngày cuối phải từ ngày đầu trở đi.")
    if start < EARLIEST or (end - start).days >= MOST_DAYS:
        raise InvalidField("tu", f"Khoảng ngày phải từ {day_text(EARLIEST)} trở đi và không dài quá 5 năm.")
    return _counted(Period(Span.RANGE, start, end, end, ""), today, "tu")


def from_query(query: Mapping[str, str], today: date) -> tuple[Period, Against]:
    """Read the period an address asks for; without any, the quarter of today against last year's.

    Raises:
        InvalidField: it cannot be a period; a report of other days than asked for would mislead.
    """
    against = _choice(Against, "so-sanh", query.get("so-sanh") or Against.LAST_YEAR)
    span = _choice(Span, "ky", query.get("ky") or Span.QUARTER)
    if span is Span.RANGE:
        return of_days(_day("tu", query.get("tu", "")), _day("den", query.get("den", "")), today), against
    year = _whole("nam", query.get("nam") or str(today.year))
    quarter = _whole("quy", query.get("quy") or str(_quarter(today))) if span is Span.QUARTER else 1
    return of_year(span, year, today, quarter=quarter), against


def _counted(period: Period, today: date, field: str) -> Period:
    if period.start > today:
        raise InvalidField(field, f"Kỳ báo cáo chưa bắt đầu (hôm nay là {day_text(today)}).")
    return replace(period, as_of=min(period.end, today))


def _label(span: Span, start: date) -> str:
    match span:
        case Span.QUARTER:
            return f"Quý {_ROMAN[_quarter(start) - 1]} năm {start.year}"
        case Span.SIX_MONTHS | Span.NINE_MONTHS if start.month == 1:
            return f"{SPAN_LABELS[span]} {start.year}"
        case Span.YEAR:
            return f"Năm {start.year}"
        case _:
            return ""


def _quarter(day: date) -> int:
    return (day.month + 2) // 3


def _months_back(day: date, months: int) -> date:
    """Return the same day of an earlier month; the last one of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _choice(kind: type[Choice], field: str, value: str) -> Choice:
    try:
        return kind(value)
    except ValueError:
        raise InvalidField(field, "Vui lòng chọn một mục trong danh sách.") from None


def _whole(field: str, value: str) -> int:
    if not (value.isascii() and value.isdigit() and len(value) <= 4):
        raise InvalidField(field, "Vui lòng ghi bằng số, ví dụ 2026.")
    return int(value)


def _day(field: str, value: str) -> date:
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise InvalidField(field, "Vui lòng chọn đủ ngày đầu và ngày cuối.") from None
