"""The calendar beside what the office has added: asked in the chat, and what has begun leaves the answer by itself."""

from __future__ import annotations

from api.events.calendar import Events
from api.events.spoken import cue
from api.knowledge_keeper import ExtrasSource
from knowledge.extras import Extras


class WithEvents:
    """Another :class:`ExtrasSource` together with the calendar.

    Args:
        others: everything else.
        events: the calendar.
        base: address people open this product at; empty: links stay relative.
    """

    def __init__(self, others: ExtrasSource, events: Events, base: str = "") -> None:
        self._others = others
        self._events = events
        self._base = base

    def revision(self) -> object:
        """Return what changes whenever one of them does, or an event has begun."""
        return self._others.revision(), self._events.revision()

    def load(self) -> Extras:
        """Return everything."""
        found = self._others.load()
        asked = cue(self._events.coming(), self._events.clock(), self._base)
        return found.model_copy(update={"cues": (asked, *found.cues)})
