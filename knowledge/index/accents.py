"""Diacritics for text typed without them, guessed from how published names and citizens' wordings are spelt.

A word without marks may stand for a dozen ("ban": bán, bàn, bản, bạn …). A bigram model over syllables says which row
of them is likeliest (Viterbi; interpolated estimates after Jelinek & Mercer, 1980). Half of what people type has no
marks, and an encoder reads a question better with most of them right than with none.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.spelling import standard_tones
from knowledge.text import clean, fold, has_diacritics

_WORD = re.compile(r"[^\W\d_]+")
_BREAK = re.compile(r"[.,;:!?()\n\"/]+")
_START = ""
_CHOICES = 12
"""Spellings of a word that are tried, the commonest first."""
_BIGRAM_SHARE = 0.85
_SHIFT = np.uint64(20)  # more words than there are syllables
_LAST = np.uint64((1 << 20) - 1)
_REMEMBERED = 2048

Places = npt.NDArray[np.uint64]


class Accents:
    """The model.

    Args:
        words: spellings seen, the commonest first; the empty one stands for a beginning.
        counts: how often each was seen, shape (words,).
        pairs: first and second word of each pair as one number, ascending.
        seen: how often each pair was seen, shape (pairs,).
    """

    def __init__(
        self,
        words: list[str],
        counts: npt.NDArray[np.float32],
        pairs: npt.NDArray[np.uint64],
        seen: npt.NDArray[np.float32],
    ) -> None:
        self._words, self._counts, self._pairs, self._seen = words, counts, pairs, seen
        self._alone = (counts / counts.sum()).astype(np.float32)
        spellings: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            spellings[fold(word)].append(place)
        self._spellings = {plain: np.array(found[:_CHOICES], dtype=np.uint64) for plain, found in spellings.items()}
        self._none = np.array([words.index(_START)], dtype=np.uint64)
        self.restored = lru_cache(maxsize=_REMEMBERED)(self._restored)

    @classmethod
    def build(cls, texts: Iterable[tuple[str, int]]) -> Accents:
        """Count words and pairs of accented texts, each with its weight."""
        counts: Counter[str] = Counter({_START: 1})
        pairs: Counter[tuple[str, str]] = Counter()
        weights: Counter[str] = Counter()
        for text, weight in texts:  # published names of papers say the same again and again
            weights[text] += weight
        for text, weight in weights.items():
            for part in _BREAK.split(standard_tones(clean(text))):
                row = [_START, *(word.lower() for word in _WORD.findall(part))]
                for word in row:
                    counts[word] += weight
                for pair in pairwise(row):
                    pairs[pair] += weight
        words = [word for word, _ in counts.most_common()]
        place = {word: number for number, word in enumerate(words)}
        keys = np.array([_key(place[a], place[b]) for a, b in pairs], dtype=np.uint64)
        order = np.argsort(keys)
        seen = np.array(list(pairs.values()), dtype=np.float32)
        return cls(words, np.array([counts[word] for word in words], dtype=np.float32), keys[order], seen[order])

    def _restored(self, text: str) -> str:
        """Return a text with the diacritics it most likely wants; a word that has some or is unknown stays."""
        plain = _WORD.findall(text)
        if not plain or not len(self._pairs):
            return text
        found = [self._choices(word.lower()) for word in plain]
        # After an unknown word all begins anew.
        row = [self._none, *(self._none if choices is None else choices for choices in found)]
        scores = np.zeros(1, dtype=np.float32)
        came: list[npt.NDArray[np.intp]] = []
        for step in self._steps(row):
            together = scores[:, None] + step
            best = together.argmax(axis=0)
            came.append(best)
            scores = together[best, np.arange(len(best))]
        spelt: list[str] = []
        at = int(scores.argmax())
        for word, choices, came_from in zip(reversed(plain), reversed(found), reversed(came), strict=True):
            spelt.append(word if choices is None else self._words[int(choices[at])])
            at = int(came_from[at])
        in_order = reversed(spelt)
        return _WORD.sub(lambda _: next(in_order), text)

    def _choices(self, word: str) -> Places | None:
        choices = self._spellings.get(fold(word))
        if choices is None or not has_diacritics(word):
            return choices
        same = [place for place in choices if self._words[place] == word]
        return np.array(same, dtype=np.uint64) if same else None

    def _steps(self, row: Sequence[Places]) -> Iterator[npt.NDArray[np.float32]]:
        """Yield, for each two neighbours, the log chance of each choice to follow each, shape (before, after).

        All are looked up at once: a look-up a pair costs three times as much.
        """
        grids = [(before << _SHIFT)[:, None] | after for before, after in pairwise(row)]
        keys = np.concatenate([grid.ravel() for grid in grids])
        places = np.minimum(np.searchsorted(self._pairs, keys), len(self._pairs) - 1)
        seen = np.where(self._pairs[places] == keys, self._seen[places], 0)
        first, second = (keys >> _SHIFT).astype(np.intp), (keys & _LAST).astype(np.intp)
        followed = _BIGRAM_SHARE * seen / self._counts[first]
        chances = np.log(followed + (1 - _BIGRAM_SHARE) * self._alone[second])
        ends = np.cumsum([grid.size for grid in grids])
        for grid, end in zip(grids, ends.tolist(), strict=True):
            yield chances[end - grid.size : end].reshape(grid.shape)

    def save(self, folder: Path) -> None:
        """Write the model into a folder of its own."""
        folder.mkdir(parents=True)
        (folder / "words.json").write_text(json.dumps(self._words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "pairs.npz", counts=self._counts, pairs=self._pairs, seen=self._seen)

    @classmethod
    def load(cls, folder: Path) -> Accents:
        """Read what :meth:`save` wrote."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "pairs.npz", allow_pickle=False) as arrays:
            return cls(words, arrays["counts"], arrays["pairs"], arrays["seen"])


def _key(first: int, second: int) -> int:
    return (first << int(_SHIFT)) | second
