"""Notices to the sender of a PAKN: written beside the change itself, sent later from the outbox."""

from __future__ import annotations

import unicodedata
from datetime import datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.channels.model import Notice
from api.feedback.redaction import Sender, redact
from api.storage.feedback_tables import CaseRow, OutboxRow

EMAIL = "email"
_SUBJECT = "Phản ánh, kiến nghị {code}: {event}"
_SUBJECT_CHARACTERS = 200
_COVERED = (
    "\n\nTrong {what} này, thông tin cá nhân và các số điện thoại, số giấy tờ được che (phần trong ngoặc vuông). "
    "Anh/chị xem đầy đủ khi tra cứu phản ánh, kiến nghị."
)
_LETTER, _MESSAGE = "thư", "tin"


class Messengers(Protocol):
    """What takes notices to conversations of messengers (:meth:`api.channels.hub.Channels.notify`)."""

    def notify(self, session: Session, conversation_id: str, key: str, text: str, notice: Notice | None = None) -> bool:
        """Keep a message in the caller's transaction; False when the conversation is not from a messenger."""
        ...


class Notices:
    """Puts notices into the outboxes: by e-mail to whoever gave an address, by messenger to whoever wrote there.

    Attributes:
        messengers: known once the application's channels run; ``None`` before, and where there are none.
    """

    def __init__(self) -> None:
        self.messengers: Messengers | None = None

    def put(
        self,
        session: Session,
        case: CaseRow,
        event: str,
        text: str,
        *,
        message: str | None = None,
        at: datetime | None = None,
    ) -> None:
        """Keep the notices of one step in the caller's transaction; nothing for a sender who cannot be told.

        One step gives one notice on each way: the same event of the same change is not put twice. Both travel openly
        and are kept by others, so personal data in the text is covered.

        Args:
            session: transaction of the change.
            case: the PAKN; ``changed_at`` is the moment of the step.
            event: the step in a few Vietnamese words; becomes part of the subject.
            text: the whole letter.
            message: the same for a messenger; ``None``: the conversation has said it already.
            at: when the letter may be sent; as soon as possible by default.
        """
        key = f"{case.code}:{case.changed_at:%Y%m%dT%H%M%S%f}:{event}"
        if message and case.conversation_id and self.messengers:
            covered = _covered(message, case, _MESSAGE)
            self.messengers.notify(session, case.conversation_id, key, covered, Notice(code=case.code, event=event))
        if case.sender_email:
            self._put_letter(session, case, case.sender_email, key[:120], event, text, at)

    def _put_letter(
        self, session: Session, case: CaseRow, to: str, key: str, event: str, text: str, at: datetime | None
    ) -> None:
        session.flush()
        if session.scalar(select(OutboxRow.number).where(OutboxRow.key == key)):
            return
        session.add(
            OutboxRow(
                key=key,
                channel=EMAIL,
                recipient=to,
                subject=_SUBJECT.format(code=case.code, event=event)[:_SUBJECT_CHARACTERS],
                body=_covered(text, case, _LETTER),
                case_code=case.code,
                created_at=case.changed_at,
                next_at=at or case.changed_at,
                attempts=0,
            )
        )


def _covered(text: str, case: CaseRow, what: str) -> str:
    sender = Sender(case.sender_name, case.sender_address, case.sender_phone, case.sender_email)
    covered = redact(text, sender)
    return covered if covered == unicodedata.normalize("NFC", text) else covered + _COVERED.format(what=what)
