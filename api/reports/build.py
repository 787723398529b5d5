"""A report put together: both periods, people's chats, and the check of the records against the log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.clock import Clock, local_day, utc_now
from api.errors import KnowledgeUnavailable
from api.feedback.audit import Action
from api.feedback.changes import sender_of
from api.feedback.fields import Catalogue
from api.feedback.redaction import redact
from api.feedback.rules import FeedbackRules
from api.reports.calls import CallNumbers, count_calls
from api.reports.chat import ChatNumbers, count_chat
from api.reports.history import differences, read_past, start_of
from api.reports.numbers import CaseNumbers, Labels, count
from api.reports.periods import Against, Period
from api.reports.workload import Item, Outcome, Workload, workload
from api.security.accounts import Actor, require
from api.security.roles import Permission
from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow, CaseRow, LetterRow
from knowledge.text import one_line

_REASON_CHARACTERS = 300
_BATCH = 500
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that page and files show.

    Attributes:
        before: the period it is held against.
        chat: ``None`` for an account of another agency, which sees only what was forwarded to that agency.
        calls: of the hotline; likewise.
        agency: name of that agency.
        checked: how many PAKN were compared with the log; ``different`` has the codes of those that do not agree.
    """

    rules: FeedbackRules
    made_at: datetime
    against: Against
    cases: CaseNumbers
    before: CaseNumbers
    chat: ChatNumbers | None
    chat_before: ChatNumbers | None
    calls: CallNumbers | None
    calls_before: CallNumbers | None
    agency: str | None
    checked: int
    different: tuple[str, ...]

    @property
    def period(self) -> Period:
        """The days it is about."""
        return self.cases.period


class Reports:
    """Makes reports. Every method is one transaction and blocks: call it from a worker thread.

    All of them raise :class:`api.errors.AccessDenied` for a role that may not read reports and
    :class:`api.errors.StorageUnavailable`.

    Args:
        database: opened.
        rules: of the deployment; office and time limits.
        catalogue: tells name and field of a procedure code.
        kept_days: how long chats are kept.
        clock: gives the moment.
    """

    def __init__(
        self, database: Database, rules: FeedbackRules, catalogue: Catalogue, kept_days: int, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._rules = rules
        self._catalogue = catalogue
        self._kept_days = kept_days
        self._clock = clock

    def today(self) -> date:
        """Return the day in Vietnam."""
        return local_day(self._clock())

    def report(self, actor: Actor, period: Period, against: Against) -> Report:
        """Make the report of a period.

        Args:
            actor: who reads it; an account of another agency gets the numbers of that agency only.
            period: what it is about.
            against: what it is held against.
        """
        require(actor, Permission.REPORTS_READ)
        earlier = period.compared(against)
        with self._database.session() as session:
            past = read_past(session, min(period.start, earlier.start))
            agencies = {row.id: row.name for row in session.scalars(select(AgencyRow))}
            labels = Labels(agencies, past, self._known)

            def counted(wanted: Period) -> CaseNumbers:
                load = workload(past.lives, wanted, self._rules.deadlines, agency_id=actor.agency_id)
                return count(load, wanted, labels, reasons(session, load.items, wanted))

            office_wide = actor.agency_id is None
            return Report(
                rules=self._rules,
                made_at=self._clock(),
                against=against,
                cases=counted(period),
                before=counted(earlier),
                chat=self._chat(session, period) if office_wide else None,
                chat_before=self._chat(session, earlier) if office_wide else None,
                calls=count_calls(session, period, self._name) if office_wide else None,
                calls_before=count_calls(session, earlier, self._name) if office_wide else None,
                agency=agencies.get(actor.agency_id) if actor.agency_id else None,
                checked=len(past.lives),
                different=differences(past),
            )

    def load(self, actor: Actor, period: Period) -> tuple[Workload, Labels, Mapping[str, str]]:
        """Return the PAKN behind the numbers, with the names and the reasons they need."""
        require(actor, Permission.REPORTS_READ)
        with self._database.session() as session:
            past = read_past(session, period.start)
            agencies = {row.id: row.name for row in session.scalars(select(AgencyRow))}
            load = workload(past.lives, period, self._rules.deadlines, agency_id=actor.agency_id)
            return load, Labels(agencies, past, self._known), reasons(session, load.items, period)

    def _chat(self, session: Session, period: Period) -> ChatNumbers:
        return count_chat(session, period, self._name, today=self.today(), kept_days=self._kept_days)

    def _name(self, code: str) -> str | None:
        found = self._known(code)
        return found[0] if found else None

    def _known(self, code: str) -> tuple[str | None, str | None] | None:
        try:
            return self._catalogue(code)
        except KnowledgeUnavailable:
            return None


def reasons(session: Session, items: Iterable[Item], period: Period) -> dict[str, str]:
    """Return why PAKN stand rejected at the end of a period, without their senders; of deleted ones nothing is left."""
    codes = [item.life.code for item in items if item.outcome is Outcome.REJECTED]
    found: dict[str, str] = {}
    for batch in (codes[start : start + _BATCH] for start in range(0, len(codes), _BATCH)):
        rows = session.execute(
            select(CaseRow, LetterRow)
            .join(LetterRow, LetterRow.case_number == CaseRow.number)
            .where(
                CaseRow.code.in_(batch),
                LetterRow.kind == Action.REJECTED,
                LetterRow.at < start_of(period.as_of + _ONE_DAY),
            )
            .order_by(LetterRow.number)
        )
        found |= {row.code: _short(redact(letter.text, sender_of(row))) for row, letter in rows}
    return found


def _short(text: str) -> str:
    line = one_line(text)
    return line if len(line) <= _REASON_CHARACTERS else line[:_REASON_CHARACTERS].rsplit(" ", 1)[0] + "…"
