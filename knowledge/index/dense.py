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
LISTS = 128
"""Lists the vectors are kept in, each around a centre of its own."""
LISTS_READ = 48
"""Lists nearest to a question that are looked through: a quarter of the time of reading all of them. On the development
questions 0.96 of the 512 nearest and 0.99 of the 50 nearest are the same, and no rank moved."""
EXACT_BELOW = 50 * LISTS
"""Fewer vectors than this are all compared."""
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
    """An inner-product index over all vectors, in half precision: that moves no rank and halves memory and time.

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
        """Index name vectors (one a document) and further vectors with the document each belongs to."""
        size = len(names)
        every = np.concatenate([names, others]) if len(others) else names
        index = _empty(every)
        index.add(every)
        rows = np.concatenate([np.arange(size, dtype=np.int32), owners.astype(np.int32)])
        return cls(index, rows, size)

    def scores(self, vector: Vectors) -> DenseScores:
        """Score every document against one vector of shape (dimension,).

        Documents outside the nearest vectors get the similarity of the farthest one found, which is an
        upper bound and keeps them behind.
        """
        wanted = min(NEIGHBOURS, self._index.ntotal)
        similarity, rows = self._index.search(vector.reshape(1, -1), wanted)
        found, values = rows[0], similarity[0]
        if found[-1] < 0:  # the lists looked through hold fewer
            found, values = found[found >= 0], values[found >= 0]
        floor = np.float32(values[-1])
        name = np.full(self.size, floor, dtype=np.float32)
        best = np.full(self.size, floor, dtype=np.float32)
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
        index = faiss.read_index(str(folder / "vectors.faiss"))
        size = json.loads((folder / "shape.json").read_text(encoding="utf-8"))["size"]
        return cls(index, np.load(folder / "owners.npy"), size)


def _empty(vectors: Vectors) -> faiss.Index:
    """Return a trained index without vectors: in lists where there are many, plain where there are few."""
    dimension, kind, metric = vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    if len(vectors) < EXACT_BELOW:
        plain = faiss.IndexScalarQuantizer(dimension, kind, metric)
        plain.train(vectors)
        return plain
    listed = faiss.IndexIVFScalarQuantizer(faiss.IndexFlatIP(dimension), dimension, LISTS, kind, metric, False)
    listed.nprobe = LISTS_READ
    listed.train(vectors)
    return listed


class VectorBook:
    """Vectors of an earlier index of the same encoder, by the key of their text.

    Args:
        folder: where :meth:`DenseIndex.save` wrote; ``None`` for an empty book.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._rows: dict[int, int] = {}
        if folder is not None:
            keys = np.load(folder / "keys.npy")
            self._index = faiss.read_index(str(folder / "vectors.faiss"))
            if isinstance(self._index, faiss.IndexIVF):
                self._index.make_direct_map()  # where each vector lies, which only reading it back needs
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
