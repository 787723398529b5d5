"""Raw time limit → :class:`Duration`.

The portal's unit ``OTHER`` means "see the description": the number before it means nothing.
"""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.model import Duration, DurationState, TimeUnit
from knowledge.sources.money import number
from knowledge.sources.nulls import is_nothing
from knowledge.text import clean, fold, one_line

_UNITS = {
    "WORKING_DAY": TimeUnit.WORKING_DAY,
    "WORKING_DAYS": TimeUnit.WORKING_DAY,
    "DAY": TimeUnit.DAY,
    "HOUR": TimeUnit.HOUR,
    "MONTH": TimeUnit.MONTH,
    "YEAR": TimeUnit.YEAR,
    "ngay lam viec": TimeUnit.WORKING_DAY,
    "ngay": TimeUnit.DAY,
    "gio": TimeUnit.HOUR,
    "gio lam viec": TimeUnit.HOUR,
    "thang": TimeUnit.MONTH,
    "nam": TimeUnit.YEAR,
}
_STATED = re.compile(
    r"(?:(?:khong qua|toi da|toi da khong qua|trong(?: thoi han)?|trong vong) )?(\d+(?:[.,]\d+)?)(?: ?\([^()\d]*\))? "
    r"(working_days?|day|hour|month|year|ngay lam viec|ngay|gio lam viec|gio|thang|nam)\.?"
)
_OTHER = re.compile(r"\s*\bOTHER$")
_POINTER = re.compile(r"(theo|xem)( (o|phan|tai))* mo ta.*|tuy (theo )?tung truong hop|khac")
_BARE_DATE = re.compile(r"\d{1,2}/\d{1,2}")


@lru_cache(maxsize=4096)
def duration(raw: str | None) -> Duration:
    """Read a time limit: ``3 WORKING_DAY``, ``30 ngày``, ``1 OTHER``, or a paragraph."""
    text = clean(raw or "")
    if not text:
        return Duration(state=DurationState.NOT_STATED)
    if _OTHER.search(text):
        return _words(_OTHER.sub("", text).strip(), text)
    if match := _STATED.fullmatch(fold(one_line(text))):
        amount = number(match[1])
        unit = _UNITS.get(match[2]) or _UNITS[match[2].upper()]
        if amount > 0:
            return Duration(state=DurationState.STATED, amount=amount, unit=unit)
        return Duration(state=DurationState.NOT_STATED, source=text)
    return _words(text, text)


def duration_of(amount: object, unit: object) -> Duration:
    """Read the two fields of the portal's interface, ``processingTime`` and ``processingTimeUnit``."""
    parts = (str(part) for part in (amount, unit) if part is not None and part != "")
    return duration(" ".join(parts))


def _words(text: str, source: str) -> Duration:
    folded = fold(one_line(text)).strip(" .-")
    if (
        re.fullmatch(r"[\d.,]*", folded)
        or is_nothing(text)
        or _POINTER.fullmatch(folded)
        or _BARE_DATE.fullmatch(folded)
    ):
        return Duration(state=DurationState.NOT_STATED, source=source)
    if _STATED.fullmatch(fold(one_line(text))):
        return duration(text)
    return Duration(state=DurationState.TEXT, text=text)
