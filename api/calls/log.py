"""The log in the database. Every method is one transaction and blocks: call it from a worker thread."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, delete, func, select, update
from sqlalchemy.orm import Session

from api.calls.model import MOST_CODES, SIZE, Call, CallFilter, Typed
from api.calls.reading import covered, phone_of, read
from api.clock import Clock, utc_now
from api.errors import AccessDenied, InvalidField
from api.feedback.audit import Subject, write
from api.feedback.fields import Catalogue
from api.feedback.proofs import contact_hash
from api.knowledge_desk.corrections import Corrections
from api.paging import Page
from api.reports.history import start_of
from api.security.accounts import Actor, require
from api.security.roles import Permission, may
from api.storage.call_tables import CallRow
from api.storage.database import Database
from api.storage.rows import insert_once, lock_row

MAY = Permission.CASES_REGISTER
_ALL = Permission.CASES_WORK
"""Who may change calls of others."""
_LONGEST = timedelta(hours=12)
_DAY = timedelta(days=1)
_AT_ONCE = 500


class CallNotFound(InvalidField):
    """No call of this id."""

    def __init__(self) -> None:
        super().__init__("call", "Không có cuộc gọi này trong nhật ký.")


class CallLog:
    """Starts and stops the clock, keeps what was said, finds it again.

    Args:
        database: opened.
        catalogue: tells whether a procedure code is known.
        clock: gives the moment.
    """

    def __init__(self, database: Database, catalogue: Catalogue, clock: Clock = utc_now) -> None:
        self._database = database
        self._catalogue = catalogue
        self._corrections = Corrections(database, clock)
        self._clock = clock

    def running(self, actor: Actor) -> Call | None:
        """Return the call whose clock runs, or ``None``; one that was forgotten for half a day is none."""
        with self._database.session() as session:
            row = self._running(session, actor)
            return _call(row, actor, self._clock()) if row else None

    def start(self, actor: Actor) -> Call:
        """Start the clock; the call that runs already goes on."""
        require(actor, MAY)
        now = self._clock()
        with self._database.session() as session:
            old = (CallRow.running_key == actor.account_id, CallRow.started_at < now - _LONGEST)
            session.execute(delete(CallRow).where(*old))
            values = {
                "id": secrets.token_hex(8),
                "running_key": actor.account_id,
                "operator_id": actor.account_id,
                "operator": actor.name,
                "started_at": now,
                "changed_at": now,
            }
            insert_once(session, CallRow, values)
            row = session.scalars(select(CallRow).where(CallRow.running_key == actor.account_id)).one()
            return _call(row, actor, now)

    def drop(self, actor: Actor) -> None:
        """Forget the call whose clock runs: it was none."""
        require(actor, MAY)
        with self._database.session() as session:
            session.execute(delete(CallRow).where(CallRow.running_key == actor.account_id))

    def looked_at(self, actor: Actor, code: str) -> None:
        """Note that a sheet was opened during the call that runs; nothing without one."""
        with self._database.session() as session:
            row = lock_row(session, CallRow, *self._my_clock(actor))  # sheets may be opened side by side
            if row is None or self._catalogue(code) is None:
                return
            if code not in (row.codes or []) and len(row.codes or []) < MOST_CODES:
                row.codes = [*(row.codes or []), code]

    def call(self, actor: Actor, identity: str) -> Call:
        """Return a call.

        Raises:
            CallNotFound: there is none of this id.
        """
        require(actor, MAY)
        with self._database.session() as session:
            return _call(self._row(session, identity), actor, self._clock())

    def save(self, actor: Actor, identity: str | None, typed: Typed) -> str:
        """Write a call down, stop its clock, and return its id.

        Args:
            actor: who took it; calls of others only with the right to work on cases.
            identity: of the call; ``None``: one whose clock was not running.
            typed: what is written down.

        Raises:
            CallNotFound: there is none of this id.
            AccessDenied: it is somebody else's.
            InvalidField: a field that cannot be taken; nothing is kept then.
        """
        require(actor, MAY)
        values, now = read(typed), self._clock()
        wrong = self._wrong(typed, values["codes"])
        with self._database.session() as session:
            if identity is None:
                self._check(values["codes"], ())
                started = now - timedelta(seconds=values["seconds"])
                row = CallRow(id=secrets.token_hex(8), operator_id=actor.account_id, operator=actor.name)
                row.started_at = started
                session.add(row)
            else:
                row = self._row(session, identity)
                _require_own(row, actor)
                self._check(values["codes"], row.codes or ())
            new = row.seconds is None
            for name, value in values.items():
                setattr(row, name, value)
            if typed.phone.strip() or not typed.keep_phone:
                number = phone_of(typed.phone)
                row.phone, row.phone_hash = number, contact_hash(number, None)
            row.running_key, row.changed_at = None, now
            self._log(session, actor, row, "call_saved" if new else "call_changed")
            saved = row.id
        if wrong:
            self._report(actor, saved, *wrong)
        return saved

    def remove(self, actor: Actor, identity: str) -> None:
        """Take a call out of the log. Raises like :meth:`save`."""
        require(actor, MAY)
        with self._database.session() as session:
            row = self._row(session, identity)
            _require_own(row, actor)
            self._log(session, actor, row, "call_removed")
            session.delete(row)

    def phone(self, actor: Actor, identity: str) -> str:
        """Return the caller's whole number, to call back; the log says who saw it. Raises like :meth:`save`."""
        require(actor, MAY)
        with self._database.session() as session:
            row = self._row(session, identity)
            if row.operator_id != actor.account_id and not may(actor.role, Permission.SENDER_SEE):
                raise AccessDenied
            if row.phone:
                self._log(session, actor, row, "call_phone")
            return row.phone or ""

    def find(self, actor: Actor, wanted: CallFilter) -> Page[Call]:
        """Return one page, the newest first."""
        require(actor, MAY)
        with self._database.session() as session:
            query = select(CallRow).where(*_conditions(wanted))
            total = session.scalar(select(func.count()).select_from(query.subquery())) or 0
            page = query.order_by(CallRow.started_at.desc(), CallRow.id).offset((wanted.page - 1) * SIZE).limit(SIZE)
            now = self._clock()
            return Page(tuple(_call(row, actor, now) for row in session.scalars(page)), total, wanted.page, SIZE)

    def every(self, actor: Actor, wanted: CallFilter) -> Iterator[Call]:
        """Return all calls of a filter, the oldest first, in portions."""
        require(actor, MAY)
        query, offset = select(CallRow).where(*_conditions(wanted)), 0
        ordered = query.order_by(CallRow.started_at, CallRow.id)
        while True:
            with self._database.session() as session:
                rows = session.scalars(ordered.offset(offset).limit(_AT_ONCE)).all()
            yield from (_call(row, actor, self._clock()) for row in rows)
            if len(rows) < _AT_ONCE:
                return
            offset += _AT_ONCE

    def operators(self) -> Sequence[tuple[str, str]]:
        """Return account and name of everybody who has written calls down."""
        query = select(CallRow.operator_id, func.max(CallRow.operator)).group_by(CallRow.operator_id)
        with self._database.session() as session:
            return [(one, name) for one, name in session.execute(query.order_by(func.max(CallRow.operator)))]

    def _running(self, session: Session, actor: Actor) -> CallRow | None:
        return session.scalar(select(CallRow).where(*self._my_clock(actor)))

    def _my_clock(self, actor: Actor) -> tuple[ColumnElement[bool], ...]:
        return (CallRow.running_key == actor.account_id, CallRow.started_at >= self._clock() - _LONGEST)

    @staticmethod
    def _row(session: Session, identity: str) -> CallRow:
        row = session.get(CallRow, identity)
        if row is None:
            raise CallNotFound
        return row

    def _check(self, codes: Sequence[str] | None, kept: Sequence[str]) -> None:
        """Refuse codes of no procedure; those of the call itself may have left the records since."""
        unknown = next((code for code in codes or () if code not in kept and self._catalogue(code) is None), None)
        if unknown:
            raise InvalidField("codes", f"Không có thủ tục mang mã {unknown} trong dữ liệu đang dùng.")

    def _wrong(self, typed: Typed, codes: list[str] | None) -> tuple[str, str] | None:
        if not typed.wrong.strip():
            return None
        code = typed.wrong_code.strip() or (codes[0] if codes and len(codes) == 1 else "")
        if not code or self._catalogue(code) is None:
            raise InvalidField("wrong", "Vui lòng ghi mã của thủ tục có phiếu ghi sai.")
        return code, typed.wrong

    def _report(self, actor: Actor, identity: str, code: str, text: str) -> None:
        correction = self._corrections.report(actor, code, text)
        with self._database.session() as session:
            session.execute(update(CallRow).where(CallRow.id == identity).values(correction=correction))

    def _log(self, session: Session, actor: Actor, row: CallRow, action: str) -> None:
        write(session, at=self._clock(), actor=actor, action=action, subject_kind=Subject.CALL, subject=row.id)


def _require_own(row: CallRow, actor: Actor) -> None:
    if row.operator_id != actor.account_id and not may(actor.role, _ALL):
        raise AccessDenied


def _conditions(wanted: CallFilter) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = [CallRow.seconds.is_not(None)]
    if wanted.start:
        found.append(CallRow.started_at >= start_of(wanted.start))
    if wanted.end:
        found.append(CallRow.started_at < start_of(wanted.end + _DAY))
    if wanted.operator:
        found.append(CallRow.operator_id == wanted.operator)
    if wanted.resolved is not None:
        found.append(CallRow.resolved.is_(wanted.resolved))
    return found


def _call(row: CallRow, actor: Actor, now: datetime) -> Call:
    running = row.seconds is None
    return Call(
        id=row.id,
        operator_id=row.operator_id,
        operator=row.operator,
        started_at=row.started_at,
        seconds=max(0, int((now - row.started_at).total_seconds())) if row.seconds is None else row.seconds,
        running=running,
        question=row.question,
        codes=tuple(row.codes or ()),
        answer=row.answer,
        resolved=row.resolved,
        phone=covered(row.phone) if row.phone else None,
        correction=row.correction,
        mine=row.operator_id == actor.account_id,
    )
