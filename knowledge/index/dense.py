"""Vectors of the procedures in faiss: one for the name, more for citizens' wordings of the need."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

import faiss
import numpy as np
import numpy.typing as npt

from knowledge.encoder.runtime import Vectors

NEIGHBOURS = 512
"""Nearest vectors looked at."""
CROWD_WIDTH = 0.05
"""Cosine by which a vector must be farther than the nearest to count a third of it."""


Keys = npt.NDArray[np.uint64]


def keys_of(texts: Sequence[str]) -> Keys:
    """Return a 64-bit key a text: equal texts have equal vectors, which need not be computed again."""
    digests = (blake2b(text.encode(), digest_size=8).digest() for text in texts)
    return np.array([int.from_bytes(digest, "big") for digest in digests], dtype=np.uint64)


@dataclass(frozen=True)
class DenseScores:
    """Similarity of a question to every procedure.

    Attributes:
        name: cosine to the name vector, shape (documents,).
        best: highest cosine to any vector of the procedure, shape (documents,).
        crowd: how many vectors of the procedure stand near the question, each counting less the farther it is.
    """

    name: npt.NDArray[np.float32]
    best: npt.NDArray[np.float32]
    crowd: npt.NDArray[np.float32]


class DenseIndex:
    """An exact inner-product index; five thousand procedures need no approximation.

    Args:
        index: faiss index over all vectors.
        owners: document each vector belongs to; the first ``size`` vectors are the names, in order.
        size: number of documents.
    """

    def __init__(self, index: faiss.Index, owners: npt.NDArray[np.int32], size: int) -> None:
        self._index = index
        self._owners = owners
        self.size = size

    @classmethod
    def build(cls, names: Vectors, others: Vectors, owners: npt.NDArray[np.int32]) -> DenseIndex:
        """Index name vectors (one a document) and further vectors with the document each belongs to.

        Half precision: it halves the memory and moves no rank in our measurements.
        """
        size, dimension = names.shape
        index = faiss.IndexScalarQuantizer(dimension, faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT)
        index.train(names)
        index.add(names)
        if len(others):
            index.add(others)
        every = np.concatenate([np.arange(size, dtype=np.int32), owners.astype(np.int32)])
        return cls(index, every, size)

    def scores(self, vector: Vectors) -> DenseScores:
        """Score every document against one vector of shape (dimension,).

        Documents outside the nearest vectors get the similarity of the farthest one found, which is an
        upper bound and keeps them behind.
        """
        wanted = min(NEIGHBOURS, self._index.ntotal)
        similarity, rows = self._index.search(vector.reshape(1, -1), wanted)
        floor = np.float32(similarity[0, -1])
        name = np.full(self.size, floor, dtype=np.float32)
        best = np.full(self.size, floor, dtype=np.float32)
        found, values = rows[0], similarity[0]
        np.maximum.at(best, self._owners[found], values)
        is_name = found < self.size
        name[found[is_name]] = values[is_name]
        crowd = np.bincount(self._owners[found], np.exp((values - values[0]) / CROWD_WIDTH), self.size)
        return DenseScores(name, best, crowd.astype(np.float32))

    def save(self, folder: Path, texts: Sequence[str] = ()) -> None:
        """Write the index into a folder of its own, with keys of the texts its vectors were made from."""
        folder.mkdir(parents=True)
        faiss.write_index(self._index, str(folder / "vectors.faiss"))
        np.save(folder / "keys.npy", keys_of(texts))
        np.save(folder / "owners.npy", self._owners)
        (folder / "shape.json").write_text(json.dumps({"size": self.size}), encoding="utf-8")

    @classmethod
    def load(cls, folder: Path) -> DenseIndex:
        """Read an index written by :meth:`save`."""
        index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP)
        size = json.loads((folder / "shape.json").read_text(encoding="utf-8"))["size"]
        return cls(index, np.load(folder / "owners.npy"), size)


class VectorBook:
    """Vectors of an earlier index of the same encoder, by the key of their text.

    Args:
        folder: where :meth:`DenseIndex.save` wrote; ``None`` for an empty book.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._rows: dict[int, int] = {}
        if folder is not None:
            keys = np.load(folder / "keys.npy")
            self._index = faiss.read_index(str(folder / "vectors.faiss"), faiss.IO_FLAG_MMAP)
            self._rows = {int(key): row for row, key in enumerate(keys)}

    def fill(self, keys: Keys, out: Vectors) -> npt.NDArray[np.intp]:
        """Copy known vectors into ``out``, shape (keys, dimension), and return the rows still to be computed."""
        missing = []
        for place, key in enumerate(keys.tolist()):
            row = self._rows.get(key)
            if row is None:
                missing.append(place)
            else:
                out[place] = self._index.reconstruct(row)
        return np.array(missing, dtype=np.intp)
