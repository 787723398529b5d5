"""How Rasa calls an action: over a kept connection, and with what the actions read.

Rasa opens a connection for every call, sends the domain and all events with it and checks what comes back against a
schema, which the SDK on the other side has done before. That was a third of the time of a message.
"""

from __future__ import annotations

from types import TracebackType
from typing import Any, ClassVar, Dict, List, Optional, Type

import aiohttp
import rasa
from rasa.core.actions.action import RemoteAction
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker, EventVerbosity
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig

IDLE_SECONDS = 3.0
"""A connection idle for longer is closed from here: sooner than the server does (5 s), so none is used half closed."""


def lighten() -> None:
    """Put these ways in the place of Rasa's own; to be called before the first message."""
    RemoteAction._validate_action_result = _checked_by_the_sdk
    RemoteAction._action_call_format = _call
    EndpointConfig.session = _kept_session


async def close() -> None:
    """Close the kept connections."""
    for session in _Kept.sessions.values():
        await session.close()
    _Kept.sessions.clear()


class _Kept:
    """A session that outlives the ``async with`` Rasa puts around each call."""

    sessions: ClassVar[Dict[int, aiohttp.ClientSession]] = {}

    def __init__(self, endpoint: EndpointConfig) -> None:
        self._endpoint = endpoint

    async def __aenter__(self) -> aiohttp.ClientSession:
        found = self.sessions.get(id(self._endpoint))
        if found is None or found.closed:
            found = self.sessions[id(self._endpoint)] = aiohttp.ClientSession(
                headers=self._endpoint.headers, connector=aiohttp.TCPConnector(keepalive_timeout=IDLE_SECONDS)
            )
        return found

    async def __aexit__(
        self, kind: Optional[Type[BaseException]], error: Optional[BaseException], trace: Optional[TracebackType]
    ) -> None:
        """Leave the session open."""


def _kept_session(endpoint: EndpointConfig) -> _Kept:
    return _Kept(endpoint)


def _checked_by_the_sdk(_: RemoteAction, result: object) -> bool:
    """See that it has the shape of a result; an event of no known kind is refused when it is read.

    Raises:
        RasaException: it has another shape.
    """
    parts = result if isinstance(result, dict) else {}
    events, responses = parts.get("events"), parts.get("responses")
    shaped = isinstance(events, list) and all(isinstance(one, dict) and "event" in one for one in events)
    if not (shaped and isinstance(responses, list) and all(isinstance(one, dict) for one in responses)):
        raise RasaException("an action has not answered with events and responses")
    return True


def _call(action: RemoteAction, tracker: DialogueStateTracker, _: Domain) -> Dict[str, Any]:
    """Return the body of a call; no action reads the domain, yet the SDK wants to see one."""
    state = {**tracker.current_state(EventVerbosity.NONE), "events": _events(tracker)}
    return {
        "next_action": action.name(),
        "sender_id": tracker.sender_id,
        "tracker": state,
        "domain": {},
        "version": rasa.__version__,
    }


def _events(tracker: DialogueStateTracker) -> List[Dict[str, Any]]:
    """Return what happened since the person's last message, and of earlier messages the words and the intent."""
    events = list(tracker.events)
    users = [place for place, event in enumerate(events) if isinstance(event, UserUttered)]
    latest = users[-1] if users else 0
    earlier = [
        {"event": "user", "text": event.text, "parse_data": {"intent": {"name": event.intent_name}}}
        for event in (events[place] for place in users[:-1])
    ]
    return earlier + [event.as_dict() for event in events[latest:]]
