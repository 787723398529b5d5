"""Numbers of legal documents: found in a text, made comparable, and turned into the key of the register."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.text import fold, one_line

_SYMBOL = r"[A-ZĐ][A-ZĐa-zđ]{0,9}\d{0,3}(?:-[A-ZĐ][A-ZĐa-zđ&]{0,12}\d{0,3}){0,3}"
_SLASH = rf"(?P<number>\d{{1,5}}(?:\.\d{{1,3}})?[a-z]?)\s*/\s*(?:(?P<year>(?:19|20)\d\d)\s*/\s*)?(?P<symbol>{_SYMBOL})"
_PARTY = r"(?P<party>\d{1,4})-(?P<kind>NQ|KH|CT|QĐ|KL|TT|QyĐ|CTr)/(?P<body>TW|TU|ĐU|HU)"
_NUMBER = re.compile(rf"(?<![\w/.-])(?:{_SLASH}|{_PARTY})(?![\w/])")
_DAY = re.compile(r"^\s*(?:\([^()/\d]{0,40}?|,\s*)?(?:[^.;,()/\d]{0,30}?)ngày\s+(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_NOT_KEY = re.compile(r"[^0-9a-z.]+")

_KINDS = {
    "NĐ": "Nghị định",
    "NQ": "Nghị quyết",
    "QĐ": "Quyết định",
    "TT": "Thông tư",
    "TTLT": "Thông tư liên tịch",
    "KH": "Kế hoạch",
    "CT": "Chỉ thị",
    "CV": "Công văn",
    "PL": "Pháp lệnh",
    "KL": "Kết luận",
    "VBHN": "Văn bản hợp nhất",
}
_ISSUERS = {
    "CP": "Chính phủ",
    "TTG": "Thủ tướng Chính phủ",
    "VPCP": "Văn phòng Chính phủ",
    "BNV": "Bộ Nội vụ",
    "BTC": "Bộ Tài chính",
    "BTP": "Bộ Tư pháp",
    "BCA": "Bộ Công an",
    "BXD": "Bộ Xây dựng",
    "BQP": "Bộ Quốc phòng",
    "BNG": "Bộ Ngoại giao",
    "BCT": "Bộ Công Thương",
    "BYT": "Bộ Y tế",
    "NHNN": "Ngân hàng Nhà nước Việt Nam",
    "TW": "Ban Chấp hành Trung ương",
}
_LOCAL = re.compile(r"^(?:UBND|HĐND|TU|ĐU|HU|S[A-ZĐ]{2,})$")
_ASSEMBLY = re.compile(r"^(?:UBTV)?QH\d+$")


@dataclass(frozen=True)
class Number:
    """A number as it stands in a text.

    Attributes:
        printed: tidy, e.g. ``63/2010/NĐ-CP``.
        year: year inside the number; ``None`` for one like ``02/NQ-CP``.
        symbol: what follows the number, e.g. ``NĐ-CP``; for the party's documents kind and body, ``NQ-TU``.
        issued: day printed behind it.
        printed_day: the same as printed.
    """

    printed: str
    year: int | None
    symbol: str
    issued: date | None = None
    printed_day: str | None = None

    @property
    def is_local(self) -> bool:
        """Tell whether every province gives out the same numbers."""
        return any(_LOCAL.match(part) for part in self.symbol.split("-"))

    @property
    def kind(self) -> str | None:
        """What kind of document it is, where the symbol says so."""
        return _KINDS.get(self.symbol.split("-")[0])

    @property
    def issuer(self) -> str | None:
        """Who issued it, where the symbol says so."""
        parts = self.symbol.upper().split("-")
        if any(_ASSEMBLY.match(part) for part in parts):
            return "Ủy ban Thường vụ Quốc hội" if "UBTVQH" in self.symbol else "Quốc hội"
        return _ISSUERS.get(parts[-1])


def numbers_in(text: str) -> Iterator[Number]:
    """Yield the numbers of documents a text names, in order, with the day printed right behind each."""
    line = one_line(text)
    for match in _NUMBER.finditer(line):
        yield _number(match, line[match.end() : match.end() + 80])


def read_number(text: str | None) -> Number | None:
    """Return the one number a field such as "Nghị định số 63/2010/NĐ-CP" holds; ``None``: it holds none."""
    return next(numbers_in(_tidied(text)), None) if text else None


def key_of(number: Number, place: str | None = None) -> str:
    """Return what makes two mentions the same document: an address-safe word.

    The number without leading zeros; where it holds no year, the year of issue; where every province gives it out,
    the place: ``63-2010-nd-cp``, ``2-nq-cp-2019``, ``2-kh-ubnd-2020-ha-noi``.
    """
    parts = [number.printed.lstrip("0")]
    if number.year is None and number.issued is not None:
        parts.append(str(number.issued.year))
    if number.is_local and place:
        parts.append(place)
    return name_key("-".join(parts))


def name_key(name: str) -> str:
    """Return the key of a document that is only called by its name."""
    return _NOT_KEY.sub("-", fold(name)).strip("-.")[:120]


def _tidied(text: str) -> str:
    """Return a field with the capitals a careless hand left out: ``86/2018/nđ-cp`` → ``86/2018/NĐ-CP``."""
    return re.sub(r"/([a-zđ]{2,6}(?:-[a-zđ]{2,6})+)", lambda match: "/" + match[1].upper(), text)


def _number(match: re.Match[str], after: str) -> Number:
    dated = _DAY.match(after)
    issued = _date(dated) if dated else None
    printed_day = f"{dated[1]}/{dated[2]}/{dated[3]}" if dated and issued else None
    if match["party"]:
        printed, symbol, year = (
            f"{match['party']}-{match['kind']}/{match['body']}",
            f"{match['kind']}-{match['body']}",
            None,
        )
    else:
        symbol, year = match["symbol"], int(match["year"]) if match["year"] else None
        printed = "/".join(part for part in (match["number"], match["year"], symbol) if part)
    return Number(printed, year, symbol, issued, printed_day)


def _date(match: re.Match[str]) -> date | None:
    try:
        return date(int(match[3]), int(match[2]), int(match[1]))
    except ValueError:
        return None
