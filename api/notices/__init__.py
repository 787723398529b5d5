"""Notices to the sender of a PAKN: written beside the change itself, sent later from the outbox."""

from __future__ import annotations

import unicodedata
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.feedback.redaction import Sender, redact
from api.storage.feedback_tables import CaseRow, OutboxRow

EMAIL = "email"
_SUBJECT = "Phản ánh, kiến nghị {code}: {event}"
_SUBJECT_CHARACTERS = 200
_COVERED = (
    "\n\nTrong thư này, thông tin cá nhân và các số điện thoại, số giấy tờ được che (phần trong ngoặc vuông). "
    "Anh/chị xem đầy đủ khi tra cứu phản ánh, kiến nghị."
)


class Notices:
    """Puts notices into the outbox."""

    def put(self, session: Session, case: CaseRow, event: str, text: str, *, at: datetime | None = None) -> None:
        """Keep a notice for the sender in the caller's transaction; nothing when there is no e-mail address.

        One step gives one notice: the same event of the same change is not put twice. A letter travels openly and is
        kept by others, so personal data in the text is covered.

        Args:
            session: transaction of the change.
            case: the PAKN; ``changed_at`` is the moment of the step.
            event: the step in a few Vietnamese words; becomes part of the subject.
            text: the whole message.
            at: when it may be sent; as soon as possible by default.
        """
        if not case.sender_email:
            return
        key = f"{case.code}:{case.changed_at:%Y%m%dT%H%M%S%f}:{event}"[:120]
        session.flush()
        if session.scalar(select(OutboxRow.number).where(OutboxRow.key == key)):
            return
        session.add(
            OutboxRow(
                key=key,
                channel=EMAIL,
                recipient=case.sender_email,
                subject=_SUBJECT.format(code=case.code, event=event)[:_SUBJECT_CHARACTERS],
                body=_covered(text, case),
                case_code=case.code,
                created_at=case.changed_at,
                next_at=at or case.changed_at,
                attempts=0,
            )
        )


def _covered(text: str, case: CaseRow) -> str:
    sender = Sender(case.sender_name, case.sender_address, case.sender_phone, case.sender_email)
    covered = redact(text, sender)
    return covered if covered == unicodedata.normalize("NFC", text) else covered + _COVERED
