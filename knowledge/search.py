"""From a question to candidates and a band: code, then exact phrase, then hybrid search."""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import copy
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge.answer import Answer, AnswerStatus
from knowledge.aspects import aspects_in, channel_in, content_words
from knowledge.context import Need, need_of
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.encoder.texts import query_text
from knowledge.extras import ExtraIndex, Extras
from knowledge.index.confidence import Evidence, Parameters, shipped_parameters
from knowledge.index.ranking import Scores, Signals, prior, relevance
from knowledge.index.reader import IndexReader
from knowledge.index.reranking import CANDIDATES, FEATURES, Matrix, Reranker, features, shipped_reranker
from knowledge.lexicon import off_topic
from knowledge.lexicon.ambiguous import meanings
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


class Look(NamedTuple):
    """The linear scores of all procedures, what they were made from, and the vector of the question."""

    scores: Scores
    earlier: Scores | None
    signals: Signals
    vector: Vectors
    accented: bool


class Ranked(NamedTuple):
    """The best procedures, best first, each with the estimated chance that it is meant."""

    rows: npt.NDArray[np.intp]
    chances: Scores
    look: Look


def _log_odds(chance: float) -> float:
    """Return the logarithm of the odds, within what a logistic model can use."""
    inside = min(max(chance, 1e-3), 1 - 1e-3)
    return float(np.log(inside / (1 - inside)))


def _channel(question: str) -> ChannelKind | None:
    named = channel_in(question)
    return ChannelKind(named.value) if named else None


def _said(question: str, answer: Answer, need: Need) -> SearchResult:
    return SearchResult(
        question=question,
        status=AnswerStatus.ANSWERED,
        band=Band.SURE,
        from_history=need.from_history,
        by_office=True,
        prepared=answer,
    )


class Searcher:
    """Searches one snapshot; holds no state of a conversation and may be used by many threads.

    Args:
        snapshot: what to answer from.
        encoder: the encoder its index was made with.
        province: the deployment's province; procedures of other provinces then stay out.
        parameters: of ranking and confidence; the shipped ones by default.
        reranker: puts the best candidates in order; the shipped one by default.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        encoder: Encoder,
        *,
        province: str | None = None,
        parameters: Parameters | None = None,
        reranker: Reranker | None = None,
    ) -> None:
        self._snapshot = snapshot
        self._reranker = reranker or shipped_reranker()
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
        examples = [spelt for text in off_topic() for spelt in (text, fold(text))]
        self._off_topic = encoder.encode([query_text(text) for text in examples])
        self._encode = encoder.encode
        self._extras: ExtraIndex | None = None

    def with_extras(self, extras: Extras) -> Searcher:
        """Return a searcher of the same snapshot that also knows what the office has added; shares all else."""
        rows = {hit.code: row for row, hit in enumerate(self._snapshot.summaries) if is_in_force(hit)}
        other = copy(self)
        other._extras = ExtraIndex(extras, rows, self._encode, known=self._extras) if extras else None
        return other

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
                confidence=1.0 if len(named) == 1 else 0.0,
                from_history=need.from_history,
            )
        if decided := self.decided(need):
            return decided.model_copy(update={"question": asked, "aspects": aspects, "channel": channel})
        several = self._meanings(need.text)
        if len(several) > 1:
            return SearchResult(
                question=asked,
                status=AnswerStatus.CHOOSE,
                band=Band.BETWEEN,
                aspects=aspects,
                channel=channel,
                hits=several[:limit],
                from_history=need.from_history,
            )
        found, evidence, confidence = self._ranked(need)
        if prepared := self._own_answer(need, found.look):
            return _said(asked, prepared, need)
        best = zip(found.rows[: max(limit, 10)], found.chances, strict=False)
        hits = tuple(self._hit(int(row), float(chance)) for row, chance in best)
        band = self._parameters.calibration.band(confidence) if hits else Band.UNSURE
        status = self._status(need, hits, band, off_topic=self._is_off_topic(found, evidence))
        return SearchResult(
            question=asked,
            status=status,
            band=Band.UNSURE if status in (AnswerStatus.OUT_OF_SCOPE, AnswerStatus.NOT_FOUND) else band,
            aspects=aspects,
            channel=channel,
            hits=hits[:limit],
            confidence=round(confidence, 4),
            from_history=need.from_history,
        )

    def decided(self, need: Need) -> SearchResult | None:
        """Return what the office has added for just these words; ``None`` when nothing was."""
        own = self._extras.decided(need.text) if self._extras else None
        if own is None:
            return None
        if own.answer:
            return _said(need.text, own.answer, need)
        return SearchResult(
            question=need.text,
            status=AnswerStatus.ANSWERED if len(own.rows) == 1 else AnswerStatus.CHOOSE,
            band=Band.SURE,
            hits=tuple(self._hit(row, 1.0) for row in own.rows),
            from_history=need.from_history,
            by_office=True,
        )

    def _own_answer(self, need: Need, look: Look) -> Answer | None:
        if self._extras is None:
            return None
        return self._extras.answer_near(need.text, look.vector, float(look.signals.dense_best.max()))

    def look(self, need: Need) -> Look:
        """Score every procedure for a need; what may not be answered from is far below the rest."""
        vector = self._index.vector(need.text)
        signals = self._signals(need.text, vector)
        weights = self._parameters.weights
        accented = has_diacritics(need.text)
        scores = relevance(signals, weights, accented=accented) + prior(signals, weights)
        earlier = None
        if need.support and not need.from_history:
            earlier = relevance(self.signals(need.support), weights, accented=has_diacritics(need.support))
            scores = scores + np.float32(weights.support) * earlier
        return Look(scores + self.offset(need), earlier, signals, vector, accented)

    def candidates(self, look: Look) -> tuple[npt.NDArray[np.intp], Matrix]:
        """Return the best rows of a look and their features, for the reranker."""
        rows = np.argpartition(-look.scores, min(CANDIDATES, len(look.scores) - 1))[:CANDIDATES]
        rows = rows[look.scores[rows] > NEVER / 2]
        rows = rows[np.argsort(-look.scores[rows], kind="stable")]
        if not len(rows):
            return rows, np.zeros((0, len(FEATURES)), dtype=np.float32)
        return rows, features(look.signals, look.scores, look.earlier, rows, accented=look.accented)

    def rank(self, need: Need) -> Ranked:
        """Put the best procedures for a need in order."""
        look = self.look(need)
        rows, described = self.candidates(look)
        if not len(rows):
            return Ranked(rows, np.zeros(0, dtype=np.float32), look)
        scores = self._reranker.scores(described)
        chances = np.exp(scores - scores.max())
        chances /= chances.sum()
        order = np.argsort(-chances, kind="stable")
        return Ranked(rows[order], chances[order], look)

    def signals(self, text: str) -> Signals:
        """Return what every index says of every procedure."""
        return self._signals(text, self._index.vector(text))

    def _signals(self, text: str, vector: Vectors) -> Signals:
        signals = self._index.signals(text, vector)
        return self._extras.merged(signals, text, vector) if self._extras else signals

    def offset(self, need: Need) -> Scores:
        """Return what is added to every score whatever the words say: other places, withdrawn and internal records."""
        offset = self._placed(-WITHDRAWN_PENALTY * self._withdrawn, f"{need.support} {need.text}")
        offset[self._internal] = NEVER
        return offset

    def evidence(self, need: Need) -> tuple[Evidence, str]:
        """Return what speaks for the first hit of a need, and its code."""
        found, evidence, _ = self._ranked(need)
        return evidence, self._snapshot.summaries[int(found.rows[0])].code

    def _ranked(self, need: Need) -> tuple[Ranked, Evidence, float]:
        """Rank, with the chance that the first hit is right; an earlier turn helps only where the words do not suffice.

        A whole new question must not be drawn back to what was spoken of before.
        """
        if need.support and not need.from_history:
            alone = replace(need, support="")
            found, evidence, confidence = self._ranked(alone)
            if self._parameters.calibration.band(confidence) is Band.SURE:
                return found, evidence, confidence
        found = self.rank(need)
        evidence = self._evidence(need, found)
        confidence = self._parameters.calibration.probability(evidence) if len(found.rows) else 0.0
        return found, evidence, confidence

    def _by_code(self, asked: str) -> list[Hit]:
        codes = [match.group().upper() for match in _CODE.finditer(asked)]
        found = [code for code in dict.fromkeys(codes) if code in self._snapshot]
        return [self._hit(self._snapshot.position(code), 1.0) for code in found]

    def _meanings(self, asked: str) -> tuple[Hit, ...]:
        """Return what a word of several meanings may mean, as far as this snapshot holds it."""
        codes = [code for code in meanings(asked) if code in self._snapshot]
        return tuple(self._hit(self._snapshot.position(code), 1 / len(codes)) for code in codes)

    def _hit(self, row: int, score: float) -> Hit:
        return self._snapshot.summaries[row].model_copy(update={"score": round(score, 4)})

    def _evidence(self, need: Need, found: Ranked) -> Evidence:
        if not len(found.rows):
            return Evidence(0, 0, 0, 0, 0, 0, 0, 0)
        signals, first = found.look.signals, int(found.rows[0])
        # Records of one name are one answer with a question about the place or level: their chances add up.
        by_name: dict[str, float] = {}
        for row, chance in zip(found.rows, found.chances, strict=True):
            by_name[self._names[row]] = by_name.get(self._names[row], 0.0) + float(chance)
        mine = by_name.pop(self._names[first])
        others = [int(row) for row in found.rows[1:10] if self._names[row] != self._names[first]]
        away = float((self._off_topic @ found.look.vector).max())
        return Evidence(
            chance=_log_odds(mine),
            margin=mine - max(by_name.values(), default=0.0),
            similarity=float(signals.dense_best[first]),
            content=min(len(content_words(need.text)), 6) / 6,
            title=float(signals.title[first] - max((signals.title[row] for row in others), default=0.0)),
            phrase=float(signals.phrase[first]),
            off_topic=away - float(signals.dense_best.max()),
            accented=float(found.look.accented),
        )

    @staticmethod
    def _is_off_topic(found: Ranked, evidence: Evidence) -> bool:
        return evidence.off_topic > OFF_TOPIC_MARGIN and not found.look.signals.phrase.any()

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
