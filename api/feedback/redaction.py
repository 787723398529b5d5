"""What leaves the office: texts without the sender in them.

A proposal only: an official reads it before anything is published. Covered: numbers and addresses that look personal
(:func:`api.security.masking.mask`), and the sender's own name, address, phone and e-mail wherever they stand. Names of
others, or a sender described in other words, are not found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from api.feedback.places import SETTLED
from api.security.masking import Personal, mask
from knowledge.text import fold

NAME_MARK = "[người gửi]"
ADDRESS_MARK = "[địa chỉ]"
PHONE_MARK = "[số điện thoại]"
EMAIL_MARK = "[thư điện tử]"
_SHORT_NAME = 2
_FOR_WHOM = re.compile(
    r"^\s*(?:(?:người|ng\.?)?\s*(?:đại diện|liên hệ|liên lạc|gửi)(?:\s+(?:pháp luật|là))?|giám đốc|chủ|do)(?=\s|$)",
    re.IGNORECASE,
)
_TITLES = r"(?:ông|bà|anh|chị|cô|chú|bác|em)"


@dataclass(frozen=True, slots=True)
class Sender:
    """What is known of a sender; ``None``: not given."""

    name: str | None
    address: str | None
    phone: str | None
    email: str | None


def redact(text: str, sender: Sender) -> str:
    """Return the text with the sender and every personal number covered."""
    text = unicodedata.normalize("NFC", text)
    for pattern, mark in _patterns(sender):
        text = pattern.sub(mark, text)
    return mask(text)


def traces(text: str, sender: Sender) -> tuple[str, ...]:
    """Return what of the sender still stands in a text that is to be published, in Vietnamese words."""
    text = unicodedata.normalize("NFC", text)
    found = [_NAMES_OF_MARKS[mark] for pattern, mark in _patterns(sender) if pattern.search(text)]
    if not found and mask(text) != text:
        found.append("số điện thoại, số giấy tờ hoặc thư điện tử")
    return tuple(dict.fromkeys(found))


def placeholders(text: str) -> tuple[str, ...]:
    """Return the marks of this redaction and of the masking that stand in a text, each once, in reading order."""
    return tuple(dict.fromkeys(_MARKS.findall(unicodedata.normalize("NFC", text))))


def _patterns(sender: Sender) -> list[tuple[re.Pattern[str], str]]:
    patterns: list[tuple[re.Pattern[str], str]] = []
    if sender.email:
        patterns.append((re.compile(re.escape(sender.email), re.IGNORECASE), EMAIL_MARK))
    if sender.phone:
        digits = r"[ .\-]?".join(re.escape(digit) for digit in sender.phone.lstrip("+0"))
        patterns.append((re.compile(rf"(?<!\d)(?:\+|00)?(?:84|0)?[ .\-]?{digits}(?!\d)"), PHONE_MARK))
    if sender.address:
        patterns.extend((_words(part), ADDRESS_MARK) for part in _telling_parts(sender.address))
    names = _names(sender.name or "")
    patterns.extend((_words(name), NAME_MARK) for name in names)  # whole names before parts of them
    for given in map(str.split, names):
        if len(given) > _SHORT_NAME:  # "ông Văn An", "chị Hoa"
            patterns.append((_words(" ".join(given[-_SHORT_NAME:])), NAME_MARK))
        if len(given) > 1:
            called = rf"(?<!\w)({_TITLES})\s+{re.escape(given[-1])}(?!\w)"
            patterns.append((re.compile(called, re.IGNORECASE), NAME_MARK))
    return patterns


def _names(name: str) -> list[str]:
    """Return a name; of an organisation that names who speaks for it, the whole, the organisation and the person."""
    if not re.search(r"\w", name):
        return []
    parts = [_FOR_WHOM.sub("", part).strip() for part in re.split(r"[,;:()]|\s[–-]\s", name)]
    return list(dict.fromkeys([name, *(part for part in parts if sum(map(str.isalpha, part)) > _SHORT_NAME)]))


def _telling_parts(address: str) -> list[str]:
    """Return the whole address and its first part when that names a house: communes and provinces tell nobody."""
    first = address.split(",", maxsplit=1)[0].strip()
    parts = [address, address.split(SETTLED, maxsplit=1)[0].strip()]
    if re.search(r"\d", first) or re.match(r"(?:so|to|thon|ap|hem|ngo)\b", fold(first)):
        parts.append(first)
    return list(dict.fromkeys(part for part in parts if len(part) > 3))


def _words(phrase: str) -> re.Pattern[str]:
    """Match the words of a phrase with any spaces and signs between them, whatever the case."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", phrase))
    return re.compile(r"(?<!\w)" + r"[\W_]+".join(map(re.escape, words)) + r"(?!\w)", re.IGNORECASE)


_NAMES_OF_MARKS = {
    NAME_MARK: "họ tên người gửi",
    ADDRESS_MARK: "địa chỉ người gửi",
    PHONE_MARK: "số điện thoại người gửi",
    EMAIL_MARK: "thư điện tử người gửi",
}
_MARKS = re.compile("|".join(re.escape(mark) for mark in (*_NAMES_OF_MARKS, *Personal)))
