"""An event, and what is typed to make one or to register for one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from api.clock import VIETNAM, local_day
from api.errors import InvalidField


class Kind(StrEnum):
    """What happens; the value is stored."""

    ONLINE = "online"
    DIALOGUE = "dialogue"


KIND_LABELS: dict[Kind, str] = {
    Kind.ONLINE: "Trao đổi, giao lưu trực tuyến",
    Kind.DIALOGUE: "Đối thoại trực tiếp",
}


class EventNotFound(InvalidField):
    """No event of this id."""

    def __init__(self) -> None:
        super().__init__("event", "Không có buổi này.")


class RegistrationRefused(InvalidField):
    """The event takes no registration (any more)."""

    def __init__(self, reason: str) -> None:
        super().__init__("event", reason)


@dataclass(frozen=True, slots=True)
class Event:
    """One session.

    Attributes:
        starts_at: UTC.
        place: where people come; may be missing for one that is online only.
        url: where people take part, or read more.
        questions_until: last day for questions; ``None``: until it begins.
    """

    id: str
    kind: Kind
    title: str
    topic: str
    starts_at: datetime
    place: str | None
    url: str | None
    questions_until: date | None
    cancelled: bool
    created_by: str

    @property
    def when(self) -> str:
        """Day and time in words: ``08 giờ 30 ngày 15/12/2026``."""
        local = self.starts_at.astimezone(VIETNAM)
        return f"{local:%H} giờ {local:%M} ngày {local:%d/%m/%Y}"

    @property
    def last_question_day(self) -> date:
        """The last day on which questions are taken."""
        return self.questions_until or local_day(self.starts_at)

    def state(self, now: datetime) -> str:
        """Return ``cancelled``, ``coming`` or ``over``."""
        if self.cancelled:
            return "cancelled"
        return "coming" if now < self.starts_at else "over"

    def takes_questions(self, now: datetime) -> bool:
        """Tell whether a question can still be sent with a registration."""
        return self.state(now) == "coming" and local_day(now) <= self.last_question_day


@dataclass(frozen=True, slots=True)
class EventFields:
    """What the office types; day as ``15/12/2026``, time as ``08:30``."""

    kind: str = Kind.DIALOGUE.value
    title: str = ""
    topic: str = ""
    day: str = ""
    time: str = ""
    place: str = ""
    url: str = ""
    questions_until: str = ""

    @classmethod
    def of(cls, event: Event) -> EventFields:
        """Return an event as it was typed."""
        local = event.starts_at.astimezone(VIETNAM)
        until = f"{event.questions_until:%d/%m/%Y}" if event.questions_until else ""
        return cls(
            kind=event.kind.value,
            title=event.title,
            topic=event.topic,
            day=f"{local:%d/%m/%Y}",
            time=f"{local:%H:%M}",
            place=event.place or "",
            url=event.url or "",
            questions_until=until,
        )


@dataclass(frozen=True, slots=True)
class Registering:
    """What somebody types to register; ``key`` is of the form, so that one sent twice counts once."""

    key: str = ""
    name: str = ""
    contact: str = ""
    question: str = ""
    consent: bool = False
