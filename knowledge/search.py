"""From a question to candidates and a band: code, then exact phrase, then hybrid search."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from copy import copy
from functools import partial

from knowledge.answer import Answer, AnswerStatus
from knowledge.answers.siblings import LOOKED_AT, is_deed_untold, other_deeds_first
from knowledge.aspects import aspects_in, channel_in, content_words
from knowledge.context import Need, need_of
from knowledge.encoder.runtime import Encoder
from knowledge.extras import ExtraIndex, Extras
from knowledge.index.confidence import Parameters, shipped_parameters
from knowledge.index.reranking import Reranker, shipped_reranker
from knowledge.lexicon.ambiguous import meanings
from knowledge.model import ChannelKind
from knowledge.places import without_provinces
from knowledge.ranker import Ranked, Ranker
from knowledge.results import Band, Hit, SearchResult
from knowledge.snapshot import Snapshot, is_in_force
from knowledge.text import clean, fold, national_code

LONGEST_QUESTION = 1000
_CODE = re.compile(r"(?<![\d.])\d\.\d{6}(?:\.\d{3}(?:\.\d{2}){2}\.H\d{2}|\.H\d{2})?(?![\d])", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]", re.UNICODE)

OFF_TOPIC_MARGIN = 0.05
"""How much closer (cosine) a question must be to an off-topic example than to any need."""

_Result = Callable[..., SearchResult]


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
        self._encode = encoder.encode
        self._extras: ExtraIndex | None = None
        self.ranker = Ranker(
            snapshot,
            encoder,
            province=province,
            parameters=parameters or shipped_parameters(),
            reranker=reranker or shipped_reranker(),
        )

    def with_extras(self, extras: Extras) -> Searcher:
        """Return a searcher of the same snapshot that also knows what the office has added; shares all else."""
        rows = {hit.code: row for row, hit in enumerate(self._snapshot.summaries) if is_in_force(hit)}
        other = copy(self)
        other._extras = ExtraIndex(extras, rows, self._encode, known=self._extras) if extras else None
        other.ranker = self.ranker.with_extras(other._extras)
        return other

    def for_province(self, province: str | None) -> Searcher:
        """Return a searcher for people of another province; shares all else."""
        other = copy(self)
        other._extras = self._extras.for_province(province) if self._extras else None
        other.ranker = self.ranker.for_province(province)
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
        need = need_of(asked, history)
        result = partial(
            SearchResult,
            question=asked,
            aspects=aspects_in(asked),
            channel=_channel(asked),
            from_history=need.from_history,
        )
        found = (
            self._by_code(need.text, result)
            or self._decided(need.text, result)
            or self._ambiguous(need.text, result)
            or self._ranked(need, result, most=max(limit, LOOKED_AT))
        )
        return found.model_copy(update={"hits": found.hits[:limit]})

    def decided(self, question: str) -> SearchResult | None:
        """Return what the office has added for just these words; ``None`` when nothing was."""
        return self._decided(question, partial(SearchResult, question=question))

    def code(self, row: int) -> str:
        """Return the code of a row of the snapshot."""
        return self._snapshot.summaries[row].code

    def _by_code(self, asked: str, result: _Result) -> SearchResult | None:
        typed = [match.group().upper() for match in _CODE.finditer(asked)]
        codes = [code if code in self._snapshot else national_code(code) for code in typed]
        found = self._named([code for code in dict.fromkeys(codes) if code in self._snapshot])
        if not found:
            return None
        one = len(found) == 1
        status = AnswerStatus.ANSWERED if one else AnswerStatus.CHOOSE
        return result(status=status, band=Band.SURE, hits=found, confidence=float(one))

    def _decided(self, asked: str, result: _Result) -> SearchResult | None:
        own = self._extras.decided(asked) if self._extras else None
        if own is None:
            return None
        if own.answer:
            return _said(own.answer, result).model_copy(update={"cued": own.cued})
        status = AnswerStatus.ANSWERED if len(own.rows) == 1 else AnswerStatus.CHOOSE
        hits = tuple(self._hit(row, 1.0) for row in own.rows)
        return result(status=status, band=Band.SURE, hits=hits, by_office=True)

    def _ambiguous(self, asked: str, result: _Result) -> SearchResult | None:
        """Return what a word of several meanings may mean, as far as this snapshot holds it."""
        codes = [code for code in meanings(asked) if code in self._snapshot]
        if len(codes) < 2:
            return None
        return result(status=AnswerStatus.CHOOSE, band=Band.BETWEEN, hits=self._named(codes, 1 / len(codes)))

    def _ranked(self, need: Need, result: _Result, *, most: int) -> SearchResult:
        found = self.ranker.best(need)
        if prepared := self._own_answer(need, found):
            return _said(prepared, result)
        best = zip(found.rows[:most].tolist(), found.chances[:most].tolist(), strict=True)
        hits = tuple(self._hit(row, chance) for row, chance in best)
        hits = other_deeds_first(need.text, hits)
        band = self.ranker.parameters.calibration.band(found.confidence) if hits else Band.UNSURE
        status = self._status(need, hits, band, off_topic=_is_off_topic(found))
        if status is AnswerStatus.CHOOSE:  # what is no more is told of, never offered
            hits = tuple(hit for hit in hits if is_in_force(hit)) or hits
        if status in (AnswerStatus.OUT_OF_SCOPE, AnswerStatus.NOT_FOUND):
            return result(status=status, band=Band.UNSURE, hits=hits, confidence=0.0)
        return result(status=status, band=band, hits=hits, confidence=round(found.confidence, 4))

    def _own_answer(self, need: Need, found: Ranked) -> Answer | None:
        if self._extras is None:
            return None
        return self._extras.answer_near(need.text, found.look.vector, float(found.look.signals.dense_best.max()))

    def _named(self, codes: Sequence[str], score: float = 1.0) -> tuple[Hit, ...]:
        return tuple(self._hit(self._snapshot.position(code), score) for code in codes)

    def _hit(self, row: int, score: float) -> Hit:
        return self._snapshot.summaries[row].model_copy(update={"score": round(score, 4)})

    def _status(self, need: Need, hits: tuple[Hit, ...], band: Band, *, off_topic: bool) -> AnswerStatus:
        if _is_only_a_place(need):
            return AnswerStatus.ASK_MORE
        if off_topic:
            return AnswerStatus.OUT_OF_SCOPE
        if not hits or not self.ranker.knows(need.text):
            return AnswerStatus.NOT_FOUND
        if not content_words(need.text):
            return AnswerStatus.ASK_MORE
        if band is Band.SURE:
            return AnswerStatus.CHOOSE if _is_one_of_several(need.text, hits) else AnswerStatus.ANSWERED
        return AnswerStatus.CHOOSE if band is Band.BETWEEN else AnswerStatus.ASK_MORE


def _channel(question: str) -> ChannelKind | None:
    named = channel_in(question)
    return ChannelKind(named.value) if named else None


def _said(answer: Answer, result: _Result) -> SearchResult:
    return result(status=AnswerStatus.ANSWERED, band=Band.SURE, by_office=True, prepared=answer)


def _is_only_a_place(need: Need) -> bool:
    """Tell whether nothing is said but where the person lives ("tôi ở Đồng Nai"), and nothing was said before."""
    rest, place = without_provinces(need.text)
    return place is not None and not need.support and not content_words(rest)


def _is_off_topic(found: Ranked) -> bool:
    return found.evidence.off_topic > OFF_TOPIC_MARGIN and not found.look.signals.phrase.any()


def _is_one_of_several(asked: str, hits: Sequence[Hit]) -> bool:
    """Tell whether the words fit several records that only a person can tell apart.

    Those are records of the same name (levels, provinces), and for a question that names no more than a paper
    ("giấy phép lái xe") what can be done with that paper.
    """
    name = fold(hits[0].name)
    following = [hit for hit in hits[1:5] if is_in_force(hit)]
    return any(fold(hit.name) == name for hit in following[:3]) or is_deed_untold(asked, hits[0], following)
