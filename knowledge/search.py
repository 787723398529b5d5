"""From a question to candidates and a band: code, then exact phrase, then hybrid search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.answer import AnswerStatus
from knowledge.aspects import aspects_in, channel_in, content_words
from knowledge.context import Need, need_of
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.encoder.texts import query_text
from knowledge.index.confidence import Evidence, Parameters, shipped_parameters
from knowledge.index.ranking import Scores, Signals, prior, relevance
from knowledge.index.reader import IndexReader
from knowledge.lexicon import off_topic
from knowledge.model import ChannelKind, ProcedureStatus
from knowledge.places import province_key, provinces_in
from knowledge.results import Band, Hit, SearchResult
from knowledge.snapshot import Snapshot, is_in_force
from knowledge.text import clean, fold, has_diacritics

LONGEST_QUESTION = 1000
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?:\.\d{3}(?:\.\d{2}){2}\.H\d{2}|\.H\d{2})?(?![\d])", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]", re.UNICODE)

WITHDRAWN_PENALTY = np.float32(1.0)
ELSEWHERE_PENALTY = np.float32(1.5)
NEVER = np.float32(-1e6)
OFF_TOPIC_MARGIN = 0.05
"""How much closer (cosine) a question must be to an off-topic example than to any need."""


class Ranked(NamedTuple):
    """Scores of all procedures, what they were made from, and the vector of the question."""

    scores: Scores
    signals: Signals
    vector: Vectors


def _share_behind(first: float, second: float) -> float:
    """Return the distance of two scores as a share of the first, 0..1."""
    return min(1.0, max(0.0, (first - second) / first)) if first > 0 else 0.0


def _channel(question: str) -> ChannelKind | None:
    named = channel_in(question)
    return ChannelKind(named.value) if named else None


class Searcher:
    """Searches one snapshot; holds no state of a conversation and may be used by many threads.

    Args:
        snapshot: what to answer from.
        encoder: the encoder its index was made with.
        province: the deployment's province; procedures of other provinces then stay out.
        parameters: of ranking and confidence; the shipped ones by default.
    """

    def __init__(
        self, snapshot: Snapshot, encoder: Encoder, *, province: str | None = None, parameters: Parameters | None = None
    ) -> None:
        self._snapshot = snapshot
        self._index = IndexReader(snapshot, encoder)
        self._parameters = parameters or shipped_parameters()
        self._names = [fold(hit.name) for hit in snapshot.summaries]
        keys = [province_key(hit.province) if hit.province else "" for hit in snapshot.summaries]
        self._provinces = frozenset(key for key in keys if key)
        self._place = np.array(keys, dtype=object)
        self._home = province_key(province) if province else None
        self._withdrawn = np.array(
            [hit.status is ProcedureStatus.WITHDRAWN for hit in snapshot.summaries], dtype=np.float32
        )
        self._internal = np.array([hit.status is ProcedureStatus.INTERNAL for hit in snapshot.summaries], dtype=bool)
        self._off_topic = encoder.encode([query_text(text) for text in off_topic()])

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        """Find the procedures a question needs.

        Args:
            question: as typed; anything goes, only the first 1,000 characters are read.
            history: earlier turns of the same person, oldest first.
            limit: most hits returned.
        """
        asked = clean(question)[:LONGEST_QUESTION]
        if not _LETTER.search(asked) and not _CODE.search(asked):
            return SearchResult(question=asked, status=AnswerStatus.ASK_MORE, band=Band.UNSURE)
        aspects, channel = aspects_in(asked), _channel(asked)
        need = need_of(asked, history)
        named = self._by_code(need.text)
        if named:
            return SearchResult(
                question=asked,
                status=AnswerStatus.ANSWERED if len(named) == 1 else AnswerStatus.CHOOSE,
                band=Band.SURE,
                aspects=aspects,
                channel=channel,
                hits=tuple(named),
                from_history=need.from_history,
            )
        found = self.rank(need)
        order = np.argsort(-found.scores, kind="stable")[: max(limit, 10)]
        hits = tuple(self._hit(int(row), float(found.scores[row])) for row in order if found.scores[row] > NEVER / 2)
        evidence = self._evidence(need, found, order)
        calibration = self._parameters.calibration
        band = calibration.band(calibration.probability(evidence)) if hits else Band.UNSURE
        status = self._status(need, hits, band, off_topic=self._is_off_topic(found, evidence))
        return SearchResult(
            question=asked,
            status=status,
            band=Band.UNSURE if status in (AnswerStatus.OUT_OF_SCOPE, AnswerStatus.NOT_FOUND) else band,
            aspects=aspects,
            channel=channel,
            hits=hits[:limit],
            from_history=need.from_history,
        )

    def rank(self, need: Need) -> Ranked:
        """Score every procedure for a need; what may not be answered from is far below the rest."""
        vector = self._index.vector(need.text)
        signals = self._index.signals(need.text, vector)
        weights = self._parameters.weights
        scores = relevance(signals, weights, accented=has_diacritics(need.text)) + prior(signals, weights)
        if need.support and not need.from_history:
            earlier = relevance(self.signals(need.support), weights, accented=has_diacritics(need.support))
            scores = scores + np.float32(weights.support) * earlier
        return Ranked(scores + self.offset(need), signals, vector)

    def signals(self, text: str) -> Signals:
        """Return what every index says of every procedure."""
        return self._index.signals(text, self._index.vector(text))

    def offset(self, need: Need) -> Scores:
        """Return what is added to every score whatever the words say: other places, withdrawn and internal records."""
        offset = self._placed(-WITHDRAWN_PENALTY * self._withdrawn, f"{need.support} {need.text}")
        offset[self._internal] = NEVER
        return offset

    def evidence(self, need: Need) -> tuple[Evidence, str]:
        """Return what speaks for the first hit of a need, and its code."""
        found = self.rank(need)
        order = np.argsort(-found.scores, kind="stable")[:10]
        return self._evidence(need, found, order), self._snapshot.summaries[int(order[0])].code

    def _by_code(self, asked: str) -> list[Hit]:
        codes = [match.group().upper() for match in _CODE.finditer(asked)]
        found = [code for code in dict.fromkeys(codes) if code in self._snapshot]
        return [self._hit(self._snapshot.position(code), 1.0) for code in found]

    def _hit(self, row: int, score: float) -> Hit:
        return self._snapshot.summaries[row].model_copy(update={"score": round(score, 4)})

    def _evidence(self, need: Need, found: Ranked, order: npt.NDArray[np.intp]) -> Evidence:
        if not len(order):
            return Evidence(0, 0, 0, 0, 0, 0, 0)
        first = int(order[0])
        others = [int(row) for row in order[1:] if self._names[row] != self._names[first]]
        behind = others[0] if others else None
        title = found.signals.title
        score = float(found.scores[first])
        away = float((self._off_topic @ found.vector).max())
        return Evidence(
            margin=_share_behind(score, float(found.scores[behind]) if behind is not None else 0.0),
            similarity=float(found.signals.dense_best[first]),
            content=min(len(content_words(need.text)), 6) / 6,
            title=float(title[first] - max((title[row] for row in others), default=0.0)),
            phrase=float(found.signals.phrase[first]),
            off_topic=away - float(found.signals.dense_best.max()),
            accented=float(has_diacritics(need.text)),
        )

    @staticmethod
    def _is_off_topic(found: Ranked, evidence: Evidence) -> bool:
        return evidence.off_topic > OFF_TOPIC_MARGIN and not found.signals.phrase.any()

    def _placed(self, scores: Scores, text: str) -> Scores:
        """Keep procedures of other provinces out, or behind where no province is known."""
        local = self._place != ""
        wanted = provinces_in(fold(text), self._provinces) or ({self._home} if self._home else set())
        if wanted:
            scores[local & ~np.isin(self._place, list(wanted))] = NEVER
        else:
            scores[local] -= ELSEWHERE_PENALTY
        return scores

    def _status(self, need: Need, hits: tuple[Hit, ...], band: Band, *, off_topic: bool) -> AnswerStatus:
        if off_topic:
            return AnswerStatus.OUT_OF_SCOPE
        if not hits or not self._index.knows_any(need.text):
            return AnswerStatus.NOT_FOUND
        if not content_words(need.text):
            return AnswerStatus.ASK_MORE
        if band is Band.SURE:
            return AnswerStatus.CHOOSE if self._has_twins(hits) else AnswerStatus.ANSWERED
        return AnswerStatus.CHOOSE if band is Band.BETWEEN else AnswerStatus.ASK_MORE

    @staticmethod
    def _has_twins(hits: tuple[Hit, ...]) -> bool:
        """Tell whether the first name stands for several records (levels, provinces) that only a person can tell."""
        name = fold(hits[0].name)
        return any(fold(hit.name) == name and is_in_force(hit) for hit in hits[1:4])
