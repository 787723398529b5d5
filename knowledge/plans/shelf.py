"""All papers answers are made from: the plans of a snapshot, and what an office has added to its library."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.aspects import content_words
from knowledge.model import PLAN, Passage, PlanDocument
from knowledge.plans.digests import Plan, merge_plans
from knowledge.plans.search import PlanIndex, quotable
from knowledge.results import PlanHit
from knowledge.text import fold, one_line, words

SURELY = 0.7
"""From this score on a paper that the question does not name is quoted, where no procedure fits."""
_LEAST_WORDS = 3
_ABOUT_A_PAPER = {"so", "noi", "neu", "ghi", "gi", "dung", "ve"}
_TITLE_SHARE, _QUESTION_SHARE, _WHOLE_TITLE = 0.6, 0.75, 0.9


@dataclass(frozen=True)
class Quote:
    """Passages of one paper, best first; none: the paper is meant and does not say it."""

    document: PlanDocument
    passages: tuple[Passage, ...]


@dataclass(frozen=True)
class _Other:
    """A paper that is no plan."""

    document: PlanDocument
    index: PlanIndex
    title: frozenset[str]


class PaperShelf:
    """Searches plans and other papers; immutable, safe to share between threads.

    Args:
        plans: of the snapshot.
        added: of the office; a plan among them takes the place of the snapshot's one of the same number.
    """

    def __init__(self, plans: Sequence[Plan], added: Sequence[Plan] = ()) -> None:
        own_plans = [one for one in added if one[0].kind == PLAN]
        others = [one for one in added if one[0].kind != PLAN]
        self._base = tuple(plans)
        joined = merge_plans(self._base, own_plans)
        self.documents = {document.id: document for document, _ in (*joined, *others)}
        self.passages = {(one.document_id, one.path): one for _, several in (*joined, *others) for one in several}
        self._index = PlanIndex([document for document, _ in joined], [one for _, several in joined for one in several])
        self._others = tuple(
            _Other(document, PlanIndex([document], several), _words_of(document.title)) for document, several in others
        )

    def with_added(self, added: Sequence[Plan]) -> PaperShelf:
        """Return a shelf with the same plans and these additions."""
        return PaperShelf(self._base, added)

    def every(self) -> tuple[Plan, ...]:
        """Return all papers with their passages."""
        of: dict[str, list[Passage]] = {identity: [] for identity in self.documents}
        for passage in self.passages.values():
            of[passage.document_id].append(passage)
        return tuple((document, tuple(of[document.id])) for document in self.documents.values())

    def search(self, question: str, limit: int) -> tuple[PlanHit, ...]:
        """Return the passages of plans that fit; see :meth:`knowledge.plans.search.PlanIndex.search`."""
        return self._index.search(question, limit)

    def quote(self, question: str, limit: int) -> Quote | None:
        """Return what the plans say; ``None``: no plan we hold is meant."""
        hits = self.search(question, limit)
        return self._quoted(hits) if hits else None

    def named(self, question: str, limit: int, *, loosely: bool = False) -> Quote | None:
        """Return what a paper says that the question names; ``None``: it names none.

        Args:
            question: as asked.
            limit: most passages.
            loosely: a part of the title will do; else its number or nearly the whole title is needed.
        """
        for one in self._others:
            by_number = _names_number(question, one.document)
            if not (by_number or _names_title(question, one.title, loosely=loosely)):
                continue
            rest = _without_name(question, one)
            further = len(content_words(rest))
            quote = self._quoted(one.index.search_all(rest, limit)) if further else None
            if not (quote and quote.passages) and further <= 1:
                whole = self._quoted(one.index.search_all(question, limit))
                quote = whole if whole and whole.passages else Quote(one.document, self._opening(one.document))
            if (quote and quote.passages) or by_number:
                return quote or Quote(one.document, ())
        return None

    def near(self, question: str, limit: int) -> Quote | None:
        """Return what a paper says that surely is about what is asked, though the question does not name it."""
        if len(content_words(question)) < _LEAST_WORDS:
            return None
        found = [hits for one in self._others if (hits := one.index.search_all(question, limit))]
        best = max(found, key=lambda hits: hits[0].score, default=())
        return self._quoted(best) if best and best[0].score >= SURELY else None

    def _quoted(self, hits: Sequence[PlanHit]) -> Quote | None:
        if not hits:
            return None
        passages = tuple(self.passages[hit.document_id, hit.path] for hit in quotable(hits))
        return Quote(self.documents[hits[0].document_id], passages)

    def _opening(self, document: PlanDocument) -> tuple[Passage, ...]:
        return tuple(one for one in self.passages.values() if one.document_id == document.id)[:1]


def _words_of(text: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words(text))


def _names_number(question: str, document: PlanDocument) -> bool:
    """Tell whether a question holds the number ("15/TB-UBND"), or the kind and its digits ("thông báo số 15")."""
    if not document.number:
        return False
    asked, number = fold(one_line(question)), fold(document.number)
    digits = re.split(r"[/-]", number)[0]
    return number in asked or re.search(rf"\b{fold(document.kind)}(?: so)? {digits}\b(?!/)", asked) is not None


def _names_title(question: str, title: frozenset[str], *, loosely: bool) -> bool:
    held = _words_of(question)
    common = len(held & title)
    if not loosely:
        return common > _LEAST_WORDS and common >= _WHOLE_TITLE * len(title)
    return common >= _LEAST_WORDS and (
        common >= _TITLE_SHARE * len(title)
        or common >= max(_LEAST_WORDS + 1, _QUESTION_SHARE * len(content_words(question)))
    )


def _without_name(question: str, one: _Other) -> str:
    """Return what a question asks beside the number, kind and title of a paper."""
    named = {fold(word) for word in words(f"{one.document.kind} {one.document.number or ''} {one.document.title}")}
    return " ".join(word for word in words(question) if fold(word) not in named | _ABOUT_A_PAPER)
