"""Texts as they are kept: Unicode normal form C, no control characters, no HTML that acts or shows."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from api.errors import InvalidField
from knowledge.text import clean

_ELEMENTS = ("script", "style", "iframe", "object", "svg")
_TAG = re.compile(
    r"</?(?:script|style|iframe|object|embed|svg|math|img|image|video|audio|source|link|meta|base|form|input|button"
    r"|textarea|select|a|p|div|span|br|hr|b|i|u|em|strong|font|table|tr|td|th|tbody|thead|ul|ol|li|h[1-6]|body|html|head"
    r"|title|template|noscript)\b[^<>]{0,2000}/?>",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--|-->|<!doctype[^<>]{0,200}>", re.IGNORECASE)


def storable(name: str) -> str:
    """Return an id or a word to look for without the one sign that PostgreSQL does not take."""
    return name.replace("\x00", "")


def version(text: str | None) -> str:
    """Return what tells one wording of a text from another, to see whether somebody wrote it anew meanwhile."""
    return hashlib.sha256((text or "").encode()).hexdigest()[:16]


def without_markup(text: str) -> str:
    """Return the text without HTML elements that act or show; other angle brackets stay."""
    for element in _ELEMENTS:
        text = _without_element(text, element)
    return _COMMENT.sub(" ", _TAG.sub(" ", text))


def free_text(name: str, given: object, *, least: int, most: int, what: str) -> str:
    """Return a longer text, cleaned.

    Raises:
        InvalidField: empty, too short, too long or without words.
    """
    text = text_of(name, given)
    if len(text) > most:
        raise InvalidField(name, f"{what} dài quá {dotted(most)} ký tự (đang có {dotted(len(text))}).")
    text = clean(without_markup(text))
    if len(text) < least:
        raise InvalidField(name, f"{what} cần ít nhất {least} ký tự để cơ quan hiểu rõ sự việc.")
    if not any(sign.isalpha() for sign in text):
        raise InvalidField(name, f"{what} cần viết bằng lời.")
    return text


def text_of(name: str, given: object) -> str:
    """Return what was typed in normal form C.

    Raises:
        InvalidField: it is no text.
    """
    if not isinstance(given, str):
        raise InvalidField(name, "Thông tin này phải là chữ.")
    return unicodedata.normalize("NFC", given.encode("utf-8", "ignore").decode())  # half a character is none


def _without_element(text: str, element: str) -> str:
    """Cut an element with all it holds; one that never ends loses its tag only (by :data:`_TAG`)."""
    low = text.lower()
    opening, closing = f"<{element}", f"</{element}"
    kept: list[str] = []
    start = 0
    while (begin := low.find(opening, start)) >= 0:
        end = low.find(closing, begin)
        stop = low.find(">", end) if end >= 0 else -1
        if stop < 0:
            break
        kept.append(text[start:begin])
        start = stop + 1
    return " ".join([*kept, text[start:]])


def _number(value: int) -> str:
    return f"{value:,}".replace(",", ".")


def dotted(value: int) -> str:
    """Return a number as people here write it: ``50.000``."""
    return f"{value:,}".replace(",", ".")
