"""Conversations live in memory only: Rasa's own record of them is neither needed nor wanted on disk.

What was said is kept by the gateway (masked, with its own retention), and the gateway tells a conversation's context
again when Rasa has forgotten it. A store in a database took half of Rasa's time for a message, and would be one more
place with people's words.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import Any, Iterable, Optional

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

MOST_EVENTS = 60_000
"""Events kept over all conversations, about 100 MB; those not heard of for longest go first."""


class LiveTrackerStore(TrackerStore):
    """Keeps the trackers themselves. A conversation's lock lets one message at a time touch its tracker."""

    def __init__(
        self,
        domain: Domain,
        event_broker: Optional[EventBroker] = None,
        most_events: int = MOST_EVENTS,
        **kwargs: Any,
    ) -> None:
        self._live: OrderedDict[str, tuple[DialogueStateTracker, int]] = OrderedDict()
        self._events = 0
        self._most = most_events
        super().__init__(domain, event_broker, **kwargs)

    @classmethod
    def create(
        cls, config: EndpointConfig, domain: Optional[Domain] = None, event_broker: Optional[EventBroker] = None
    ) -> LiveTrackerStore:
        """Make the store that endpoints.yml asks for."""
        return cls(domain or Domain.empty(), event_broker, **config.kwargs)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Keep a tracker, and forget the oldest ones when there are too many events."""
        await self.stream_events(tracker)
        _, known = self._live.pop(tracker.sender_id, (None, 0))
        count = len(tracker.events)
        self._live[tracker.sender_id] = tracker, count
        self._events += count - known
        while self._events > self._most and len(self._live) > 1:
            _, (_, gone) = self._live.popitem(last=False)
            self._events -= gone

    async def retrieve(self, sender_id: str) -> Optional[DialogueStateTracker]:
        """Return the tracker of a conversation, or ``None``: never heard of, or forgotten."""
        found = self._live.get(sender_id)
        return found[0] if found else None

    async def keys(self) -> Iterable[str]:
        """Return the conversations it remembers."""
        return list(self._live)
