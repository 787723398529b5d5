"""How nearly a question is the name of a procedure: nothing missing, nothing left over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.text import fold, words

Scores = npt.NDArray[np.float32]

_EMPTY_WORDS = frozenset(
    ("thu", "tuc", "cua", "va", "cho", "cac", "tai", "ve", "theo", "doi", "voi", "trong", "truong", "hop", "la", "den")
)
"""Folded words that stand in so many names that sharing them means nothing."""


class Overlap(NamedTuple):
    """Shared words of a question and every name: of all, of the name's and of the question's; 0..1 each."""

    jaccard: Scores
    of_name: Scores
    of_question: Scores


class TitleIndex:
    """Overlap of word sets (Jaccard) between a question's words of need and every name.

    Args:
        names: names of the procedures, in order.
    """

    def __init__(self, names: Sequence[str]) -> None:
        holders: dict[str, list[int]] = defaultdict(list)
        sizes = np.zeros(len(names), dtype=np.float32)
        for row, name in enumerate(names):
            plain = _set_of(words(name))
            sizes[row] = len(plain)
            for word in plain:
                holders[word].append(row)
        self._sizes = sizes
        self._holders = {word: np.array(rows, dtype=np.int32) for word, rows in holders.items()}

    def scores(self, content: Iterable[str]) -> Overlap:
        """Return the overlap with every name for the words that name the need."""
        plain = _set_of(content)
        shared = np.zeros(len(self._sizes), dtype=np.float32)
        for word in plain:
            rows = self._holders.get(word)
            if rows is not None:
                shared[rows] += 1
        union = self._sizes + len(plain) - shared
        return Overlap(
            jaccard=np.asarray(shared / np.maximum(union, 1), dtype=np.float32),
            of_name=np.asarray(shared / np.maximum(self._sizes, 1), dtype=np.float32),
            of_question=np.asarray(shared / max(len(plain), 1), dtype=np.float32),
        )


def _set_of(content: Iterable[str]) -> set[str]:
    return {fold(word) for word in content} - _EMPTY_WORDS
