"""Random histories of PAKN through the real desk and the real casework: the numbers of a report add up, agree with the
records and with a plain reading of the log, and a report of a past period never changes."""

from __future__ import annotations

import itertools
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, note, settings
from hypothesis import strategies as st
from sqlalchemy import select

from api.clock import local_day
from api.errors import InvalidField, TransitionRefused
from api.feedback.audit import Subject
from api.feedback.model import OPEN, Channel, Completeness, Kind, Status
from api.feedback.rules import FeedbackRules
from api.reports.build import Report
from api.reports.numbers import Tally
from api.reports.raw import CASE_COLUMNS
from api.reports.workload import OUTCOME_LABELS, Origin, Outcome
from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import AuditRow, CaseRow
from tests.api.feedback.conftest import ANSWER, PROOF, Clock, Deployment
from tests.reports.conftest import Desk

FIRST = date(2026, 9, 1)
ENDED = (Status.ANSWERED, Status.PUBLISHED, Status.REJECTED, Status.WITHDRAWN)
_numbers = itertools.count(1)

STEPS = (
    "forward",
    "start",
    "ask_more",
    "add",
    "answer",
    "publish",
    "unpublish",
    "reject",
    "reconsider",
    "withdraw",
    "rate",
    "reopen",
    "resume",
    "edit",
    "assign",
    "merge",
    "separate",
)
new_case = st.tuples(
    st.just("new"), st.sampled_from(Channel), st.sampled_from(Kind), st.sampled_from([None, "1.004222", "1.001193"])
)
remark = st.tuples(st.just("remark"), st.sampled_from(Kind))
handle = st.tuples(st.sampled_from(STEPS), st.integers(0, 30), st.integers(0, 30))
whole_handling = st.tuples(st.just("handle"), st.integers(0, 30), st.integers(0, 12))
moment = st.tuples(
    st.sampled_from([0, 0, 1, 2, 4, 9, 16]),
    st.one_of(new_case, new_case, handle, handle, handle, whole_handling, remark),
)
histories = st.lists(moment, min_size=6, max_size=28)
cuts = st.tuples(st.integers(1, 60), st.integers(0, 70))


class History:
    """Lives through steps; a step that the state refuses changes nothing."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.codes: list[str] = []
        self.agencies = [
            desk.office.agency.id,
            desk.office.casework.save_agency(desk.office.admin, None, name="Phòng Hộ tịch").id,
        ]

    def live(self, step: tuple[Any, ...]) -> None:
        name, *given = step
        if name == "new":
            channel, kind, procedure = given
            self.codes.append(self.desk.registered(channel=channel, kind=kind, procedure_code=procedure))
        elif name == "remark":
            self.codes.append(self.desk.sent(anonymous=True, kind=given[0].value))
        elif self.codes:
            code, number = self.codes[given[0] % len(self.codes)], given[1]
            steps = ("forward", "start", "answer") if name == "handle" else (name,)
            for one in steps:
                try:
                    getattr(self, one)(code, number)
                except (TransitionRefused, InvalidField) as refusal:
                    note(f"{one} {code}: {refusal}")
                if name == "handle":
                    self.desk.office.clock.later(days=number // 3)

    def forward(self, code: str, number: int) -> None:
        self.desk.office.casework.forward(self.desk.office.officer, code, self.agencies[number % 2])

    def start(self, code: str, _number: int) -> None:
        self.desk.office.casework.start(self.desk.office.officer, code)

    def ask_more(self, code: str, _number: int) -> None:
        self.desk.office.casework.ask_more(self.desk.office.officer, code, "Xin bổ sung số biên nhận.")

    def add(self, code: str, _number: int) -> None:
        if not self.is_remark(code):
            self.desk.office.desk.add(code, PROOF, "Số biên nhận là một hai ba.")

    def answer(self, code: str, _number: int) -> None:
        self.desk.office.casework.draft_answer(self.desk.office.officer, code, ANSWER)
        self.desk.office.casework.approve_answer(self.desk.office.approver, code)

    def publish(self, code: str, _number: int) -> None:
        asked = "Hồ sơ chậm trả?"
        self.desk.office.casework.publish(self.desk.office.approver, code, asked, "Đã trả xong.", asked=asked)

    def unpublish(self, code: str, _number: int) -> None:
        self.desk.office.casework.unpublish(self.desk.office.approver, code)

    def reject(self, code: str, number: int) -> None:
        self.desk.office.casework.reject(self.desk.office.officer, code, f"Lý do thứ {number % 3}")

    def reconsider(self, code: str, _number: int) -> None:
        self.desk.office.casework.reconsider(self.desk.office.officer, code)

    def withdraw(self, code: str, _number: int) -> None:
        if not self.is_remark(code):
            self.desk.office.desk.withdraw(code, PROOF)

    def rate(self, code: str, number: int) -> None:
        if not self.is_remark(code):
            self.desk.office.desk.rate(code, PROOF, 1 + number % 5)

    def reopen(self, code: str, _number: int) -> None:
        if not self.is_remark(code):
            self.desk.office.desk.reopen(code, PROOF, "Câu trả lời chưa đúng trọng tâm.")

    def resume(self, code: str, _number: int) -> None:
        self.desk.office.casework.resume(self.desk.office.approver, code, "Số liệu trong câu trả lời sai.")

    def edit(self, code: str, number: int) -> None:
        kind = tuple(Kind)[number % 3].value
        self.desk.office.casework.edit_facts(self.desk.office.officer, code, kind=kind, procedure_code="1.001193")

    def assign(self, code: str, number: int) -> None:
        self.desk.office.casework.assign(self.desk.office.officer, code, agency_id=self.agencies[number % 2])

    def merge(self, code: str, number: int) -> None:
        self.desk.office.casework.merge(self.desk.office.officer, code, self.codes[number % len(self.codes)])

    def separate(self, code: str, _number: int) -> None:
        self.desk.office.casework.separate(self.desk.office.officer, code)

    def is_remark(self, code: str) -> bool:
        with self.desk.office.database.session() as session:
            kept = session.scalar(select(CaseRow.completeness).where(CaseRow.code == code))
        return kept == Completeness.REMARK


def parts_add_up(report: Report) -> None:
    """Every way of cutting the total gives the total."""
    cases = report.cases
    for tally in (cases.total, *cases.by_origin, *cases.by_channel, *cases.by_kind):
        rest = tally.outcomes[Outcome.REJECTED] + tally.outcomes[Outcome.WITHDRAWN]
        assert tally.total == tally.answered + tally.in_progress + rest == sum(tally.outcomes.values())
    cuts = (cases.by_origin, cases.by_channel, cases.by_kind, cases.by_field, cases.by_agency, cases.by_procedure)
    for cut in cuts:
        assert sum(tally.total for tally in cut) == cases.total.total
        for one in Origin:
            assert sum(tally.origins[one] for tally in cut) == cases.total.origins[one]
        for one in Outcome:
            assert sum(tally.outcomes[one] for tally in cut) == cases.total.outcomes[one]
    assert sum(bucket.received for bucket in cases.flow) == cases.received.total
    assert sum(bucket.answered for bucket in cases.flow) == cases.total.answered
    assert sum(number for _, number in cases.reasons) == cases.total.outcomes[Outcome.REJECTED]
    assert sum(number for _, number in cases.remarks_by_channel) == cases.remarks


def log_read_plainly(database: Database, start: date, end: date) -> Counter[tuple[str, str]]:
    """Count a period by reading every line of the log once, with none of the code under test."""
    found: Counter[tuple[str, str]] = Counter()
    with database.session() as session:
        lines = session.scalars(select(AuditRow).where(AuditRow.subject_kind == Subject.CASE).order_by(AuditRow.number))
        by_case: dict[str, list[AuditRow]] = {}
        for line in lines:
            by_case.setdefault(line.subject, []).append(line)
    for story in by_case.values():
        if local_day(story[0].at) > end:
            continue
        now: dict[str, Any] = {}
        at_start: str | None = None
        opened_again = False
        for line in story:
            if local_day(line.at) > end:
                break
            before = now.get("status")
            now |= line.after or {}
            if local_day(line.at) < start:
                at_start = now["status"]
            elif before in ENDED and now["status"] in OPEN:
                opened_again = True
        if now["completeness"] != Completeness.FULL:
            found["remark", ""] += local_day(story[0].at) >= start
            continue
        if at_start is None:
            origin = Origin.RECEIVED
        elif at_start in OPEN:
            origin = Origin.CARRIED
        elif opened_again:
            origin = Origin.RESTARTED
        else:
            continue
        due = date.fromisoformat(now["answer_due_on"])
        match now["status"]:
            case Status.REJECTED:
                outcome = Outcome.REJECTED
            case Status.WITHDRAWN:
                outcome = Outcome.WITHDRAWN
            case Status.NEEDS_MORE:
                outcome = Outcome.WAITING
            case Status.ANSWERED | Status.PUBLISHED:
                late = date.fromisoformat(now["answered_on"]) > due
                outcome = Outcome.ANSWERED_LATE if late else Outcome.ANSWERED_IN_TIME
            case _:
                outcome = Outcome.OPEN_LATE if end > due else Outcome.OPEN_IN_TIME
        found[origin, outcome] += 1
        found["channel", now["channel"]] += 1
        found["kind", now["kind"]] += 1
        found["agency", now.get("agency_id") or ""] += 1
        found["procedure", now.get("procedure_code") or ""] += 1
    return found


def counted(report: Report) -> Counter[tuple[str, str]]:
    """Return the same counts from a report."""
    cases = report.cases
    found: Counter[tuple[str, str]] = Counter({("remark", ""): cases.remarks})
    for origin, tally in zip(Origin, cases.by_origin, strict=True):
        found.update({(origin, outcome): number for outcome, number in tally.outcomes.items()})

    def parts(name: str, tallies: tuple[Tally, ...]) -> None:
        found.update({(name, tally.key): tally.total for tally in tallies})

    parts("channel", cases.by_channel)
    parts("kind", cases.by_kind)
    parts("agency", cases.by_agency)
    parts("procedure", cases.by_procedure)
    return found


def records_agree(desk: Desk, report: Report) -> None:
    """What the records say today is what the report of a period up to today says."""
    with desk.office.database.session() as session:
        rows = session.scalars(select(CaseRow).where(CaseRow.completeness == Completeness.FULL.value)).all()
    start, end = report.period.start, report.period.as_of
    received = [row for row in rows if start <= local_day(row.received_at) <= end]
    assert report.cases.received.total == len(received)
    answered = [row for row in received if row.answered_on and row.status in (Status.ANSWERED, Status.PUBLISHED)]
    assert report.cases.received.answered == len(answered)
    assert sum(row.status in OPEN for row in rows) == report.cases.total.in_progress
    assert report.cases.published == sum(
        row.published_at is not None and local_day(row.published_at) >= start for row in rows
    )


def lines_agree(desk: Desk, report: Report) -> None:
    """Counting the lines of the raw file gives the numbers."""
    outcome = CASE_COLUMNS.index("Kết quả cuối kỳ")
    lines = desk.lines(report.period.start, report.period.as_of)
    found = Counter(line[outcome] for line in lines)
    assert found[None] == report.cases.remarks
    assert {one: found[OUTCOME_LABELS[one]] for one in Outcome} == report.cases.total.outcomes


@pytest.fixture
def opened(database_url: str, empty_data: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Callable[[], Any]:
    """Opens an empty database for each example: a copy of the first on SQLite, a new one on PostgreSQL."""

    @contextmanager
    def make() -> Iterator[Database]:
        name = f"history_{next(_numbers)}"
        data = tmp_path / name
        url = ""
        if database_url:
            url = request.getfixturevalue("empty_postgres")(name)
        else:
            shutil.copytree(empty_data, data)
        database = Database.open(Settings.load(data=data, database_url=url))
        try:
            yield database
        finally:
            database.close()
            if url:
                request.getfixturevalue("postgres").execute(f"DROP DATABASE {name} WITH (FORCE)")

    return make


@settings(
    max_examples=10,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(history=histories, cut=cuts)
def test_a_report_adds_up_agrees_with_log_and_records_and_does_not_change_later(
    opened: Callable[[], Any], history: list[tuple[int, tuple[Any, ...]]], cut: tuple[int, int]
) -> None:
    with opened() as database:
        desk = Desk(Deployment(database, Clock(), FeedbackRules()))
        desk.go_to(FIRST)
        lived = History(desk)
        kept: list[Report] = []
        start = FIRST + timedelta(days=cut[1])
        for days, step in history:
            desk.office.clock.later(days=days)
            lived.live(step)
            if desk.today() >= start and len(kept) < 2 and len(lived.codes) % 3 == cut[0] % 3:
                desk.office.clock.later(days=1)
                kept.append(desk.report(start, desk.today() - timedelta(days=1)) if desk.today() > start else None)
        start = min(start, desk.today())
        now = desk.report(start, desk.today())

        parts_add_up(now)
        records_agree(desk, now)
        lines_agree(desk, now)
        assert now.different == ()
        assert +counted(now) == +log_read_plainly(database, start, desk.today())
        for earlier in filter(None, kept):
            again = desk.report(earlier.period.start, earlier.period.as_of)
            assert again.cases == earlier.cases
            assert +counted(again) == +log_read_plainly(database, again.period.start, again.period.as_of)


def test_a_record_that_does_not_follow_from_the_log_is_named(desk: Desk) -> None:
    code, other = desk.sent(), desk.sent()
    with desk.office.database.session() as session:
        session.scalars(select(CaseRow).where(CaseRow.code == code)).one().status = Status.WITHDRAWN.value

    report = desk.report(date(2026, 11, 1), date(2026, 11, 2))

    assert report.different == (code,)
    assert report.cases.total.in_progress == 2  # by the log
    assert other not in report.different
