"""The forms of PAKN in the real Rasa server: opened, interrupted, gone back in, sent, followed."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.steps import Do, Step
from knowledge.answer import AnswerStatus

pytestmark = pytest.mark.bot
STORY = "Cán bộ tiếp nhận bắt tôi nộp thêm giấy xác nhận cư trú dù luật không yêu cầu."


class Form:
    """A person and the gateway together: values go to the desk, Rasa hears that they are there."""

    def __init__(self, talk: Any, port: Any) -> None:
        self._talk, self._port = talk, port

    def step(self, do: Do, **parts: Any) -> list[Any]:
        said: list[Any] = self._talk.say(Step.model_validate({"do": do, **parts}).payload)
        return said

    def fill(self, field: str, **values: Any) -> list[Any]:
        self._port.keep(self._talk.sender, "web", **values)
        return self.step(Do.FILL, field=field)

    def seal(self, field: str, text: str) -> list[Any]:
        return self.step(Do.FILL, field=field, sealed=self._port.seal(text))

    def to_the_name(self) -> list[Any]:
        self.step(Do.FILE, kind="hanh_vi")
        self.fill("content", content=STORY)
        for _ in range(5):  # more, subject, place, when, files
            self.step(Do.SKIP)
        self.step(Do.YES)
        return self.step(Do.SENDER, sender="ca_nhan")

    def to_the_review(self) -> list[Any]:
        self.to_the_name()
        self.fill("name", sender_name="Nguyễn Thị Hoa")
        self.fill("address", sender_address="12 Lê Lợi, phường Tam Hiệp, tỉnh Đồng Nai")
        self.fill("contact", sender_phone="0912345678")
        return self.step(Do.YES)


@pytest.fixture
def form(talk: Any, desk_port: Any) -> Form:
    return Form(talk, desk_port)


def test_a_whole_intake_ends_with_a_receipt_and_its_state(form: Form) -> None:
    (review,) = form.to_the_review()
    assert "Nguyễn Thị Hoa" not in review.model_dump_json()
    (receipt,) = form.step(Do.SEND)
    assert receipt.status is AnswerStatus.FEEDBACK
    assert "KN-" in receipt.model_dump_json()
    (proof,) = form.step(Do.FOLLOW)
    assert "4 số cuối" in proof.lead
    (state,) = form.seal("case_proof", "5678")
    assert "Đã tiếp nhận" in state.lead


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("đăng ký tạm trú hết bao nhiêu tiền", AnswerStatus.ANSWERED),
        ("cho tôi gặp nhân viên", AnswerStatus.HANDED_OVER),
        ("cháy nhà rồi cứu với", AnswerStatus.OUT_OF_SCOPE),
        ("giá vàng hôm nay", AnswerStatus.OUT_OF_SCOPE),
        ("/help", AnswerStatus.ANSWERED),
    ],
)
def test_whatever_interrupts_is_answered_and_the_field_asked_again(
    form: Form, talk: Any, text: str, status: AnswerStatus
) -> None:
    form.to_the_name()
    answer, again = talk.say(text)
    assert answer.status is status
    assert again.lead.startswith("Trở lại phản ánh")
    assert "họ và tên" in again.lead
    assert "địa chỉ" in form.fill("name", sender_name="Nguyễn Thị Hoa")[0].lead


def test_back_and_correcting_and_cancelling(form: Form) -> None:
    form.to_the_review()
    assert "số điện thoại" in form.step(Do.CHANGE, field="contact")[0].lead
    assert "xem lại" in form.fill("contact", sender_phone="0987654321")[0].lead
    assert "danh tính" in form.step(Do.PREVIOUS)[0].lead
    form.step(Do.CANCEL)
    assert "Đã hủy" in form.step(Do.YES)[0].lead
    assert "không có phản ánh nào" in form.step(Do.SKIP)[0].lead


def test_who_speaks_and_the_title_are_changed_from_the_review(form: Form) -> None:
    form.to_the_review()
    assert "tư cách" in form.step(Do.CHANGE, field="sender")[0].lead
    assert "người liên hệ" in form.step(Do.SENDER, sender="to_chuc")[0].lead
    assert "xem lại" in form.fill("name", sender_name="Công ty Hoa Mai, người liên hệ Nguyễn Thị Hoa")[0].lead
    assert "tiêu đề" in form.step(Do.CHANGE, field="title")[0].lead
    (review,) = form.fill("title", title="Bắt nộp thêm giấy xác nhận cư trú")
    assert "tổ chức, doanh nghiệp" in review.model_dump_json()
    (receipt,) = form.step(Do.SEND)
    assert "KN-" in receipt.model_dump_json()


def test_an_address_of_before_is_offered_as_it_is_today(form: Form) -> None:
    form.to_the_name()
    form.fill("name", sender_name="Nguyễn Thị Hoa")
    (asked,) = form.fill("address", sender_address="ấp 5, xã Bàn Long, huyện Châu Thành, Tiền Giang")
    assert "tên cũ" in asked.lead
    assert "số điện thoại" in form.step(Do.PLACE, number=1)[0].lead


def test_after_the_form_other_questions_are_answered_alone(form: Form, talk: Any) -> None:
    form.to_the_review()
    form.step(Do.SEND)
    assert len(talk.say("đăng ký tạm trú hết bao nhiêu tiền")) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("tôi muốn tố cáo trưởng thôn ăn chặn tiền hỗ trợ", "Luật Tố cáo 2018"),
        ("tôi khiếu nại quyết định thu hồi đất", "Luật Khiếu nại 2011"),
        ("đường trước nhà tôi có ổ gà to, đèn đường hỏng", "1022"),
        ("tôi muốn gửi phản ánh", "loại nào"),
    ],
)
def test_triage_leads_to_the_right_law_number_or_question(talk: Any, text: str, words: str) -> None:
    (said,) = talk.say(text)
    assert words in said.lead
