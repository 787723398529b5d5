"""Places a question or a deployment names: provinces as they are since 01/7/2025 (NQ 202/2025/QH15)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from knowledge.text import fold

_WORD = re.compile(r"[^\W_]+")
_KIND = re.compile(r"^(ubnd|uy ban nhan dan)?\s*(tinh|thanh pho|tp\.?)\s+")

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
_SPOKEN = {"sai gon": "Thành phố Hồ Chí Minh", "hcm": "Thành phố Hồ Chí Minh", "vung tau": "Thành phố Hồ Chí Minh"}
"""What people also call a province."""
_SPOKEN_AS = ("Sài Gòn", "HCM", "Vũng Tàu")


def province_key(name: str) -> str:
    """Return a province name in the form it is compared by: ``"Tỉnh Đồng Nai"`` → ``"dong nai"``."""
    return _KIND.sub("", " ".join(fold(name).split())).strip()


def province_today(name: str) -> str | None:
    """Return the province of a name, old or new, as it is today; ``None``: there is none of that name."""
    key = province_key(name)
    return _names_today().get(key) or province_merged_into(name)


def province_merged_into(name: str) -> str | None:
    """Return the province of today that a former one is part of; ``None`` when it is no former province."""
    return _former().get(province_key(name))


def without_provinces(text: str) -> tuple[str, str | None]:
    """Return a text without the names of provinces in it, and the first of them as it is named today.

    Words are matched whole, with or without marks; ``"o dong nai"`` → ``("o", "Đồng Nai")``. The text comes back
    unchanged, and with ``None``, when it names none.
    """
    named = province_names().search(fold(text))
    if named is None or len(fold(text)) != len(text):
        return text, None
    rest = text
    for found in reversed(list(province_names().finditer(fold(text)))):
        rest = f"{rest[: found.start()]} {rest[found.end() :]}"
    return " ".join(rest.split()), province_meant(named["name"])


def province_meant(key: str) -> str | None:
    """Return the province of today that people mean by a name, old, new or spoken ("Sài Gòn")."""
    return _SPOKEN.get(province_key(key)) or province_today(key)


def spellings(key: str) -> tuple[str, ...]:
    """Return how the names that fold to ``key`` are written with their marks."""
    every = (*_MERGED, *_UNCHANGED, *(old for olds in _MERGED.values() for old in olds), *_SPOKEN_AS)
    return tuple(name for name in every if province_key(name) == key)


@cache
def _names_today() -> dict[str, str]:
    return {province_key(name): name for name in (*_MERGED, *_UNCHANGED)}


@cache
def _former() -> dict[str, str]:
    return {province_key(old): now for now, olds in _MERGED.items() for old in olds}


@cache
def province_names() -> re.Pattern[str]:
    """Return what matches the names of provinces in folded text; the group ``name`` is a key."""
    keys = sorted((*_names_today(), *_former(), *_SPOKEN), key=len, reverse=True)
    names = "|".join(re.escape(key) for key in keys)
    return re.compile(rf"(?<!\w)(?:(?:tinh|thanh pho|tp)\.? ?)?(?P<name>{names})(?!\w)")


def provinces_in(question: str, known: Iterable[str]) -> frozenset[str]:
    """Return the keys of those known provinces that the question names."""
    text = " " + " ".join(_WORD.findall(fold(question))) + " "
    return frozenset(key for key in known if f" {key} " in text)
