"""Names of procedures: one line, and no capitals throughout."""

from __future__ import annotations

import re

from knowledge.text import one_line

_MOSTLY = 0.8
_KEPT = re.compile(
    r"\b(UBND|HĐND|TTHC|BHYT|BHXH|BHTN|GPLX|CCCD|OCOP|GCN|QSDĐ|ICD|LPG|LNG|CNG|FDI|ODA|PPP|TNHH|HTX|ASEAN|"
    r"II|III|IV|VII|VIII|IX|[A-Z]{1,4}\d+\w*)\b"
)
_PROPER = (
    "Việt Nam",
    "Nhà nước",
    "Quốc hội",
    "Chính phủ",
    "Thủ tướng",
    "Ủy ban",
    "Hội đồng nhân dân",
    "Hà Nội",
    "Hồ Chí Minh",
    "Campuchia",
    "Lào",
    "Trung Quốc",
    "Đảng",
    "Giấy chứng nhận",
    "Giấy phép",
)
_ARTICLE = re.compile(r"\bđiều (?=\d)")
_LAW = re.compile(r"\bcủa luật ([^\W\d_])")
_OPENING = re.compile(r"^([\W\d_]*)([^\W\d_])")


def in_capitals(text: str) -> bool:
    """Tell whether a text of some length is written in capitals (almost) throughout."""
    letters = [char for char in text if char.isalpha()]
    return len(letters) > 12 and sum(char.isupper() for char in letters) / len(letters) >= _MOSTLY


def sentence_case(text: str) -> str:
    """Return a text in capitals as a sentence; abbreviations, numerals and well-known names stay."""
    kept = {match.group().lower(): match.group() for match in _KEPT.finditer(text)}
    lowered = text.lower()
    for low, original in kept.items():
        lowered = re.sub(rf"\b{re.escape(low)}\b", original, lowered)
    for proper in _PROPER:
        lowered = re.sub(rf"\b{proper.lower()}\b", proper, lowered)
    lowered = _ARTICLE.sub("Điều ", lowered)
    lowered = _LAW.sub(lambda match: f"của Luật {match[1].upper()}", lowered)
    return _OPENING.sub(lambda match: match[1] + match[2].upper(), lowered)


def procedure_name(text: str) -> str:
    """Return the official name on one line; a leading "Thủ tục" stays, because it can carry meaning.

    "Thủ tục hải quan đối với …" shows why: without its first two words it would name nothing.
    """
    name = one_line(text).strip(" .;")
    return sentence_case(name) if in_capitals(name) else name
