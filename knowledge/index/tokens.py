"""Tokens of the lexical index: what is typed, the same without diacritics, and pairs of syllables.

Accented questions are matched best as typed, unaccented ones only without marks, so both spellings stand in
one index (measured: folding alone costs accented colloquial questions about nine points of R@1).
"""

from __future__ import annotations

from functools import lru_cache

from knowledge.spelling import standard_tones
from knowledge.text import bigrams, clean, fold, spell_out, words

FOLDED = "~"
_folded = lru_cache(maxsize=65_536)(fold)  # an import reads the same few thousand words millions of times


def document_tokens(text: str) -> list[str]:
    """Return the index tokens of a published text."""
    return _tokens(words(standard_tones(clean(text))))


@lru_cache(maxsize=64)
def question_tokens(text: str) -> tuple[str, ...]:
    """Return the index tokens of a question; shorthand is written out first."""
    return tuple(_tokens(spell_out(words(standard_tones(clean(text))))))


def _tokens(typed: list[str]) -> list[str]:
    plain = [_folded(word) for word in typed]
    pairs = [FOLDED + pair for pair in bigrams(plain)]
    return typed + [FOLDED + word for word in plain] + pairs
