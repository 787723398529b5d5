"""Places a question or a deployment names: provinces as they are since 01/7/2025 (NQ 202/2025/QH15)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from knowledge.text import fold

_WORD = re.compile(r"[^\W_]+")
_KIND = re.compile(r"^(ubnd|uy ban nhan dan)?\s*(tinh|thanh pho|tp\.?)\s+")


def province_key(name: str) -> str:
    """Return a province name in the form it is compared by: ``"Tỉnh Đồng Nai"`` → ``"dong nai"``."""
    return _KIND.sub("", " ".join(fold(name).split())).strip()


def provinces_in(question: str, known: Iterable[str]) -> frozenset[str]:
    """Return the keys of those known provinces that the question names."""
    text = " " + " ".join(_WORD.findall(fold(question))) + " "
    return frozenset(key for key in known if f" {key} " in text)
