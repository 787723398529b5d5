"""What each number of a report counts, one small history at a time."""

from __future__ import annotations

from datetime import date

import pytest

from api.errors import AccessDenied
from api.feedback.model import Channel, Kind
from api.reports.numbers import NO_AGENCY, NO_PROCEDURE
from api.reports.workload import Origin, Outcome
from api.security.accounts import Actor
from api.security.roles import Role
from tests.api.feedback.conftest import ANSWER, PROOF
from tests.reports.conftest import Desk

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def answer(desk: Desk, code: str) -> None:
    work = desk.office.casework
    work.draft_answer(desk.office.officer, code, ANSWER)
    work.approve_answer(desk.office.approver, code)


def test_what_is_open_at_the_end_of_a_month_is_carried_over_into_the_next(desk: Desk) -> None:
    desk.go_to(date(2026, 10, 20))
    code = desk.in_progress()
    desk.go_to(date(2026, 11, 5))
    answer(desk, code)

    october, november = desk.report(*OCTOBER).cases, desk.report(*NOVEMBER).cases

    assert (october.received.total, october.total.in_progress, october.total.answered) == (1, 1, 0)
    assert november.received.total == 0
    assert november.total.origins[Origin.CARRIED] == 1
    assert november.total.outcomes[Outcome.ANSWERED_IN_TIME] == 1


def test_the_last_day_of_the_limit_is_in_time_and_the_next_day_is_late(desk: Desk) -> None:
    desk.go_to(date(2026, 11, 2))
    in_time, late = desk.in_progress(), desk.in_progress()
    due = desk.office.casework.case(desk.office.officer, in_time).line.answer_due_on
    assert due == date(2026, 11, 23)  # 20 days end on Sunday 22/11, so on Monday
    desk.go_to(date(2026, 11, 23), hour=23)
    answer(desk, in_time)
    before = desk.report(*NOVEMBER).cases
    desk.go_to(date(2026, 11, 24), hour=0)
    after = desk.report(*NOVEMBER).cases
    answer(desk, late)

    assert before.total.outcomes[Outcome.OPEN_IN_TIME] == 1
    assert after.total.outcomes[Outcome.OPEN_LATE] == 1
    assert desk.report(*NOVEMBER).cases.total.outcomes[Outcome.ANSWERED_LATE] == 1
    assert desk.report(*NOVEMBER).cases.in_time_share == 0.5


def test_days_to_answer_are_working_days_after_the_day_of_receipt(desk: Desk) -> None:
    desk.go_to(date(2026, 11, 6))  # Friday
    monday, same_day = desk.in_progress(), desk.in_progress()
    answer(desk, same_day)
    desk.go_to(date(2026, 11, 9))
    answer(desk, monday)

    found = desk.report(*NOVEMBER).cases

    assert (found.mean_days, found.median_days) == (0.5, 0.5)


def test_an_answer_opened_again_counts_from_that_day_and_in_the_month_it_happened(desk: Desk) -> None:
    desk.go_to(date(2026, 10, 5))
    code = desk.answered()
    desk.go_to(date(2026, 11, 9))  # Monday
    desk.office.desk.reopen(code, PROOF, "Câu trả lời chưa nói khi nào có kết quả.")
    desk.go_to(date(2026, 11, 11))
    answer(desk, code)

    found = desk.report(*NOVEMBER).cases

    assert found.total.origins[Origin.RESTARTED] == 1
    assert found.total.answered == 1
    assert found.mean_days == 2
    assert desk.report(*OCTOBER).cases.total.answered == 1


def test_waiting_for_the_sender_is_neither_in_time_nor_late(desk: Desk) -> None:
    code = desk.sent()
    desk.office.casework.ask_more(desk.office.officer, code, "Xin bổ sung số biên nhận hồ sơ.")
    desk.go_to(date(2026, 12, 20))

    assert desk.report(date(2026, 11, 1), date(2026, 12, 20)).cases.total.outcomes[Outcome.WAITING] == 1


def test_forwarding_is_held_against_the_limit_of_the_case(desk: Desk) -> None:
    in_time, late, never = (desk.sent() for _ in range(3))
    work, officer, agency = desk.office.casework, desk.office.officer, desk.office.agency.id
    desk.go_to(date(2026, 11, 9))  # five working days after Monday 02/11
    work.forward(officer, in_time, agency)
    desk.go_to(date(2026, 11, 10))
    work.forward(officer, late, agency)

    found = desk.report(*NOVEMBER).cases.forwarding

    assert never
    assert (found.in_time, found.late, found.overdue, found.total) == (1, 1, 1, 2)


def test_reasons_are_listed_without_the_sender(desk: Desk) -> None:
    for reason in ("Nội dung thuộc khiếu nại, gửi theo Luật Khiếu nại.",) * 2:
        desk.office.casework.reject(desk.office.officer, desk.sent(), reason)
    desk.office.casework.reject(desk.office.officer, desk.sent(), "Bà Nguyễn Thị Hoa (0912 345 678) đã gửi trùng.")

    reasons = desk.report(*NOVEMBER).cases.reasons

    assert reasons[0] == ("Nội dung thuộc khiếu nại, gửi theo Luật Khiếu nại.", 2)
    assert sum(number for _, number in reasons) == 3
    assert "Hoa" not in reasons[1][0]
    assert "0912" not in reasons[1][0]


def test_a_reason_is_the_one_of_the_period_although_the_case_was_taken_in_again(desk: Desk) -> None:
    code = desk.sent()
    desk.office.casework.reject(desk.office.officer, code, "Không thuộc thẩm quyền.")
    desk.go_to(date(2026, 12, 1))
    desk.office.casework.reconsider(desk.office.officer, code)

    assert desk.report(*NOVEMBER).cases.reasons == (("Không thuộc thẩm quyền.", 1),)
    assert desk.report(date(2026, 12, 1), date(2026, 12, 1)).cases.total.origins[Origin.RESTARTED] == 1


def test_ratings_and_publications_count_when_they_happen_whenever_the_case_came_in(desk: Desk) -> None:
    desk.go_to(date(2026, 10, 5))
    first, second = desk.answered(), desk.answered()
    desk.go_to(date(2026, 11, 3))
    desk.office.desk.rate(first, PROOF, 2)
    desk.office.desk.rate(first, PROOF, 5)
    desk.office.desk.rate(second, PROOF, 4)
    for code in (first, second):
        asked = "Hồ sơ thường trú chậm?"
        desk.office.casework.publish(desk.office.approver, code, asked, "Đã giải quyết xong.", asked=asked)
    desk.office.casework.unpublish(desk.office.approver, second)

    found, october = desk.report(*NOVEMBER).cases, desk.report(*OCTOBER).cases

    assert (found.satisfaction.number, found.satisfaction.mean, found.satisfaction.satisfied) == (2, 4.5, 2)
    assert found.satisfaction.counts == {5: 1, 4: 1, 3: 0, 2: 0, 1: 0}
    assert found.published == 1
    assert found.total.total == 0
    assert (october.satisfaction.number, october.satisfaction.mean, october.published) == (0, None, 0)


def test_remarks_without_a_sender_are_in_no_other_number(desk: Desk) -> None:
    desk.sent(anonymous=True)
    desk.sent()

    found = desk.report(*NOVEMBER).cases

    assert (found.remarks, found.received.total, found.total.total) == (1, 1, 1)
    assert found.remarks_by_channel == (("Trang web", 1),)
    assert sum(bucket.received for bucket in found.flow) == 1


def test_parts_are_counted_by_what_the_case_was_at_the_end(desk: Desk) -> None:
    work, officer = desk.office.casework, desk.office.officer
    plain = desk.registered(channel=Channel.PHONE_1022, kind=Kind.PROPOSAL, procedure_code=None)
    changed = desk.sent()
    work.edit_facts(officer, changed, kind="quy_dinh", procedure_code="1.001193")
    work.forward(officer, changed, desk.office.agency.id)

    found = desk.report(*NOVEMBER).cases

    assert plain != changed
    assert [(tally.label, tally.total) for tally in found.by_channel] == [("Trang web", 1), ("Điện thoại 1022", 1)]
    assert [tally.key for tally in found.by_kind] == ["quy_dinh", "de_xuat"]
    assert [(tally.key, tally.label) for tally in found.by_procedure] == [
        ("1.001193", "Đăng ký khai sinh"),
        ("", NO_PROCEDURE),
    ]
    assert [tally.key for tally in found.by_field] == ["Hộ tịch", ""]
    assert [tally.label for tally in found.by_agency] == ["Công an phường Trấn Biên", NO_AGENCY]


def test_a_paper_counts_on_the_day_it_came_although_it_was_entered_later(desk: Desk) -> None:
    desk.registered(received_on=date(2026, 10, 30))

    assert desk.report(*OCTOBER).cases.received.total == 1
    assert desk.report(*NOVEMBER).cases.total.origins[Origin.CARRIED] == 1


def test_merged_cases_count_one_by_one_and_get_the_answer_of_the_other(desk: Desk) -> None:
    work, officer = desk.office.casework, desk.office.officer
    main, other = desk.in_progress(), desk.sent()
    work.merge(officer, other, main)
    answer(desk, main)

    found = desk.report(*NOVEMBER).cases

    assert (found.total.total, found.total.answered, found.merged) == (2, 2, 1)


def test_the_days_are_those_of_vietnam(desk: Desk) -> None:
    desk.go_to(date(2026, 11, 1), hour=0)  # 31/10 in UTC
    desk.sent()

    assert desk.report(*OCTOBER).cases.received.total == 0
    assert desk.report(*NOVEMBER).cases.received.total == 1


def test_an_account_of_another_agency_sees_only_what_stands_with_it(desk: Desk) -> None:
    desk.sent()
    desk.in_progress()
    outside = desk.office.account("ngoai", Role.VIEWER, desk.office.agency.id)

    report = desk.report(*NOVEMBER, actor=outside)

    assert report.cases.total.total == 1
    assert report.agency == "Công an phường Trấn Biên"
    assert report.chat is None


def test_a_role_that_may_not_read_reports_gets_none(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.security import roles

    monkeypatch.setitem(roles.PERMISSIONS, Role.VIEWER, frozenset())

    with pytest.raises(AccessDenied):
        desk.report(*NOVEMBER, actor=Actor("x", "Người xem", Role.VIEWER))
