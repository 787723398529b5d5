"""The words of a PAKN: what can be sent in, what becomes of it, and what each side may see.

Sources: Nghị định 20/2008/NĐ-CP (amended by 48/2013 and 92/2017) Đ.5 for the kinds, Đ.6 for the ways of
sending, Đ.7 for what a sender must give. Member values are stored and travel through the API.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

Item = TypeVar("Item")


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


@dataclass(frozen=True, slots=True)
class Page(Generic[Item]):
    """One page of a list.

    Attributes:
        number: of this page, from 1.
    """

    items: tuple[Item, ...]
    total: int
    number: int
    size: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.size))


@dataclass(frozen=True, slots=True)
class CaseFilter:
    """What an officer looks for; empty means everything.

    Attributes:
        text: words of code, title or masked content.
        assignee: an account id, or ``"none"`` for cases nobody has.
        since, until: days of receipt in Vietnam, both included.
        awaiting_approval: an answer is written and waits for its approval.
        sort: ``received``, ``due``, ``updated`` or ``status``; ``-`` before it turns it round.
    """

    text: str = ""
    status: frozenset[Status] = frozenset()
    kind: frozenset[Kind] = frozenset()
    channel: frozenset[Channel] = frozenset()
    completeness: Completeness | None = Completeness.FULL
    lateness: frozenset[Lateness] = frozenset()
    agency_id: str | None = None
    assignee: str | None = None
    procedure_code: str | None = None
    field: str | None = None
    unread: bool | None = None
    awaiting_approval: bool | None = None
    since: date | None = None
    until: date | None = None
    sort: str = "-received"
    page: int = 1
    size: int = 25


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the officers' list."""

    code: str
    kind: Kind
    status: Status
    channel: Channel
    completeness: Completeness
    title: str
    excerpt: str
    received_at: datetime
    answer_due_on: date | None
    lateness: Lateness
    agency: str | None
    assignee: str | None
    procedure_code: str | None
    procedure_name: str | None
    unread: bool


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the append-only log; ``before`` and ``after`` hold no personal data."""

    number: int
    at: datetime
    actor: str
    action: str
    before: dict[str, object] | None
    after: dict[str, object] | None
    public_note: str | None


@dataclass(frozen=True, slots=True)
class Note:
    """An internal note; never shown outside the office."""

    id: str
    author: str
    text: str
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Letter:
    """Words between office and sender.

    Attributes:
        kind: the step they belong to, a value of :class:`api.feedback.audit.Action`.
    """

    at: datetime
    kind: str
    from_sender: bool
    text: str


@dataclass(frozen=True, slots=True)
class BulkResult:
    """What became of several cases.

    Attributes:
        failed: code and Vietnamese reason of each that was left as it was.
    """

    done: tuple[str, ...]
    failed: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A question and an answer with the sender covered, to be read and changed before they are published.

    Attributes:
        asked: the short question it answers; empty when no sentence of the text asks one.
        wordings: other ways to put it.
    """

    question: str
    answer: str
    asked: str = ""
    wordings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agency:
    """An office in the directory."""

    id: str
    name: str
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    url: str | None = None
    source: str | None = None
    active: bool = True


@dataclass(frozen=True, slots=True)
class Template:
    """A reply an office reuses.

    Attributes:
        body: ``{code}``, ``{title}``, ``{agency}``, ``{procedure}`` and ``{received}`` are filled in.
    """

    id: str
    title: str
    body: str
    active: bool = True


@dataclass(frozen=True, slots=True)
class Case:
    """A PAKN as the office works with it. Sender fields are masked for roles that may not see them.

    Attributes:
        content: as written; for roles that may not see the sender the masked one.
        letters: words between office and sender, oldest first; empty for roles that may not see the sender.
        answer_author_id: account that wrote the answer in force; ``None``: no answer, or it was given back.
    """

    line: CaseLine
    content: str
    location: str | None
    occurred_on: date | None
    agency_named: str | None
    sender_kind: SenderKind
    sender_name: str | None
    sender_address: str | None
    sender_phone: str | None
    sender_email: str | None
    sender_masked: bool
    identity_hidden: bool
    consent_version: str | None
    consent_at: datetime | None
    attachments: tuple[AttachmentInfo, ...]
    agency_id: str | None
    assignee_id: str | None
    forward_due_on: date | None
    forwarded_at: datetime | None
    answer: str | None
    answer_by: str | None
    answer_approved_by: str | None
    answered_at: datetime | None
    published_question: str | None
    published_answer: str | None
    published_at: datetime | None
    reject_reason: str | None
    stars: int | None
    stars_note: str | None
    reopened: int
    merged_into: str | None
    merged_here: tuple[str, ...]
    national_code: str | None
    allowed: frozenset[Status] = field(default_factory=frozenset)
    notes: tuple[Note, ...] = ()
    letters: tuple[Letter, ...] = ()
    question: str | None = None
    update_due_on: date | None = None
    waiting_since: date | None = None
    answer_author_id: str | None = None
    published_asked: str | None = None
    published_wordings: tuple[str, ...] = ()
