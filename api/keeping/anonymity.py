"""A PAKN without its sender: what the office did stays and can be counted, whom it was for is gone.

Personal data are deleted when their purpose is done or the time for keeping them is over (Luật 91/2025/QH15 Đ.14).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import ColumnElement, delete, false, or_, select, update
from sqlalchemy.orm import Session

from api.feedback.audit import COVERED, SYSTEM_NAME, Subject, write
from api.feedback.changes import search_text, sender_of
from api.feedback.model import Completeness, Status
from api.feedback.redaction import Sender, redact
from api.security.accounts import Actor
from api.storage.feedback_tables import AttachmentRow, CaseRow, DraftRow, LetterRow, NoteRow, OutboxRow
from api.storage.zalo_tables import ChannelMessageRow

CLOSED = (Status.ANSWERED, Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN)
"""States in which the handling has ended."""

_SENDER = ("sender_name", "sender_address", "sender_phone", "sender_email")
_FINDERS = ("contact_hash", "proof_hash", "email_proof_hash", "conversation_id", "draft_id")
_OFFICE_TEXTS = ("question", "answer", "reject_reason", "stars_note")


def has_ended() -> ColumnElement[bool]:
    """The condition that a PAKN is not being handled (any more); nobody handles a remark."""
    return or_(CaseRow.status.in_([one.value for one in CLOSED]), CaseRow.completeness == Completeness.REMARK.value)


def names_somebody() -> ColumnElement[bool]:
    """The condition that a PAKN has not been anonymised yet: it has a draft, a sender, or a way to find one."""
    columns = [getattr(CaseRow, name) for name in (*_SENDER, *_FINDERS)]
    return or_(false(), *(column.is_not(None) for column in columns))


def anonymise(
    session: Session,
    row: CaseRow,
    *,
    at: datetime,
    action: str,
    actor: Actor | None,
    because: Mapping[str, str] | None = None,
) -> None:
    """Take the sender out of a PAKN in the caller's transaction, and write that into the log.

    Gone: name, address, phone, e-mail, what finds or proves them, the link to the conversation, files, notices. The
    sender's words, and what the office wrote, stay with the sender and all personal numbers covered; names of others
    are not found. After this nobody can look the PAKN up as its sender.

    Args:
        session: of the caller.
        row: the PAKN.
        at: the moment.
        action: what the log says was done.
        actor: who did it; ``None``: the system.
        because: further facts for the log, nothing personal.
    """
    sender = sender_of(row)
    for letter in session.scalars(select(LetterRow).where(LetterRow.case_number == row.number)):
        letter.text = redact(letter.text, sender)
    for note in session.scalars(select(NoteRow).where(NoteRow.case_number == row.number)):
        note.text = redact(note.text, sender)
    session.execute(delete(AttachmentRow).where(AttachmentRow.case_number == row.number))
    session.execute(delete(OutboxRow).where(OutboxRow.case_code == row.code))
    session.execute(delete(ChannelMessageRow).where(ChannelMessageRow.case_code == row.code))
    session.execute(update(DraftRow).where(DraftRow.code == row.code).values(conversation_id=None))
    before = {name: COVERED for name in _SENDER if getattr(row, name) is not None}
    _cover_texts(row, sender)
    for name in (*_SENDER, *_FINDERS):
        setattr(row, name, None)
    row.search_text = search_text(row)
    write(
        session,
        at=at,
        actor=actor,
        action=action,
        subject_kind=Subject.CASE,
        subject=row.code,
        before=before,
        after=because,
        by=SYSTEM_NAME,
    )


def _cover_texts(row: CaseRow, sender: Sender) -> None:
    row.content = row.content_masked
    for name in _OFFICE_TEXTS:
        text = getattr(row, name)
        if text is not None:
            setattr(row, name, redact(text, sender))
