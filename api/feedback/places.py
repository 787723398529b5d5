"""Places as people still name them, and as they are since 01/07/2025: no district level, 34 provinces.

Provinces: :mod:`knowledge.places`. Communes: :mod:`api.feedback.communes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.places import province_merged_into
from knowledge.text import fold

_DISTRICT = re.compile(r"\b(?:huyen|quan|thi xa|thanh pho thuoc tinh)\s+\S", re.IGNORECASE)
_NAMED_PROVINCE = re.compile(r"^\s*(?:tinh|thanh pho|tp\.?)\s+", re.IGNORECASE)

SETTLED = "(trước là"
"""How the former name begins that stands behind a place as it is today."""
NO_DISTRICT = "Từ 01/07/2025 không còn cấp huyện: chỉ cần ghi xã/phường/đặc khu và tỉnh/thành phố."
NEW_PROVINCE = "Từ 01/07/2025, {old} thuộc {now}."


@dataclass(frozen=True, slots=True)
class Place:
    """A place as it is kept.

    Attributes:
        text: as typed, with the current province behind an old one.
        hints: sentences for the sender about what changed.
    """

    text: str
    hints: tuple[str, ...] = ()


def current_place(typed: str) -> Place:
    """Return the place with the province it belongs to today, and what to tell the sender.

    Only the last part is read as a province, and a single word group only when it calls itself one: a commune may bear
    the name of a former province.
    """
    if SETTLED in typed:
        return Place(typed)
    parts = [part.strip() for part in typed.split(",")]
    hints: list[str] = []
    if _DISTRICT.search(fold(typed)):
        hints.append(NO_DISTRICT)
    last = parts[-1]
    now = province_merged_into(last)
    if now and (len(parts) > 1 or _NAMED_PROVINCE.match(fold(last))):
        hints.append(NEW_PROVINCE.format(old=last, now=now))
        parts[-1] = f"{now} {SETTLED} {last})"
    return Place(", ".join(parts), tuple(hints))
