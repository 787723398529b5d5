"""Files on their way into the database: checked, sealed, with a draft or with a PAKN."""

from __future__ import annotations

import secrets
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.feedback.attachments import FileLimits, check_file
from api.feedback.model import AttachmentInfo
from api.security.vault import vault
from api.storage.feedback_tables import AttachmentRow, CaseRow, DraftRow

_ID_BYTES = 18


def keep_file(
    session: Session,
    owner: DraftRow | CaseRow,
    name: str,
    content: bytes,
    limits: FileLimits,
    now: datetime,
    *,
    declared: bool,
) -> AttachmentInfo:
    """Keep a file with a draft or a PAKN, within the transaction; all its files count against the limit.

    Args:
        session: an open transaction.
        owner: what the file comes with.
        name: as the sender's machine calls it.
        content: its bytes.
        limits: of the deployment.
        now: the moment.
        declared: the sender said that it shows no identity paper.

    Raises:
        AttachmentRefused: with the reason.
    """
    draft_id, case_number = (owner.id, None) if isinstance(owner, DraftRow) else (None, owner.number)
    whose = AttachmentRow.draft_id == draft_id if draft_id else AttachmentRow.case_number == case_number
    already = session.scalar(select(func.count()).where(whose)) or 0
    file = check_file(name, content, limits, already=already, declared=declared)
    row = AttachmentRow(
        id=secrets.token_urlsafe(_ID_BYTES),
        draft_id=draft_id,
        case_number=case_number,
        name=file.name,
        media_type=file.media_type,
        size=len(file.content),
        content=vault().seal(file.content),
        created_at=now,
    )
    session.add(row)
    session.flush()
    return AttachmentInfo(row.id, row.name, row.media_type, row.size)
