"""The register beside a loaded snapshot: answers whether a document is in force, and notes it beside passages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

from knowledge.answer import Answer, Block
from knowledge.documents import Cited, Statement
from knowledge.documents.citing import cited_documents, dated_numbers, mentions, merged
from knowledge.documents.questions import asked_in
from knowledge.documents.register import Register
from knowledge.documents.saying import beside, said
from knowledge.model import Passage, PlanDocument
from knowledge.plans.digests import Plan


class DocumentDesk:
    """Immutable; what takes long is done when it is first asked for.

    Args:
        cited: gives the documents the snapshot names.
        papers: every paper answers are made from.
        statements: what is stated of documents; of two about one document the later counts.
    """

    def __init__(
        self, cited: Callable[[], Sequence[Cited]], papers: Sequence[Plan], statements: Sequence[Statement]
    ) -> None:
        self._cited = cited
        self._papers = tuple(papers)
        self._statements = tuple(statements)

    @cached_property
    def register(self) -> Register:
        """Every document known here."""
        return Register(merged(self._cited(), self._quoted), self._statements)

    def answer(self, question: str) -> Answer | None:
        """Return the answer to "is this document still in force"; ``None``: something else is asked."""
        asked = asked_in(question)
        if asked is None:
            return None
        found = self.register.find(asked)
        return said(found, asked) if found or asked.number else None

    def beside(self, document: PlanDocument, passages: Sequence[Passage]) -> tuple[Block, ...]:
        """Return what goes with passages of a paper: whether the documents they name are in force."""
        own = next((several for one, several in self._papers if one.id == document.id), ())
        dated = dated_numbers(own or passages)
        named = {one.key: one for passage in passages for one in mentions(passage, document, dated)}
        return beside([self._near.of(one) for one in named.values()])

    @cached_property
    def _quoted(self) -> tuple[Cited, ...]:
        return cited_documents(
            (), [one for one, _ in self._papers], [p for _, several in self._papers for p in several]
        )

    @cached_property
    def _near(self) -> Register:
        """What papers name, without the thousands of documents that procedures rest on."""
        return Register(self._quoted, self._statements)
