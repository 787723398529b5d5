"""Personal numbers leave a text before Rasa, storage or a log sees it.

Masked: phone numbers, CCCD (12 digits), CMND (9 digits), e-mail addresses, tax codes, and any other bare run of
10 to 16 digits, since in a chat those are bank, insurance or file numbers; codes of dossiers. Kept: procedure codes,
numbers of decisions and laws, money, dates, short numbers such as 1022.
The marks are single made-up words: a reader understands them, search and Rasa find nothing in them.
"""

from __future__ import annotations

import re
from enum import StrEnum


class Personal(StrEnum):
    """Kinds of personal data; the value is the mark that stands in its place."""

    PHONE = "[SoDienThoai]"
    CITIZEN_ID = "[SoDinhDanh]"
    OLD_ID = "[SoCMND]"
    EMAIL = "[ThuDienTu]"
    TAX_CODE = "[MaSoThue]"
    NUMBER = "[SoRieng]"
    DOSSIER = "[MaHoSo]"


_IN_WORDS: dict[Personal, str] = {
    Personal.PHONE: "[số điện thoại đã che]",
    Personal.CITIZEN_ID: "[số định danh đã che]",
    Personal.OLD_ID: "[số CMND đã che]",
    Personal.EMAIL: "[thư điện tử đã che]",
    Personal.TAX_CODE: "[mã số thuế đã che]",
    Personal.NUMBER: "[số riêng đã che]",
    Personal.DOSSIER: "[mã hồ sơ đã che]",
}

# A number stands alone: no digit before or after it, also not across the punctuation that codes, money and dates use.
_START = r"(?<![\d\w])(?<!\d[.,/\-])"
_END = r"(?!\d)(?![.,/\-]\d)(?![/\-][A-ZĐ])"
_NOT_MONEY = r"(?!\s*(?:đồng|đ\b|dong\b|vnđ|vnd|triệu|tỷ|usd|\$|%))"
_DASH = "\\s?[-\\u2010-\\u2015]\\s?"
_DOSSIER = (
    r"(?<![\w.\-])(?:\d{2,3}\.){0,3}[A-Z]\d{2}(?:\.\d{2,4}){0,4}"
    rf"{_DASH}\d{{5,10}}(?:{_DASH}\d{{1,6}})?(?![\w\-])"
)

_RULES: tuple[tuple[Personal, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        # H19.12-240101-0001 · 000.00.12.H19-240515-0023, also with a part too short or too long
        (Personal.DOSSIER, _DOSSIER),
        (Personal.EMAIL, r"(?<![\w.+\-])[\w.+\-]{1,64}@[\w\-]{1,63}(?:\.[\w\-]{1,63})+"),
        # 0912345678 · 0912.345.678 · +84 912 345 678 · 84912345678; the first group has three digits, a date's has two.
        (Personal.PHONE, r"(?:(?<![\w+])\+|(?<![\d\w])(?<!\d[.,/\-]))84[ .\-]?[235789]\d(?:[ .\-]?\d){7}" + _END),
        (Personal.PHONE, _START + r"0[35789]\d[ .\-]?\d(?:[ .\-]?\d){6}" + _END + _NOT_MONEY),
        (Personal.PHONE, _START + r"0[35789](?:([ .\-])\d\d)(?:\1\d\d){3}" + _END),
        (Personal.PHONE, _START + r"02\d{1,2}[ .\-]?\d{3,4}[ .\-]?\d{4}" + _END + _NOT_MONEY),
        (Personal.TAX_CODE, _START + r"\d{10}-\d{3}(?!\d)"),
        (
            Personal.TAX_CODE,
            r"(?<=mã số thuế )\d{10}(?!\d)|(?<=mst )\d{10}(?!\d)|(?<=mst: )\d{10}(?!\d)|(?<=mã số thuế: )\d{10}(?!\d)",
        ),
        (Personal.CITIZEN_ID, _START + r"0\d{2}(?:[ .\-]?\d{3}){3}" + _END + _NOT_MONEY),
        (Personal.CITIZEN_ID, _START + r"0\d{11}" + _END),
        (Personal.OLD_ID, _START + r"\d{9}" + _END + _NOT_MONEY),
        (Personal.OLD_ID, _START + r"\d{3} \d{3} \d{3}" + _END + r"(?! \d{3})" + _NOT_MONEY),
        (Personal.NUMBER, _START + r"\d{10,16}" + _END + _NOT_MONEY),
    )
)


def mask(text: str) -> str:
    """Return the text with every personal number or address replaced by its mark."""
    for kind, pattern in _RULES:
        text = pattern.sub(kind.value, text)
    return text


def in_words(masked: str) -> str:
    """Return a masked text with the marks as an official reads them: ``[SoDienThoai]`` → ``[số điện thoại đã che]``."""
    for kind, words in _IN_WORDS.items():
        masked = masked.replace(kind.value, words)
    return masked
