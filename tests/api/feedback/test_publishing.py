"""Publishing: only what is approved, without its sender, under a question people ask."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from api.errors import InvalidField, TransitionRefused
from api.feedback.asked import suggested_question
from api.feedback.office_model import Proposal

from .conftest import ANSWER, FIELDS, PROOF, Deployment

ASKED = "Hồ sơ thường trú quá hẹn thì hỏi ở đâu?"


def publish(office: Deployment, code: str, proposal: Proposal, **more: Any) -> str:
    given = {"asked": ASKED, "keep_marks": True, **more}
    return office.casework.publish(office.approver, code, proposal.question, proposal.answer, **given)


def test_publishing_needs_the_sender_out_of_the_text(office: Deployment) -> None:
    code = office.answered(answer="Kính gửi bà Nguyễn Thị Hoa, " + ANSWER)
    proposal = office.casework.proposal(office.officer, code)
    assert "Hoa" not in proposal.question + proposal.answer
    assert "0912" not in proposal.question

    with pytest.raises(InvalidField) as refused:
        office.casework.publish(office.approver, code, FIELDS["content"], proposal.answer, asked=ASKED)
    assert refused.value.field == "question"
    assert "họ tên người gửi" in refused.value.reason
    with pytest.raises(InvalidField):
        office.casework.publish(office.approver, code, ASKED, "Gọi 0912 345 678 để nhận kết quả", asked=ASKED)

    with pytest.raises(InvalidField) as refused:
        publish(office, code, proposal, keep_marks=False)
    assert refused.value.field == "marks"
    assert "[người gửi]" in refused.value.reason

    slug = publish(office, code, proposal)
    (shown,) = office.desk.published().items
    assert (shown.question, shown.answer, shown.agency) == (
        proposal.question,
        proposal.answer,
        "Công an phường Trấn Biên",
    )
    assert office.casework.case(office.officer, code).content == FIELDS["content"]
    assert office.desk.published("thuong tru tre").total == 0
    assert [one.slug for one in office.desk.published("THƯỜNG trú").items] == [slug]


def test_what_is_taken_down_is_gone_from_the_page_and_comes_back_under_its_old_name(office: Deployment) -> None:
    code = office.answered()
    proposal = office.casework.proposal(office.approver, code)
    slug = publish(office, code, proposal)
    told = len(office.notices(code))
    publish(office, code, replace(proposal, question=proposal.question + " Sửa."))
    assert len(office.notices(code)) == told

    office.casework.unpublish(office.approver, code)
    assert office.desk.published().total == 0
    assert office.desk.status(code, PROOF).answer == ANSWER
    assert publish(office, code, proposal) == slug

    office.desk.reopen(code, PROOF, "Tôi chưa được giải quyết.")
    assert office.desk.published().total == 0


def test_nothing_is_shown_or_published_before_the_answer_is_approved_and_what_is_missing_is_said(
    office: Deployment,
) -> None:
    code = office.in_progress()
    for drafted, missing in ((False, "chưa có câu trả lời được duyệt"), (True, "còn chờ duyệt")):
        if drafted:
            office.casework.draft_answer(office.officer, code, ANSWER)
        for step in (
            lambda: office.casework.proposal(office.approver, code),
            lambda: office.casework.publish(office.approver, code, ASKED, ANSWER, asked=ASKED),
        ):
            with pytest.raises(TransitionRefused) as refused:
                step()
            assert missing in refused.value.reason


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Biên lai mẫu cũ còn dùng được không? Tôi bị trả lại.", "Biên lai mẫu cũ còn dùng được không?"),
        ("Tôi chờ lâu. Cho tôi hỏi vì sao giấy khai sinh trễ hẹn", "Vì sao giấy khai sinh trễ hẹn?"),
        ("Kính gửi UBND phường, xin hỏi bao giờ trả thẻ. Cảm ơn.", "Bao giờ trả thẻ?"),
        ("Bao giờ hồ sơ của [người gửi] được trả? Lệ phí 10.000 đồng đúng không?", "Lệ phí 10.000 đồng đúng không?"),
        ("Hồ sơ tạm trú đã hai tuần chưa có kết quả, gọi hỏi đều bảo chờ.", ""),
        ("Sao? Thế à?", ""),
        ("Vì sao " + "chờ lâu " * 30 + "?", ""),
    ],
)
def test_the_first_sentence_that_asks_is_proposed_as_the_short_question(text: str, proposed: str) -> None:
    assert suggested_question(text) == proposed


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"asked": ""}, "asked"),
        ({"asked": "Hỏi ở đâu?"}, "asked"),
        ({"asked": "Hồ sơ " + "rất " * 60 + "chậm?"}, "asked"),
        ({"asked": "Hồ sơ của [người gửi] khi nào xong?"}, "asked"),
        ({"asked": "Bà Nguyễn Thị Hoa hỏi khi nào xong?"}, "asked"),
        ({"wordings": ["Ngắn"]}, "wordings"),
        ({"wordings": ["Gọi 0912 345 678 hỏi hồ sơ được không"]}, "wordings"),
        ({"wordings": [f"Hồ sơ thường trú quá hẹn {number} ngày thì sao" for number in range(11)]}, "wordings"),
    ],
)
def test_a_question_that_cannot_be_asked_by_others_is_refused_at_its_field(
    office: Deployment, more: dict[str, Any], field: str
) -> None:
    code = office.answered()
    with pytest.raises(InvalidField) as refused:
        publish(office, code, office.casework.proposal(office.approver, code), **more)
    assert refused.value.field == field


def test_question_and_wordings_stand_with_the_answer_and_are_offered_again(office: Deployment) -> None:
    code = office.answered()
    wordings = ["Trễ hẹn thường trú thì gọi ai", ASKED, "  ", "trễ hẹn thường trú thì gọi ai"]
    slug = publish(office, code, office.casework.proposal(office.approver, code), wordings=wordings)

    (shown,) = office.desk.published().items
    assert (shown.asked, shown.wordings) == (ASKED, ("Trễ hẹn thường trú thì gọi ai",))
    again = office.casework.proposal(office.approver, code)
    assert (again.asked, again.wordings) == (shown.asked, shown.wordings)
    assert [one.slug for one in office.desk.published("gọi ai").items] == [slug]
    log = office.casework.timeline(office.admin, code)[-1]
    assert ASKED not in str(log)
