"""Okapi BM25 over one field, kept as flat arrays that are mapped from disk and never copied.

Source of the formula: Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond (2009).
Scores are computed at build time, so a question only adds up the postings of its tokens.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Scores = npt.NDArray[np.float32]

K1 = 1.2
B = 0.75
COMMON = 0.1
"""A token that more than this share of the documents hold is kept as a whole row: few tokens (a hundredth of them), yet
nine of ten postings a question would have to add up."""


class LexicalIndex:
    """BM25 scores of every document for a bag of tokens.

    Args:
        vocabulary: token → row.
        starts: first posting of each row, shape (tokens + 1,).
        documents: document numbers of the postings.
        impacts: BM25 weight of each posting.
        size: number of documents.
    """

    def __init__(
        self,
        vocabulary: dict[str, int],
        starts: npt.NDArray[np.int64],
        documents: npt.NDArray[np.int32],
        impacts: npt.NDArray[np.float32],
        size: int,
    ) -> None:
        self._vocabulary = vocabulary
        self._starts = starts
        self._documents = documents
        self._impacts = impacts
        self.size = size
        self._rows, self._common = self._common_rows()

    def _common_rows(self) -> tuple[dict[int, int], Scores]:
        """Return the rows of common tokens with their place, and their weights, shape (tokens, documents)."""
        rows = np.flatnonzero(np.diff(self._starts) > max(COMMON * self.size, 1)).tolist()
        weights = np.zeros((len(rows), self.size), dtype=np.float32)
        for place, row in enumerate(rows):
            part = slice(self._starts[row], self._starts[row + 1])
            weights[place, self._documents[part]] = self._impacts[part]
        return {row: place for place, row in enumerate(rows)}, weights

    @classmethod
    def build(cls, texts: Iterable[Sequence[str]], *, k1: float = K1, b: float = B) -> LexicalIndex:
        """Index documents given as token lists, in order."""
        counts = [Counter(tokens) for tokens in texts]
        size = len(counts)
        lengths = np.array([sum(count.values()) for count in counts], dtype=np.float32)
        mean = float(lengths.mean()) if size and lengths.any() else 1.0
        postings: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for document, count in enumerate(counts):
            for token, times in count.items():
                postings[token].append((document, times))
        vocabulary = {token: row for row, token in enumerate(postings)}
        starts = np.zeros(len(postings) + 1, dtype=np.int64)
        total = sum(len(rows) for rows in postings.values())
        documents = np.empty(total, dtype=np.int32)
        impacts = np.empty(total, dtype=np.float32)
        for row, found in enumerate(postings.values()):
            begin = int(starts[row])
            end = begin + len(found)
            starts[row + 1] = end
            ids = np.array([document for document, _ in found], dtype=np.int32)
            repeats = np.array([times for _, times in found], dtype=np.float32)
            idf = np.log(1 + (size - len(found) + 0.5) / (len(found) + 0.5))
            norm = k1 * (1 - b + b * lengths[ids] / mean)
            documents[begin:end] = ids
            impacts[begin:end] = idf * repeats * (k1 + 1) / (repeats + norm)
        return cls(vocabulary, starts, documents, impacts, size)

    def scores(self, tokens: Iterable[str]) -> Scores:
        """Return the BM25 score of every document, shape (size,)."""
        rows = [row for row in map(self._vocabulary.get, tokens) if row is not None]
        total = np.zeros(self.size, dtype=np.float32)
        for row in rows:
            if row in self._rows:
                total += self._common[self._rows[row]]
        found = [slice(self._starts[row], self._starts[row + 1]) for row in rows if row not in self._rows]
        if found:  # one pass over all: a loop costs five times more
            documents = np.concatenate([self._documents[part] for part in found])
            impacts = np.concatenate([self._impacts[part] for part in found])
            total += np.bincount(documents, impacts, self.size)
        return total

    def knows(self, token: str) -> bool:
        """Tell whether any document holds the token."""
        return token in self._vocabulary

    def save(self, folder: Path) -> None:
        """Write the index into a folder of its own."""
        folder.mkdir(parents=True)
        (folder / "vocabulary.json").write_text(
            json.dumps([self.size, list(self._vocabulary)], ensure_ascii=False), encoding="utf-8"
        )
        np.save(folder / "starts.npy", self._starts)
        np.save(folder / "documents.npy", self._documents)
        np.save(folder / "impacts.npy", self._impacts)

    @classmethod
    def load(cls, folder: Path) -> LexicalIndex:
        """Map an index written by :meth:`save`."""
        size, tokens = json.loads((folder / "vocabulary.json").read_text(encoding="utf-8"))
        return cls(
            {token: row for row, token in enumerate(tokens)},
            np.load(folder / "starts.npy"),
            _mapped(folder / "documents.npy"),
            _mapped(folder / "impacts.npy"),
            size,
        )


def _mapped(path: Path) -> npt.NDArray[Any]:
    """Map an array from disk; as a plain view, because slicing a ``memmap`` costs ten times as much."""
    mapped: npt.NDArray[Any] = np.load(path, mmap_mode="r").view(np.ndarray)
    return mapped
