"""How hurried people type, and what the encoder then reads.

Half of what people type has no diacritics. At run time it gets those it most likely wants
(:mod:`knowledge.index.accents`), one syllable in a dozen wrongly; so the encoder must learn from such guesses too.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Sequence

from knowledge.index.accents import Accents
from knowledge.phrasings import everyday, targets
from knowledge.text import fold, has_diacritics

SHARE_FOLDED = 0.4
SHARE_SLIP = 0.12
SHARE_GUESSED = 0.85
"""Of the texts without diacritics, those that get guessed ones: all would at run time, but for words nobody knows."""


def hurried(text: str, chance: random.Random) -> str:
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


class Guesses:
    """Diacritics for hurried texts, from models that have not seen them.

    The wordings are parted in two, and each half is guessed at by what the other teaches: a model that knew the text
    would hardly ever be wrong, unlike at run time.

    Args:
        said: wordings with their marks that the models learn from.
    """

    def __init__(self, said: Sequence[str]) -> None:
        official = [(target.name, 2) for target in targets().values()] + [(words, 1) for words in everyday().values()]
        self._halves = tuple(
            Accents.build([*official, *((text, 3) for text in said if _half(text) != half)]) for half in (0, 1)
        )

    def read(self, text: str, chance: random.Random) -> str:
        """Return a text as the encoder reads it from a hurried hand."""
        typed = hurried(text, chance)
        if has_diacritics(typed) or chance.random() >= SHARE_GUESSED:
            return typed
        return self._halves[_half(text)].restored(typed)


def _half(text: str) -> int:
    return zlib.crc32(fold(text).encode()) % 2
