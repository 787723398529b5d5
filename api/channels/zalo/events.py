"""Reads Zalo's webhook events: tolerant of unknown fields and events, never of a broken signature."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from api.channels.model import ChannelName, EventKind, Incoming
from knowledge.errors import MotCuaError

_ID_CHARACTERS = 128
_FROM_CITIZEN = {
    "text": EventKind.TEXT,
    "sticker": EventKind.STICKER,
    "location": EventKind.LOCATION,
    **dict.fromkeys(("image", "gif", "link", "audio", "video", "business_card", "file"), EventKind.MEDIA),
}
_OTHERS = {
    "follow": EventKind.FOLLOW,
    "user_click_chatnow": EventKind.FOLLOW,
    "unfollow": EventKind.UNFOLLOW,
    "user_submit_info": EventKind.CONTACT,
    "user_withdraw": EventKind.WITHDRAW,
    "user_seen_message": EventKind.RECEIPT,
    "user_received_message": EventKind.RECEIPT,
    "user_reacted_message": EventKind.RECEIPT,
    "oa_reacted_message": EventKind.RECEIPT,
}
_WRITERS = ("user_send_", "anonymous_send_")
_OA = ("oa_send_", "oa_send_anonymous_")


class BrokenEvent(MotCuaError):
    """A body that is no JSON object with a time stamp, so that nobody can have signed it."""


def _text(value: object) -> object:
    """Zalo writes ids and time stamps as text or as numbers."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


_Id = Annotated[str, BeforeValidator(_text)]


class _Party(BaseModel):
    model_config = ConfigDict(extra="ignore")
    id: _Id = ""
    admin_id: _Id = ""


class _Message(BaseModel):
    model_config = ConfigDict(extra="ignore")
    msg_id: _Id = ""
    text: str = ""
    conversation_id: _Id = ""


class _Event(BaseModel):
    model_config = ConfigDict(extra="ignore")
    event_name: str = ""
    timestamp: _Id = ""
    user_id: _Id = ""
    sender: _Party = _Party()
    recipient: _Party = _Party()
    follower: _Party = _Party()
    message: _Message = _Message()


def timestamp_of(raw: bytes) -> str:
    """Return the time stamp in a body as the signature needs it.

    Raises:
        BrokenEvent: there is none.
    """
    event = _object(raw)
    stamp = _text(event.get("timestamp"))
    if not isinstance(stamp, str) or not stamp.isascii() or not stamp.isdigit() or len(stamp) > 16:
        raise BrokenEvent
    return stamp


def read_event(raw: bytes) -> Incoming:
    """Read a signed body; what does not have the documented shape becomes an unknown event, to be counted.

    Raises:
        BrokenEvent: it has no time stamp.
    """
    at = datetime.fromtimestamp(int(timestamp_of(raw)) / 1000, UTC)
    try:
        event = _Event.model_validate(_object(raw))
    except ValidationError:
        return _unknown(at)
    kind = _kind(event)
    user = _user(event, kind)
    if kind in (EventKind.UNKNOWN, EventKind.RECEIPT):
        return _unknown(at) if kind is EventKind.UNKNOWN else _receipt(event, at)
    if not 0 < len(user) <= _ID_CHARACTERS or len(event.message.msg_id) > _ID_CHARACTERS:
        return _unknown(at)
    return Incoming(
        channel=ChannelName.ZALO_OA,
        kind=kind,
        name=event.event_name,
        at=at,
        key=_key(event, kind, user),
        user=user,
        text=event.message.text if kind in (EventKind.TEXT, EventKind.ECHO) else "",
        message_id=event.message.msg_id,
        thread=event.message.conversation_id or None if event.event_name.startswith("anonymous_") else None,
    )


def _object(raw: bytes) -> dict[str, Any]:
    try:
        event = json.loads(raw)
    except (ValueError, RecursionError):
        raise BrokenEvent from None
    if not isinstance(event, dict):
        raise BrokenEvent
    return event


def _kind(event: _Event) -> EventKind:
    name = event.event_name
    if name in _OTHERS:
        return _OTHERS[name]
    for prefix in _WRITERS:
        if name.startswith(prefix):
            return _FROM_CITIZEN.get(name.removeprefix(prefix), EventKind.UNKNOWN)
    if name.startswith(_OA):
        return EventKind.HUMAN if event.sender.admin_id else EventKind.ECHO
    return EventKind.UNKNOWN


def _user(event: _Event, kind: EventKind) -> str:
    """Return the citizen's id, which stands in another place for each kind of event."""
    if kind in (EventKind.HUMAN, EventKind.ECHO):
        return event.recipient.id
    return event.sender.id or event.follower.id or event.user_id


def _key(event: _Event, kind: EventKind, user: str) -> str:
    """Return what stays the same when Zalo repeats the event: the message id, else who, what and when."""
    if event.message.msg_id and kind is not EventKind.WITHDRAW:
        return event.message.msg_id
    who = hashlib.sha256(user.encode()).hexdigest()[:32]
    return f"{event.event_name[:40]}:{who}:{event.timestamp}"


def _unknown(at: datetime) -> Incoming:
    return Incoming(channel=ChannelName.ZALO_OA, kind=EventKind.UNKNOWN, name="unknown", at=at)


def _receipt(event: _Event, at: datetime) -> Incoming:
    return Incoming(channel=ChannelName.ZALO_OA, kind=EventKind.RECEIPT, name=event.event_name, at=at)
