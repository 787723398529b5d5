"""Diacritics for text typed without them, guessed from how published names and citizens' wordings are spelt.

A word without marks may stand for a dozen ("ban": bán, bàn, bản, bạn …). A bigram model over syllables says which row
of them is likeliest (Viterbi; interpolated estimates after Jelinek & Mercer, 1980); then each word is looked at once
more with two neighbours on either side, by trigrams, which rights one mistake in eight at a fraction of what a whole
trigram search costs. Half of what people type has no marks, and an encoder reads a question better with most of them
right than with none.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
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
_LOOK_AGAIN = (0.08, 0.42, 0.5)
"""Shares of the word alone, after one and after two others, when each is looked at once more."""
_SHIFT = np.uint64(20)  # more words than there are syllables
_LAST = np.uint64((1 << 20) - 1)
_REMEMBERED = 2048

Places = npt.NDArray[np.uint64]
Chances = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Seen:
    """How often each row of words was seen.

    Attributes:
        keys: each row as one number (:func:`_key`), ascending, shape (rows,).
        counts: shape (rows,).
    """

    keys: Places
    counts: Chances

    @classmethod
    def of(cls, counted: Counter[int]) -> Seen:
        """Return a count in the order it is looked up in."""
        keys = np.array(list(counted), dtype=np.uint64)
        order = np.argsort(keys)
        return cls(keys[order], np.array(list(counted.values()), dtype=np.float32)[order])

    def times(self, keys: Places) -> Chances:
        """Return how often each row was seen, 0 for one that never was."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.float32)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.counts[places], np.float32(0))


class Accents:
    """The model.

    Args:
        words: spellings seen, the commonest first; the empty one stands for a beginning.
        counts: how often each was seen, shape (words,).
        pairs: of two words, and how often.
        triples: of three; none in an index of before 23/11/2026, where nothing is looked at twice.
    """

    def __init__(self, words: list[str], counts: Chances, pairs: Seen, triples: Seen) -> None:
        self._words, self._counts, self._pairs, self._triples = words, counts, pairs, triples
        self._alone = (counts / counts.sum()).astype(np.float32)
        spellings: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(words):
            spellings[fold(word)].append(place)
        self._spellings = {plain: np.array(found[:_CHOICES], dtype=np.uint64) for plain, found in spellings.items()}
        self._none = np.array([words.index(_START)], dtype=np.uint64)
        self.restored = lru_cache(maxsize=_REMEMBERED)(self._restored)

    @classmethod
    def build(cls, texts: Iterable[tuple[str, int]]) -> Accents:
        """Count words, pairs and triples of accented texts, each with its weight."""
        weights: Counter[str] = Counter()
        for text, weight in texts:  # published names of papers say the same again and again
            weights[text] += weight
        counts: Counter[str] = Counter({_START: 1})
        triples: Counter[tuple[str, str, str]] = Counter()
        for text, weight in weights.items():
            for part in _BREAK.split(standard_tones(clean(text))):
                row = [_START, _START, *(word.lower() for word in _WORD.findall(part))]
                for word in row[1:]:
                    counts[word] += weight
                for three in zip(row, row[1:], row[2:], strict=False):
                    triples[three] += weight
        words = [word for word, _ in counts.most_common()]
        place = {word: number for number, word in enumerate(words)}
        twos: Counter[int] = Counter()
        threes: Counter[int] = Counter()
        for (first, second, third), times in triples.items():
            twos[_key(place[second], place[third])] += times
            threes[_key(place[first], place[second], place[third])] += times
        return cls(words, np.array([counts[word] for word in words], dtype=np.float32), Seen.of(twos), Seen.of(threes))

    def _restored(self, text: str) -> str:
        """Return a text with the diacritics it most likely wants; a word that has some or is unknown stays."""
        plain = _WORD.findall(text)
        if not plain or not len(self._pairs.keys):
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
        chosen = np.empty(len(plain), dtype=np.uint64)
        at = int(scores.argmax())
        for number in range(len(plain) - 1, -1, -1):
            chosen[number] = row[number + 1][at]
            at = int(came[number][at])
        if len(self._triples.keys):
            self._look_again(chosen, found)
        spelt = iter(
            word if choices is None else self._words[int(place)]
            for word, choices, place in zip(plain, found, chosen, strict=True)
        )
        return _WORD.sub(lambda _: next(spelt), text)

    def _look_again(self, chosen: Places, found: Sequence[Places | None]) -> None:
        """Give each word of several spellings the one its two neighbours on either side ask for; ``chosen`` changes."""
        open_ = [number for number, choices in enumerate(found) if choices is not None and len(choices) > 1]
        if not open_:
            return
        spellings = [choices for number in open_ if (choices := found[number]) is not None]
        tried = np.concatenate(spellings)
        starts = np.cumsum([0, *(len(one) for one in spellings)])
        at = np.repeat(np.array(open_) + 2, [len(one) for one in spellings])  # two beginnings stand before the row
        last = len(chosen) + 1
        line = np.concatenate([self._none, self._none, chosen, self._none, self._none])
        left, before, after, behind = line[at - 2], line[at - 1], line[at + 1], line[at + 2]
        chances = self._after_two(  # it after the two on the left, its neighbour on the right, and the next one
            np.concatenate([left, before, tried]),
            np.concatenate([before, tried, after]),
            np.concatenate([tried, after, behind]),
        ).reshape(3, -1)
        chances[1, at + 1 > last] = chances[2, at + 2 > last] = 0
        together = chances.sum(axis=0)
        for number, start, end in zip(open_, starts, starts[1:], strict=False):
            chosen[number] = tried[start + int(together[start:end].argmax())]

    def _after_two(self, first: Places, second: Places, third: Places) -> Chances:
        """Return the log chance of each third word to follow the two before it."""
        alone, one, two = _LOOK_AGAIN
        followed = self._pairs.times((second << _SHIFT) | third) / self._counts[second.astype(np.intp)]
        together = self._pairs.times((first << _SHIFT) | second)
        three = self._triples.times((first << _SHIFT << _SHIFT) | (second << _SHIFT) | third)
        third_of_three = np.where(together > 0, three / np.maximum(together, 1), followed)
        chance = alone * self._alone[third.astype(np.intp)] + one * followed + two * third_of_three
        chances: Chances = np.log(chance).astype(np.float32)
        return chances

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
        first, second = (keys >> _SHIFT).astype(np.intp), (keys & _LAST).astype(np.intp)
        followed = _BIGRAM_SHARE * self._pairs.times(keys) / self._counts[first]
        chances = np.log(followed + (1 - _BIGRAM_SHARE) * self._alone[second])
        ends = np.cumsum([grid.size for grid in grids])
        for grid, end in zip(grids, ends.tolist(), strict=True):
            yield chances[end - grid.size : end].reshape(grid.shape)

    def save(self, folder: Path) -> None:
        """Write the model into a folder of its own."""
        folder.mkdir(parents=True)
        (folder / "words.json").write_text(json.dumps(self._words, ensure_ascii=False), encoding="utf-8")
        np.savez(folder / "pairs.npz", counts=self._counts, pairs=self._pairs.keys, seen=self._pairs.counts)
        np.savez(folder / "triples.npz", keys=self._triples.keys, seen=self._triples.counts)

    @classmethod
    def load(cls, folder: Path) -> Accents:
        """Read what :meth:`save` wrote."""
        words = json.loads((folder / "words.json").read_text(encoding="utf-8"))
        with np.load(folder / "pairs.npz", allow_pickle=False) as arrays:
            counts, pairs = arrays["counts"], Seen(arrays["pairs"], arrays["seen"])
        triples = Seen.of(Counter())
        if (folder / "triples.npz").is_file():
            with np.load(folder / "triples.npz", allow_pickle=False) as arrays:
                triples = Seen(arrays["keys"], arrays["seen"])
        return cls(words, counts, pairs, triples)


def _key(*places: int) -> int:
    key = 0
    for place in places:
        key = key << int(_SHIFT) | place
    return key
