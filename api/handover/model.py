"""Words of the hand-over, the same for both sides."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum


class State(StrEnum):
    """Where a hand-over stands; the value is stored."""

    WAITING = "waiting"
    TAKEN = "taken"
    ENDED = "ended"


OPEN = (State.WAITING, State.TAKEN)


class Ending(StrEnum):
    """How a hand-over ended; the value is stored.

    LEFT: the citizen went back to the assistant. HANDED_BACK, CLOSED: by the operator. EXPIRED: nobody came.
    ELSEWHERE: somebody answered in the messenger's own tool.
    """

    LEFT = "left"
    HANDED_BACK = "handed_back"
    CLOSED = "closed"
    EXPIRED = "expired"
    ELSEWHERE = "elsewhere"


ENDING_LABELS: dict[Ending, str] = {
    Ending.LEFT: "Người dân đã gặp lại trợ lý tự động",
    Ending.HANDED_BACK: "Đã giao lại cho trợ lý tự động",
    Ending.CLOSED: "Đã kết thúc",
    Ending.EXPIRED: "Hết thời gian chờ, chưa có ai nhận",
    Ending.ELSEWHERE: "Đã được trả lời trong công cụ của Zalo",
}


class Speaker(StrEnum):
    """Who a message of a hand-over is from; the value is stored.

    NOTICE: the system, to the citizen. REMARK: the system, to the operator alone.
    """

    CITIZEN = "citizen"
    OPERATOR = "operator"
    NOTICE = "notice"
    REMARK = "remark"


SPEAKER_LABELS: dict[Speaker, str] = {
    Speaker.CITIZEN: "Người dân",
    Speaker.OPERATOR: "Nhân viên",
    Speaker.NOTICE: "Hệ thống báo người dân",
    Speaker.REMARK: "Ghi chú của hệ thống",
}
TO_CITIZEN = (Speaker.OPERATOR, Speaker.NOTICE)
AWAY_AFTER = timedelta(minutes=2)
"""Without a sign of the citizen's page; a page in the background asks only once a minute."""


@dataclass(frozen=True, slots=True)
class Line:
    """One message of a hand-over."""

    number: int
    speaker: Speaker
    text: str
    at: datetime
    buttons: list[dict[str, str]] = field(default_factory=list)
    author: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a citizen stands.

    Attributes:
        place: in the queue, from 1; ``None`` when not waiting.
        expected: minutes such waits took of late; ``None`` without enough of them.
        last: number of the newest message so far.
        seen: last sign of the citizen's page in this hand-over; ``None``: none yet.
    """

    state: State = State.ENDED
    place: int | None = None
    expected: int | None = None
    last: int = 0
    seen: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether the citizen waits for or talks with a person."""
        return self.state in OPEN


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the operators' list.

    Attributes:
        since: when the person asked.
        about: the person's last typed words before asking, masked.
        operator: who talks with the person; ``None``: nobody yet.
        mine: it is the reader.
        unread: messages of the person after the last one of an operator.
        away: the person's page has not been seen for a while.
    """

    id: str
    state: State
    channel: str
    since: datetime
    about: str
    operator: str | None
    mine: bool
    unread: int
    away: bool
