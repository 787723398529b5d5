"""Reads the events of the Zalo Bot API."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from api.channels.model import ChannelName, EventKind, Incoming

SECRET_HEADER = "x-bot-api-secret-token"  # noqa: S105 (a header)
_KINDS = {
    "message.text.received": EventKind.TEXT,
    "message.image.received": EventKind.MEDIA,
    "message.sticker.received": EventKind.STICKER,
    "message.unsupported.received": EventKind.MEDIA,
}
_PRIVATE = "PRIVATE"
_LATEST = 4102444800000


def _as_text(value: object) -> object:
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Id = Annotated[str, BeforeValidator(_as_text), Field(max_length=128)]


class _From(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: _Id = ""
    is_bot: bool = False


class _Chat(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: _Id = ""
    chat_type: str = _PRIVATE


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: _Id = ""
    sender: _From = Field(default=_From(), alias="from")
    chat: _Chat = _Chat()
    date: int = Field(ge=0, le=_LATEST)
    text: str = ""


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore")
    event_name: str = ""
    message: _Message


def read_event(raw: bytes, now: datetime) -> Incoming:
    """Read a body whose secret was right; anything of another shape becomes an unknown event, to be counted.

    Groups are not answered: what one member asks is not for the others.
    """
    try:
        body = json.loads(raw)
        if isinstance(body, dict) and isinstance(body.get("result"), dict):
            body = body["result"]  # updates fetched by getUpdates carry an envelope
        event = _Event.model_validate(body)
    except (ValueError, ValidationError, RecursionError):
        return _unknown(now)
    message, kind = event.message, _KINDS.get(event.event_name)
    is_private = message.chat.chat_type.upper() == _PRIVATE
    if kind is None or message.sender.is_bot or not is_private or not message.chat.id or not message.message_id:
        return _unknown(now)
    return Incoming(
        channel=ChannelName.ZALO_BOT,
        kind=kind,
        name=event.event_name,
        at=datetime.fromtimestamp(message.date / 1000, UTC),
        key=message.message_id,
        user=message.chat.id,
        text=message.text if kind is EventKind.TEXT else "",
        message_id=message.message_id,
    )


def _unknown(now: datetime) -> Incoming:
    return Incoming(channel=ChannelName.ZALO_BOT, kind=EventKind.UNKNOWN, name="unknown", at=now)
