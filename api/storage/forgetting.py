"""Conversations of a person who asks to be forgotten: gone, with what they wrote elsewhere; only counts stay."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from api.storage.chat_counts import keep_counts
from api.storage.quality_tables import CorrectionRow
from api.storage.tables import ConversationRow, MessageRow

ERASED = "[đã xóa theo yêu cầu của người gửi]"


def forget_conversations(session: Session, ids: Sequence[str]) -> None:
    """Delete conversations in the caller's transaction.

    What they count for in reports is kept as numbers. A citizen's remark on a wrong record stays in the queue of the
    office without its words.
    """
    if not ids:
        return
    keep_counts(session, ids)
    messages = select(MessageRow.number).where(MessageRow.conversation_id.in_(ids))
    session.execute(
        update(CorrectionRow)
        .where(CorrectionRow.message_number.in_(messages))
        .values(text=ERASED)
        .execution_options(synchronize_session=False)
    )
    session.execute(delete(ConversationRow).where(ConversationRow.id.in_(ids)))
