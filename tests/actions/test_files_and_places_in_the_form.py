"""Files and former places in the intake, and what "go on" means when nothing is left of it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.commands import read_command
from actions.feedback.fields import Field
from actions.feedback.steps import Do
from knowledge.answer import Answer

STORY = "Cán bộ tiếp nhận bắt tôi nộp thêm giấy xác nhận cư trú dù luật không yêu cầu."
PDF = b"%PDF-1.4 giay hen"
TALK = "cuocTroChuyenThu1"
OLD = "ấp 5, xã Bàn Long, huyện Châu Thành, Tiền Giang"


def attach(talk: Any, name: str = "giấy hẹn.pdf") -> str:
    draft = talk.desk.open_draft(channel=talk.channel, conversation_id=TALK)
    return str(talk.desk.attach(draft, name, PDF, not_identity_paper=True).id)


def to_the_files(talk: Any) -> list[Answer]:
    talk.step(Do.FILE, kind="hanh_vi")
    talk.fill("content", content=STORY)
    said: list[Answer] = []
    for _ in ("more", "subject", "place", "when"):
        said = talk.step(Do.SKIP)
    return said


def to_the_review(talk: Any) -> list[Answer]:
    if talk.asked == "files":
        talk.step(Do.SKIP)
    talk.step(Do.YES)
    talk.fill("name", sender_name="Nguyễn Thị Hoa")
    talk.fill("address", sender_address="12 Lê Lợi, phường Tam Hiệp, tỉnh Đồng Nai")
    talk.fill("contact", sender_phone="0912345678")
    said: list[Answer] = talk.step(Do.YES)
    return said


def sent(talk: Any) -> str:
    to_the_files(talk)
    to_the_review(talk)
    talk.step(Do.SEND)
    return str(talk.slots["feedback_code"])


def to_the_place(talk: Any, place: str) -> list[Answer]:
    talk.step(Do.FILE, kind="hanh_vi")
    talk.fill("content", content=STORY)
    talk.step(Do.SKIP)
    talk.step(Do.SKIP)
    said: list[Answer] = talk.fill("place", location=place)
    return said


def test_where_files_can_come_the_form_asks_for_them_before_anything_about_the_person(forms: Any) -> None:
    (asked,) = to_the_files(forms)
    assert forms.asked == "files"
    assert "tệp, ảnh muốn gửi kèm" in asked.lead
    forms.step(Do.SKIP)
    assert forms.asked == "consent"


@pytest.mark.parametrize("channel", ["zalo_oa", "zalo_bot", "webhook"])
def test_where_no_files_can_come_they_are_not_asked_for_and_the_receipt_names_the_page(
    forms: Any, channel: str
) -> None:
    forms.channel = channel
    to_the_files(forms)
    assert forms.asked == "consent"
    (review,) = to_the_review(forms)
    assert "ệp kèm theo" not in str(review)
    (receipt,) = forms.step(Do.SEND)
    assert f"/phan-anh/{forms.slots['feedback_code']}" in str(receipt.blocks)


def test_the_page_for_files_is_a_whole_address_when_the_product_has_one(forms: Any) -> None:
    forms.channel = "zalo_oa"
    forms.port._public_url = "https://motcua.vi-du.vn"
    to_the_files(forms)
    to_the_review(forms)
    (receipt,) = forms.step(Do.SEND)
    assert f"https://motcua.vi-du.vn/phan-anh/{forms.slots['feedback_code']}" in str(receipt.blocks)


def test_on_the_web_the_receipt_names_no_page_for_files(forms: Any) -> None:
    to_the_files(forms)
    to_the_review(forms)
    (receipt,) = forms.step(Do.SEND)
    assert "/phan-anh/" not in str(receipt)


def test_the_review_names_the_files_to_the_person_alone(forms: Any) -> None:
    to_the_files(forms)
    attach(forms)
    attach(forms, "ảnh quầy số 3.pdf")
    (review,) = to_the_review(forms)
    assert "giấy hẹn" not in str(review)
    assert "Tệp kèm theo (2)" in str(review)
    assert "giấy hẹn.pdf; ảnh quầy số 3.pdf" in forms.port.unseal(forms.custom[-1]["sealed"])


def test_files_are_changed_from_the_review_and_end_up_on_the_pakn(forms: Any) -> None:
    to_the_files(forms)
    first = attach(forms)
    (review,) = to_the_review(forms)
    assert "Thêm, bỏ tệp" in [reply.title for reply in review.quick_replies]
    forms.step(Do.CHANGE, field="files")
    assert forms.asked == "files"
    attach(forms, "bien ban.pdf")
    forms.desk.detach(forms.desk.open_draft(channel="web", conversation_id=TALK), first)
    forms.step(Do.SKIP)
    assert forms.asked == "review"
    forms.step(Do.SEND)
    case = forms.desk.status(forms.slots["feedback_code"], "5678")
    assert [one.name for one in case.attachments] == ["bien ban.pdf"]


def test_on_a_channel_without_files_correcting_them_says_when_they_can_come(forms: Any) -> None:
    forms.channel = "zalo_oa"
    to_the_files(forms)
    to_the_review(forms)
    said, _ = forms.step(Do.CHANGE, field="files")
    assert "chưa gửi được tệp" in said.lead
    assert forms.asked == "review"


@pytest.mark.parametrize(
    "text", ["xong rồi", "không có tệp nào", "không", "đủ rồi", "tiếp tục", "bỏ qua", "đã thêm xong"]
)
def test_typed_words_lead_past_the_files(text: str) -> None:
    step = read_command(text, Field.FILES)
    assert step
    assert step.do is Do.SKIP


def test_a_former_place_is_answered_with_the_commune_of_today_to_be_confirmed(forms: Any) -> None:
    (asked,) = to_the_place(forms, OLD)
    assert forms.asked == "place_now"
    assert "xã Vĩnh Kim" not in str(asked)  # a place is for the person alone
    assert "xã Vĩnh Kim, tỉnh Đồng Tháp" in forms.port.unseal(forms.custom[-1]["sealed"])
    assert forms.port.draft(TALK, "web").location.startswith("ấp 5, xã Bàn Long")
    forms.press(asked.quick_replies[0].payload)
    assert forms.asked == "when"
    kept = forms.port.draft(TALK, "web").location
    assert kept == "ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)"


def test_several_communes_are_all_offered_and_none_is_taken_by_itself(forms: Any) -> None:
    (asked,) = to_the_place(forms, "xã Tân Phú huyện Châu Thành tỉnh Tiền Giang")
    assert len([reply for reply in asked.quick_replies if "place" in reply.payload]) == 2
    forms.step(Do.YES)
    assert forms.asked == "place_now"  # yes to which?
    forms.step(Do.PLACE, number=2)
    assert forms.port.draft(TALK, "web").location.startswith("xã Tân Thới, tỉnh Đồng Tháp (trước là")


def test_a_place_may_stay_as_it_was_written(forms: Any) -> None:
    to_the_place(forms, OLD)
    forms.step(Do.SKIP)
    assert forms.asked == "when"
    assert "Bàn Long" in forms.port.draft(TALK, "web").location
    forms.step(Do.PREVIOUS)
    assert forms.asked == "place_now"
    forms.step(Do.YES)
    assert forms.port.draft(TALK, "web").location.startswith("ấp 5, xã Vĩnh Kim")


def test_a_place_told_anew_is_looked_at_anew(forms: Any) -> None:
    to_the_place(forms, OLD)
    forms.fill("place", location="phường Tam Hiệp, tỉnh Đồng Nai")
    assert forms.asked == "when"
    forms.step(Do.PREVIOUS)
    assert forms.asked == "place"


@pytest.mark.parametrize("number", [2, 9])
def test_a_number_that_was_not_offered_changes_nothing(forms: Any, number: int) -> None:
    to_the_place(forms, OLD)
    forms.step(Do.PLACE, number=number)
    assert forms.asked == "place_now"
    assert "Bàn Long" in forms.port.draft(TALK, "web").location


def test_after_rasa_forgot_the_commune_is_still_asked_for(forms: Any) -> None:
    to_the_place(forms, OLD)
    forms.forget()
    forms.step(Do.YES)
    assert forms.port.draft(TALK, "web").location.startswith("ấp 5, xã Vĩnh Kim")
    assert forms.asked == "when"


# "Go on" after an intake that is no longer there


def receipts(answers: list[Answer], code: str) -> list[Answer]:
    return [answer for answer in answers if code in str(answer)]


def test_going_on_after_a_cancelled_form_starts_anew_and_repeats_no_earlier_receipt(forms: Any) -> None:
    code = sent(forms)
    to_the_files(forms)
    to_the_review(forms)
    forms.step(Do.CANCEL)
    waits_for = forms.asks
    forms.step(Do.YES)
    forms.asks = waits_for  # the answer to it got lost: the gateway still knows the question before
    said = forms.step(Do.RESUME)
    assert receipts(said, code) == []
    assert "Không còn bản nháp" in said[0].lead
    assert forms.asked == "kind"


def test_going_on_after_the_draft_was_kept_too_long_starts_anew(forms: Any) -> None:
    code = sent(forms)
    to_the_files(forms)
    to_the_review(forms)
    forms.port.drop(TALK, "web")  # as retention does
    forms.forget()
    said = forms.step(Do.RESUME)
    assert receipts(said, code) == []
    assert forms.asked == "kind"
    forms.step(Do.KIND, kind="de_xuat")
    assert forms.asked == "content"


def test_going_on_after_a_lost_receipt_still_repeats_it(forms: Any) -> None:
    to_the_files(forms)
    to_the_review(forms)
    waits_for = forms.asks
    forms.step(Do.SEND)
    code = str(forms.slots["feedback_code"])
    forms.forget()
    forms.asks = waits_for
    said = forms.step(Do.RESUME)
    assert len(receipts(said, code)) == 1
    assert forms.loop is None


def test_a_file_alone_is_something_new_too(forms: Any) -> None:
    sent(forms)
    attach(forms)
    assert forms.desk.receipt_again(TALK) is None
