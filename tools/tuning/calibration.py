"""How sure the first hit is: a logistic model over the evidence, and the threshold of "sure"."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from knowledge.context import need_of
from knowledge.index.confidence import Calibration, Evidence
from knowledge.search import Searcher
from knowledge.text import clean
from tools.measures.quality import Question

RIDGE = 1.0
MOST_WRONG = 0.008
"""Share of all questions that may be answered as sure and wrong, where it is fitted. The reranker has learnt from the
same questions; of others more than twice as many go wrong, and the target is 0.02."""
BETWEEN = 0.15
STRAY_WEIGHT = 0.05
"""Weight of a message that nothing answers beside a question's. With none, a small set of records answers one in
fifteen of them as sure; with the full weight half of the right sure answers are gone."""


def fit_calibration(rows: Sequence[Evidence], right: Sequence[bool], strays: Sequence[Evidence] = ()) -> Calibration:
    """Fit a ridge-penalised logistic model by Newton steps, and choose the threshold of "sure".

    Args:
        rows: evidence of questions.
        right: whether the first hit of each is right.
        strays: evidence of messages that nothing answers. They teach the model, and take no part in the threshold:
            how many of them there are says nothing about what people ask.
    """
    asked = len(rows)
    features = np.array([*rows, *strays], dtype=np.float64)
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    design = np.c_[np.ones(len(features)), (features - middle) / spread]
    target = np.array([*right, *(False for _ in strays)], dtype=np.float64)
    weight = np.r_[np.ones(asked), np.full(len(strays), STRAY_WEIGHT)]
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (weight * (chance - target)) + RIDGE * np.r_[0, found[1:]]
        curve = (design * (weight * chance * (1 - chance))[:, None]).T @ design + RIDGE * np.eye(len(found))
        found -= np.linalg.solve(curve, slope)
    coefficients = found[1:] / spread
    chance = 1 / (1 + np.exp(-design[:asked] @ found))
    wrong = 1 - target[:asked]
    thresholds = [t for t in np.arange(0.5, 0.99, 0.005) if (wrong * (chance >= t)).mean() <= MOST_WRONG]
    return Calibration(
        intercept=round(float(found[0] - (found[1:] * middle / spread).sum()), 4),
        coefficients=tuple(round(float(c), 4) for c in coefficients),
        sure=round(float(min(thresholds, default=0.985)), 3),
        between=BETWEEN,
    )


def calibrate(searcher: Searcher, questions: Sequence[Question], strays: Sequence[tuple[Searcher, str]]) -> Calibration:
    """Fit the calibration on judged questions, those without an answer included.

    Args:
        searcher: asked the questions.
        questions: of the fitted half.
        strays: messages that nothing answers, each with whom it is asked of: among few records the first one stands far
            before the others, whatever is asked.
    """
    rows, right = [], []
    for question in questions:
        if question.is_judged:
            found = searcher.ranker.best(need_of(clean(question.question), question.history))
            rows.append(found.evidence)
            code = searcher.code(int(found.rows[0]))
            right.append(question.expect == "answer" and code in question.gold_codes)
    astray = [asked.ranker.best(need_of(clean(text), ())).evidence for asked, text in strays]
    return fit_calibration(rows, right, astray)
