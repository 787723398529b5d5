"""Candidates for a need, best first, with the chance that each is meant."""

from __future__ import annotations

from copy import copy
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.aspects import content_words
from knowledge.context import Need
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.encoder.texts import query_text
from knowledge.extras import ExtraIndex
from knowledge.index.confidence import Evidence, Parameters
from knowledge.index.ranking import Scores, Signals, prior, relevance
from knowledge.index.reader import IndexReader
from knowledge.index.reranking import CANDIDATES, FEATURES, Matrix, Reranker, features
from knowledge.lexicon import off_topic
from knowledge.model import ProcedureStatus
from knowledge.places import province_key, provinces_in
from knowledge.results import Band
from knowledge.snapshot import Snapshot
from knowledge.text import fold, has_diacritics

WITHDRAWN_PENALTY = np.float32(1.0)
ELSEWHERE_PENALTY = np.float32(1.5)
UNHINTED_PENALTY = np.float32(2.0)
"""Log-odds a record of a special audience (railways, police …) loses when nothing hints at it, beyond what the reranker
has learnt from few such questions. On the development questions no more is lost by it than won."""
NEVER = np.float32(-1e6)
NO_EVIDENCE = Evidence(0, 0, 0, 0, 0, 0, 0, 0)


class Look(NamedTuple):
    """What a need's words say of all procedures.

    Attributes:
        scores: of the linear ranking; what may not be answered from is far below the rest.
        earlier: relevance to an earlier turn, where that is part of the scores.
        signals: what the scores were made from.
        vector: of the words.
        accented: whether they carry diacritics.
    """

    scores: Scores
    earlier: Scores | None
    signals: Signals
    vector: Vectors
    accented: bool


class Ranked(NamedTuple):
    """The best procedures, best first.

    Attributes:
        rows: of the snapshot.
        chances: of each to be meant, among these.
        look: what they were found by.
        evidence: what speaks for the first.
        confidence: calibrated chance that the first is right.
    """

    rows: npt.NDArray[np.intp]
    chances: Scores
    look: Look
    evidence: Evidence
    confidence: float


class Ranker:
    """Ranks the procedures of one snapshot; may be used by many threads.

    Args:
        snapshot: what to answer from.
        encoder: the encoder its index was made with.
        province: the deployment's province; procedures of other provinces then stay out.
        parameters: of ranking and confidence.
        reranker: puts the best candidates in order.
    """

    def __init__(
        self, snapshot: Snapshot, encoder: Encoder, *, province: str | None, parameters: Parameters, reranker: Reranker
    ) -> None:
        self.parameters = parameters
        self._reranker = reranker
        self._index = IndexReader(snapshot, encoder)
        self._names = [fold(hit.name) for hit in snapshot.summaries]
        keys = [province_key(hit.province) if hit.province else "" for hit in snapshot.summaries]
        self._provinces = frozenset(key for key in keys if key)
        self._place = np.array(keys, dtype=object)
        self._local = self._place != ""
        self._home = {province_key(province)} if province else set()
        status = [hit.status for hit in snapshot.summaries]
        self._withdrawn = np.array([one is ProcedureStatus.WITHDRAWN for one in status], dtype=np.float32)
        self._internal = np.array([one is ProcedureStatus.INTERNAL for one in status], dtype=bool)
        self._off_topic = encoder.encode(
            [query_text(text) for example in off_topic() for text in (example, fold(example))]
        )
        self._extras: ExtraIndex | None = None

    def with_extras(self, extras: ExtraIndex | None) -> Ranker:
        """Return a ranker that also knows what the office has added; shares all else."""
        other = copy(self)
        other._extras = extras
        return other

    def for_province(self, province: str | None) -> Ranker:
        """Return a ranker for people of another province; shares all else."""
        other = copy(self)
        other._home = {province_key(province)} if province else set()
        return other

    def knows(self, text: str) -> bool:
        """Tell whether the words occur in records or wordings, at least a third of them."""
        return self._index.knows(text)

    def best(self, need: Need) -> Ranked:
        """Return the best procedures; an earlier turn helps only where the words alone do not suffice.

        A whole new question must not be drawn back to what was spoken of before.
        """
        look = self.alone(need)
        found = self._ranked(need, look)
        if _is_supported(need) and self.parameters.calibration.band(found.confidence) is not Band.SURE:
            return self._ranked(need, self._with_earlier(look, need))
        return found

    def alone(self, need: Need) -> Look:
        """Score every procedure for the words of a need."""
        weights, accented = self.parameters.weights, has_diacritics(need.text)
        vector, signals = self._signals(need.text)
        scores = relevance(signals, weights, accented=accented) + prior(signals, weights) + self.offset(need)
        return Look(scores, None, signals, vector, accented)

    def look(self, need: Need) -> Look:
        """Score every procedure for a need, an earlier turn included."""
        look = self.alone(need)
        return self._with_earlier(look, need) if _is_supported(need) else look

    def _with_earlier(self, look: Look, need: Need) -> Look:
        weights = self.parameters.weights
        earlier = relevance(self.signals(need.support), weights, accented=has_diacritics(need.support))
        return look._replace(scores=look.scores + np.float32(weights.support) * earlier, earlier=earlier)

    def candidates(self, look: Look) -> tuple[npt.NDArray[np.intp], Matrix]:
        """Return the best rows of a look and their features, for the reranker."""
        rows = np.argpartition(-look.scores, min(CANDIDATES, len(look.scores) - 1))[:CANDIDATES]
        rows = rows[look.scores[rows] > NEVER / 2]
        rows = rows[np.argsort(-look.scores[rows], kind="stable")]
        if not len(rows):
            return rows, np.zeros((0, len(FEATURES)), dtype=np.float32)
        return rows, features(look.signals, look.scores, look.earlier, rows, accented=look.accented)

    def signals(self, text: str) -> Signals:
        """Return what every index says of every procedure."""
        return self._signals(text)[1]

    def offset(self, need: Need) -> Scores:
        """Return what is added to every score whatever the words say: other places, withdrawn and internal records."""
        offset = np.asarray(-WITHDRAWN_PENALTY * self._withdrawn, dtype=np.float32)
        wanted = provinces_in(fold(f"{need.support} {need.text}"), self._provinces) or self._home
        if wanted:
            offset[self._local & ~np.isin(self._place, list(wanted))] = NEVER
        else:
            offset[self._local] -= ELSEWHERE_PENALTY
        offset[self._internal] = NEVER
        return offset

    def _signals(self, text: str) -> tuple[Vectors, Signals]:
        vector, signals = self._index.look(text)
        return vector, self._extras.merged(signals, text, vector) if self._extras else signals

    def _ranked(self, need: Need, look: Look) -> Ranked:
        rows, described = self.candidates(look)
        if not len(rows):
            return Ranked(rows, np.zeros(0, dtype=np.float32), look, NO_EVIDENCE, 0.0)
        scores = self._reranker.scores(described) - UNHINTED_PENALTY * look.signals.unhinted[rows]
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        rows, chances = rows[order], chances[order]
        evidence = self._evidence(need, look, rows, chances)
        return Ranked(rows, chances, look, evidence, self.parameters.calibration.probability(evidence))

    def _evidence(self, need: Need, look: Look, rows: npt.NDArray[np.intp], chances: Scores) -> Evidence:
        signals, first = look.signals, int(rows[0])
        # Records of one name are one answer with a question about the place or level: their chances add up.
        by_name: dict[str, float] = {}
        for row, chance in zip(rows.tolist(), chances.tolist(), strict=True):
            by_name[self._names[row]] = by_name.get(self._names[row], 0.0) + chance
        mine = by_name.pop(self._names[first])
        others = [row for row in rows[1:10].tolist() if self._names[row] != self._names[first]]
        away = float((self._off_topic @ look.vector).max())
        return Evidence(
            chance=_log_odds(mine),
            margin=mine - max(by_name.values(), default=0.0),
            similarity=float(signals.dense_best[first]),
            content=min(len(content_words(need.text)), 6) / 6,
            title=float(signals.title[first] - max((signals.title[row] for row in others), default=0.0)),
            phrase=float(signals.phrase[first]),
            off_topic=away - float(signals.dense_best.max()),
            accented=float(look.accented),
        )


def _is_supported(need: Need) -> bool:
    return bool(need.support) and not need.from_history


def _log_odds(chance: float) -> float:
    """Return the logarithm of the odds, within what a logistic model can use."""
    inside = min(max(chance, 1e-3), 1 - 1e-3)
    return float(np.log(inside / (1 - inside)))
