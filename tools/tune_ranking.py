"""``make tune``: find the weights of the ranking and the calibration of its confidence.

Works on the development questions only: one half (by a checksum of the id) is fitted on, the other half is
held out, and both are printed. Needs a full snapshot (``make bench`` builds one) and the collected data.
"""

from __future__ import annotations

import argparse
import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from knowledge.context import need_of
from knowledge.encoder.runtime import load_encoder
from knowledge.index.confidence import PARAMETERS, Calibration, Evidence, Parameters, shipped_parameters
from knowledge.index.ranking import Signals, Weights, standardised
from knowledge.search import Searcher
from knowledge.snapshot import SnapshotStore
from knowledge.text import clean, has_diacritics
from tools.measures.quality import Question, development_questions

Array = npt.NDArray[np.float32]

LEXICAL_AND_DENSE = ("name", "body", "said", "dense_name", "dense_best")
POOL = 60
RIDGE = 1.0
MOST_WRONG = 0.02
"""Share of all questions that may be answered as sure and wrong, on the half that is fitted on."""
BETWEEN = 0.15


@dataclass(frozen=True)
class Case:
    """One answerable question with its candidate pool, ready to be scored with any weights."""

    question: Question
    signals: Array  # (8, pool): the five standardised signals, title, unhinted and phrase
    earlier: Array | None  # the same for an earlier turn
    priors: Array  # (pool, 4)
    offset: Array  # (pool,): places and withdrawn records
    right: npt.NDArray[np.bool_]
    accented: bool

    def rank(self, weights: Weights) -> int:
        """Return how many wrong procedures stand before the first right one."""
        dense = 1.0 if self.accented else weights.folded
        vector = np.array(
            [
                weights.name,
                weights.body,
                weights.said,
                dense * weights.dense_name,
                dense * weights.dense_best,
                weights.title,
                weights.unhinted,
                weights.phrase,
            ],
            dtype=np.float32,
        )
        scores = vector @ self.signals + self.priors @ np.array(weights.priors, dtype=np.float32) + self.offset
        if self.earlier is not None:
            scores = scores + weights.support * (vector @ self.earlier)
        return int((scores[~self.right] > scores[self.right].max()).sum())


def half_of(question: Question) -> int:
    """Return 0 for the half that is fitted on, 1 for the half held out."""
    return zlib.crc32(question.id.encode()) % 2


def _matrix(signals: Signals) -> Array:
    rows = [standardised(getattr(signals, name)) for name in LEXICAL_AND_DENSE]
    return np.stack([*rows, signals.title, signals.unhinted, signals.phrase])


def cases_of(searcher: Searcher, questions: Sequence[Question], codes: dict[str, int]) -> list[Case]:
    """Prepare the answerable questions."""
    cases = []
    for question in questions:
        gold = [codes[code] for code in question.gold_codes if code in codes]
        if question.expect != "answer" or not gold:
            continue
        need = need_of(clean(question.question), question.history)
        now = searcher.signals(need.text)
        matrix, offset = _matrix(now), searcher.offset(need)
        earlier = _matrix(searcher.signals(need.support)) if need.support and not need.from_history else None
        chosen = set(gold)
        for row in [*matrix, *(earlier[:5] if earlier is not None else ())]:
            chosen.update(np.argpartition(-(row + offset), POOL)[:POOL].tolist())
        pool = np.array(sorted(chosen))
        cases.append(
            Case(
                question=question,
                signals=matrix[:, pool],
                earlier=None if earlier is None else earlier[:, pool],
                priors=now.priors[pool],
                offset=offset[pool],
                right=np.isin(pool, gold),
                accented=has_diacritics(need.text),
            )
        )
    return cases


def objective(cases: Sequence[Case], weights: Weights) -> float:
    """Return what is maximised: R@1 first, then R@5 and the reciprocal rank; each set counts the same."""
    total = 0.0
    for name in {case.question.origin for case in cases}:
        ranks = np.array([case.rank(weights) for case in cases if case.question.origin == name])
        total += float((ranks == 0).mean() + 0.4 * (ranks < 5).mean() + 0.3 * (1 / (ranks + 1)).mean())
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


def fit_calibration(rows: Sequence[Evidence], right: Sequence[bool]) -> Calibration:
    """Fit a ridge-penalised logistic model by Newton steps, and choose the threshold of "sure" on the same rows."""
    features = np.array(rows, dtype=np.float64)
    middle, spread = features.mean(axis=0), features.std(axis=0) + 1e-6
    design = np.c_[np.ones(len(features)), (features - middle) / spread]
    target = np.array(right, dtype=np.float64)
    found = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-design @ found))
        slope = design.T @ (chance - target) + RIDGE * np.r_[0, found[1:]]
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + RIDGE * np.eye(len(found))
        found -= np.linalg.solve(curve, slope)
    coefficients = found[1:] / spread
    chance = 1 / (1 + np.exp(-design @ found))
    wrong = 1 - target
    thresholds = [t for t in np.arange(0.5, 0.96, 0.05) if (wrong * (chance >= t)).mean() <= MOST_WRONG]
    return Calibration(
        intercept=round(float(found[0] - (found[1:] * middle / spread).sum()), 4),
        coefficients=tuple(round(float(c), 4) for c in coefficients),
        sure=round(float(min(thresholds, default=0.95)), 2),
        between=BETWEEN,
    )


def calibrate(searcher: Searcher, questions: Sequence[Question], half: int) -> Calibration:
    """Fit the calibration on one half, questions without an answer included."""
    rows, right = [], []
    for question in questions:
        if half_of(question) == half and question.is_judged:
            evidence, code = searcher.evidence(need_of(clean(question.question), question.history))
            rows.append(evidence)
            right.append(question.expect == "answer" and code in question.gold_codes)
    return fit_calibration(rows, right)


def _line(cases: Sequence[Case], weights: Weights) -> str:
    ranks = np.array([case.rank(weights) for case in cases])
    return f"n={len(ranks)} R@1={np.mean(ranks == 0):.3f} R@5={np.mean(ranks < 5):.3f}"


def main() -> None:
    """Fit, print both halves, write ``parameters.json``."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--snapshots", type=Path, default=Path("build/bench/var/snapshots"))
    parser.add_argument("--rounds", type=int, default=1500)
    chosen = parser.parse_args()
    snapshot, encoder = SnapshotStore(chosen.snapshots).open(), load_encoder()
    start = shipped_parameters()
    searcher = Searcher(snapshot, encoder, parameters=start)
    codes = {hit.code: row for row, hit in enumerate(snapshot.summaries)}
    questions = development_questions()
    cases = cases_of(searcher, questions, codes)
    fitted = [case for case in cases if half_of(case.question) == 0]
    weights = search_weights(fitted, start.weights, chosen.rounds)
    for name in sorted({case.question.origin for case in cases}):
        for half, label in enumerate(("fitted", "held out")):
            part = [c for c in cases if c.question.origin == name and half_of(c.question) == half]
            print(f"{name:6} {label:9} {_line(part, weights)}  (before: {_line(part, start.weights)})")
    tuned = Parameters(weights=weights, calibration=start.calibration)
    again = Searcher(snapshot, encoder, parameters=tuned)
    tuned = tuned.model_copy(update={"calibration": calibrate(again, questions, 0)})
    PARAMETERS.write_text(json.dumps(tuned.model_dump(), indent=2) + "\n", encoding="utf-8")
    print(f"{PARAMETERS.name} is written; sure from {tuned.calibration.sure}")


if __name__ == "__main__":
    main()
