"""The office's side: who may do what, which step may follow which, and that each leaves a line in the log."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from api.errors import AccessDenied, CaseNotFound, IncompleteFeedback, InvalidField, TransitionRefused
from api.feedback.casework import Casework
from api.feedback.codes import new_code
from api.feedback.model import Channel, Completeness, DraftFields, Kind, Status
from api.feedback.office_model import CaseFilter
from api.security.accounts import Actor
from api.storage.feedback_tables import CaseRow
from knowledge.errors import MotCuaError

from .conftest import ANSWER, FIELDS, PROOF, Deployment, without_four_eyes

ASKED = "Hồ sơ quá hẹn thì hỏi ở đâu?"
Step = Callable[[Casework, Actor, str], Any]
STEPS: dict[str, Step] = {
    "assign": lambda work, actor, code: work.assign(actor, code, account_id=""),
    "forward": lambda work, actor, code: work.forward(actor, code, "x"),
    "ask_more": lambda work, actor, code: work.ask_more(actor, code, "Cho biết thêm"),
    "start": lambda work, actor, code: work.start(actor, code),
    "draft_answer": lambda work, actor, code: work.draft_answer(actor, code, ANSWER),
    "reject": lambda work, actor, code: work.reject(actor, code, "Không thuộc thẩm quyền"),
    "reconsider": lambda work, actor, code: work.reconsider(actor, code),
    "withdraw": lambda work, actor, code: work.withdraw(actor, code, "Người gửi gọi điện rút"),
    "note": lambda work, actor, code: work.note(actor, code, "Đã gọi điện"),
    "edit_facts": lambda work, actor, code: work.edit_facts(actor, code, title="Tiêu đề khác"),
    "set_national_code": lambda work, actor, code: work.set_national_code(actor, code, "PAKN.1"),
    "report_delay": lambda work, actor, code: work.report_delay(actor, code, "Đang chờ xác minh"),
    "merge": lambda work, actor, code: work.merge(actor, code, code),
    "separate": lambda work, actor, code: work.separate(actor, code),
    "approve_answer": lambda work, actor, code: work.approve_answer(actor, code),
    "return_answer": lambda work, actor, code: work.return_answer(actor, code, "Viết lại"),
    "resume": lambda work, actor, code: work.resume(actor, code, "Trả lời sai"),
    "publish": lambda work, actor, code: work.publish(actor, code, ASKED, "Câu trả lời", asked=ASKED),
    "unpublish": lambda work, actor, code: work.unpublish(actor, code),
    "proposal": lambda work, actor, code: work.proposal(actor, code),
}
APPROVERS_ONLY = {"approve_answer", "return_answer", "resume", "publish", "unpublish"}


def actions(office: Deployment, code: str) -> list[str]:
    return [entry.action for entry in office.casework.timeline(office.admin, code)]


def test_viewers_and_operators_change_nothing_and_officers_do_not_approve(office: Deployment) -> None:
    code = office.sent().code
    for name, step in STEPS.items():
        refused = [office.viewer, office.operator] + ([office.officer] if name in APPROVERS_ONLY else [])
        for actor in refused:
            with pytest.raises(AccessDenied):
                step(office.casework, actor, code)
    assert actions(office, code) == ["received"]


def test_a_step_works_only_from_the_states_of_the_law(office: Deployment) -> None:
    work, officer = office.casework, office.officer
    steps = {
        Status.FORWARDED: lambda: work.forward(officer, code, office.agency.id),
        Status.IN_PROGRESS: lambda: work.start(officer, code),
        Status.NEEDS_MORE: lambda: work.ask_more(officer, code, "Cho biết thêm"),
        Status.REJECTED: lambda: work.reject(officer, code, "Không thuộc thẩm quyền"),
        Status.RECEIVED: lambda: work.reconsider(officer, code),
        Status.WITHDRAWN: lambda: work.withdraw(officer, code, "Người gửi gọi điện rút"),
    }
    expected = {
        Status.RECEIVED: {Status.NEEDS_MORE, Status.FORWARDED, Status.REJECTED, Status.WITHDRAWN},
        Status.NEEDS_MORE: {Status.RECEIVED, Status.REJECTED, Status.WITHDRAWN},
        Status.FORWARDED: {Status.IN_PROGRESS, Status.NEEDS_MORE, Status.REJECTED},
        Status.IN_PROGRESS: {Status.NEEDS_MORE},
        Status.ANSWERED: {Status.IN_PROGRESS},
        Status.PUBLISHED: {Status.IN_PROGRESS},
        Status.REJECTED: {Status.RECEIVED},
        Status.WITHDRAWN: set(),
    }
    code = office.sent().code
    for now, possible in expected.items():
        for wanted, step in steps.items():
            with office.database.session() as session:
                session.query(CaseRow).filter_by(code=code).one().status = now.value
            before = len(actions(office, code))
            if wanted in possible:
                step()
            else:
                with pytest.raises(TransitionRefused):
                    step()
            assert len(actions(office, code)) - before == (wanted in possible), (now, wanted)


def test_the_log_has_every_change_with_before_and_after_and_no_personal_data(office: Deployment) -> None:
    code = office.answered()
    office.casework.note(office.officer, code, "Bà Nguyễn Thị Hoa đã được gọi lại.")
    office.casework.edit_facts(office.officer, code, kind="quy_dinh", location="Xã Lộc Ninh, Đồng Nai")

    entries = office.casework.timeline(office.viewer, code)

    assert [entry.action for entry in entries] == [
        "received",
        "forwarded",
        "started",
        "drafted",
        "approved",
        "noted",
        "edited",
    ]
    forwarded = entries[1]
    assert forwarded.before == {"status": "da_tiep_nhan", "agency_id": None}
    assert forwarded.after == {"status": "chuyen_co_quan", "agency_id": office.agency.id}
    assert (forwarded.actor, entries[0].actor) == ("Cán bộ officer", "Người gửi")
    assert entries[-1].before == {"kind": "hanh_vi", "location": "[đã che]"}
    assert "Hoa" not in str(entries)
    assert entries[-1].public_note is None


def test_four_eyes_see_an_answer_before_its_sender_does(office: Deployment) -> None:
    code = office.in_progress()
    office.casework.draft_answer(office.approver, code, ANSWER)

    with pytest.raises(TransitionRefused) as refused:
        office.casework.approve_answer(office.approver, code)
    assert "khác người soạn" in refused.value.reason

    office.casework.approve_answer(office.admin, code)
    assert office.desk.status(code, PROOF).answer == ANSWER


def test_an_office_of_one_person_can_switch_four_eyes_off(office: Deployment) -> None:
    office.decide(without_four_eyes(office.rules))
    code = office.in_progress()
    office.casework.draft_answer(office.approver, code, ANSWER)
    office.casework.approve_answer(office.approver, code)

    assert office.desk.status(code, PROOF).status is Status.ANSWERED


def test_a_returned_answer_has_to_be_written_again(office: Deployment) -> None:
    code = office.in_progress()
    office.casework.draft_answer(office.officer, code, ANSWER)
    waiting = CaseFilter(awaiting_approval=True)
    assert office.casework.find(office.approver, waiting).total == 1
    office.casework.return_answer(office.approver, code, "Thiếu căn cứ")

    assert office.casework.find(office.approver, waiting).total == 0
    with pytest.raises(TransitionRefused):
        office.casework.approve_answer(office.approver, code)
    case = office.casework.case(office.officer, code)
    assert (case.assignee_id, case.notes[0].text) == (office.officer.account_id, "Thiếu căn cứ")


def test_a_remark_is_read_but_not_handled_counted_or_published(office: Deployment) -> None:
    code = office.sent(anonymous=True).code

    assert office.casework.find(office.officer, CaseFilter()).total == 0
    assert office.casework.find(office.officer, CaseFilter(completeness=Completeness.REMARK)).items[0].code == code
    for step in (
        lambda: office.casework.forward(office.officer, code, office.agency.id),
        lambda: office.casework.ask_more(office.officer, code, "Cho biết thêm"),
        lambda: office.casework.publish(office.approver, code, ASKED, "Trả lời", asked=ASKED),
    ):
        with pytest.raises(TransitionRefused):
            step()
    office.casework.note(office.officer, code, "Đã đọc")


def test_the_first_look_of_an_officer_marks_it_as_read(office: Deployment) -> None:
    code = office.sent().code
    unread = CaseFilter(unread=True)

    office.casework.case(office.viewer, code)
    assert office.casework.find(office.officer, unread).total == 1
    office.casework.case(office.officer, code)
    office.casework.case(office.officer, code)
    assert office.casework.find(office.officer, unread).total == 0
    assert actions(office, code) == ["received", "seen"]


def test_an_operator_writes_down_a_call_once_however_often_the_form_is_sent(office: Deployment) -> None:
    fields = DraftFields(**{**FIELDS, "kind": Kind.CONDUCT})

    first = office.casework.register(office.operator, fields, key="form-1")
    again = office.casework.register(office.operator, fields, key="form-1")

    assert first == again
    assert office.count(CaseRow) == 1
    line = office.casework.find(office.operator, CaseFilter()).items[0]
    assert (line.channel, line.code) == (Channel.PHONE_1022, first.code)
    assert office.casework.timeline(office.operator, first.code)[0].actor == "Cán bộ operator"
    assert office.desk.status(first.code, PROOF).code == first.code
    with pytest.raises(AccessDenied):
        office.casework.register(office.viewer, fields)


def at_once(*steps: Callable[[], Any]) -> list[Any]:
    """Do the steps at the same moment; what each returned, or the error it met."""
    start = threading.Barrier(len(steps))
    ended: list[Any] = []

    def do(step: Callable[[], Any]) -> None:
        start.wait()
        try:
            ended.append(step())
        except MotCuaError as error:
            ended.append(error)

    threads = [threading.Thread(target=do, args=(step,)) for step in steps]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return ended


def test_a_form_sent_twice_at_once_makes_one_pakn(office: Deployment) -> None:
    fields = DraftFields(**{**FIELDS, "kind": Kind.CONDUCT})

    receipts = at_once(*(lambda: office.casework.register(office.operator, fields, key="form-1") for _ in range(4)))

    assert len({receipt.code for receipt in receipts}) == 1
    assert office.count(CaseRow) == 1


def test_two_officers_at_once_do_a_step_once(office: Deployment) -> None:
    code = office.sent().code

    ended = at_once(*(lambda: office.casework.forward(office.officer, code, office.agency.id) for _ in range(4)))

    assert [type(one) for one in ended if one is not None] == [TransitionRefused] * 3
    assert actions(office, code) == ["received", "forwarded"]


def test_a_letter_counts_from_the_day_it_came_and_needs_no_consent_text(office: Deployment) -> None:
    fields = DraftFields(**{**FIELDS, "kind": Kind.CONDUCT, "consent_version": None})
    files = (("đơn.pdf", b"%PDF-1.4 x"),)

    receipt = office.casework.register(
        office.operator, fields, channel=Channel.PAPER, received_on=date(2026, 10, 30), files=files
    )

    assert receipt.answer_due_on == date(2026, 11, 19)
    assert [file.name for file in office.desk.status(receipt.code, PROOF).attachments] == ["đơn.pdf"]
    with pytest.raises(IncompleteFeedback):
        office.casework.register(office.operator, fields, channel=Channel.PHONE_1022)
    with pytest.raises(InvalidField):
        office.casework.register(office.operator, fields, channel=Channel.PAPER, received_on=date(2026, 11, 3))


def test_a_delay_is_told_when_there_is_one_and_the_next_update_is_due(office: Deployment) -> None:
    code = office.in_progress()
    with pytest.raises(TransitionRefused):
        office.casework.report_delay(office.officer, code, "Đang chờ xác minh")

    office.clock.go_to(date(2026, 11, 25))
    office.casework.report_delay(office.officer, code, "Đang chờ xác minh của công an xã.")

    assert office.desk.status(code, PROOF).steps[-1].note == "Đang chờ xác minh của công an xã."
    assert office.casework.case(office.officer, code).update_due_on == date(2026, 12, 4)
    assert office.notices(code)[-1] == "Cơ quan báo tình hình xử lý chậm"


def test_assignments_name_agencies_and_accounts_that_exist(office: Deployment) -> None:
    code = office.sent().code
    office.casework.assign(office.officer, code, account_id=office.approver.account_id, agency_id=office.agency.id)
    line = office.casework.find(office.officer, CaseFilter(assignee=office.approver.account_id)).items[0]
    assert (line.assignee, line.agency) == ("Cán bộ approver", "Công an phường Trấn Biên")

    for wrong in ({"agency_id": "x"}, {"account_id": "x"}, {"agency_id": "\x00"}):
        with pytest.raises(InvalidField):
            office.casework.assign(office.officer, code, **wrong)
    office.casework.assign(office.officer, code, account_id="")
    assert office.casework.find(office.officer, CaseFilter(assignee="none")).total == 1


def test_facts_are_corrected_and_the_senders_words_are_not(office: Deployment) -> None:
    code = office.sent().code
    office.casework.edit_facts(office.officer, code, procedure_code="1.001193", title="Khai sinh chậm, gọi 0912345678")

    line = office.casework.case(office.officer, code).line
    assert (line.procedure_name, line.title) == ("Đăng ký khai sinh", "Khai sinh chậm, gọi [số điện thoại]")
    assert office.casework.find(office.officer, CaseFilter(field="Hộ tịch", text="khai sinh")).total == 1
    for wrong in (
        {"content": "x" * 30},
        {"sender_name": "Ai đó"},
        {"kind": None},
        {"title": ""},
        {"procedure_code": "0.0"},
    ):
        with pytest.raises(InvalidField):
            office.casework.edit_facts(office.officer, code, **wrong)
    with pytest.raises(TransitionRefused):
        office.casework.edit_facts(office.officer, code, procedure_code="1.001193")
    office.casework.set_national_code(office.officer, code, " PAKN.20261103.0012 ")
    assert office.casework.case(office.officer, code).national_code == "PAKN.20261103.0012"
    with pytest.raises(InvalidField):
        office.casework.set_national_code(office.officer, code, "mã có dấu")


def test_an_answer_can_be_taken_back_and_corrected(office: Deployment) -> None:
    code = office.answered()

    office.casework.resume(office.approver, code, "Số liệu chưa đúng")

    assert office.desk.status(code, PROOF).answer is None
    office.casework.draft_answer(office.officer, code, "Câu trả lời đã sửa.")
    office.casework.approve_answer(office.approver, code)
    shown = office.desk.status(code, PROOF)
    assert (shown.answer, shown.may_reopen) == ("Câu trả lời đã sửa.", True)
    assert ANSWER in [step.note for step in shown.steps]


def test_a_refusal_has_a_reason_and_can_be_reconsidered(office: Deployment) -> None:
    code = office.sent().code
    with pytest.raises(InvalidField):
        office.casework.reject(office.officer, code, "  ")
    office.casework.reject(office.officer, code, "Nội dung thuộc thẩm quyền của toà án.")
    assert office.desk.status(code, PROOF).steps[-1].note == "Nội dung thuộc thẩm quyền của toà án."

    office.clock.go_to(date(2026, 11, 10))
    office.casework.reconsider(office.officer, code)
    case = office.casework.case(office.officer, code)
    assert (case.line.status, case.reject_reason, case.forward_due_on) == (Status.RECEIVED, None, date(2026, 11, 17))


def test_an_unknown_code_is_told_so(office: Deployment) -> None:
    for ask in (office.casework.case, office.casework.timeline, office.casework.similar, office.casework.start):
        with pytest.raises(CaseNotFound):
            ask(office.officer, new_code("KN"))
