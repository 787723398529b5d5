"""Whether a message asks which procedures there are, of all fields or of one, and nothing besides."""

from __future__ import annotations

import re

from knowledge.text import clean, fold, normalise_query

_LONGEST = 120
_PEOPLE = "toi|em|minh|chau|con|bac|anh|chi|ad|ban"
_POLITE = rf"(?:(?:da|vang|a|alo|xin|chao|cho|hoi|muon|oi|hay|lam on|giup|{_PEOPLE}) )*+"
_END = rf"(?: (?:vay|the|a|ha|nhi|nhe|nha|di|voi|oi|{_PEOPLE}|khong|ko))*"
_PROCEDURES = r"(?:thu tuc(?: hanh chinh)?|tthc|dich vu cong|giay to thu tuc)"
_WHICH = r"(?:gi|nao)"
_SHOW = r"(?:xem |liet ke |co )?(?:danh sach |danh muc |menu |tat ca )*(?:cac |nhung )?"
_ABOUT = r"(?:ve(?: linh vuc| mang| nganh)?|(?:trong |thuoc |cua )?linh vuc|lien quan (?:den|toi)|thuoc)"
_ALL = re.compile(
    rf"{_POLITE}(?:{_SHOW}(?:nhom )?linh vuc(?: {_WHICH}|(?: thu tuc(?: hanh chinh)?)?)"
    rf"|(?:xem |liet ke )?(?:danh sach|danh muc|menu)(?: cac)? {_PROCEDURES}"
    rf"|co (?:nhung |cac ){_PROCEDURES} {_WHICH}"
    rf"|(?:xem |co )?(?:tat ca )?(?:cac|nhung) {_PROCEDURES}){_END}"
)
_ONE = re.compile(
    rf"{_POLITE}(?:(?:co |gom )?(?:nhung |cac )?{_PROCEDURES} {_WHICH} {_ABOUT} (?P<a>.+?)"
    rf"|{_SHOW}{_PROCEDURES} {_ABOUT} (?P<b>.+?)(?: (?:gom|co|la) (?:nhung )?{_WHICH})?"
    rf"|(?:ve |linh vuc |mang |nganh )*(?P<c>.+?) (?:co|gom) (?:nhung |cac )?{_PROCEDURES} {_WHICH}"
    rf"|(?:xem )?linh vuc (?P<d>.+?)){_END}"
)


def fields_asked(question: str) -> str | None:
    """Return the words (without diacritics) of the field whose procedures are asked for.

    ``""``: all fields; ``None``: something else is asked. The words may name no field at all.
    """
    line = fold(normalise_query(clean(question)))
    if not line or len(line) > _LONGEST:
        return None
    if _ALL.fullmatch(line):
        return ""
    found = _ONE.fullmatch(line)
    return next((text.strip() for text in found.groups() if text), None) if found else None
