"""Tables of PAKN, accounts, the audit log and the outbox. Personal columns are :class:`api.security.vault.Sealed`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from api.security.vault import Sealed
from api.storage.tables import Table, UtcTime


class AgencyRow(Table):
    """An office a PAKN can be forwarded to, and how people reach it."""

    __tablename__ = "agency"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    name: Mapped[str] = mapped_column(String(200), unique=True)
    phone: Mapped[str | None] = mapped_column(String(64))
    email: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(300))
    url: Mapped[str | None] = mapped_column(String(300))
    source: Mapped[str | None] = mapped_column(String(300))
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class AccountRow(Table):
    """Somebody of the office who may log in."""

    __tablename__ = "account"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(120))
    role: Mapped[str] = mapped_column(String(16))
    password_hash: Mapped[str] = mapped_column(String(200))
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    active: Mapped[bool] = mapped_column(default=True)
    must_change: Mapped[bool] = mapped_column(default=False)
    failures: Mapped[int] = mapped_column(default=0)
    locked_until: Mapped[datetime | None] = mapped_column(UtcTime)
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_login_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SessionRow(Table):
    """A log-in; only the hash of its token is kept."""

    __tablename__ = "login_session"
    __table_args__ = (Index("ix_login_session_expires", "expires_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[str] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"))
    csrf: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    last_at: Mapped[datetime] = mapped_column(UtcTime)
    expires_at: Mapped[datetime] = mapped_column(UtcTime)


class DraftRow(Table):
    """An intake that is not submitted yet; ``fields`` is a sealed JSON object of DraftFields.

    Attributes:
        code: of the PAKN it became; kept so that a second click finds the same receipt.
    """

    __tablename__ = "pakn_draft"
    __table_args__ = (Index("ix_pakn_draft_conversation", "conversation_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    channel: Mapped[str] = mapped_column(String(16))
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    fields: Mapped[str] = mapped_column(Sealed)
    code: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class CaseRow(Table):
    """One PAKN.

    Attributes:
        content: as the sender wrote it, sealed; ``content_masked`` is what lists, search and statistics use.
        contact_hash: keyed hash of phone or e-mail, to find a person's cases for export and erasure.
        proof_hash: keyed hash of code and the last four digits of the phone; ``email_proof_hash``: of code and e-mail.
        seen_at: when an officer first opened it; ``None``: unread.
        update_due_on: next day the sender must hear of the delay.
        search_text: code, title and masked content without diacritics, in lower case.
        waiting_since: day (in Vietnam) on which the sender was asked for more; deadlines move by the days waited.
        answer: a draft until ``answered_at`` is set; the sender sees it after that.
        answer_author_id: account that wrote the answer; another one approves it.
        published_asked: the short question a published answer answers; ``published_wordings``: other ways to put it.
        answered_on: day (in Vietnam) of the answer, to hold against ``answer_due_on``.
    """

    __tablename__ = "pakn"
    __table_args__ = (
        Index("ix_pakn_received", "received_at"),
        Index("ix_pakn_status_due", "status", "answer_due_on"),
        Index("ix_pakn_contact", "contact_hash"),
        Index("ix_pakn_procedure", "procedure_code"),
    )

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    draft_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    conversation_id: Mapped[str | None] = mapped_column(String(64))
    kind: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    completeness: Mapped[str] = mapped_column(String(16))
    channel: Mapped[str] = mapped_column(String(16))
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)
    seen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    title: Mapped[str] = mapped_column(String(200))
    content: Mapped[str] = mapped_column(Sealed)
    content_masked: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column(Text)
    procedure_code: Mapped[str | None] = mapped_column(String(64))
    procedure_name: Mapped[str | None] = mapped_column(Text)
    field: Mapped[str | None] = mapped_column(String(200))
    agency_named: Mapped[str | None] = mapped_column(String(200))
    location: Mapped[str | None] = mapped_column(String(200))
    occurred_on: Mapped[date | None] = mapped_column(Date)
    sender_kind: Mapped[str] = mapped_column(String(16))
    sender_name: Mapped[str | None] = mapped_column(Sealed)
    sender_address: Mapped[str | None] = mapped_column(Sealed)
    sender_phone: Mapped[str | None] = mapped_column(Sealed)
    sender_email: Mapped[str | None] = mapped_column(Sealed)
    contact_hash: Mapped[str | None] = mapped_column(String(64))
    proof_hash: Mapped[str | None] = mapped_column(String(64))
    email_proof_hash: Mapped[str | None] = mapped_column(String(64))
    identity_hidden: Mapped[bool] = mapped_column(default=True)
    consent_version: Mapped[str | None] = mapped_column(String(32))
    consent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    agency_id: Mapped[str | None] = mapped_column(ForeignKey("agency.id"))
    assignee_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    registered_by: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    forward_due_on: Mapped[date | None] = mapped_column(Date)
    forwarded_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answer_due_on: Mapped[date | None] = mapped_column(Date)
    update_due_on: Mapped[date | None] = mapped_column(Date)
    waiting_since: Mapped[date | None] = mapped_column(Date)
    question: Mapped[str | None] = mapped_column(Sealed)
    answer: Mapped[str | None] = mapped_column(Sealed)
    answer_by: Mapped[str | None] = mapped_column(String(120))
    answer_author_id: Mapped[str | None] = mapped_column(ForeignKey("account.id"))
    answer_approved_by: Mapped[str | None] = mapped_column(String(120))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_on: Mapped[date | None] = mapped_column(Date)
    published_slug: Mapped[str | None] = mapped_column(String(120), unique=True)
    published_question: Mapped[str | None] = mapped_column(Text)
    published_answer: Mapped[str | None] = mapped_column(Text)
    published_asked: Mapped[str | None] = mapped_column(String(200))
    published_wordings: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))
    published_search: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reject_reason: Mapped[str | None] = mapped_column(Sealed)
    stars: Mapped[int | None]
    stars_note: Mapped[str | None] = mapped_column(Text)
    reopened: Mapped[int] = mapped_column(default=0)
    merged_into: Mapped[str | None] = mapped_column(String(32))
    national_code: Mapped[str | None] = mapped_column(String(64))


class AttachmentRow(Table):
    """A file of a draft or of a case."""

    __tablename__ = "pakn_attachment"
    __table_args__ = (Index("ix_pakn_attachment_draft", "draft_id"), Index("ix_pakn_attachment_case", "case_number"))

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    draft_id: Mapped[str | None] = mapped_column(ForeignKey("pakn_draft.id", ondelete="CASCADE"))
    case_number: Mapped[int | None] = mapped_column(ForeignKey("pakn.number", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(Sealed)
    media_type: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary)  # sealed by the desk: a TypeDecorator for bytes is not worth it
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class NoteRow(Table):
    """An internal note; never shown outside the office."""

    __tablename__ = "pakn_note"
    __table_args__ = (Index("ix_pakn_note_case", "case_number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    case_number: Mapped[int] = mapped_column(ForeignKey("pakn.number", ondelete="CASCADE"))
    author: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Sealed)
    created_at: Mapped[datetime] = mapped_column(UtcTime)


class LetterRow(Table):
    """Words between office and sender about one PAKN, in both directions; shown to both, sealed.

    Attributes:
        kind: the step it belongs to, a value of :class:`api.feedback.audit.Action`.
        at: the moment of the audit entry it belongs to.
    """

    __tablename__ = "pakn_letter"
    __table_args__ = (Index("ix_pakn_letter_case", "case_number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    case_number: Mapped[int] = mapped_column(ForeignKey("pakn.number", ondelete="CASCADE"))
    at: Mapped[datetime] = mapped_column(UtcTime)
    kind: Mapped[str] = mapped_column(String(16))
    from_sender: Mapped[bool]
    text: Mapped[str] = mapped_column(Sealed)


class AuditRow(Table):
    """One change by anybody; the database refuses to change or delete a line.

    Attributes:
        actor_id: the account; ``None``: the sender or the system.
    """

    __tablename__ = "audit"
    __table_args__ = (Index("ix_audit_subject", "subject_kind", "subject", "number"), Index("ix_audit_at", "at"))

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
    actor: Mapped[str] = mapped_column(String(120))
    actor_id: Mapped[str | None] = mapped_column(String(32))
    action: Mapped[str] = mapped_column(String(48))
    subject_kind: Mapped[str] = mapped_column(String(24))
    subject: Mapped[str] = mapped_column(String(64))
    before: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    after: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    public_note: Mapped[str | None] = mapped_column(Text)


class TemplateRow(Table):
    """A reply an office reuses."""

    __tablename__ = "reply_template"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    title: Mapped[str] = mapped_column(String(120), unique=True)
    body: Mapped[str] = mapped_column(Text)
    active: Mapped[bool] = mapped_column(default=True)
    changed_at: Mapped[datetime] = mapped_column(UtcTime)


class OutboxRow(Table):
    """A notice waiting to be sent. ``key`` makes the same notice once; ``dead_at``: given up after all retries."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_next", "sent_at", "dead_at", "next_at"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=True)
    key: Mapped[str] = mapped_column(String(120), unique=True)
    channel: Mapped[str] = mapped_column(String(16))
    recipient: Mapped[str] = mapped_column(Sealed)
    subject: Mapped[str] = mapped_column(String(200))
    body: Mapped[str] = mapped_column(Sealed)
    case_code: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime] = mapped_column(UtcTime)
    next_at: Mapped[datetime] = mapped_column(UtcTime)
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    dead_at: Mapped[datetime | None] = mapped_column(UtcTime)
    error: Mapped[str | None] = mapped_column(String(200))
