"""A person who asks to be forgotten: the words go, in every table; what they count for stays."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from api.errors import ConversationNotFound
from api.storage.chat_counts import ChatCountRow
from api.storage.conversations import Conversations, Said, Via, new_id
from api.storage.database import Database
from api.storage.forgetting import ERASED, forget_conversations
from api.storage.quality_tables import CorrectionRow
from api.storage.tables import MessageRow


def test_the_words_of_a_person_go_and_the_counts_stay(database: Database) -> None:
    conversations = Conversations(database)
    kept = conversations.accept(None, "web", "khai sinh hết bao nhiêu", None)
    other = conversations.accept(None, "web", "câu của người khác", None)
    answer = Said(id=new_id(), text="8.000 đồng", buttons=[], answer=None, status="answered")
    conversations.answer(kept, [answer], Via.BOT, 12)
    with database.session() as session:
        number = session.scalars(select(MessageRow.number).where(MessageRow.id == answer.id)).one()
        session.add(
            CorrectionRow(
                id="c1",
                code="1.001193",
                text="phí này sai, tôi ở số 5 phố Huế",
                origin="citizen",
                message_number=number,
                created_by="người dân",
                created_at=datetime.now(UTC),
                state="open",
            )
        )

    with database.session() as session:
        forget_conversations(session, [kept.id])

    with pytest.raises(ConversationNotFound):
        conversations.transcript(kept.id)
    assert [one.text for one in conversations.transcript(other.id)[0]] == ["câu của người khác"]
    with database.session() as session:
        assert session.scalars(select(CorrectionRow.text)).all() == [ERASED]
        assert sum(session.scalars(select(ChatCountRow.count))) > 0


def test_nothing_to_forget_changes_nothing(database: Database) -> None:
    with database.session() as session:
        forget_conversations(session, [])

    with database.session() as session:
        assert session.scalars(select(ChatCountRow.count)).all() == []
