"""What comes in and what goes out, the same for every messenger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field


class ChannelName(StrEnum):
    """A messenger; the values are those of ``api.feedback.model.Channel``."""

    ZALO_OA = "zalo_oa"
    ZALO_BOT = "zalo_bot"
    WEBHOOK = "webhook"


CHANNEL_TITLES: dict[ChannelName, str] = {
    ChannelName.ZALO_OA: "Zalo OA",
    ChannelName.ZALO_BOT: "Zalo Bot",
    ChannelName.WEBHOOK: "Kênh riêng của cơ quan",
}


class EventKind(StrEnum):
    """What an event means to us; the value is stored."""

    TEXT = "text"
    MEDIA = "media"
    LOCATION = "location"
    STICKER = "sticker"
    FOLLOW = "follow"
    UNFOLLOW = "unfollow"
    CONTACT = "contact"
    HUMAN = "human"
    WITHDRAW = "withdraw"
    ECHO = "echo"
    RECEIPT = "receipt"
    UNKNOWN = "unknown"


FROM_CITIZEN = frozenset({EventKind.TEXT, EventKind.MEDIA, EventKind.LOCATION, EventKind.STICKER, EventKind.CONTACT})
"""Kinds by which a person speaks to us."""
OPENS_WINDOW = FROM_CITIZEN | {EventKind.FOLLOW}
"""Kinds after which the channel lets us write."""
COUNTED_ONLY = frozenset({EventKind.RECEIPT, EventKind.UNKNOWN})
"""Kinds that are counted and forgotten."""


class EventState(StrEnum):
    """Where an event of the inbox stands."""

    WAITING = "waiting"
    DONE = "done"
    DEAD = "dead"


class MessageState(StrEnum):
    """Where a message of the outbox stands.

    SENDING: a try is under way. UNSURE: a try ended without a known result. HELD: may not be sent now; kept until the
    person writes again. DEAD: given up; the office can send it again.
    """

    WAITING = "waiting"
    SENDING = "sending"
    UNSURE = "unsure"
    SENT = "sent"
    HELD = "held"
    DEAD = "dead"


OPEN_STATES = (MessageState.WAITING, MessageState.SENDING, MessageState.UNSURE)


class MessageKind(StrEnum):
    """Why a message is sent."""

    REPLY = "reply"
    NOTICE = "notice"
    TEST = "test"


class Incoming(BaseModel):
    """One event, reduced to what the work needs: no pictures, files, coordinates or ids of other systems.

    Attributes:
        name: of the event as the channel calls it, for counting; ``unknown`` when it is none we know.
        user: the channel's id of the person; empty when there is none.
        key: the same for the same event sent again.
        at: the channel's time stamp.
        message_id: the channel's id of the message.
        thread: what a reply to an anonymous visitor has to name.
    """

    model_config = ConfigDict(frozen=True)

    channel: ChannelName
    kind: EventKind
    name: str
    at: datetime
    key: str = ""
    user: str = ""
    text: str = ""
    message_id: str = ""
    thread: str | None = None


class Choice(BaseModel):
    """One button: what it says and what it sends."""

    model_config = ConfigDict(frozen=True)

    title: str
    payload: str


class Notice(BaseModel):
    """What a message template outside the windows may show of a PAKN."""

    model_config = ConfigDict(frozen=True)

    code: str
    event: str


class Outgoing(BaseModel):
    """One message within the channel's limits; ``text`` alone is complete (its menu is numbered in it)."""

    model_config = ConfigDict(frozen=True)

    text: Annotated[str, Field(min_length=1)]
    choices: tuple[Choice, ...] = ()
    notice: Notice | None = None


class Verdict(StrEnum):
    """What becomes of a message after a try.

    RETRY: later, with back-off. PAUSE: the whole channel waits, then again. UNSURE: nobody knows whether it arrived.
    NIGHT: not before the morning. HOLD: kept until the person writes again. MUTE: likewise, and nothing more is sent
    to the person before. DEAD: given up.
    """

    SENT = "sent"
    RETRY = "retry"
    PAUSE = "pause"
    UNSURE = "unsure"
    NIGHT = "night"
    HOLD = "hold"
    MUTE = "mute"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The end of one try.

    Attributes:
        code: the channel's error code.
        reason: Vietnamese sentence for the office.
        external_id: the channel's id of the sent message.
        wait: seconds, for PAUSE.
    """

    verdict: Verdict
    code: int | None = None
    reason: str = ""
    external_id: str | None = None
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Parcel:
    """A message ready to be sent.

    Attributes:
        last_at: the person's last message.
        following: ``False`` after the person left.
        attempts: tries including this one.
    """

    number: int
    key: str
    person: str
    recipient: str
    thread: str | None
    message: Outgoing
    kind: MessageKind
    last_at: datetime
    following: bool | None
    attempts: int
    case_code: str | None = None
