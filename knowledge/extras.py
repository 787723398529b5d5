"""What an office adds to a snapshot while it is in use: further wordings of procedures, and short answers of its own.

A snapshot stays as it was built. These extras lie beside its index: the words of an addition decide when a question
uses just them, and otherwise count with the signals of the index. Nothing is looked up when there are none.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict, Field

from knowledge.answer import Answer
from knowledge.aspects import content_words
from knowledge.documents import Statement
from knowledge.encoder.runtime import Vectors
from knowledge.encoder.texts import phrase_text
from knowledge.index.corpus import PRIORS
from knowledge.index.ranking import Signals
from knowledge.lexicon import PhraseBook
from knowledge.materials import ProcedureMaterials
from knowledge.model import Passage, PlanDocument
from knowledge.signposts import province_now
from knowledge.spelling import standard_tones
from knowledge.text import clean, fold, has_diacritics, normalise_query, words

Encode = Callable[[Sequence[str]], Vectors]

_SPOKEN = PRIORS.index("spoken")
_HELD = 0.6
"""Share of words that a question and an own answer's wording must have in common, each way, to be the same matter."""
_LEAST_COMMON = 2
_SAME_WORDS = 3
"""Words of need from which on the same ones in another order are the same wording."""
_CODE = re.compile(r"\d\.\d{6}")
_MOST_CUED_WORDS = 16
"""A longer question tells of a case of its own; single phrases in it say little."""


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class Wording(_Data):
    """How citizens put the need for one procedure."""

    text: str
    code: str


class OwnAnswer(_Data):
    """A short answer the office wrote itself, with every wording it answers."""

    id: str
    questions: tuple[str, ...]
    answer: Answer


class Cue(_Data):
    """A prepared answer to any question that holds certain phrases (without diacritics, whole words).

    Attributes:
        answer: for people whose place is not known; ``None``: there is nothing to say to them.
        there: for people of a province, by its key of today (:func:`knowledge.signposts.province_now`).
        elsewhere: for people of any other province; not looked at where ``there`` is empty.
        needs: one phrase of each group must be there.
        unless: none of these may be there.
    """

    id: str
    needs: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()
    answer: Answer | None
    there: Mapping[str, Answer | None] = Field(default_factory=dict)
    elsewhere: Answer | None = None

    def answer_in(self, province: str | None) -> Answer | None:
        """Return what is said to people of a province; ``None``: nothing."""
        if province is None or not self.there:
            return self.answer
        return self.there.get(province_now(province), self.elsewhere)


class Extras(_Data):
    """Everything an office has added, the signposts it shows, and what its people ask for.

    Attributes:
        asked: how often a procedure was answered about lately, by code; puts the menu of fields in order.
        statements: what the office states of legal documents.
        papers: documents of its library, with their passages.
        materials: what it publishes beside procedures, by code.
    """

    wordings: tuple[Wording, ...] = ()
    answers: tuple[OwnAnswer, ...] = ()
    cues: tuple[Cue, ...] = ()
    asked: Mapping[str, int] = Field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    papers: tuple[tuple[PlanDocument, tuple[Passage, ...]], ...] = ()
    materials: Mapping[str, ProcedureMaterials] = Field(default_factory=dict)

    def __bool__(self) -> bool:  # whether a search has to look at any of it
        return bool(self.wordings or self.answers or self.cues)


class Decided(NamedTuple):
    """What the additions say of a question by themselves: procedures (by row), or an answer.

    Attributes:
        cued: a cue led to the answer; the question has words of its own besides.
    """

    rows: tuple[int, ...]
    answer: Answer | None
    cued: bool = False


def wording_key(text: str) -> tuple[str, ...]:
    """Return what makes two wordings the same: the words that name the need, in order, without diacritics.

    Politeness and the aspect asked for do not count; ``()`` for a text that names no need.
    """
    return tuple(fold(word) for word in typed_words(text))


@lru_cache(maxsize=16384)
def typed_words(text: str) -> tuple[str, ...]:
    """Return the words that name the need as they are typed, in lower case."""
    return content_words(standard_tones(text))


class ExtraIndex:
    """The additions, ready to be searched; may be used by many threads.

    Args:
        extras: what was added; wordings of procedures that are not in ``rows`` are left out.
        rows: row of each procedure answers may be given from, by code.
        encode: gives the vectors of texts.
        known: an earlier index; vectors it holds are taken from there.
    """

    def __init__(
        self, extras: Extras, rows: Mapping[str, int], encode: Encode, *, known: ExtraIndex | None = None
    ) -> None:
        said = [(one.text, rows[one.code]) for one in extras.wordings if one.code in rows]
        asked = [(text, place) for place, own in enumerate(extras.answers) for text in own.questions]
        self._answers = tuple(own.answer for own in extras.answers)
        self._exact: dict[tuple[str, ...], list[_Entry]] = defaultdict(list)
        for text, row in said:
            self._enter(text, _Entry(typed_words(text), row, None))
        for text, place in asked:
            self._enter(text, _Entry(typed_words(text), None, place))
        self._encode = encode
        self._book: dict[str, npt.NDArray[np.float32]] = dict(known._book) if known else {}
        self._learn([text for text, _ in said])
        self._owners = np.array([row for _, row in said], dtype=np.intp)
        self._said = np.stack([self._book[text] for text, _ in said]) if said else None
        self._wordings = [(frozenset(wording_key(text)), row) for text, row in said]
        self._asked = [(text, frozenset(wording_key(text)), place) for text, place in asked]
        self._holders: dict[str, list[int]] = defaultdict(list)
        for number, (_, held, _) in enumerate(self._asked):
            for word in held:
                self._holders[word].append(number)
        self._phrases = PhraseBook([(text, str(row)) for text, row in said])
        self._cues = extras.cues
        self._province: str | None = None

    def for_province(self, province: str | None) -> ExtraIndex:
        """Return the same additions for people of a province; shares everything, and this one stays as it is."""
        other = copy(self)
        other._province = province
        return other

    def decided(self, question: str) -> Decided | None:
        """Return what is meant by just these words, or by the phrases of a cue; ``None`` when neither was added."""
        entries = next((self._exact[key] for key in _keys(question) if key in self._exact), None)
        if entries is None:
            cued = cued_answer(question, self._cues, self._province)
            return Decided((), cued, cued=True) if cued else None
        typed = typed_words(question)
        found = [one for one in entries if one.typed == typed or not _both_accented(one.typed, typed)]
        places = [one.answer for one in found if one.answer is not None]
        if places:
            return Decided((), self._answers[places[-1]])  # the one added last
        rows = tuple(dict.fromkeys(one.row for one in found if one.row is not None))
        return Decided(rows, None) if rows else None

    def answer_near(self, question: str, vector: Vectors, best: float) -> Answer | None:
        """Return the own answer to nearly the same words.

        Args:
            question: as asked.
            vector: of the question.
            best: its highest cosine to any procedure; an own answer must be nearer than that.
        """
        held = frozenset(wording_key(question))
        common = Counter(number for word in held for number in self._holders.get(word, ()))
        near = [
            self._asked[number]
            for number, shared in common.items()
            if shared >= _LEAST_COMMON and shared >= _HELD * max(len(held), len(self._asked[number][1]))
        ]
        self._learn([text for text, _, _ in near])
        closest = max(((float(self._book[text] @ vector), place) for text, _, place in near), default=(-1.0, -1))
        return self._answers[closest[1]] if closest[0] >= best else None

    def merged(self, signals: Signals, question: str, vector: Vectors) -> Signals:
        """Return the signals of the index with those of the added wordings."""
        if self._said is None:
            return signals
        best, said, phrase, priors = (
            np.array(one) for one in (signals.dense_best, signals.said, signals.phrase, signals.priors)
        )
        np.maximum.at(best, self._owners, self._said @ vector)
        highest, held = said.max(initial=0.0), frozenset(wording_key(question))
        for wording, row in self._wordings:
            shared = _overlap(held, wording)
            said[row] = max(said[row], highest * shared)
            if shared == 1.0 and len(held) >= _SAME_WORDS:
                phrase[row] = 1.0
        for found in self._phrases.find(question):
            phrase[int(found.code)] = max(phrase[int(found.code)], found.share)
        priors[self._owners, _SPOKEN] = 1.0
        return replace(signals, dense_best=best, said=said, phrase=phrase, priors=priors)

    def _learn(self, texts: Sequence[str]) -> None:
        missing = [text for text in dict.fromkeys(texts) if text not in self._book]
        if missing:
            self._book.update(zip(missing, self._encode([phrase_text(text) for text in missing]), strict=True))

    def _enter(self, text: str, entry: _Entry) -> None:
        for key in dict.fromkeys((*_keys(text), *_keys(fold(text)))):  # unaccented, other words count as filler
            self._exact[key].append(entry)


def cued_answer(question: str, cues: Sequence[Cue], province: str | None = None) -> Answer | None:
    """Return the answer of the first cue whose phrases stand in a question; a code in it makes it another matter.

    Args:
        question: as asked.
        cues: in the order they are tried; one that has nothing to say to people of the province is passed over.
        province: of the person; ``None``: not known.
    """
    if not cues or _CODE.search(question):
        return None
    line = fold(normalise_query(question))
    if len(line.split()) > _MOST_CUED_WORDS:
        return None
    said = f" {line} "
    return next((answer for one in cues if _is_cued(said, one) and (answer := one.answer_in(province))), None)


def _is_cued(said: str, cue: Cue) -> bool:
    def holds(phrases: Sequence[str]) -> bool:
        return any(f" {phrase} " in said for phrase in phrases)

    return all(holds(group) for group in cue.needs) and not holds(cue.unless)


class _Entry(NamedTuple):
    typed: tuple[str, ...]
    row: int | None
    answer: int | None


def _keys(text: str) -> tuple[tuple[str, ...], ...]:
    """Return under what a text is found: all its words, and those that name the need where these say enough."""
    whole, need = tuple(fold(word) for word in words(standard_tones(clean(text)))), wording_key(text)
    return (whole, need) if len(need) >= _LEAST_COMMON else (whole,)


def _both_accented(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    return has_diacritics(" ".join(one)) and has_diacritics(" ".join(other))


def _overlap(held: frozenset[str], wording: frozenset[str]) -> float:
    common = len(held & wording)
    return common / len(held | wording) if common else 0.0
