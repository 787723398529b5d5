"""Taking a PAKN in: the real actions and the real desk, without Rasa in between."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.feedback.port import FieldRefused
from actions.feedback.steps import Do
from api.feedback.model import Kind
from knowledge.answer import AnswerStatus
from tests.actions.feedback_talk import PERSON, STORY, sent, to_the_name, to_the_review


def test_each_question_says_why_and_how_far_and_the_next_follows(forms: Any) -> None:
    (first,) = forms.step(Do.FILE, kind="hanh_vi")
    assert forms.asked == "content"
    assert "Bước 2/10" in first.lead
    assert first.blocks
    order = []
    forms.fill("content", content=STORY)
    for _ in range(5):
        order.append(forms.asked)
        forms.step(Do.SKIP)
    order.append(forms.asked)
    assert order == ["more", "subject", "place", "when", "files", "consent"]


@pytest.mark.parametrize("kind", list(Kind))
def test_a_whole_intake_ends_with_a_receipt_that_can_be_followed(forms: Any, kind: Kind) -> None:
    forms.step(Do.FILE, kind=kind.value)
    forms.fill("content", content=STORY)
    forms.step(Do.NO)
    forms.fill("subject", agency="đăng ký tạm trú")
    assert forms.slots["feedback_aside"] == "pick"
    forms.step(Do.ABOUT, code="1.004194")
    forms.fill("place", location="xã Phước Thái, tỉnh Đồng Nai")
    forms.step(Do.DAY, day="yesterday")
    forms.step(Do.NO)
    forms.step(Do.YES)
    forms.step(Do.SENDER, sender="ca_nhan")
    forms.fill("name", sender_name=PERSON["name"])
    forms.fill("address", sender_address=PERSON["address"])
    forms.fill("contact", sender_phone=PERSON["phone"])
    forms.step(Do.NO)
    assert forms.asked == "review"
    (receipt,) = forms.step(Do.SEND)
    code = forms.slots["feedback_code"]
    assert receipt.status is AnswerStatus.FEEDBACK
    assert any(code in getattr(block, "text", "") for block in receipt.blocks)
    case = forms.desk.status(code, "5678")
    assert (case.kind, case.procedure_code, case.content) == (kind, "1.004194", STORY)
    assert forms.loop is None
    assert forms.asks is None


def test_the_review_holds_gaps_that_only_the_person_sees_filled(forms: Any) -> None:
    to_the_review(forms)
    (custom,) = forms.custom
    said = str(custom["answer"])
    assert not any(value in said for value in (*PERSON.values(), STORY))
    shown = forms.port.unseal(custom["sealed"])
    assert all(value in shown for value in (*PERSON.values(), STORY))


def test_no_value_reaches_slots_or_events(forms: Any) -> None:
    sent(forms)
    seen = str(forms.slots) + str(forms.events)
    assert not any(value in seen for value in (*PERSON.values(), STORY))


def test_a_procedure_question_is_answered_and_the_same_field_asked_again(forms: Any) -> None:
    to_the_name(forms)
    answer, again = forms.say("đăng ký tạm trú hết bao nhiêu tiền", "ask")
    assert answer.code == "1.004194"
    assert again.lead.startswith("Trở lại phản ánh")
    assert forms.asked == "name"


def test_back_asks_the_field_before_and_then_goes_on_where_it_was(forms: Any) -> None:
    to_the_name(forms)
    forms.fill("name", sender_name=PERSON["name"])
    assert forms.asked == "address"
    forms.step(Do.PREVIOUS)
    assert forms.asked == "name"
    forms.fill("name", sender_name="Nguyễn Thị Hồng")
    assert forms.asked == "address"


def test_a_field_is_corrected_at_the_review(forms: Any) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="contact")
    assert forms.asked == "contact"
    forms.fill("contact", sender_phone="0987654321")
    assert forms.asked == "review"
    forms.step(Do.SEND)
    assert forms.desk.status(forms.slots["feedback_code"], "4321").kind is Kind.CONDUCT


def test_a_value_that_cannot_be_taken_is_asked_for_again_with_the_reason(forms: Any) -> None:
    to_the_name(forms)
    problem, again = forms.step(Do.FILL, field="contact", problem="Số điện thoại chưa đúng.")
    assert problem.lead == "Số điện thoại chưa đúng."
    assert "số điện thoại" in again.lead
    assert forms.asked == "contact"


@pytest.mark.parametrize("sure", [True, False])
def test_cancelling_is_confirmed_first(forms: Any, sure: bool) -> None:
    to_the_name(forms)
    forms.step(Do.CANCEL)
    forms.step(Do.YES if sure else Do.NO)
    assert (forms.loop, forms.asked) == ((None, None) if sure else ("feedback_form", "name"))
    kept = forms.port.draft("cuocTroChuyenThu1", "web").content
    assert kept == (None if sure else STORY)


@pytest.mark.parametrize("how", ["name", "consent"])
def test_who_gives_no_personal_data_may_leave_a_remark(forms: Any, how: str) -> None:
    to_the_name(forms)
    if how == "consent":
        forms.step(Do.PREVIOUS)
        forms.step(Do.PREVIOUS)
        forms.step(Do.NO)
    else:
        forms.step(Do.REFUSE)
    forms.step(Do.REMARK)
    assert forms.asked == "review"
    (receipt,) = forms.step(Do.SEND)
    assert "góp ý" in receipt.lead
    assert "không tra cứu được" in str(receipt.blocks)


def test_without_an_explicit_yes_nothing_personal_is_asked(forms: Any) -> None:
    forms.step(Do.FILE, kind="de_xuat")
    forms.fill("content", content=STORY)
    for _ in range(5):
        forms.step(Do.SKIP)
    assert forms.asked == "consent"
    for do in (Do.SKIP, Do.UNCLEAR, Do.RESUME, Do.SEND):
        forms.step(do)
        assert forms.asked == "consent"


def test_after_rasa_forgot_everything_the_form_goes_on_at_the_same_field(forms: Any) -> None:
    to_the_name(forms)
    forms.fill("name", sender_name=PERSON["name"])
    forms.forget()
    forms.fill("address", sender_address=PERSON["address"])
    assert forms.asked == "contact"
    forms.forget()
    forms.step(Do.RESUME)
    assert forms.asked == "contact"
    forms.fill("contact", sender_email="hoa@vi-du.vn")
    forms.step(Do.YES)
    forms.forget()
    forms.step(Do.SEND)
    assert forms.slots["feedback_code"].startswith("KN-")


def test_pressing_send_twice_makes_one_pakn_and_says_so(forms: Any) -> None:
    code = sent(forms)
    (again,) = forms.step(Do.SEND)
    assert code in again.lead
    assert forms.slots["feedback_code"] == code


def test_a_form_that_ended_without_its_validation_sends_nothing(forms: Any) -> None:
    to_the_name(forms)
    forms.loop = None
    follow = forms._run("action_feedback_end")
    assert follow == "feedback_form"
    assert "feedback_code" not in forms.slots
    assert forms.port.draft("cuocTroChuyenThu1", "web").content == STORY


def test_a_failing_desk_keeps_the_draft_and_says_so(forms: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from knowledge.errors import StorageFull

    to_the_review(forms)

    def full(*_: object) -> None:
        raise StorageFull(Path("/var"))

    with monkeypatch.context() as patch:
        patch.setattr(forms.port, "submit", full)
        (said,) = forms.step(Do.SEND)
        assert "Bản nháp còn nguyên" in said.lead
    forms.step(Do.SEND)
    assert forms.slots["feedback_code"].startswith("KN-")


def test_content_that_is_a_denunciation_is_guided_and_not_taken(forms: Any) -> None:
    forms.step(Do.FILE, kind="hanh_vi")
    (said,) = forms.step(Do.GUIDE, to="denounce")
    assert "Luật Tố cáo 2018" in said.lead
    assert forms.asked == "content"
    assert forms.custom[0]["hides"] is True
    forms.step(Do.INSIST)
    assert forms.asks == "content!"


def test_a_step_without_a_form_says_that_there_is_none(forms: Any) -> None:
    (said,) = forms.step(Do.SKIP)
    assert "không có phản ánh nào" in said.lead
    assert forms.loop is None


def test_why_a_field_is_asked_is_answered_by_the_form(forms: Any) -> None:
    to_the_name(forms)
    why, again = forms.step(Do.WHY)
    assert "mã hóa" in why.lead
    assert forms.asked == "name"
    assert "họ và tên" in again.lead


def test_more_can_be_told_after_the_content_and_no_is_an_answer_too(forms: Any) -> None:
    forms.step(Do.FILE, kind="hanh_vi")
    (asked,) = forms.fill("content", content=STORY)
    assert forms.asked == "more"
    assert "Bước 2/10" in asked.lead
    assert "kể thêm" in asked.lead
    forms.fill("more", content=f"{STORY}\n\nHọ hẹn hai lần rồi.")
    assert forms.asked == "subject"
    forms.step(Do.PREVIOUS)
    assert forms.asked == "more"
    forms.step(Do.NO)
    assert forms.asked == "subject"
    assert forms.port.draft("cuocTroChuyenThu1", "web").content.endswith("Họ hẹn hai lần rồi.")


@pytest.mark.parametrize(
    ("steps", "field", "said"),
    [
        (3, "when", "chưa hiểu đây là ngày nào"),
        (4, "files", "không gõ vào đây"),
        (5, "consent", "chưa rõ anh/chị có đồng ý hay không"),
    ],
)
def test_what_was_not_understood_is_said_with_an_example_before_the_question_comes_again(
    forms: Any, steps: int, field: str, said: str
) -> None:
    forms.step(Do.FILE, kind="hanh_vi")
    forms.fill("content", content=STORY)
    for _ in range(steps):
        forms.step(Do.SKIP)
    assert forms.asked == field
    first, _ = forms.step(Do.UNCLEAR)
    assert said in first.lead
    assert "“" in first.lead
    assert forms.asked == field


def test_a_phone_number_that_cannot_be_read_is_named_with_an_example(forms: Any) -> None:
    to_the_name(forms)
    forms.fill("name", sender_name=PERSON["name"])
    forms.fill("address", sender_address=PERSON["address"])
    with pytest.raises(FieldRefused) as refused:
        forms.port.keep("cuocTroChuyenThu1", "web", sender_phone="chín một hai")
    first, _ = forms.step(Do.FILL, field="contact", problem=refused.value.reason)
    assert "Số điện thoại chưa đúng" in first.lead
    assert "0912 345 678" in first.lead
    assert forms.asked == "contact"
