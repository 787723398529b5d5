"""Places as people still name them, and as they are since 01/07/2025: no district level, 34 provinces.

Source of the table: Nghị quyết 202/2025/QH15. Communes: :mod:`api.feedback.communes`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.places import province_key
from knowledge.text import fold

_MERGED: dict[str, tuple[str, ...]] = {
    "Tuyên Quang": ("Hà Giang",),
    "Lào Cai": ("Yên Bái",),
    "Thái Nguyên": ("Bắc Kạn",),
    "Phú Thọ": ("Vĩnh Phúc", "Hòa Bình"),
    "Bắc Ninh": ("Bắc Giang",),
    "Hưng Yên": ("Thái Bình",),
    "Hải Phòng": ("Hải Dương",),
    "Ninh Bình": ("Hà Nam", "Nam Định"),
    "Quảng Trị": ("Quảng Bình",),
    "Đà Nẵng": ("Quảng Nam",),
    "Quảng Ngãi": ("Kon Tum",),
    "Gia Lai": ("Bình Định",),
    "Khánh Hòa": ("Ninh Thuận",),
    "Lâm Đồng": ("Đắk Nông", "Bình Thuận"),
    "Đắk Lắk": ("Phú Yên",),
    "Thành phố Hồ Chí Minh": ("Bình Dương", "Bà Rịa - Vũng Tàu"),
    "Đồng Nai": ("Bình Phước",),
    "Tây Ninh": ("Long An",),
    "Cần Thơ": ("Sóc Trăng", "Hậu Giang"),
    "Vĩnh Long": ("Bến Tre", "Trà Vinh"),
    "Đồng Tháp": ("Tiền Giang",),
    "Cà Mau": ("Bạc Liêu",),
    "An Giang": ("Kiên Giang",),
}
_UNCHANGED = (
    *("Hà Nội", "Huế", "Cao Bằng", "Lai Châu", "Điện Biên", "Sơn La", "Lạng Sơn", "Quảng Ninh"),
    *("Thanh Hóa", "Nghệ An", "Hà Tĩnh"),
)
_NOW = {province_key(old): now for now, olds in _MERGED.items() for old in olds}
_TODAY = {province_key(name): name for name in (*_MERGED, *_UNCHANGED)}
_DISTRICT = re.compile(r"\b(?:huyen|quan|thi xa|thanh pho thuoc tinh)\s+\S", re.IGNORECASE)
_NAMED_PROVINCE = re.compile(r"^\s*(?:tinh|thanh pho|tp\.?)\s+", re.IGNORECASE)

SETTLED = "(trước là"
"""How the former name begins that stands behind a place as it is today."""
NO_DISTRICT = "Từ 01/07/2025 không còn cấp huyện: chỉ cần ghi xã/phường/đặc khu và tỉnh/thành phố."
NEW_PROVINCE = "Từ 01/07/2025, {old} thuộc {now}."


def province_today(name: str) -> str | None:
    """Return the province of a name, old or new, as it is today; ``None``: there is none of that name."""
    key = province_key(name)
    return _TODAY.get(key) or _NOW.get(key)


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
    now = _NOW.get(province_key(last))
    if now and (len(parts) > 1 or _NAMED_PROVINCE.match(fold(last))):
        hints.append(NEW_PROVINCE.format(old=last, now=now))
        parts[-1] = f"{now} {SETTLED} {last})"
    return Place(", ".join(parts), tuple(hints))
