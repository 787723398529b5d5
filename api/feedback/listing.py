"""The officers' list: filters, search, sorting, pages; and one PAKN with everything around it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import ColumnElement, and_, func, or_, select, true
from sqlalchemy.orm import InstrumentedAttribute

from api.clock import VIETNAM
from api.errors import AccessDenied, CaseNotFound
from api.feedback.audit import Action, Subject
from api.feedback.model import OPEN, AttachmentInfo, Lateness, Status
from api.feedback.office_base import OfficeSide, sees_sender
from api.feedback.office_model import AuditEntry, Case, CaseFilter, CaseLine
from api.feedback.texts import storable
from api.feedback.views import case_line, office_case
from api.paging import Page
from api.security.accounts import Actor, require
from api.security.roles import Permission, may
from api.security.vault import vault
from api.storage.feedback_tables import AccountRow, AgencyRow, AttachmentRow, AuditRow, CaseRow
from knowledge.text import fold, words

NOBODY = "none"
_MAX_SIZE = 200
_MAX_WORDS = 10
_SORTS: dict[str, InstrumentedAttribute[object]] = {
    "received": CaseRow.received_at,
    "due": CaseRow.answer_due_on,
    "updated": CaseRow.changed_at,
    "status": CaseRow.status,
}
_OPEN_VALUES = tuple(status.value for status in OPEN)
_NO_ANSWER = (Status.REJECTED.value, Status.WITHDRAWN.value)


class Listing(OfficeSide):
    """Reading. One transaction a method."""

    def find(self, actor: Actor, f: CaseFilter) -> Page[CaseLine]:
        """Return one page of the list.

        Raises:
            AccessDenied: the role may not.
        """
        require(actor, Permission.CASES_READ)
        deadlines, today = self._office.rules.deadlines, self._office.today()
        conditions = self._conditions(actor, f)
        size, number = min(max(1, f.size), _MAX_SIZE), max(1, f.page)
        with self._office.database.session() as session:
            total = session.scalar(select(func.count()).select_from(CaseRow).where(*conditions)) or 0
            rows = session.execute(
                select(CaseRow, AgencyRow.name, AccountRow.name)
                .join(AgencyRow, AgencyRow.id == CaseRow.agency_id, isouter=True)
                .join(AccountRow, AccountRow.id == CaseRow.assignee_id, isouter=True)
                .where(*conditions)
                .order_by(*_order(f.sort))
                .offset((number - 1) * size)
                .limit(size)
            ).all()
        lines = tuple(case_line(row, agency, assignee, deadlines, today) for row, agency, assignee in rows)
        return Page(lines, total, number, size)

    def case(self, actor: Actor, code: str) -> Case:
        """Return one PAKN; the first look of somebody who may work on it marks it as read.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
        """
        with self._office.database.session() as session:
            unread = self._read(session, actor, code).seen_at is None
        if unread and may(actor.role, Permission.CASES_WORK):
            with self._work(actor, code) as change:
                changed = change.row.changed_at
                if change.row.seen_at is None:
                    change.row.seen_at = change.at
                    change.done(Action.SEEN)
                    change.row.changed_at = changed  # a look is no news for the list
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            masked = not sees_sender(actor, row)
            return office_case(session, row, self._office.rules.deadlines, self._office.today(), masked=masked)

    def timeline(self, actor: Actor, code: str) -> tuple[AuditEntry, ...]:
        """Return every line of the log about a PAKN, oldest first.

        Raises:
            AccessDenied: the role may not.
            CaseNotFound: no such PAKN.
        """
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            entries = session.scalars(
                select(AuditRow)
                .where(AuditRow.subject_kind == Subject.CASE, AuditRow.subject == row.code)
                .order_by(AuditRow.number)
            )
            return tuple(
                AuditEntry(one.number, one.at, one.actor, one.action, one.before, one.after, one.public_note)
                for one in entries
            )

    def attachment(self, actor: Actor, code: str, attachment_id: str) -> tuple[AttachmentInfo, bytes]:
        """Return a file with its content.

        Raises:
            AccessDenied: the role may not see the sender, whom a file may show.
            CaseNotFound: no such PAKN or file.
        """
        with self._office.database.session() as session:
            row = self._read(session, actor, code)
            if not sees_sender(actor, row):
                raise AccessDenied
            file = session.scalar(
                select(AttachmentRow).where(
                    AttachmentRow.id == storable(attachment_id), AttachmentRow.case_number == row.number
                )
            )
            if file is None:
                raise CaseNotFound
            info = AttachmentInfo(file.id, file.name, file.media_type, file.size)
            return info, vault().open(file.content)

    def _conditions(self, actor: Actor, f: CaseFilter) -> list[ColumnElement[bool]]:
        asked = [fold(word) for word in words(f.text.replace("-", " "))][:_MAX_WORDS]
        found: list[ColumnElement[bool]] = [CaseRow.search_text.contains(word, autoescape=True) for word in asked]
        for column, wanted in ((CaseRow.status, f.status), (CaseRow.kind, f.kind), (CaseRow.channel, f.channel)):
            if wanted:
                found.append(column.in_([one.value for one in wanted]))
        if f.completeness:
            found.append(CaseRow.completeness == f.completeness.value)
        for text_column, value in (
            (CaseRow.agency_id, f.agency_id),
            (CaseRow.agency_id, actor.agency_id),
            (CaseRow.procedure_code, f.procedure_code),
            (CaseRow.field, f.field),
        ):
            if value:
                found.append(text_column == storable(value))
        if f.assignee:
            nobody = f.assignee == NOBODY
            found.append(CaseRow.assignee_id.is_(None) if nobody else CaseRow.assignee_id == f.assignee)
        if f.unread is not None:
            found.append(CaseRow.seen_at.is_(None) if f.unread else CaseRow.seen_at.is_not(None))
        if f.awaiting_approval is not None:
            waits = and_(CaseRow.status == Status.IN_PROGRESS.value, CaseRow.answer_author_id.is_not(None))
            found.append(waits if f.awaiting_approval else ~waits)
        if f.since:
            found.append(CaseRow.received_at >= start_of(f.since))
        if f.until:
            found.append(CaseRow.received_at < start_of(f.until + timedelta(days=1)))
        if f.lateness:
            found.append(or_(*(self._colour(one) for one in f.lateness)))
        return found

    def _colour(self, colour: Lateness) -> ColumnElement[bool]:
        """Return the condition that agrees with :func:`api.feedback.views.lateness_of`."""
        deadlines, today = self._office.rules.deadlines, self._office.today()
        soon = deadlines.soon_until(today)
        owed: ColumnElement[bool] = CaseRow.status.in_(_OPEN_VALUES)
        if deadlines.pause_waiting:
            owed = and_(owed, CaseRow.status != Status.NEEDS_MORE.value)
        forwarding = and_(CaseRow.status == Status.RECEIVED.value, CaseRow.forwarded_at.is_(None))

        def due_before(day: date) -> ColumnElement[bool]:
            early = and_(forwarding, CaseRow.forward_due_on < day)
            return or_(CaseRow.answer_due_on < day, and_(early, CaseRow.forward_due_on.is_not(None)))

        limited: ColumnElement[bool] = CaseRow.answer_due_on.is_not(None)
        done = and_(
            limited,
            CaseRow.status.not_in((*_OPEN_VALUES, *_NO_ANSWER)),
            CaseRow.answered_on.is_not(None),
        )
        match colour:
            case Lateness.LATE:
                return and_(limited, owed, due_before(today))
            case Lateness.SOON:
                return and_(limited, owed, ~due_before(today), due_before(soon + timedelta(days=1)))
            case Lateness.IN_TIME:
                return and_(limited, owed, ~due_before(soon + timedelta(days=1)))
            case Lateness.DONE_IN_TIME:
                return and_(done, CaseRow.answered_on <= CaseRow.answer_due_on)
            case Lateness.DONE_LATE:
                return and_(done, CaseRow.answered_on > CaseRow.answer_due_on)
            case _:
                return or_(~limited, and_(~owed, ~and_(done, true())))


def start_of(day: date) -> datetime:
    """Return the first moment of a day in Vietnam, in UTC."""
    return datetime.combine(day, time.min, VIETNAM).astimezone(UTC)


def _order(sort: str) -> tuple[ColumnElement[object], ...]:
    column = _SORTS.get(sort.removeprefix("-"), _SORTS["received"])
    down = sort.startswith("-")
    first = column.desc().nulls_last() if down else column.asc().nulls_last()
    return first, (CaseRow.number.desc() if down else CaseRow.number.asc())  # type: ignore[return-value]
