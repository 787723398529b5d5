"""Tracking codes in running text, such as ``KN-7M3Q-X0VD-C``; whether one exists only the desk knows."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![\w\-])[A-Za-z]{1,6}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z](?![\w\-])")

_LEAST, _MOST = 8, 24
"""Letters and digits that are at least, and at most, written for a code; a prefix may be left out."""


def may_be_code(typed: str) -> bool:
    """Tell whether what was typed where a code was asked for may be one, however it is written.

    One code in twenty-five has no digit; such a one is told from a sentence by having no blank.
    """
    signs = sum(sign.isalnum() for sign in typed)
    like_one = any(sign.isdigit() for sign in typed) or len(typed.split()) == 1
    return like_one and _LEAST <= signs <= _MOST


def named_case(text: str) -> str | None:
    """Return the tracking code a text names; ``None`` when it names none."""
    found = _CODE.search(text)
    return found.group() if found else None
