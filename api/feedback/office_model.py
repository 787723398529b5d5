"""A PAKN as the office sees it: lists, the whole case, its log and letters, and what the office reuses."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from api.feedback.model import AttachmentInfo, Channel, Completeness, Kind, Lateness, SenderKind, Status


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
