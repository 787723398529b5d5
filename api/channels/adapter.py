"""What a messenger has to give so that inbox, worker and sender can serve it."""

from __future__ import annotations

from typing import Protocol

from api.channels.model import ChannelName, Outcome, Parcel
from api.channels.rendering import Style
from api.chat.gateway import Turn


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

    async def turn(self, text: str, *, payload: str | None, conversation_id: str | None, channel: str) -> Turn:
        """Take one message in and answer it."""
        ...
