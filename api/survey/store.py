"""Surveys in the database. Every method is one transaction and blocks: call it from a worker thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Update, exists, select, update
from sqlalchemy.orm import Session

from api.chat.replies import plain
from api.clock import Clock, utc_now
from api.security.masking import mask
from api.storage.conversations import Role, Said, Via
from api.storage.database import Database
from api.storage.handover_tables import HandoverRow
from api.storage.rows import insert_once
from api.storage.survey_tables import SurveyRow
from api.storage.tables import ConversationRow, MessageRow
from api.survey import words
from knowledge.answer import AnswerStatus
from knowledge.text import clean

OPEN, SKIPPED = "open", "skipped"
MOST_CHARACTERS = 500


@dataclass(frozen=True, slots=True)
class Remark:
    """Words somebody added to their points, for the office."""

    at: datetime
    channel: str
    score: int | None
    text: str


class Surveys:
    """Asks once a conversation, and keeps what is said."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def ask(self, conversation_id: str) -> Said | None:
        """Return the question, once for a conversation; ``None``: it was asked, or this is no moment for it.

        Such a moment is after an answer about a procedure, outside the form of a PAKN, while no person of the office
        is expected or there.
        """
        with self._database.session() as session:
            return self._question(session, conversation_id)

    def ask_after(self, message_id: str) -> Said | None:
        """Likewise, for the conversation of an answer that was called useful; the question is kept in it."""
        with self._database.session() as session:
            found = session.scalar(select(MessageRow.conversation_id).where(MessageRow.id == message_id))
            asked = self._question(session, found) if found else None
            if asked:
                session.add(
                    MessageRow(
                        id=asked.id,
                        conversation_id=found,
                        role=Role.ASSISTANT,
                        text=asked.text,
                        buttons=asked.buttons,
                        via=Via.GATEWAY,
                        created_at=self._clock(),
                    )
                )
            return asked

    def rate(self, conversation_id: str, score: int) -> None:
        """Keep points; other ones replace them."""
        self._settle(conversation_id, str(score))

    def skip(self, conversation_id: str) -> None:
        """Note that somebody would rather not; points that were given stay."""
        self._settle(conversation_id, SKIPPED, only=OPEN)

    def write(self, conversation_id: str, typed: str) -> None:
        """Keep somebody's words, masked and sealed."""
        text = mask(clean(typed))[:MOST_CHARACTERS]
        with self._database.session() as session:
            self._begin(session, conversation_id)
            session.execute(_of(conversation_id).values(words=text, answered_at=self._clock()))

    def remarks(self, limit: int = 200) -> Sequence[Remark]:
        """Return the newest words, for the office."""
        query = (
            select(SurveyRow, ConversationRow.channel)
            .join(ConversationRow, ConversationRow.id == SurveyRow.conversation_id)
            .where(SurveyRow.words.is_not(None))
            .order_by(SurveyRow.answered_at.desc())
            .limit(limit)
        )
        with self._database.session() as session:
            return [
                Remark(row.answered_at or row.asked_at, channel, _points(row.outcome), row.words or "")
                for row, channel in session.execute(query)
            ]

    def _question(self, session: Session, conversation_id: str) -> Said | None:
        mine = MessageRow.conversation_id == conversation_id
        answered = exists().where(mine, MessageRow.status == AnswerStatus.ANSWERED.value)
        with_person = exists().where(HandoverRow.open_key == conversation_id)
        asked = exists().where(SurveyRow.conversation_id == conversation_id)
        free = (ConversationRow.id == conversation_id, ConversationRow.asks.is_(None))
        moment = select(ConversationRow.id).where(*free, answered, ~with_person, ~asked)
        if session.scalar(moment) is None or not self._begin(session, conversation_id):
            return None
        return plain(words.ASK, words.CHOICES)

    def _begin(self, session: Session, conversation_id: str) -> bool:
        row = {"conversation_id": conversation_id, "asked_at": self._clock(), "outcome": OPEN}
        return insert_once(session, SurveyRow, row)

    def _settle(self, conversation_id: str, outcome: str, only: str | None = None) -> None:
        with self._database.session() as session:
            self._begin(session, conversation_id)
            change = _of(conversation_id).values(outcome=outcome, answered_at=self._clock())
            session.execute(change.where(SurveyRow.outcome == only) if only else change)


def _of(conversation_id: str) -> Update:
    return update(SurveyRow).where(SurveyRow.conversation_id == conversation_id)


def _points(outcome: str) -> int | None:
    return int(outcome) if outcome.isdigit() else None
