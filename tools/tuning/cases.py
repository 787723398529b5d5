"""Questions with their candidates, prepared once so that any weights can be tried on them.

Two sources. *Wordings*: citizens' wordings that the encoder has not been trained on (``pairs.is_rankers``), asked of
an index that does not hold them. *Development questions*: the first half of each set; the second half is only looked
at. Which half a question belongs to is decided by a checksum of its id.
"""

from __future__ import annotations

import random
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from knowledge.context import Need, need_of
from knowledge.encoder.noise import hurried
from knowledge.encoder.pairs import is_rankers
from knowledge.index.ranking import LINEAR, Signals, Weights
from knowledge.index.reranking import Matrix
from knowledge.phrasings import phrasings
from knowledge.search import Searcher
from knowledge.text import clean, has_diacritics
from tools.measures.quality import Question

POOL = 60
WORDINGS = "wordings"


@dataclass(frozen=True)
class Case:
    """One answerable question with its candidate pool, for the linear ranking.

    Attributes:
        signals: shape (9, pool): the six standardised signals, title, unhinted and phrase.
        earlier: the same for an earlier turn.
        priors: shape (pool, 4).
        offset: shape (pool,): places and withdrawn records.
    """

    origin: str
    signals: Matrix
    earlier: Matrix | None
    priors: Matrix
    offset: Matrix
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
                weights.everyday,
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


@dataclass(frozen=True)
class Listed:
    """One question with the features of its candidates, for the reranker; ``right`` may be all false."""

    origin: str
    described: Matrix
    right: npt.NDArray[np.bool_]


def half_of(question: Question) -> int:
    """Return 0 for the half that is fitted on, 1 for the half held out."""
    return zlib.crc32(question.id.encode()) % 2


def wording_questions(rounds: int = 1) -> list[Question]:
    """Return the wordings the encoder has not seen, as hurried people type them."""
    chance = random.Random(1)
    rows = [row for row in phrasings() if is_rankers(row)]
    return [
        Question(
            id=f"w{number}-{turn}",
            question=hurried(row.text, chance),
            expect="answer",
            gold_codes=(row.code,),
            group=row.kind,
            origin=WORDINGS,
        )
        for turn in range(rounds)
        for number, row in enumerate(rows)
    ]


def with_same_names(codes: Iterable[str], names: dict[str, str], by_name: dict[str, list[str]]) -> tuple[str, ...]:
    """Return the codes and those of records of the same name: words alone cannot tell them apart."""
    return tuple(dict.fromkeys(code for own in codes if own in names for code in by_name[names[own]]))


def _rows(question: Question, codes: dict[str, int]) -> list[int]:
    return [codes[code] for code in question.gold_codes if code in codes]


def _need(question: Question) -> Need:
    return need_of(clean(question.question), question.history)


def _matrix(signals: Signals) -> Matrix:
    return np.stack([*signals.standard[: len(LINEAR)], signals.title, signals.unhinted, signals.phrase])


def linear_cases(searcher: Searcher, questions: Sequence[Question], codes: dict[str, int]) -> list[Case]:
    """Prepare the answerable questions for the linear ranking."""
    cases = []
    for question in questions:
        gold = _rows(question, codes)
        if question.expect != "answer" or not gold:
            continue
        need = _need(question)
        now = searcher.ranker.signals(need.text)
        matrix, offset = _matrix(now), searcher.ranker.offset(need)
        earlier = _matrix(searcher.ranker.signals(need.support)) if need.support and not need.from_history else None
        chosen = set(gold)
        for row in [*matrix, *(earlier[:5] if earlier is not None else ())]:
            chosen.update(np.argpartition(-(row + offset), POOL)[:POOL].tolist())
        pool = np.array(sorted(chosen))
        cases.append(
            Case(
                origin=question.origin,
                signals=matrix[:, pool],
                earlier=None if earlier is None else earlier[:, pool],
                priors=now.priors[pool],
                offset=offset[pool],
                right=np.isin(pool, gold),
                accented=has_diacritics(need.text),
            )
        )
    return cases


def listed_cases(searcher: Searcher, questions: Sequence[Question], codes: dict[str, int]) -> list[Listed]:
    """Prepare the answerable questions for the reranker."""
    listed = []
    for question in questions:
        gold = _rows(question, codes)
        if question.expect == "answer" and gold:
            rows, described = searcher.ranker.candidates(searcher.ranker.look(_need(question)))
            listed.append(Listed(question.origin, described, np.isin(rows, gold)))
    return listed
