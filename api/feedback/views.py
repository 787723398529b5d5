"""A stored PAKN as each side may see it."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.feedback.audit import Subject
from api.feedback.changes import sender_of
from api.feedback.deadlines import Deadlines
from api.feedback.model import (
    OPEN,
    TRANSITIONS,
    AttachmentInfo,
    Channel,
    Completeness,
    Kind,
    Lateness,
    PublicCase,
    PublishedCase,
    SenderKind,
    Status,
    Step,
)
from api.feedback.office_model import Case, CaseLine, Letter, Note
from api.feedback.redaction import redact
from api.storage.feedback_tables import AccountRow, AgencyRow, AttachmentRow, AuditRow, CaseRow, LetterRow, NoteRow

_EXCERPT = 180
_ANSWERED = frozenset({Status.ANSWERED, Status.PUBLISHED})


def lateness_of(row: CaseRow, deadlines: Deadlines, today: date) -> Lateness:
    """Return the colour of a PAKN; the limit for forwarding counts until it is forwarded for the first time."""
    return deadlines.lateness(
        Status(row.status),
        today,
        forward_due=None if row.forwarded_at else row.forward_due_on,
        answer_due=row.answer_due_on,
        answered=row.answered_on,
    )


def handling_agency(session: Session, row: CaseRow) -> str | None:
    """Return who handles it; ``None`` until it is forwarded: whom a sender complains about is not who answers."""
    agency = session.get(AgencyRow, row.agency_id) if row.agency_id else None
    return agency.name if agency else None


def agency_name(session: Session, row: CaseRow) -> str | None:
    """Return who handles it, else whom the sender named."""
    return handling_agency(session, row) or row.agency_named


def attachments_of(session: Session, row: CaseRow) -> tuple[AttachmentInfo, ...]:
    """Return the files of a PAKN without their content."""
    columns = (AttachmentRow.id, AttachmentRow.name, AttachmentRow.media_type, AttachmentRow.size)
    found = session.execute(
        select(*columns).where(AttachmentRow.case_number == row.number).order_by(AttachmentRow.created_at)
    )
    return tuple(AttachmentInfo(*one) for one in found)


def letters_of(session: Session, row: CaseRow) -> tuple[Letter, ...]:
    """Return what office and sender wrote to each other, oldest first."""
    found = session.scalars(select(LetterRow).where(LetterRow.case_number == row.number).order_by(LetterRow.number))
    return tuple(Letter(one.at, one.kind, one.from_sender, one.text) for one in found)


def public_case(session: Session, row: CaseRow, deadlines: Deadlines, today: date) -> PublicCase:
    """Return a PAKN as its sender sees it."""
    status = Status(row.status)
    answered = status in _ANSWERED and row.answered_at is not None
    owed = status in OPEN and not (status is Status.NEEDS_MORE and deadlines.pause_waiting)
    return PublicCase(
        code=row.code,
        kind=Kind(row.kind),
        status=status,
        received_at=row.received_at,
        title=row.title,
        content=row.content,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        agency=handling_agency(session, row),
        answer_due_on=row.answer_due_on,
        late=owed and row.answer_due_on is not None and row.answer_due_on < today,
        answer=row.answer if answered else None,
        answered_at=row.answered_at if answered else None,
        question=row.question if status is Status.NEEDS_MORE else None,
        steps=_steps(session, row),
        attachments=attachments_of(session, row),
        stars=row.stars,
        may_add=status in OPEN and row.merged_into is None,
        may_withdraw=Status.WITHDRAWN in TRANSITIONS[status],
        may_rate=answered,
        may_reopen=answered and row.reopened == 0,
    )


def _steps(session: Session, row: CaseRow) -> tuple[Step, ...]:
    entries = session.scalars(
        select(AuditRow)
        .where(AuditRow.subject_kind == Subject.CASE, AuditRow.subject == row.code, AuditRow.public_note.is_not(None))
        .order_by(AuditRow.number)
    )
    letters = {(one.at, one.kind): one.text for one in letters_of(session, row)}
    return tuple(Step(one.at, one.public_note or "", letters.get((one.at, one.action))) for one in entries)


def published_case(row: CaseRow, agency: str | None) -> PublishedCase:
    """Return a published question and answer; the row must have both."""
    return PublishedCase(
        slug=row.published_slug or "",
        question=row.published_question or "",
        answer=row.published_answer or "",
        kind=Kind(row.kind),
        agency=agency,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        field=row.field,
        published_at=row.published_at or row.changed_at,
        asked=row.published_asked,
        wordings=tuple(row.published_wordings or ()),
    )


def case_line(row: CaseRow, agency: str | None, assignee: str | None, deadlines: Deadlines, today: date) -> CaseLine:
    """Return a PAKN as one line of the officers' list; nothing in it is sealed."""
    excerpt = " ".join(row.content_masked.split())
    return CaseLine(
        code=row.code,
        kind=Kind(row.kind),
        status=Status(row.status),
        channel=Channel(row.channel),
        completeness=Completeness(row.completeness),
        title=row.title,
        excerpt=excerpt if len(excerpt) <= _EXCERPT else excerpt[:_EXCERPT].rsplit(" ", 1)[0] + "…",
        received_at=row.received_at,
        answer_due_on=row.answer_due_on,
        lateness=lateness_of(row, deadlines, today),
        agency=agency or row.agency_named,
        assignee=assignee,
        procedure_code=row.procedure_code,
        procedure_name=row.procedure_name,
        unread=row.seen_at is None,
    )


def office_case(session: Session, row: CaseRow, deadlines: Deadlines, today: date, *, masked: bool) -> Case:
    """Return a PAKN as the office works with it.

    Args:
        session: an open transaction.
        row: the PAKN.
        deadlines: in force.
        today: day in Vietnam.
        masked: the reader may not see the sender.
    """
    assignee = session.get(AccountRow, row.assignee_id) if row.assignee_id else None
    notes = session.scalars(select(NoteRow).where(NoteRow.case_number == row.number).order_by(NoteRow.created_at))
    merged = session.scalars(select(CaseRow.code).where(CaseRow.merged_into == row.code).order_by(CaseRow.number))
    return Case(
        line=case_line(row, agency_name(session, row), assignee.name if assignee else None, deadlines, today),
        content=row.content_masked if masked else row.content,
        location=row.location,
        occurred_on=row.occurred_on,
        agency_named=row.agency_named,
        sender_kind=SenderKind(row.sender_kind),
        sender_name=_covered(row.sender_name, masked),
        sender_address=_covered(row.sender_address, masked),
        sender_phone=_covered(row.sender_phone, masked, keep=3),
        sender_email=_covered(row.sender_email, masked),
        sender_masked=masked,
        identity_hidden=row.identity_hidden,
        consent_version=row.consent_version,
        consent_at=row.consent_at,
        attachments=attachments_of(session, row),
        agency_id=row.agency_id,
        assignee_id=row.assignee_id,
        forward_due_on=row.forward_due_on,
        forwarded_at=row.forwarded_at,
        answer=redact(row.answer, sender_of(row)) if masked and row.answer else row.answer,
        answer_by=row.answer_by,
        answer_approved_by=row.answer_approved_by,
        answered_at=row.answered_at,
        published_question=row.published_question,
        published_answer=row.published_answer,
        published_asked=row.published_asked,
        published_wordings=tuple(row.published_wordings or ()),
        published_at=row.published_at,
        reject_reason=row.reject_reason,
        stars=row.stars,
        stars_note=row.stars_note,
        reopened=row.reopened,
        merged_into=row.merged_into,
        merged_here=tuple(merged),
        national_code=row.national_code,
        allowed=TRANSITIONS[Status(row.status)],
        notes=() if masked else tuple(Note(one.id, one.author, one.text, one.created_at) for one in notes),
        letters=() if masked else letters_of(session, row),
        question=row.question,
        update_due_on=row.update_due_on,
        waiting_since=row.waiting_since,
        answer_author_id=row.answer_author_id,
    )


def _covered(value: str | None, masked: bool, keep: int = 0) -> str | None:
    """Return the value, or a cover that tells only that there is one (and the last signs to compare by)."""
    if value is None or not masked:
        return value
    return "***" + (value[-keep:] if keep else "")
