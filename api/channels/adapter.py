"""What a messenger has to give so that inbox, worker and sender can serve it."""

from __future__ import annotations

from typing import Protocol

from api.channels.model import ChannelName, Outcome, Parcel
from api.channels.rendering import Style
from api.chat.outcomes import Turn


class Adapter(Protocol):
    """One messenger."""

    @property
    def name(self) -> ChannelName:
        """Which one."""
        ...

    @property
    def style(self) -> Style:
        """What it can show."""
        ...

    @property
    def sends_per_minute(self) -> int:
        """Its rate limit for the whole app."""
        ...

    async def deliver(self, parcel: Parcel) -> Outcome:
        """Try to send a message; never raises for what the channel or the network does."""
        ...


class Answering(Protocol):
    """The chat gateway as the worker uses it."""

    async def turn(
        self, text: str, *, payload: str | None, conversation_id: str | None, channel: str, key: str | None = None
    ) -> Turn:
        """Take one message in and answer it; ``key`` is the same for the same message sent again."""
        ...


class Listening(Protocol):
    """What the worker asks of the live hand-over (:class:`api.handover.citizens.Citizens`); all of it blocks."""

    def was_heard(self, conversation_id: str) -> bool:
        """Tell whether an operator talks with the person now."""
        ...

    def hear(self, conversation_id: str, text: str, *, key: str | None, remark: str = "") -> bool:
        """Keep something for that operator."""
        ...

    def answered_elsewhere(self, conversation_id: str) -> None:
        """Note that an official has answered in the messenger's own tool."""
        ...
