"""What the office's channel sends in."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.channels.model import ChannelName, EventKind, Incoming


class SentKind(StrEnum):
    """What happened: words, something that is no text (not sent along), someone who left or wants to be erased."""

    TEXT = "text"
    MEDIA = "media"
    LEFT = "left"
    ERASE = "erase"


_KINDS = {
    SentKind.TEXT: EventKind.TEXT,
    SentKind.MEDIA: EventKind.MEDIA,
    SentKind.LEFT: EventKind.UNFOLLOW,
    SentKind.ERASE: EventKind.WITHDRAW,
}


class ChannelMessage(BaseModel):
    """One event of a person on the office's own channel."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"id": "m-1042", "user_id": "u-7", "type": "text", "text": "làm hộ chiếu cần giấy tờ gì"}]
        },
    )

    id: Annotated[str, Field(min_length=1, max_length=120)] = Field(
        description="The same for the same event sent again; it is then worked off once."
    )
    user_id: Annotated[str, Field(min_length=1, max_length=128)] = Field(description="Your id of the person.")
    type: SentKind = SentKind.TEXT
    text: str = Field(
        "",
        max_length=10_000,
        description="As typed; a number of the last menu, or the payload of a choice, are understood too.",
    )
    at: datetime | None = Field(None, description="When the person wrote (with time zone); now, when left out.")

    @model_validator(mode="after")
    def _fits(self) -> ChannelMessage:
        if (self.type is SentKind.TEXT) is not bool(self.text.strip()):
            raise ValueError("text belongs to events of type text, and only to them")
        if self.at is not None and self.at.tzinfo is None:
            raise ValueError("at needs a time zone")
        return self


def schema() -> dict[str, Any]:
    """Return the shape of the body for OpenAPI, without references, which would lead nowhere there."""
    found = ChannelMessage.model_json_schema()
    kinds = found.pop("$defs")[SentKind.__name__]
    found["properties"]["type"] = {**kinds, "default": SentKind.TEXT.value}
    return found


def read_event(message: ChannelMessage, now: datetime) -> Incoming:
    """Return the event as the inbox takes it; the future is taken for now."""
    at = min(message.at.astimezone(UTC), now) if message.at else now
    return Incoming(
        channel=ChannelName.WEBHOOK,
        kind=_KINDS[message.type],
        name=message.type,
        at=at,
        key=message.id,
        user=message.user_id,
        text=message.text,
        message_id=message.id,
    )
