"""Two people of the office on one PAKN at the same moment: no step is done twice, nothing said is lost unseen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from api.errors import TransitionRefused
from api.feedback.model import Status
from api.feedback.office_model import CaseFilter
from api.feedback.texts import version
from tests.api.feedback.conftest import ANSWER, PROOF, Deployment
from tests.at_once import at_once, refusals

OTHER_ANSWER = "Hồ sơ đã có kết quả; mời anh/chị đến nhận tại bộ phận một cửa của phường."


def status_of(office: Deployment, code: str) -> Status:
    return office.casework.case(office.officer, code).line.status


def test_of_two_steps_that_exclude_each_other_one_is_done(office: Deployment) -> None:
    code = office.sent().code

    ended = at_once(
        office.database,
        lambda: office.casework.reject(office.officer, code, "Không thuộc phạm vi tiếp nhận."),
        lambda: office.desk.withdraw(code, PROOF),
    )

    assert refusals(ended) == [TransitionRefused]
    done = [line.action for line in office.casework.timeline(office.officer, code)]
    assert len({"rejected", "withdrawn"} & set(done)) == 1


def test_an_answer_is_approved_once(office: Deployment) -> None:
    code = office.in_progress()
    office.casework.draft_answer(office.officer, code, ANSWER)

    ended = at_once(office.database, *(lambda: office.casework.approve_answer(office.approver, code) for _ in range(3)))

    assert refusals(ended) == [TransitionRefused] * 2
    assert office.notices(code).count("Đã trả lời") == 1


def test_an_answer_written_anew_is_not_approved_unread(office: Deployment) -> None:
    code = office.in_progress()
    office.casework.draft_answer(office.officer, code, ANSWER)
    read = version(office.casework.case(office.approver, code).answer)
    office.casework.draft_answer(office.admin, code, OTHER_ANSWER)

    with pytest.raises(TransitionRefused) as refused:
        office.casework.approve_answer(office.approver, code, seen=read)

    assert "Cán bộ admin đã sửa câu trả lời" in refused.value.reason
    office.casework.approve_answer(office.approver, code, seen=version(OTHER_ANSWER))
    assert status_of(office, code) is Status.ANSWERED


def test_of_two_who_write_the_answer_the_second_is_told(office: Deployment) -> None:
    code = office.in_progress()
    nothing = version(None)

    ended = at_once(
        office.database,
        lambda: office.casework.draft_answer(office.officer, code, ANSWER, seen=nothing),
        lambda: office.casework.draft_answer(office.admin, code, OTHER_ANSWER, seen=nothing),
    )

    assert refusals(ended) == [TransitionRefused]
    kept = office.casework.case(office.officer, code)
    assert kept.answer == (ANSWER if ended[0] is None else OTHER_ANSWER)
    office.casework.draft_answer(office.officer, code, kept.answer or "", seen=nothing)  # the same text is no change


def merge(office: Deployment) -> tuple[str, str]:
    first, second = office.in_progress(), office.sent(title="Cũng chuyện này").code
    office.casework.draft_answer(office.officer, first, ANSWER)
    office.casework.merge(office.officer, second, first)
    return first, second


@pytest.mark.parametrize("step", ["reject", "separate"])
def test_what_leaves_a_merger_while_it_is_answered_is_either_answered_or_gone(office: Deployment, step: str) -> None:
    first, second = merge(office)
    leave: dict[str, Callable[[], None]] = {
        "reject": lambda: office.casework.reject(office.officer, second, "Người gửi phản ánh nhầm nơi."),
        "separate": lambda: office.casework.separate(office.officer, second),
    }

    _, left = at_once(office.database, lambda: office.casework.approve_answer(office.approver, first), leave[step])

    case = office.casework.case(office.officer, second)
    if refusals([left]):
        assert (case.line.status, case.merged_into) == (Status.ANSWERED, first)
    else:
        assert case.merged_into is None
        assert case.line.status is not Status.ANSWERED
        assert case.answer is None


def test_two_pakn_are_not_merged_into_each_other(office: Deployment) -> None:
    first, second = office.sent().code, office.sent(title="Cũng chuyện này").code

    ended = at_once(
        office.database,
        lambda: office.casework.merge(office.officer, first, second),
        lambda: office.casework.merge(office.admin, second, first),
    )

    assert len(refusals(ended)) == 1
    lines = office.casework.find(office.officer, CaseFilter()).items
    merged = [office.casework.case(office.officer, line.code).merged_into for line in lines]
    assert sorted(one is None for one in merged) == [False, True]
