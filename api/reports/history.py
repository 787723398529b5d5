"""Where each PAKN stood at the end of a day, read from the append-only log.

A report is made from the log and not from the present state of the records: the report of a past period stays the same
whatever happens later, and :func:`differences` tells whether log and records still agree.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import CompoundSelect, or_, select
from sqlalchemy.orm import Session

from api.clock import VIETNAM, local_day
from api.feedback.audit import Action, Subject
from api.feedback.model import OPEN, Channel, Completeness, Kind, Status
from api.storage.feedback_tables import AuditRow, CaseRow

_NO_FACTS: Mapping[str, Any] = {}
_CHECKED = (
    CaseRow.status,
    CaseRow.kind,
    CaseRow.completeness,
    CaseRow.channel,
    CaseRow.agency_id,
    CaseRow.procedure_code,
    CaseRow.forward_due_on,
    CaseRow.answer_due_on,
    CaseRow.answered_on,
    CaseRow.stars,
    CaseRow.merged_into,
)


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the log.

    Attributes:
        day: in Vietnam.
        after: the facts that it changed.
    """

    day: date
    action: str
    after: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """A PAKN at the end of a day.

    Attributes:
        forwarded_on: day on which it first went to an agency; ``forward_was_due_on`` is the limit it had then.
        restarted_on: last day on which a closed one was opened again, by its sender or by the office.
        published_on: day since which the answer is public; ``None``: it is not.
        rated_on: day of the last rating.
        rejected_on: day since which it is rejected.
    """

    status: Status
    kind: Kind
    channel: Channel
    completeness: Completeness
    agency_id: str | None
    procedure_code: str | None
    forward_due_on: date | None
    answer_due_on: date | None
    answered_on: date | None
    stars: int | None
    merged_into: str | None
    forwarded_on: date | None
    forward_was_due_on: date | None
    restarted_on: date | None
    published_on: date | None
    rated_on: date | None
    rejected_on: date | None

    @property
    def open(self) -> bool:
        """Tell whether an answer is still owed."""
        return self.status in OPEN


@dataclass(frozen=True, slots=True)
class Life:
    """All that happened to one PAKN, oldest first.

    Attributes:
        received_on: day of receipt; earlier than the first line when paper was entered later.
    """

    code: str
    received_on: date
    events: tuple[Event, ...]

    def at(self, day: date) -> Standing | None:
        """Return where it stood at the end of a day; ``None`` before it was received."""
        if day < self.received_on:
            return None
        facts: dict[str, Any] = {}
        marks: dict[str, date | None] = {}
        for number, event in enumerate(self.events):
            if number and event.day > day:
                break
            before = facts.get("status")
            facts.update(event.after)
            _mark(marks, event, before, facts)
        return _standing(facts, marks)


@dataclass(frozen=True, slots=True)
class Past:
    """What the log and the records tell.

    Attributes:
        procedures: code of a procedure → its name and field, as the records keep them.
        records: code of a PAKN → what its record says now, to be held against the log.
    """

    lives: tuple[Life, ...]
    procedures: Mapping[str, tuple[str | None, str | None]]
    records: Mapping[str, Mapping[str, Any]]


def read_past(session: Session, since: date) -> Past:
    """Return every PAKN that was open at any moment from a day on, and every one that changed from it on.

    Args:
        session: of the caller.
        since: first day of interest, in Vietnam.
    """
    wanted = _codes(since)
    events: dict[str, list[Event]] = defaultdict(list)
    for subject, at, action, after in session.execute(
        select(AuditRow.subject, AuditRow.at, AuditRow.action, AuditRow.after)
        .where(
            AuditRow.subject_kind == Subject.CASE,
            AuditRow.subject.in_(wanted),
            or_(AuditRow.after.is_not(None), AuditRow.action == Action.RATED),
        )
        .order_by(AuditRow.number)
    ):
        events[subject].append(Event(local_day(at), action, after or _NO_FACTS))
    received: dict[str, date] = {}
    records: dict[str, Mapping[str, Any]] = {}
    procedures: dict[str, tuple[str | None, str | None]] = {}
    for code, at, name, topic, *facts in session.execute(
        select(CaseRow.code, CaseRow.received_at, CaseRow.procedure_name, CaseRow.field, *_CHECKED)
        .where(CaseRow.code.in_(wanted))
        .order_by(CaseRow.number)
    ):
        received[code] = local_day(at)
        records[code] = {column.key: _plain(fact) for column, fact in zip(_CHECKED, facts, strict=True)}
        procedure = records[code]["procedure_code"]
        if procedure and name:
            procedures[procedure] = name, topic
    # Of a record that was deleted when its time was over the log is all there is.
    found = (Life(code, received.get(code, one[0].day), tuple(one)) for code, one in events.items() if _begins(one))
    return Past(tuple(found), procedures, records)


def differences(past: Past) -> tuple[str, ...]:
    """Return the codes of records whose present facts are not those the log leads to; normally none."""
    wrong = []
    for life in past.lives:
        facts: dict[str, Any] = {}
        for event in life.events:
            facts.update(event.after)
        kept = past.records.get(life.code)
        if kept is not None and any(facts.get(name) != value for name, value in kept.items()):
            wrong.append(life.code)
    return tuple(sorted(wrong))


def start_of(day: date) -> datetime:
    """Return the first moment of a day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def _codes(since: date) -> CompoundSelect[str]:
    changed = select(AuditRow.subject).where(AuditRow.subject_kind == Subject.CASE, AuditRow.at >= start_of(since))
    still_open = select(CaseRow.code).where(CaseRow.status.in_([one.value for one in OPEN]))
    return changed.union(still_open)


def _begins(events: list[Event]) -> bool:
    return events[0].action == Action.RECEIVED


def _mark(marks: dict[str, date | None], event: Event, before: str | None, facts: Mapping[str, Any]) -> None:
    """Keep the days of what happened to the state."""
    now = facts.get("status")
    if event.action == Action.RATED:
        marks["rated_on"] = event.day
    if event.action == Action.PUBLISHED:
        marks["published_on"] = marks.get("published_on") or event.day  # a changed text is no new publication
    elif event.action == Action.UNPUBLISHED or (before != now and now in OPEN):
        marks["published_on"] = None
    if before == now:
        return
    if now in (Status.FORWARDED, Status.IN_PROGRESS) and "forwarded_on" not in marks:
        marks["forwarded_on"] = event.day
        marks["forward_was_due_on"] = _day(facts.get("forward_due_on"))
    if now in OPEN and before is not None and before not in OPEN:
        marks["restarted_on"] = event.day
    marks["rejected_on"] = event.day if now == Status.REJECTED else None


def _standing(facts: Mapping[str, Any], marks: Mapping[str, date | None]) -> Standing:
    return Standing(
        status=Status(facts["status"]),
        kind=Kind(facts["kind"]),
        channel=Channel(facts["channel"]),
        completeness=Completeness(facts["completeness"]),
        agency_id=facts.get("agency_id"),
        procedure_code=facts.get("procedure_code"),
        forward_due_on=_day(facts.get("forward_due_on")),
        answer_due_on=_day(facts.get("answer_due_on")),
        answered_on=_day(facts.get("answered_on")),
        stars=facts.get("stars"),
        merged_into=facts.get("merged_into"),
        forwarded_on=marks.get("forwarded_on"),
        forward_was_due_on=marks.get("forward_was_due_on"),
        restarted_on=marks.get("restarted_on"),
        published_on=marks.get("published_on"),
        rated_on=marks.get("rated_on"),
        rejected_on=marks.get("rejected_on"),
    )


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None
