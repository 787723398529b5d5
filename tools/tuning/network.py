"""The reranker: one hidden layer, listwise softmax (Cao et al., 2007, ListNet), Adam; plain NumPy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.index.reranking import FEATURES, Reranker
from tools.tuning.cases import Listed

HIDDEN = 24
STEPS = 3000
BATCH = 64
RATE = 3e-3
DECAY = 2e-3
DROP = 0.1
SEEDS = 5
"""Networks that are trained alike but for the start and the draws; their mean wavers less than each."""

Values = npt.NDArray[np.float64]


def _spread(cases: Sequence[Listed]) -> tuple[Values, Values]:
    every = np.concatenate([case.described for case in cases]).astype(np.float64)
    spread = every.std(axis=0)
    return every.mean(axis=0), np.where(spread > 1e-6, spread, 1.0)


class _Adam:
    def __init__(self, parameters: dict[str, Values]) -> None:
        self._mean = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._square = {name: np.zeros_like(value) for name, value in parameters.items()}
        self._step = 0

    def apply(self, parameters: dict[str, Values], slopes: dict[str, Values], rate: float) -> None:
        self._step += 1
        for name, bare in slopes.items():
            slope = bare + DECAY * parameters[name] * (name != "bias")
            self._mean[name] += 0.1 * (slope - self._mean[name])
            self._square[name] += 0.001 * (slope**2 - self._square[name])
            mean = self._mean[name] / (1 - 0.9**self._step)
            square = self._square[name] / (1 - 0.999**self._step)
            parameters[name] -= rate * mean / (np.sqrt(square) + 1e-8)


@dataclass(frozen=True)
class _Padded:
    """All questions as one array; what pads a short list has no chance.

    Attributes:
        scaled: shape (questions, candidates, features).
        right: shape (questions, candidates).
        absent: 0 for a candidate, a large negative number for padding, shape (questions, candidates).
    """

    scaled: Values
    right: npt.NDArray[np.bool_]
    absent: Values

    @classmethod
    def of(cls, cases: Sequence[Listed], middle: Values, spread: Values) -> _Padded:
        longest = max(len(case.right) for case in cases)
        scaled = np.zeros((len(cases), longest, len(FEATURES)))
        right = np.zeros((len(cases), longest), dtype=bool)
        absent = np.full((len(cases), longest), -1e9)
        for number, case in enumerate(cases):
            size = len(case.right)
            scaled[number, :size] = (case.described - middle) / spread
            right[number, :size] = case.right
            absent[number, :size] = 0
        return cls(scaled, right, absent)


def _slopes(
    parameters: dict[str, Values], padded: _Padded, drawn: npt.NDArray[np.intp], keep: Values
) -> dict[str, Values]:
    """Return the mean gradient of ``-log(sum of the chances of the right ones)`` over the drawn questions."""
    scaled, right = padded.scaled[drawn], padded.right[drawn]
    before = scaled @ parameters["inner"] + parameters["bias"]
    hidden = np.maximum(before, 0) * keep[:, None, :]
    scores = hidden @ parameters["outer"] + scaled @ parameters["straight"] + padded.absent[drawn]
    chances = np.exp(scores - scores.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    of_right = chances * right
    error = (chances - of_right / np.maximum(of_right.sum(axis=1, keepdims=True), 1e-12)) / len(drawn)
    back = error[:, :, None] * parameters["outer"] * keep[:, None, :] * (before > 0)
    return {
        "inner": np.einsum("qcf,qch->fh", scaled, back, optimize=True),
        "bias": back.sum(axis=(0, 1)),
        "outer": np.einsum("qch,qc->h", hidden, error),
        "straight": np.einsum("qcf,qc->f", scaled, error),
    }


def train_reranker(cases: Sequence[Listed], weight: dict[str, float]) -> Reranker:
    """Fit the network on questions whose right answer is among the candidates.

    Args:
        cases: of several origins.
        weight: how often a question of an origin is drawn, beside the others.

    Returns:
        The mean of several networks, which is one with all their hidden units.
    """
    found = [_one_network(cases, weight, seed) for seed in range(SEEDS)]
    return Reranker(
        middle=found[0].middle,
        spread=found[0].spread,
        inner=np.concatenate([one.inner for one in found], axis=1),
        bias=np.concatenate([one.bias for one in found]),
        outer=(np.concatenate([one.outer for one in found]) / SEEDS).astype(np.float32),
        straight=np.asarray(np.mean([one.straight for one in found], axis=0), dtype=np.float32),
    )


def _one_network(cases: Sequence[Listed], weight: dict[str, float], seed: int) -> Reranker:
    usable = [case for case in cases if case.right.any() and not case.right.all()]
    middle, spread = _spread(usable)
    padded = _Padded.of(usable, middle, spread)
    draw = np.array([weight[case.origin] for case in usable])
    draw /= draw.sum()
    chance = np.random.default_rng(seed)
    parameters: dict[str, Values] = {
        "inner": chance.normal(0, 0.2, (len(FEATURES), HIDDEN)),
        "bias": np.zeros(HIDDEN),
        "outer": chance.normal(0, 0.1, HIDDEN),
        "straight": np.zeros(len(FEATURES)),
    }
    adam = _Adam(parameters)
    for step in range(STEPS):
        drawn = chance.choice(len(usable), BATCH, p=draw)
        keep = (chance.random((BATCH, HIDDEN)) >= DROP) / (1 - DROP)
        slopes = _slopes(parameters, padded, drawn, keep)
        adam.apply(parameters, slopes, RATE * 0.5 * (1 + np.cos(np.pi * step / STEPS)))
    arrays = {name: value.astype(np.float32) for name, value in parameters.items()}
    return Reranker(middle.astype(np.float32), spread.astype(np.float32), **arrays)


def places(cases: Sequence[Listed], reranker: Reranker) -> npt.NDArray[np.int64]:
    """Return for each question how many wrong ones stand before the right one; 99 when it is no candidate."""
    found = []
    for case in cases:
        if not case.right.any():
            found.append(99)
            continue
        scores = reranker.scores(case.described)
        found.append(int((scores[~case.right] > scores[case.right].max()).sum()))
    return np.array(found)
