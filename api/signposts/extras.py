"""The signposts beside what the office has added: the search shows both, and changes take effect at once."""

from __future__ import annotations

from api.knowledge_keeper import ExtrasSource
from api.signposts.board import Signposts
from knowledge.extras import Extras


class WithSignposts:
    """Another :class:`ExtrasSource` together with the signposts; what the office has added for its words wins."""

    def __init__(self, others: ExtrasSource, signposts: Signposts) -> None:
        self._others = others
        self._signposts = signposts

    def revision(self) -> object:
        """Return what changes whenever one of them does."""
        return self._others.revision(), self._signposts.revision()

    def load(self) -> Extras:
        """Return everything."""
        return self._others.load().model_copy(update={"cues": self._signposts.cues()})
