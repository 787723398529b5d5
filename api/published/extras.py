"""Published answers beside what the office adds by hand: both are asked by the search, both take effect at once."""

from __future__ import annotations

from api.knowledge_keeper import ExtrasSource
from api.published.index import PublishedAnswers
from api.published.spoken import own_answers
from knowledge.extras import Extras


class WithPublished:
    """The additions of the office together with the published answers; an :class:`ExtrasSource` itself.

    Args:
        additions: what the office has added.
        published: what it has answered and published.
        base: address people open this product at; empty: links stay relative.
    """

    def __init__(self, additions: ExtrasSource, published: PublishedAnswers, base: str = "") -> None:
        self._additions = additions
        self._published = published
        self._base = base

    def revision(self) -> object:
        """Return what changes whenever an addition or a published answer does."""
        return self._additions.revision(), self._published.revision()

    def load(self) -> Extras:
        """Return everything; an answer the office wrote for the bot wins over a published one."""
        added = self._additions.load()
        said = own_answers(reversed(self._published.every()), self._base)  # of two to one question, the newer counts
        return Extras(wordings=added.wordings, answers=(*said, *added.answers))
