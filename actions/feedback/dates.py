"""A day as people write it: "hôm qua", "thứ hai tuần trước", "5/11", "ngày 5 tháng 11 năm 2026".

The one reader of such days, for the chat, the page /phan-anh and the interface for programs alike.
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from knowledge.text import fold, one_line

_AGO = (
    (re.compile(r"\b(?:hom nay|bua nay|bua ni|sang nay|trua nay|chieu nay|toi nay|vua xong|moi day)\b"), 0),
    (re.compile(r"\b(?:hom qua|bua qua|toi qua|sang qua|chieu qua|dem qua)\b"), 1),
    (re.compile(r"\b(?:hom kia|bua kia|hom truoc nua)\b"), 2),
)
_DAYS_AGO = re.compile(
    r"\b(?:cach day |truoc day )?(\d{1,3}) (?:ngay|hom|bua) (?:truoc|roi|nay)\b|\bcach day (\d{1,3}) ngay\b"
)
_WEEKDAYS = {"hai": 0, "2": 0, "ba": 1, "3": 1, "tu": 2, "4": 2, "nam": 3, "5": 3, "sau": 4, "6": 4, "bay": 5, "7": 5}
_WEEKDAY = re.compile(r"\b(?:thu (hai|ba|tu|nam|sau|bay|[2-7])|(chu nhat))\b( tuan truoc)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERS = re.compile(r"\b(\d{1,2})\s*[/\-.]\s*(\d{1,2})(?:\s*[/\-.]\s*(\d{4}|\d{2}))?\b")
_WORDS = re.compile(
    r"\b(?:ngay|mung|mong)?\s*(\d{1,2})\s*(?:thang|tay thang)\s*(\d{1,2})(?:\s*(?:nam|,)?\s*(\d{4}))?\b"
)


def read_day(text: str, today: date) -> date | None:
    """Return the day a text names, counted from ``today`` (in Vietnam); ``None`` when it names none.

    A day without its year is the latest such day that is not in the future.
    """
    line = fold(one_line(text))
    if _ISO.fullmatch(line):
        return _iso(line)
    for pattern in (_NUMBERS, _WORDS):
        if found := pattern.search(line):
            return _calendar(int(found[1]), int(found[2]), found[3], today)
    if found := _DAYS_AGO.search(line):
        return today - timedelta(days=int(found[1] or found[2]))
    if found := _WEEKDAY.search(line):
        return _weekday(6 if found[2] else _WEEKDAYS[found[1]], before_this_week=bool(found[3]), today=today)
    return next((today - timedelta(days=ago) for pattern, ago in _AGO if pattern.search(line)), None)


def _iso(line: str) -> date | None:
    try:
        return date.fromisoformat(line)
    except ValueError:
        return None


def _calendar(day: int, month: int, year: str | None, today: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        found = date(today.year, month, day)
        return found if found <= today else date(today.year - 1, month, day)
    except ValueError:
        return None


def _weekday(weekday: int, *, before_this_week: bool, today: date) -> date:
    monday = today - timedelta(days=today.weekday())
    if before_this_week:
        return monday - timedelta(days=7 - weekday)
    found = monday + timedelta(days=weekday)
    return found if found <= today else found - timedelta(days=7)
