"""Groups of similar questions: the first of a group leads it, a later one joins the group it shares most words with.

Words are compared without diacritics, rare ones weigh more. Each question is placed once, when it comes in: ten
thousand take seconds, and no group changes under the eyes of somebody who works on it.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Iterable

from knowledge.spelling import standard_tones
from knowledge.text import clean, fold, spell_out, words

ALIKE = 0.65
"""Least cosine of the weighted words of two questions in one group."""
_EVERYWHERE = 300
"""A word that more groups than this hold does not bring two questions together by itself."""
_SMOOTHING = 50
"""Groups that are imagined to be there, so that among few questions no word weighs much more than another."""
_COMPARED = 12
"""Groups with the weightiest words in common that are compared in full."""

# Folded syllables that ask, link or greet, and say nothing about the matter.
_EMPTY_WORDS = frozenset(
    re.findall(
        r"\w+",
        """
        a ai anh ba bac bang bao bi cac can chi cho chu co con cua da de den di do dong duoc em gi giup ha hay hoi huong
        dan khi khong kinh la lai lam lau ma may minh mong moi muon nao nay ne neu nhat nhe nhieu nhu nhung o phai qua
        quy ra rang rat roi sao se ta tai the theo thi thoi toi trong tu tui va vay ve vi viec voi vui long xin oi ban
        """,
    )
)


class Clusters:
    """The groups so far; one thread at a time."""

    def __init__(self) -> None:
        self._leaders: dict[int, frozenset[str]] = {}
        self._holders: defaultdict[str, list[int]] = defaultdict(list)
        self._same: dict[str, int] = {}

    def add_leader(self, cluster: int, question: str) -> None:
        """Take over a group from before, with the question that leads it."""
        matter = matter_of(question)
        self._leaders[cluster] = matter
        self._same.setdefault(_spelled(question), cluster)
        for word in matter:
            self._holders[word].append(cluster)

    def place(self, number: int, question: str) -> int:
        """Return the group of a question; a new one of this ``number`` when no group is like it."""
        spelled = _spelled(question)
        found = self._same.get(spelled) or self._nearest(matter_of(question))
        if found is None:
            self.add_leader(number, question)
            return number
        self._same[spelled] = found
        return found

    def _nearest(self, matter: frozenset[str]) -> int | None:
        near: dict[int, float] = defaultdict(float)
        for word in matter:
            holders, weight = self._holders.get(word, ()), self._weight((word,))
            if len(holders) <= _EVERYWHERE:
                for cluster in holders:
                    near[cluster] += weight
        own = self._weight(matter)
        best, found = ALIKE, None
        for cluster in sorted(near, key=near.__getitem__, reverse=True)[:_COMPARED]:
            leader = self._leaders[cluster]
            cosine = self._weight(matter & leader) / math.sqrt(own * self._weight(leader))
            if cosine >= best:
                best, found = cosine, cluster
        return found

    def _weight(self, some: Iterable[str]) -> float:
        total = len(self._leaders) + _SMOOTHING
        return sum(math.log(1 + total / (len(self._holders.get(word, ())) + 2)) ** 2 for word in some)


def matter_of(question: str) -> frozenset[str]:
    """Return the words that say what a question is about; all of them when none does."""
    held = frozenset(fold(word) for word in spell_out(words(standard_tones(clean(question)))))
    return held - _EMPTY_WORDS or held


def _spelled(question: str) -> str:
    return " ".join(fold(question).split())
