"""Join what the indexes say of a question into one score a procedure."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from knowledge.index.deeds import Agreement

Scores = npt.NDArray[np.float32]

STANDARDISED = ("name", "body", "said", "everyday", "dense_name", "dense_best", "crowd")
"""Signals of scales of their own; they are compared as z-scores over all procedures."""
LINEAR = STANDARDISED[:6]
"""Those the linear ranking adds up."""


class Weights(BaseModel):
    """Weights of the signals, each standardised per question (``make tune`` finds them).

    Attributes:
        name, body, said, everyday: BM25 of the four fields.
        dense_name, dense_best: cosine to the name, and to the nearest wording.
        title: how nearly the question is the name.
        unhinted: special cases the name announces and the question does not hint at (a negative weight).
        phrase: an exact lexicon phrase, times the share of the question it covers.
        folded: what the dense signals are multiplied with for a question without diacritics.
        spoken, starter, citizen, central: priors of a procedure, see ``corpus.PRIORS``.
        support: share of an earlier turn beside the present one.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: float
    body: float
    said: float
    everyday: float
    dense_name: float
    dense_best: float
    title: float
    unhinted: float
    phrase: float
    folded: float
    spoken: float
    starter: float
    citizen: float
    central: float
    support: float

    @property
    def priors(self) -> tuple[float, ...]:
        """The weights of the priors, in the order of ``corpus.PRIORS``."""
        return self.spoken, self.starter, self.citizen, self.central


@dataclass(frozen=True)
class Signals:
    """What each index says of every procedure; arrays of shape (procedures,), ``priors`` (procedures, 4).

    Attributes:
        crowd: see :class:`knowledge.index.dense.DenseScores`.
        name_covered, question_covered: share of the name's words the question holds, and the reverse.
        agreement: whether deed and level of each are those the question speaks of.
        unannounced: the question speaks of a foreign element and the name does not.
        words: words of the question that name a need, at most twelve, divided by twelve.
    """

    name: Scores
    body: Scores
    said: Scores
    everyday: Scores
    dense_name: Scores
    dense_best: Scores
    crowd: Scores
    title: Scores
    name_covered: Scores
    question_covered: Scores
    unhinted: Scores
    unannounced: Scores
    agreement: Agreement
    phrase: Scores
    priors: Scores
    words: float

    @cached_property
    def standard(self) -> Scores:
        """Z-scores of :data:`STANDARDISED`, shape (7, procedures); nought where all are alike."""
        values = np.stack([getattr(self, name) for name in STANDARDISED])
        spread = values.std(axis=1, keepdims=True)
        spread[spread < 1e-6] = np.inf
        return np.asarray((values - values.mean(axis=1, keepdims=True)) / spread, dtype=np.float32)


def relevance(signals: Signals, weights: Weights, *, accented: bool) -> Scores:
    """Return how well each procedure fits the words of a question, priors left out."""
    dense = 1.0 if accented else weights.folded
    lexical = (weights.name, weights.body, weights.said, weights.everyday)
    row = np.array([*lexical, dense * weights.dense_name, dense * weights.dense_best], dtype=np.float32)
    total = (
        row @ signals.standard[: len(LINEAR)]
        + weights.title * signals.title
        + weights.unhinted * signals.unhinted
        + weights.phrase * signals.phrase
    )
    return np.asarray(total, dtype=np.float32)


def prior(signals: Signals, weights: Weights) -> Scores:
    """Return what speaks for each procedure before any question."""
    return np.asarray(signals.priors @ np.array(weights.priors, dtype=np.float32), dtype=np.float32)
