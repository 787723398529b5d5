"""PAKN about the same thing: cosine of weighted words of title and masked content.

Words that stand in few PAKN weigh more; pairs of neighbouring syllables count too, because most Vietnamese words have
two. Accents are dropped, so that a text typed without them is found as well. The bound was set on the pairs in
tests/api/feedback/test_similar.py.
"""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Sequence

from knowledge.text import bigrams, fold, words

BOUND = 0.22
LIMIT = 5
_REMEMBERED = 20_000
_STOP = frozenset(
    "toi anh chi em ong ba la va cua cho voi cac nhung mot nhieu rat da dang se duoc bi thi ma nen o tai trong khi "  # noqa: SIM905
    "den tu nay do de khong co phai hay con lai ra vao len xuong di ve nhu cung vi xin kinh gui nghi mong".split()
)


class SimilarTexts:
    """Finds texts alike; remembers the words of those it has seen."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[tuple[int, int], Counter[str]] = {}

    def nearest(self, number: int, texts: Sequence[tuple[int, str]]) -> list[tuple[int, float]]:
        """Return numbers and likeness (0 to 1) of the texts most like that of ``number``, the nearest first.

        Args:
            number: of the text to compare with; it must be among the texts.
            texts: number and text of each.
        """
        counted = {key: self._count(key, text) for key, text in texts}
        weights = _weights(counted.values())
        vectors = {key: _vector(counts, weights) for key, counts in counted.items()}
        wanted = vectors[number]
        found = [(key, _dot(wanted, vector)) for key, vector in vectors.items() if key != number]
        near = sorted((one for one in found if one[1] >= BOUND), key=lambda one: (-one[1], one[0]))
        return near[:LIMIT]

    def _count(self, number: int, text: str) -> Counter[str]:
        key = (number, hash(text))
        with self._lock:
            if key in self._known:
                return self._known[key]
        plain = [word for word in words(fold(text)) if word not in _STOP]
        counts = Counter([*plain, *bigrams(plain)])
        with self._lock:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = counts
        return counts


def _weights(counted: Iterable[Counter[str]]) -> dict[str, float]:
    documents: Counter[str] = Counter()
    total = 0
    for counts in counted:
        total += 1
        documents.update(counts.keys())
    return {word: math.log((1 + total) / (1 + number)) + 1 for word, number in documents.items()}


def _vector(counts: Counter[str], weights: dict[str, float]) -> dict[str, float]:
    vector = {word: (1 + math.log(number)) * weights[word] for word, number in counts.items()}
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def _dot(one: dict[str, float], other: dict[str, float]) -> float:
    if len(other) < len(one):
        one, other = other, one
    return sum(value * other.get(word, 0.0) for word, value in one.items())
