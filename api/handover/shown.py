"""Hand-overs as the operators' pages and scripts get them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, ConfigDict

from api.channels.model import CHANNEL_TITLES
from api.clock import VIETNAM
from api.handover.addresses import talk_of
from api.handover.model import ENDING_LABELS, SPEAKER_LABELS, Line, Speaker, State, Waiting
from api.handover.operators import Spoken, View
from api.security.masking import in_words

_CHANNELS: dict[str, str] = {"web": "Trang web", **{name.value: title for name, title in CHANNEL_TITLES.items()}}
_AWAY = "; có thể người dân đã rời trang"
_ASSISTANT = "assistant"
_ASSISTANT_LABEL = "Trợ lý tự động"


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class ShownWaiting(_Shown):
    """One line of the list.

    Attributes:
        ago: how long ago the person asked, in words.
        waits: nobody has taken the person yet.
    """

    id: str
    link: str
    channel: str
    since: str
    ago: str
    about: str
    status: str
    waits: bool
    mine: bool
    unread: int

    @classmethod
    def of(cls, one: Waiting, now: datetime) -> ShownWaiting:
        """Take it from the queue."""
        if one.state is State.WAITING:
            status = "Đang chờ"
        else:
            status = "Anh/chị đang trò chuyện" if one.mine else f"{one.operator} đang trò chuyện"
        if one.away:
            status += _AWAY
        return cls(
            id=one.id,
            link=talk_of(one.id),
            channel=channel_title(one.channel),
            since=clock_text(one.since),
            ago=_ago(one.since, now),
            about=in_words(one.about) or "(chưa gõ câu hỏi)",
            status=status,
            waits=one.state is State.WAITING,
            mine=one.mine,
            unread=one.unread if one.mine else 0,
        )


class ShownLine(_Shown):
    """One message of the transcript; ``who`` is a word for programs, ``label`` one for people."""

    who: str
    label: str
    text: str
    at: str


class ShownTalk(_Shown):
    """What is new in a conversation."""

    state: State
    mine: bool
    status: str
    last: int
    lines: tuple[ShownLine, ...]

    @classmethod
    def of(cls, view: View) -> ShownTalk:
        """Take it from a view."""
        return cls(
            state=view.state,
            mine=view.mine,
            status=status_of(view),
            last=view.last,
            lines=tuple(line_of(one) for one in view.said),
        )


def line_of(one: Spoken | Line) -> ShownLine:
    """Return a message as it is shown."""
    if isinstance(one, Spoken):
        who, label = ("citizen", SPEAKER_LABELS[Speaker.CITIZEN]) if one.by_citizen else (_ASSISTANT, _ASSISTANT_LABEL)
        return ShownLine(who=who, label=label, text=in_words(one.text), at=clock_text(one.at))
    label = f"{SPEAKER_LABELS[one.speaker]} {one.author}" if one.author else SPEAKER_LABELS[one.speaker]
    return ShownLine(who=one.speaker, label=label, text=in_words(one.text), at=clock_text(one.at))


def status_of(view: View) -> str:
    """Say where a conversation stands."""
    if view.state is State.ENDED:
        return ENDING_LABELS[view.ending] if view.ending else "Đã kết thúc"
    away = _AWAY if view.away else ""
    if view.state is State.WAITING:
        return f"Đang chờ; chưa ai nhận{away}"
    return f"Anh/chị đang trò chuyện{away}" if view.mine else f"{view.operator} đang trò chuyện{away}"


def channel_title(channel: str) -> str:
    """Return a channel as people call it."""
    return _CHANNELS.get(channel, channel)


def _ago(since: datetime, now: datetime) -> str:
    minutes = int((now - since).total_seconds() // 60)
    return f"{minutes} phút trước" if minutes > 0 else "vừa xong"


def clock_text(moment: datetime) -> str:
    """Return hour and minute in Vietnam."""
    return f"{moment.astimezone(VIETNAM):%H:%M}"
