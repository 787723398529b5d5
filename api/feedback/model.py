"""The words of a PAKN: what can be sent in, what becomes of it, and what its sender sees.

Sources: Nghị định 20/2008/NĐ-CP (amended by 48/2013 and 92/2017) Đ.5 for the kinds, Đ.6 for the ways of
sending, Đ.7 for what a sender must give. Member values are stored and travel through the API.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Kind(StrEnum):
    """What a PAKN is about (NĐ 20/2008 Đ.5)."""

    CONDUCT = "hanh_vi"
    REGULATION = "quy_dinh"
    PROPOSAL = "de_xuat"


class Channel(StrEnum):
    """How it came in (NĐ 20/2008 Đ.6; paper, phone and fax are entered by an official)."""

    WEB = "web"
    ZALO_OA = "zalo_oa"
    ZALO_BOT = "zalo_bot"
    WEBHOOK = "webhook"
    PHONE_1022 = "phone_1022"
    IN_PERSON = "in_person"
    PAPER = "paper"
    POST = "post"
    EMAIL = "email"
    FAX = "fax"


class Status(StrEnum):
    """Where the handling stands; :data:`TRANSITIONS` says what may follow what."""

    RECEIVED = "da_tiep_nhan"
    NEEDS_MORE = "can_bo_sung"
    FORWARDED = "chuyen_co_quan"
    IN_PROGRESS = "dang_xu_ly"
    ANSWERED = "da_tra_loi"
    PUBLISHED = "da_cong_khai"
    REJECTED = "tu_choi"
    WITHDRAWN = "rut"


TRANSITIONS: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: frozenset({Status.NEEDS_MORE, Status.FORWARDED, Status.REJECTED, Status.WITHDRAWN}),
    Status.NEEDS_MORE: frozenset({Status.RECEIVED, Status.REJECTED, Status.WITHDRAWN}),
    Status.FORWARDED: frozenset({Status.IN_PROGRESS, Status.NEEDS_MORE, Status.REJECTED}),
    Status.IN_PROGRESS: frozenset({Status.ANSWERED, Status.NEEDS_MORE}),
    Status.ANSWERED: frozenset({Status.PUBLISHED, Status.IN_PROGRESS}),
    Status.PUBLISHED: frozenset({Status.IN_PROGRESS}),
    Status.REJECTED: frozenset({Status.RECEIVED}),
    Status.WITHDRAWN: frozenset(),
}
"""Which state may follow which."""

OPEN = frozenset({Status.RECEIVED, Status.NEEDS_MORE, Status.FORWARDED, Status.IN_PROGRESS})
"""States in which an answer is still owed."""


class Completeness(StrEnum):
    """Whether the sender gave what the law asks for (Đ.7); a remark without sender is kept apart and not counted."""

    FULL = "du_thong_tin"
    REMARK = "gop_y"


class SenderKind(StrEnum):
    """Who speaks."""

    PERSON = "ca_nhan"
    ORGANISATION = "to_chuc"


class Lateness(StrEnum):
    """Colour of a deadline."""

    NONE = "khong_han"
    IN_TIME = "trong_han"
    SOON = "sap_den_han"
    LATE = "qua_han"
    DONE_IN_TIME = "xong_dung_han"
    DONE_LATE = "xong_qua_han"


@dataclass(frozen=True, slots=True)
class DraftFields:
    """What a sender gives; ``None``: not given yet. Personal ones are stored sealed.

    Attributes:
        contact rule: ``sender_phone`` or ``sender_email`` (Đ.7 for the electronic form).
        location: commune and province as they are since 01/07/2025.
        occurred_on: day it happened, in Vietnam; never in the future.
        identity_hidden: the sender's name stays out of anything forwarded beyond the office.
        consent_version: version of the consent text the sender agreed to; ``None``: no consent, no submission.
    """

    kind: Kind | None = None
    title: str | None = None
    content: str | None = None
    procedure_code: str | None = None
    agency: str | None = None
    location: str | None = None
    occurred_on: date | None = None
    sender_kind: SenderKind = SenderKind.PERSON
    sender_name: str | None = None
    sender_address: str | None = None
    sender_phone: str | None = None
    sender_email: str | None = None
    identity_hidden: bool = True
    consent_version: str | None = None
    anonymous: bool = False


@dataclass(frozen=True, slots=True)
class AttachmentInfo:
    """A file that came with a PAKN; its content is sealed."""

    id: str
    name: str
    media_type: str
    size: int


@dataclass(frozen=True, slots=True)
class Draft:
    """An intake that is not submitted yet; it survives a lost connection and a restart.

    Attributes:
        hints: sentences for the sender about what was just given, such as a province that has merged.
    """

    id: str
    channel: Channel
    fields: DraftFields
    attachments: tuple[AttachmentInfo, ...]
    changed_at: datetime
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a sender gets after submitting.

    Attributes:
        answer_due_on: last day for an answer; ``None`` for a remark.
        text: the whole receipt, ready to be shown or sent.
    """

    code: str
    completeness: Completeness
    received_at: datetime
    answer_due_on: date | None
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the citizen sees it."""

    at: datetime
    label: str
    note: str | None = None


@dataclass(frozen=True, slots=True)
class PublicCase:
    """A PAKN as its sender sees it: no internal notes, no names of officials."""

    code: str
    kind: Kind
    status: Status
    received_at: datetime
    title: str
    content: str
    procedure_code: str | None
    procedure_name: str | None
    agency: str | None
    answer_due_on: date | None
    late: bool
    answer: str | None
    answered_at: datetime | None
    question: str | None
    steps: tuple[Step, ...]
    attachments: tuple[AttachmentInfo, ...]
    stars: int | None
    may_add: bool
    may_withdraw: bool
    may_rate: bool
    may_reopen: bool


@dataclass(frozen=True, slots=True)
class PublishedCase:
    """A question and answer on /hoi-dap: redacted by an official before it was published.

    Attributes:
        asked: the short question it answers; ``None``: published before there was one.
        wordings: other ways to put it, which lead the assistant here.
    """

    slug: str
    question: str
    answer: str
    kind: Kind
    agency: str | None
    procedure_code: str | None
    procedure_name: str | None
    field: str | None
    published_at: datetime
    asked: str | None = None
    wordings: tuple[str, ...] = ()
