"""How hurried people type: without diacritics, with a slip of the finger, or both."""

from __future__ import annotations

import random

from knowledge.text import fold

SHARE_FOLDED = 0.4
SHARE_SLIP = 0.12


def noisy(text: str, chance: random.Random) -> str:
    """Return the text as a hurried person might type it; more than half of the time something is missing."""
    if chance.random() < SHARE_FOLDED:
        text = fold(text)
    if chance.random() < SHARE_SLIP and len(text) > 3:
        text = _slip(text, chance)
    return text


def _slip(text: str, chance: random.Random) -> str:
    """Lose a letter, or swap two neighbours."""
    at = chance.randrange(len(text) - 1)
    if chance.random() < 0.5:
        return text[:at] + text[at + 1 :]
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
