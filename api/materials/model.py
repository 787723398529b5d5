"""A material as the office keeps it, what is typed to make one, and what may be taken in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from api.clock import local_day
from api.errors import InvalidField
from api.feedback.attachments import PNG, TYPES
from knowledge.materials import Material, MaterialKind

FILE_BYTES = 10_485_760
"""Most bytes of a file."""
FILE_TYPES = {**TYPES, ".png": PNG}
"""Extension → media type; also the ``accept`` list of the form."""
FILE_KINDS = "Chỉ nhận tệp PDF, DOC, DOCX, XLS, XLSX, JPG, PNG."


class Readers(StrEnum):
    """Who gets to see a published material; the value is stored."""

    PUBLIC = "public"
    STAFF = "staff"


READER_LABELS = {Readers.PUBLIC: "Mọi người", Readers.STAFF: "Chỉ cán bộ (trang tổng đài)"}


class State(StrEnum):
    """How a material stands on a day."""

    DRAFT = "draft"
    WAITING = "waiting"
    SHOWN = "shown"
    OVER = "over"


STATE_LABELS = {
    State.DRAFT: "Chưa công bố",
    State.WAITING: "Chờ đến ngày",
    State.SHOWN: "Đang công bố",
    State.OVER: "Hết hạn",
}


class MaterialNotFound(InvalidField):
    """No material of this id, or none that whoever asks may see."""

    def __init__(self) -> None:
        super().__init__("material", "Không có tài liệu này.")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file as it was chosen: its name on the official's machine, and its bytes."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class File:
    """The kept file of a material, opened."""

    name: str
    media_type: str
    digest: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Kept:
    """One material with all the office knows of it.

    Attributes:
        shown: as people see it; its address leads to the page of the public.
        file_name: ``None`` for a page elsewhere.
        digest: SHA-256 of the file (hex).
    """

    shown: Material
    readers: Readers
    starts: date | None
    until: date | None
    published_at: datetime | None
    file_name: str | None
    digest: str | None
    added_at: datetime
    added_by: str
    changed_at: datetime
    changed_by: str

    def state(self, now: datetime) -> State:
        """Tell how it stands."""
        today = local_day(now)
        if self.published_at is None:
            return State.DRAFT
        if self.starts and today < self.starts:
            return State.WAITING
        return State.OVER if self.until and today > self.until else State.SHOWN


@dataclass(frozen=True, slots=True)
class Typed:
    """What an official types; days as ``15/12/2026``."""

    kind: str = ""
    title: str = ""
    url: str = ""
    paper: str = ""
    publisher: str = ""
    decision: str = ""
    issued: str = ""
    starts: str = ""
    until: str = ""
    readers: str = Readers.PUBLIC.value

    @classmethod
    def of(cls, kept: Kept) -> Typed:
        """Return a material as it was typed."""

        def day(value: date | None) -> str:
            return f"{value:%d/%m/%Y}" if value else ""

        one = kept.shown
        return cls(
            kind=one.kind.value,
            title=one.title,
            url="" if kept.file_name else one.url,
            paper=one.paper or "",
            publisher=one.publisher,
            decision=one.decision or "",
            issued=day(one.issued),
            starts=day(kept.starts),
            until=day(kept.until),
            readers=kept.readers.value,
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a list is narrowed to; empty means everything."""

    kind: MaterialKind | None = None
    state: State | None = None
