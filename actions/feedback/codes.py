"""Tracking codes in running text, such as ``KN-7M3Q-X0VD-9``; whether one exists only the desk knows."""

from __future__ import annotations

import re

_CODE = re.compile(r"(?<![\w\-])[A-Za-z]{1,6}-[0-9A-Za-z]{4}-[0-9A-Za-z]{4}-[0-9A-Za-z](?![\w\-])")


def named_case(text: str) -> str | None:
    """Return the tracking code a text names; ``None`` when it names none."""
    found = _CODE.search(text)
    return found.group() if found else None
