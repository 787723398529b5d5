"""Shortening published text at the end of a sentence, so that no figure or unit is ever cut."""

from __future__ import annotations

import re

MORE = " […]"
"""Appended where text was left out; the answer then carries a link to the whole text."""

_STOP = re.compile(r"[.;!?][\"”’)\]]*(?=\s)|\n")
_LOOK_BACK = 30
_ABBREVIATIONS = frozenset({"tp", "tx", "tt", "ths", "ts", "gs", "pgs", "st", "q", "p", "tr", "đc", "sđt", "vd", "v.v"})


def _is_end(text: str, match: re.Match[str]) -> bool:
    """Tell a sentence end from the dot of an abbreviation or of a printed number such as ``1.``."""
    if match.group()[0] != ".":
        return True
    words = text[max(0, match.start() - _LOOK_BACK) : match.start()].split()
    last = words[-1].strip("(“\"'").lower() if words else ""
    return len(last) > 1 and not last.isdigit() and last not in _ABBREVIATIONS


def sentence_ends(text: str) -> list[int]:
    """Return the positions right after each sentence of ``text``, the end of the text included."""
    ends = [match.end() for match in _STOP.finditer(text) if _is_end(text, match)]
    return [*ends, len(text)]


def shorten(text: str, limit: int) -> str:
    """Return ``text`` whole when it has at most ``limit`` characters, else its first sentences.

    The cut falls on the last sentence end within ``limit``; where the first sentence alone is
    longer, that sentence is kept whole: a long text is better than half a figure.
    """
    if len(text) <= limit:
        return text
    ends = sentence_ends(text)
    within = [end for end in ends if end <= limit]
    cut = within[-1] if within else ends[0]
    kept = text[:cut].rstrip(" \n;")
    return kept if cut == len(text) else kept + MORE


def spoken(text: str, limit: int) -> str | None:
    """Return what of ``text`` can be said in one breath; ``None`` when even its first sentence is too long."""
    said = shorten(text, limit)
    return said.rstrip(" .;") if len(said) <= limit + len(MORE) else None


def is_shortened(text: str) -> bool:
    """Tell whether :func:`shorten` left something out of ``text``."""
    return MORE.strip() in text
