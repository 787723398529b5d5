"""Published words that mean "nothing", and cleaned texts and paragraphs."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.text import clean, fold, one_line

_NOTHING = re.compile(
    r"(khong( co)?( (thong tin|du lieu|quy dinh|yeu cau|can cu phap ly|thong tin can cu phap ly))?"
    r"|khog quy dinh|chua (co|quy dinh|co quy dinh|co thong tin)|khong ap dung|null|none|n/?a)?( ?\(\d+\))?"
)
_LONGEST = 60
_PUNCTUATION = " .,;:-–—_*+/|\"'"
_LABELLED = re.compile(r"^(từ khóa|mô tả)\s*:\s*", re.IGNORECASE)
_STEP = re.compile(r"(?<=[.;:!)/])\s+(?=(?:Bước|BƯỚC)\s+\d+\s*[.:])")


@lru_cache(maxsize=16384)
def is_nothing(text: str | None) -> bool:
    """Tell whether a published text says nothing: empty, dashes, "Không", "Không có thông tin" and the like.

    What such a word means depends on the field: a fee of "Không" is not "free", so callers decide.
    """
    if text is None:
        return True
    if len(text) > _LONGEST and len(text.strip()) > _LONGEST:
        return False
    return bool(_NOTHING.fullmatch(fold(one_line(text)).strip(_PUNCTUATION)))


@lru_cache(maxsize=16384)
def or_none(text: str | None) -> str | None:
    """Return the cleaned text, or ``None`` when it says nothing."""
    if text is None:
        return None
    cleaned = _LABELLED.sub("", clean(text))
    if len(cleaned) > 1 and cleaned[0] == cleaned[-1] == '"':
        cleaned = cleaned[1:-1].strip()
    return None if is_nothing(cleaned) else cleaned


def line_or_none(text: str | None) -> str | None:
    """Return the text on one line, or ``None`` when it says nothing."""
    cleaned = or_none(text)
    return None if cleaned is None else " ".join(cleaned.split())


def paragraphs(text: str | None) -> tuple[str, ...]:
    """Split a published text into paragraphs, also where steps ("Bước 2:") run on in one line."""
    cleaned = or_none(text)
    if cleaned is None:
        return ()
    lines = (piece.strip() for line in cleaned.split("\n") for piece in _STEP.split(line))
    return tuple(line for line in lines if not is_nothing(line))
