"""Reports that a record says something wrong: from low ratings and from the office itself, worked off as a queue."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from api.clock import Clock, utc_now
from api.errors import InvalidField
from api.feedback.audit import Subject, write
from api.paging import Page
from api.quality.states import Origin, State
from api.security.accounts import Actor
from api.security.masking import in_words, mask
from api.storage.database import Database
from api.storage.quality_tables import CorrectionRow
from api.storage.tables import MessageRow
from knowledge.text import clean

TEXT_CHARACTERS = 2000
SIZE = 30


@dataclass(frozen=True, slots=True)
class Correction:
    """One report.

    Attributes:
        outcome: what was found and done, once it is closed.
    """

    id: str
    code: str
    text: str
    origin: Origin
    created_by: str
    created_at: datetime
    state: State
    outcome: str | None
    closed_by: str | None
    closed_at: datetime | None


class CorrectionNotFound(InvalidField):
    """No report of this id."""

    def __init__(self) -> None:
        super().__init__("correction", "Không có báo sai này.")


class Corrections:
    """The queue in the database. Blocking; what the office does is logged."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def waiting(self) -> int:
        """Return how many are open."""
        wanted = select(func.count()).select_from(CorrectionRow).where(CorrectionRow.state == State.OPEN)
        with self._database.session() as session:
            return session.scalar(wanted) or 0

    def list(
        self, state: State | None = State.OPEN, *, code: str = "", by: str = "", number: int = 1
    ) -> Page[Correction]:
        """Return one page, the newest first; of one procedure or of one reporter where these are given."""
        wanted = select(CorrectionRow)
        if state:
            wanted = wanted.where(CorrectionRow.state == state)
        if code:
            wanted = wanted.where(CorrectionRow.code == code)
        if by:
            wanted = wanted.where(CorrectionRow.origin == Origin.OFFICE, CorrectionRow.created_by == by)
        with self._database.session() as session:
            total = session.scalar(select(func.count()).select_from(wanted.subquery())) or 0
            page = wanted.order_by(CorrectionRow.created_at.desc(), CorrectionRow.id)
            rows = session.scalars(page.offset((number - 1) * SIZE).limit(SIZE)).all()
        return Page(tuple(_correction(row) for row in rows), total, number, SIZE)

    def report(self, actor: Actor, code: str, text: str, *, message_number: int | None = None) -> str:
        """Report a record as wrong and return the id of the report.

        Args:
            actor: who of the office.
            code: of the procedure; the caller has checked that it exists.
            text: what is wrong.
            message_number: the answer that showed it.

        Raises:
            InvalidField: the text cannot be taken, or this answer was reported before.
        """
        text = mask(clean(text))
        if not text:
            raise InvalidField("text", "Vui lòng ghi điều sai và điều đúng.")
        if len(text) > TEXT_CHARACTERS:
            raise InvalidField("text", f"Nội dung dài quá {TEXT_CHARACTERS} ký tự.")
        now = self._clock()
        with self._database.session() as session:
            if message_number is not None:
                there = select(CorrectionRow.id).where(CorrectionRow.message_number == message_number)
                if session.scalar(there):
                    raise InvalidField("text", "Câu trả lời này đã được báo sai rồi.")
                known = session.scalar(select(MessageRow.number).where(MessageRow.number == message_number))
                message_number = known
            row = CorrectionRow(
                id=secrets.token_hex(8),
                code=code,
                text=text,
                origin=Origin.OFFICE,
                message_number=message_number,
                created_by=actor.name,
                created_at=now,
                state=State.OPEN,
            )
            session.add(row)
            write(
                session,
                at=now,
                actor=actor,
                action="created",
                subject_kind=Subject.KNOWLEDGE,
                subject=row.id,
                after={"code": code},
            )
            return row.id

    def close(self, actor: Actor, identity: str, state: State, outcome: str) -> None:
        """Close a report as done or ignored with what was found, or open it again.

        Raises:
            CorrectionNotFound: there is none of this id.
            InvalidField: closed without a word about what was found, or too many.
        """
        outcome = mask(clean(outcome))
        if state is not State.OPEN and not outcome:
            raise InvalidField("outcome", "Vui lòng ghi kết quả: đã sửa ở đâu, hoặc vì sao không sửa.")
        if len(outcome) > TEXT_CHARACTERS:
            raise InvalidField("outcome", f"Kết quả dài quá {TEXT_CHARACTERS} ký tự.")
        now = self._clock()
        with self._database.session() as session:
            row = session.get(CorrectionRow, identity)
            if row is None:
                raise CorrectionNotFound
            before, open_again = row.state, state is State.OPEN
            row.state, row.outcome = state, row.outcome if open_again else outcome
            row.closed_by, row.closed_at = (None, None) if open_again else (actor.name, now)
            if before != state:
                write(
                    session,
                    at=now,
                    actor=actor,
                    action=state.value,
                    subject_kind=Subject.KNOWLEDGE,
                    subject=identity,
                    before={"status": before},
                    after={"status": state.value},
                )


def _correction(row: CorrectionRow) -> Correction:
    return Correction(
        id=row.id,
        code=row.code,
        text=in_words(row.text),
        origin=Origin(row.origin),
        created_by=row.created_by,
        created_at=row.created_at,
        state=State(row.state),
        outcome=in_words(row.outcome) if row.outcome else None,
        closed_by=row.closed_by,
        closed_at=row.closed_at,
    )
