"""What the office adds to the knowledge: wordings of procedures, and short answers of its own.

They stand in the database and take effect in every running process, whose keeper of the knowledge watches
:meth:`Additions.revision`. Taking back deletes nothing, so that it can be undone; retention does, long after.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.clock import Clock, utc_now
from api.errors import InvalidField
from api.feedback.audit import Journal, Subject
from api.quality.added import (
    AddedWording,
    AdditionNotFound,
    AnswerFields,
    OwnText,
    as_answer,
    checked_fields,
    shown_answer,
    shown_wording,
)
from api.quality.checks import checked_wording
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.quality_tables import OwnAnswerRow, WordingRow
from api.storage.rows import alone
from knowledge.extras import Extras, OwnAnswer, Wording, wording_key

_Row = TypeVar("_Row", WordingRow, OwnAnswerRow)
_ADDING = "add to the knowledge"
Revision = tuple[int, datetime | None, int, datetime | None]


class Additions:
    """The additions in the database. Blocking; every change is one transaction and one line of the log."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock
        self._journal = Journal(Subject.QUALITY, clock)

    # -- what the knowledge reads

    def revision(self) -> Revision:
        """Return what changes whenever an addition is made, changed or taken back."""
        with self._database.session() as session:
            one = session.execute(select(func.count(), func.max(WordingRow.changed_at))).one()
            two = session.execute(select(func.count(), func.max(OwnAnswerRow.changed_at))).one()
            return one[0], one[1], two[0], two[1]

    def load(self) -> Extras:
        """Return everything that is in use."""
        with self._database.session() as session:
            words = session.scalars(
                select(WordingRow).where(WordingRow.removed_at.is_(None)).order_by(WordingRow.added_at, WordingRow.text)
            ).all()
            own = session.scalars(
                select(OwnAnswerRow)
                .where(OwnAnswerRow.removed_at.is_(None))
                .order_by(OwnAnswerRow.added_at, OwnAnswerRow.id)
            ).all()
        return Extras(
            wordings=tuple(Wording(text=row.text, code=row.code) for row in words if row.code),
            answers=tuple(
                OwnAnswer(
                    id=row.id,
                    questions=(row.question, *(word.text for word in words if word.answer_id == row.id)),
                    answer=as_answer(row),
                )
                for row in own
            ),
        )

    # -- wordings

    def add_wordings(
        self, actor: Actor, texts: Sequence[str], *, code: str | None = None, answer_id: str | None = None
    ) -> tuple[str, ...]:
        """Add wordings of one procedure or of one own answer; what is there already stays and is not added again.

        Args:
            actor: who does it.
            texts: as citizens put it.
            code: of the procedure; the caller has checked that it exists.
            answer_id: of the own answer instead.

        Returns:
            The ids of the added ones.

        Raises:
            InvalidField: a text cannot be taken, or nothing is left to add.
        """
        checked = list(dict.fromkeys(checked_wording(text) for text in texts))
        if not checked:
            raise InvalidField("text", "Vui lòng chọn hoặc nhập ít nhất một cách nói.")
        now = self._clock()
        with self._database.session() as session:
            alone(session, _ADDING)
            if answer_id is not None and _row(session, OwnAnswerRow, answer_id).removed_at:
                raise AdditionNotFound
            there = _keys_there(session, code, answer_id)
            fresh = [text for text in checked if wording_key(text) not in there]
            if not fresh:
                raise InvalidField("text", "Cách nói này đã có rồi.")
            rows = [
                WordingRow(
                    id=secrets.token_hex(8),
                    text=text,
                    code=code,
                    answer_id=answer_id,
                    added_by=actor.name,
                    added_at=now,
                    changed_at=now,
                )
                for text in fresh
            ]
            session.add_all(rows)
            for row in rows:
                added = {"text": row.text, "code": code or answer_id}
                self._journal.line(session, actor, "created", row.id, None, added)
        return tuple(row.id for row in rows)

    def wordings(self, *, removed: bool = False) -> tuple[AddedWording, ...]:
        """Return the wordings of procedures, the newest first."""
        state = WordingRow.removed_at.is_not(None) if removed else WordingRow.removed_at.is_(None)
        wanted = select(WordingRow).where(WordingRow.code.is_not(None), state)
        with self._database.session() as session:
            rows = session.scalars(wanted.order_by(WordingRow.changed_at.desc(), WordingRow.id)).all()
        return tuple(shown_wording(row) for row in rows)

    def set_wording_used(self, actor: Actor, identity: str, *, used: bool) -> None:
        """Take a wording back, or put it into use again; doing it twice changes nothing.

        Raises:
            AdditionNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = _row(session, WordingRow, identity)
            if self._set_used(row, used=used):
                self._journal.line(session, actor, _verb(used), row.id, None, {"text": row.text, "code": row.code})

    # -- own answers

    def add_answer(self, actor: Actor, fields: AnswerFields, wordings: Sequence[str] = ()) -> str:
        """Add an own answer, with further wordings that lead to it, and return its id.

        Raises:
            InvalidField: a field cannot be taken.
        """
        values = checked_fields(fields)
        more = [checked_wording(text) for text in wordings]
        now = self._clock()
        with self._database.session() as session:
            alone(session, _ADDING)
            _refuse_twin(session, values["question"], "")
            row = OwnAnswerRow(
                id=secrets.token_hex(8), added_by=actor.name, added_at=now, changed_at=now, removed_at=None, **values
            )
            session.add(row)
            session.flush()
            seen = {wording_key(row.question)}
            for text in more:
                if wording_key(text) not in seen:
                    seen.add(wording_key(text))
                    session.add(_answer_wording(row.id, text, actor, now))
            self._journal.line(session, actor, "created", row.id, None, _logged(row))
            return row.id

    def change_answer(self, actor: Actor, identity: str, fields: AnswerFields) -> None:
        """Replace the text of an own answer.

        Raises:
            AdditionNotFound: there is none of this id.
            InvalidField: a field cannot be taken.
        """
        values = checked_fields(fields)
        with self._database.session() as session:
            alone(session, _ADDING)
            row = _row(session, OwnAnswerRow, identity)
            _refuse_twin(session, values["question"], identity)
            if all(getattr(row, name) == value for name, value in values.items()):
                return
            before = _logged(row)
            for name, value in values.items():
                setattr(row, name, value)
            row.changed_at = self._clock()
            self._journal.line(session, actor, "changed", row.id, before, _logged(row))

    def answers(self, *, removed: bool = False) -> tuple[OwnText, ...]:
        """Return the own answers, the newest first."""
        state = OwnAnswerRow.removed_at.is_not(None) if removed else OwnAnswerRow.removed_at.is_(None)
        with self._database.session() as session:
            rows = session.scalars(
                select(OwnAnswerRow).where(state).order_by(OwnAnswerRow.changed_at.desc(), OwnAnswerRow.id)
            ).all()
            words = session.scalars(select(WordingRow).where(WordingRow.answer_id.is_not(None))).all()
        return tuple(shown_answer(row, words) for row in rows)

    def answer(self, identity: str) -> OwnText:
        """Return one own answer.

        Raises:
            AdditionNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = _row(session, OwnAnswerRow, identity)
            return shown_answer(row, session.scalars(select(WordingRow).where(WordingRow.answer_id == identity)).all())

    def set_answer_used(self, actor: Actor, identity: str, *, used: bool) -> None:
        """Take an own answer back, or put it into use again; doing it twice changes nothing.

        Raises:
            AdditionNotFound: there is none of this id.
            InvalidField: another one to the same question is in use.
        """
        with self._database.session() as session:
            alone(session, _ADDING)
            row = _row(session, OwnAnswerRow, identity)
            if used:
                _refuse_twin(session, row.question, identity)
            if self._set_used(row, used=used):
                self._journal.line(session, actor, _verb(used), row.id, None, _logged(row))

    def _set_used(self, row: WordingRow | OwnAnswerRow, *, used: bool) -> bool:
        if (row.removed_at is None) is used:
            return False
        row.changed_at = self._clock()
        row.removed_at = None if used else row.changed_at
        return True


def _row(session: Session, kind: type[_Row], identity: str) -> _Row:
    row = session.get(kind, identity)
    if row is None:
        raise AdditionNotFound
    return row


def _keys_there(session: Session, code: str | None, answer_id: str | None) -> set[tuple[str, ...]]:
    wanted = select(WordingRow.text).where(WordingRow.removed_at.is_(None))
    target = WordingRow.code == code if code else WordingRow.answer_id == answer_id
    return {wording_key(text) for text in session.scalars(wanted.where(target))}


def _refuse_twin(session: Session, question: str, identity: str) -> None:
    rows = session.execute(
        select(OwnAnswerRow.id, OwnAnswerRow.question).where(OwnAnswerRow.removed_at.is_(None))
    ).all()
    if any(other != identity and wording_key(text) == wording_key(question) for other, text in rows):
        raise InvalidField("question", "Đã có hỏi đáp cho câu này. Anh/chị sửa hỏi đáp đang có.")


def _answer_wording(answer_id: str, text: str, actor: Actor, now: datetime) -> WordingRow:
    return WordingRow(
        id=secrets.token_hex(8), text=text, answer_id=answer_id, added_by=actor.name, added_at=now, changed_at=now
    )


def _verb(used: bool) -> str:
    return "restored" if used else "removed"


def _logged(row: OwnAnswerRow) -> dict[str, Any]:
    """What the log keeps: an own answer is published text, nothing in it is private."""
    return {"question": row.question, "answer": row.answer, "source": row.source, "code": row.code}
