"""What the office states of documents and its library, beside what it has added otherwise: taken up at once."""

from __future__ import annotations

from api.documents.statements import Statements
from api.knowledge_keeper import ExtrasSource
from api.library.papers import Library
from knowledge.extras import Extras


class WithDocuments:
    """Another :class:`ExtrasSource` together with statements and papers."""

    def __init__(self, others: ExtrasSource, statements: Statements, library: Library) -> None:
        self._others = others
        self._statements = statements
        self._library = library

    def revision(self) -> object:
        """Return what changes whenever one of them does."""
        return self._others.revision(), self._statements.revision(), self._library.revision()

    def load(self) -> Extras:
        """Return everything."""
        papers = {"papers": self._library.in_use(), "statements": self._statements.all()}
        return self._others.load().model_copy(update=papers)
