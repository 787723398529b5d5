"""Names of plan documents: the id rule, and titles in capitals made readable."""

from __future__ import annotations

import re

from knowledge.text import fold, one_line

_NOT_WORD = re.compile(r"[^0-9a-z]+")
_PRINTED_NUMBER = re.compile(r"^(?P<number>\d+[a-zA-Z]?)?\s*/\s*(?P<symbol>KH(?:\s*-\s*[A-ZĐ]+)?)$")
_ACRONYMS = re.compile(
    r"\b(ubnd|hđnd|tthc|cchc|ksttthc|kstthc|svhttdl|vhttdl|tttt|cntt|vpcp|pakn|iso|papi|pci)\b", re.IGNORECASE
)


def slug(text: str) -> str:
    """Return lower-case ASCII words joined by hyphens: ``"Lạng Sơn"`` → ``"lang-son"``."""
    return _NOT_WORD.sub("-", fold(text)).strip("-")


def split_number(printed: str) -> tuple[str | None, str]:
    """Split a printed number into the number (``None`` where the copy leaves it blank) and its symbol.

    ``"736/KH-UBND"`` → ``("736", "KH-UBND")``; ``"/KH-SXD"`` → ``(None, "KH-SXD")``.

    Raises:
        ValueError: the text is no number of a plan.
    """
    match = _PRINTED_NUMBER.match(one_line(printed))
    if match is None:
        raise ValueError(f"not the number of a plan: {printed!r}")
    return match["number"], re.sub(r"\s", "", match["symbol"])


def document_id(printed: str, *, place: str | None, year: int | None) -> str:
    """Return the id of a plan: the one rule by which an imported plan finds its shipped digest.

    A printed number gives number-symbol-year (``736-KH-UBND-2020``). A blank number is never guessed:
    the place stands in for it (``KH-SXD-tay-ninh-2021``).

    Raises:
        ValueError: the text is no number of a plan.
    """
    number, symbol = split_number(printed)
    parts = [number, symbol] if number else [symbol, slug(place or "")]
    return "-".join(part for part in (*parts, str(year or "")) if part)


def readable(title: str, proper_names: tuple[str, ...] = ()) -> str:
    """Return a title printed in capitals in sentence case; other titles only lose outer punctuation.

    Args:
        title: as printed.
        proper_names: names whose capitals are known, such as the place the document was issued at.
    """
    title = one_line(title).strip(" :;.-")
    letters = [c for c in title if c.isalpha()]
    if not letters or any(c.islower() for c in letters):
        return title
    lowered = _ACRONYMS.sub(lambda match: match[0].upper(), title.lower())
    for name in proper_names:
        lowered = re.sub(re.escape(name.lower()), name, lowered)
    return lowered[:1].upper() + lowered[1:]
