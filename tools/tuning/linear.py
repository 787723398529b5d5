"""The weights of the first look, by random steps."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.index.ranking import Weights
from tools.tuning.cases import Case


def objective(cases: Sequence[Case], weights: Weights) -> float:
    """Return what is maximised: that the right one is first, or among the candidates; each set counts the same."""
    total = 0.0
    for name in {case.origin for case in cases}:
        ranks = np.array([case.rank(weights) for case in cases if case.origin == name])
        total += float((ranks == 0).mean() + 0.5 * (ranks < 5).mean() + 0.5 * (ranks < 30).mean())
    return total


def search_weights(cases: Sequence[Case], start: Weights, rounds: int) -> Weights:
    """Climb by random steps from the present weights; deterministic."""
    chance = np.random.default_rng(0)
    names = list(Weights.model_fields)
    best, value = start, objective(cases, start)
    for _ in range(rounds):
        values = best.model_dump()
        for name in chance.choice(names, size=chance.integers(1, 4), replace=False):
            values[name] = values[name] * float(np.exp(chance.normal(0, 0.4))) + float(chance.normal(0, 0.05))
        tried = Weights.model_validate(values)
        reached = objective(cases, tried)
        if reached > value:
            best, value = tried, reached
    return Weights.model_validate({name: round(v, 4) for name, v in best.model_dump().items()})
