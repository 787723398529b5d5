"""The second look: a small network weighs all signals of the best candidates against each other.

The linear ranking (:mod:`knowledge.index.ranking`) finds the candidates; here each of them is described by how it
stands among the others, and a network of one hidden layer, trained with a listwise softmax, puts them in order
(``make tune``). The softmax over the candidates is also the first piece of evidence for how sure the answer is.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.index.ranking import STANDARDISED, Scores, Signals

RERANKER = Path(__file__).parent / "reranker.npz"
CANDIDATES = 40
Matrix = npt.NDArray[np.float32]

FEATURES = (
    *(f"{name}_z" for name in STANDARDISED),
    *(f"{name}_gap" for name in STANDARDISED),
    "dense_name",
    "dense_best",
    "dense_name_unaccented",
    "dense_best_unaccented",
    "title",
    "unhinted",
    "unannounced",
    "done",
    "undone",
    "level",
    "elsewhere",
    "phrase",
    "name_covered",
    "question_covered",
    "spoken",
    "starter",
    "citizen",
    "central",
    "first_look",
    "first_look_gap",
    "earlier",
    "words",
    "unaccented",
)
"""What is known of a candidate, a column each."""


def features(
    signals: Signals, first_look: Scores, earlier: Scores | None, rows: npt.NDArray[np.intp], *, accented: bool
) -> Matrix:
    """Describe candidates.

    Args:
        signals: of all procedures.
        first_look: linear score of all procedures.
        earlier: relevance to an earlier turn, of all procedures; ``None`` without one.
        rows: the candidates.
        accented: whether the question carries diacritics.

    Returns:
        Shape (candidates, len(FEATURES)).
    """
    standard = signals.standard[:, rows]
    gaps = standard - standard.max(axis=1, keepdims=True)
    one = np.ones(len(rows), dtype=np.float32)
    plain = np.float32(not accented)
    look = first_look[rows]
    columns = [
        *standard,
        *gaps,
        signals.dense_name[rows],
        signals.dense_best[rows],
        plain * signals.dense_name[rows],
        plain * signals.dense_best[rows],
        signals.title[rows],
        signals.unhinted[rows],
        signals.unannounced[rows],
        *(one[rows] for one in signals.agreement),
        signals.phrase[rows],
        signals.name_covered[rows],
        signals.question_covered[rows],
        *signals.priors[rows].T,
        look / np.float32(10),
        (look - look.max()) / np.float32(10),
        earlier[rows] / np.float32(10) if earlier is not None else np.zeros_like(one),
        np.float32(signals.words) * one,
        plain * one,
    ]
    return np.stack(columns, axis=1).astype(np.float32)


@dataclass(frozen=True)
class Reranker:
    """A network of one hidden layer over :data:`FEATURES`.

    Attributes:
        middle, spread: of each feature where it was trained, shape (features,).
        inner, bias: first layer, shapes (features, hidden) and (hidden,).
        outer: second layer, shape (hidden,).
        straight: a linear part beside the network, shape (features,).
    """

    middle: Matrix
    spread: Matrix
    inner: Matrix
    bias: Matrix
    outer: Matrix
    straight: Matrix

    def scores(self, described: Matrix) -> Scores:
        """Return one score a candidate; their softmax is the chance of each to be the right one."""
        scaled = (described - self.middle) / self.spread
        hidden = np.maximum(scaled @ self.inner + self.bias, 0)
        return np.asarray(hidden @ self.outer + scaled @ self.straight, dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the arrays."""
        arrays = {name: getattr(self, name).astype(np.float32) for name in self.__dataclass_fields__}
        np.savez_compressed(path, **arrays)

    @classmethod
    def load(cls, path: Path) -> Reranker:
        """Read what :meth:`save` wrote."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(**{name: arrays[name] for name in cls.__dataclass_fields__})


@cache
def shipped_reranker() -> Reranker:
    """Read the network the project ships."""
    return Reranker.load(RERANKER)
