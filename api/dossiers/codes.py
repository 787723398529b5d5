"""The code on a dossier's receipt, such as ``H19.12-240101-0001`` or ``000.00.12.H19-240515-0023``.

Office (with or without its own branches), day of receipt (yymmdd), number of that day; as the portals print it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from api.errors import InvalidField
from knowledge.text import fold, nfc

EXAMPLE = "H18.12-240101-0001"
SHAPE = (
    f"Mã hồ sơ đúng có dạng {EXAMPLE}: mã nơi nhận, gạch ngang, ngày nhận sáu chữ số (năm, tháng, ngày), gạch ngang, "
    "số thứ tự. Mã ghi trên giấy tiếp nhận hồ sơ và hẹn trả kết quả."
)
_LONGEST = 64
_DASHES = re.compile("[\u2010-\u2015\u2212_]")
_CODE = re.compile(r"(?:\d{2,3}\.){0,3}[A-Z]\d{2}(?:\.\d{2,3}){0,3}-(\d{2})(\d{2})(\d{2})-\d{3,6}")
_IN_TEXT = re.compile(
    r"(?<![\w.\-])(?:\d{2,3}\.){0,3}[A-Z]\d{2}(?:\.\d{1,4}){0,4}(?:\s?[-\u2010-\u2015]\s?\d{1,10}){1,3}(?![\w\-])",
    re.IGNORECASE,
)
"""What somebody may have meant as such a code, also with a part too short, too long or missing."""
_NUMBER = re.compile(
    r"(?:hồ sơ|ho so|biên nhận|bien nhan)(?: số| so)?[: ]+(?!\d\.\d{6})"
    r"((?=(?:[^\s\d]*\d){5})[A-Za-z]{0,3}[\d.\-/]{5,30})(?![\w\-])",
    re.IGNORECASE,
)
"""A number said to be a dossier's that looks like none."""
_ASKS = re.compile(
    r"\b(?:tra cuu|tra giup|tra dum|tra gium|tra|kiem tra|xem|coi|theo doi|check|tinh trang|trang thai|tien do|"
    r"toi dau|den dau|toi buoc nao|den buoc nao|xong chua|co chua|duoc chua|co ket qua|ket qua|bao gio|khi nao|"
    r"giai quyet chua|da duyet|sao roi|the nao roi|ra sao)\b"
)
_COMPLAINS = re.compile(r"\b(?:phan anh|kien nghi|gop y|khieu nai|to cao|nhung nhieu|hach sach|doi tien|thai do)\b")
_MINE = re.compile(
    r"\bho so\b(?!.{0,20}\b(?:gom|can|nhung gi|mau)\b).{0,60}\b(?:toi dau|den dau|toi buoc nao|den buoc nao|xong chua|"
    r"giai quyet chua|duyet chua|co ket qua chua|sao roi)\b|"
    r"\b(?:tra cuu|kiem tra|xem|theo doi) (?:giup |gium |dum )?(?:toi |em |minh )?"
    r"(?:tinh trang |trang thai |tien do |ket qua )?"
    r"(?:giai quyet )?ho so(?: (?:cua )?(?:toi|em|minh|con|chau|da nop|truc tuyen|online|dich vu cong))*$|"
    r"\b(?:tinh trang|trang thai|tien do)(?: giai quyet)? ho so\b"
)
_AROUND = re.compile(r"\b(?:ma|so|ho so|bien nhan|cua|toi|em|minh|la|day|a|nhe|nha|voi|giup|gium|ad|oi|cho|xin|hoi)\b")


@dataclass(frozen=True, slots=True)
class Named:
    """A code in a text.

    Attributes:
        typed: as it stands there.
        asks: the text asks where the dossier stands, or is little more than the code.
    """

    typed: str
    asks: bool


def read_code(typed: str) -> str:
    """Return a code in its printed form; case, spaces and the kind of dash do not matter.

    Raises:
        InvalidField: it has not the shape of one, or its day does not exist.
    """
    code = "".join(_DASHES.sub("-", nfc(typed)).upper().split())
    found = _CODE.fullmatch(code) if len(code) <= _LONGEST else None
    if found is None or not _is_day(*(int(part) for part in found.groups())):
        raise InvalidField("code", SHAPE)
    return code


def named_in(text: str) -> Named | None:
    """Return the code a text names, well-formed or nearly so; ``None`` when it names none."""
    found = _IN_TEXT.search(text)
    place = found.span() if found else None
    if place is None and (number := _NUMBER.search(text)):
        place = number.span(1)
    if place is None:
        return None
    rest = " ".join(fold(text[: place[0]] + " " + text[place[1] :]).split())
    words = re.findall(r"[^\W_]+", _AROUND.sub(" ", rest))
    asks = not _COMPLAINS.search(rest) and (not words or bool(_ASKS.search(rest)))
    return Named(text[slice(*place)], asks)


def asks_without_code(text: str) -> bool:
    """Tell whether a text asks where the person's own dossier stands and names no code."""
    line = " ".join(re.findall(r"[^\W_]+", fold(text)))
    return bool(_MINE.search(line)) and not _COMPLAINS.search(line)


def covered(code: str) -> str:
    """Return a code for a screen others may see: only its office and the last two digits."""
    office, _, _ = code.partition("-")
    return f"{office}-…{code[-2:]}"


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        date(2000 + year, month, day)
    except ValueError:
        return False
    return True
