"""Names of levels of agencies → :class:`Level`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from knowledge.model import Level
from knowledge.text import fold

_WORDS = {
    Level.MINISTRY: r"\bbo\b|trung uong|\bnganh\b",
    Level.PROVINCE: r"\btinh\b|thanh pho truc thuoc",
    Level.COMMUNE: r"\bxa\b|\bphuong\b",
    Level.OTHER: r"co quan khac|\bkhac\b",
}


@lru_cache(maxsize=1024)
def levels_in(texts: tuple[str | None, ...]) -> tuple[Level, ...]:
    """Read levels such as ``Cấp bộ, Cấp tỉnh``; the order is from ministry to commune."""
    folded = " | ".join(fold(text) for text in texts if text)
    return tuple(level for level, words in _WORDS.items() if re.search(words, folded))


def names_district(texts: Iterable[str | None]) -> bool:
    """Tell whether a level text still names the district, which was abolished on 01/7/2025."""
    return any("huyen" in fold(text) for text in texts if text)
