"""Who speaks, the title and the sender's address in the intake: offered, corrected, gone back to, reviewed."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.steps import Do
from knowledge.answer import Answer

STORY = "Kính gửi UBND phường, tôi là Nguyễn Thị Hoa. Cán bộ hẹn trả giấy khai sinh ba lần mà chưa có. Tôi đã gọi điện."
MADE = "Cán bộ hẹn trả giấy khai sinh ba lần mà chưa có"
COMPANY = "Công ty TNHH Hoa Mai, người liên hệ Nguyễn Thị Hoa"
ADDRESS = "12 Lê Lợi, phường Tam Hiệp, tỉnh Đồng Nai"
OLD = "số 9 ấp 5, xã Bàn Long, huyện Châu Thành, Tiền Giang"
TALK = "cuocTroChuyenThu1"


def to_the_sender(talk: Any, story: str = STORY) -> list[Answer]:
    talk.step(Do.FILE, kind="hanh_vi")
    talk.fill("content", content=story)
    for _ in ("more", "subject", "place", "when", "files"):
        talk.step(Do.SKIP)
    said: list[Answer] = talk.step(Do.YES)
    return said


def to_the_address(talk: Any) -> None:
    to_the_sender(talk)
    talk.step(Do.SENDER, sender="ca_nhan")
    talk.fill("name", sender_name="Nguyễn Thị Hoa")


def to_the_review(talk: Any, kind: str = "ca_nhan", name: str = "Nguyễn Thị Hoa") -> list[Answer]:
    to_the_sender(talk)
    talk.step(Do.SENDER, sender=kind)
    talk.fill("name", sender_name=name)
    talk.fill("address", sender_address=ADDRESS)
    talk.fill("contact", sender_phone="0912345678")
    said: list[Answer] = talk.step(Do.YES)
    return said


def shown(talk: Any) -> str:
    return str(talk.port.unseal(talk.custom[-1]["sealed"]))


def sent(talk: Any) -> Any:
    talk.step(Do.SEND)
    return talk.desk.status(talk.slots["feedback_code"], "5678")


# Who speaks


def test_who_speaks_is_asked_with_two_buttons_in_the_step_of_the_name(forms: Any) -> None:
    (asked,) = to_the_sender(forms)
    assert asked.lead.startswith("Bước 7/10.")
    assert [reply.title for reply in asked.quick_replies][:2] == ["Cá nhân", "Tổ chức, doanh nghiệp"]
    (name,) = forms.press(asked.quick_replies[0].payload)
    assert name.lead == "Bước 7/10. Xin anh/chị cho biết họ và tên."
    assert forms.port.draft(TALK, "web").sender_kind == "ca_nhan"


def test_an_organisation_gives_its_name_and_who_to_ask_for(forms: Any) -> None:
    (asked,) = to_the_sender(forms)
    (name,) = forms.press(asked.quick_replies[1].payload)
    assert "tên tổ chức, doanh nghiệp và người liên hệ" in name.lead
    forms.fill("name", sender_name=COMPANY)
    forms.fill("address", sender_address=ADDRESS)
    forms.fill("contact", sender_phone="0912345678")
    (review,) = forms.step(Do.YES)
    assert "Gửi với tư cách: tổ chức, doanh nghiệp" in str(review)
    assert "Tên tổ chức, người liên hệ:" in str(review)
    assert COMPANY not in str(review)
    assert COMPANY in shown(forms)
    code = sent(forms).code
    kept = forms.desk._office.database
    with kept.session() as session:
        from api.storage.feedback_tables import CaseRow

        row = session.query(CaseRow).filter_by(code=code).one()
        assert (row.sender_kind, row.sender_name) == ("to_chuc", COMPANY)


def test_passed_over_it_is_a_person(forms: Any) -> None:
    to_the_sender(forms)
    forms.step(Do.SKIP)
    assert forms.asked == "name"
    assert forms.port.draft(TALK, "web").sender_kind == "ca_nhan"


def test_back_from_the_name_changes_who_speaks(forms: Any) -> None:
    to_the_sender(forms)
    forms.step(Do.SENDER, sender="ca_nhan")
    forms.step(Do.PREVIOUS)
    assert forms.asked == "sender"
    (name,) = forms.step(Do.SENDER, sender="to_chuc")
    assert "tổ chức" in name.lead


def test_another_kind_at_the_review_asks_for_the_name_of_it(forms: Any) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="sender")
    assert forms.asked == "sender"
    forms.step(Do.SENDER, sender="to_chuc")
    assert forms.asked == "name"
    assert forms.port.draft(TALK, "web").sender_name is None
    forms.fill("name", sender_name=COMPANY)
    assert forms.asked == "review"


@pytest.mark.parametrize("how", [{"do": Do.SENDER, "sender": "ca_nhan"}, {"do": Do.SKIP}])
def test_the_same_kind_at_the_review_leaves_the_name(forms: Any, how: dict[str, Any]) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="sender")
    forms.step(**how)
    assert forms.asked == "review"
    assert forms.port.draft(TALK, "web").sender_name == "Nguyễn Thị Hoa"


def test_a_question_in_between_is_answered_and_who_speaks_asked_again(forms: Any) -> None:
    to_the_sender(forms)
    answer, again = forms.say("đăng ký tạm trú hết bao nhiêu tiền", "ask")
    assert answer.code == "1.004194"
    assert "tư cách" in again.lead
    assert forms.asked == "sender"


def test_after_rasa_forgot_who_speaks_is_not_asked_twice(forms: Any) -> None:
    to_the_sender(forms)
    forms.step(Do.SENDER, sender="to_chuc")
    forms.forget()
    (name,) = forms.step(Do.RESUME)
    assert forms.asked == "name"
    assert "tổ chức" in name.lead


def test_who_refuses_there_may_leave_a_remark_and_is_not_asked_again(forms: Any) -> None:
    to_the_sender(forms)
    forms.step(Do.REFUSE)
    forms.step(Do.REMARK)
    assert forms.asked == "review"
    assert "tư cách" not in str(forms.custom[-1]["answer"])


@pytest.mark.parametrize("sender", ["ca_nhan", "to_chuc"])
def test_who_speaks_is_heard_only_where_it_is_asked(forms: Any, sender: str) -> None:
    to_the_address(forms)
    forms.step(Do.SENDER, sender=sender)
    assert forms.asked == "address"
    assert forms.port.draft(TALK, "web").sender_kind == "ca_nhan"


# The title


def test_the_title_is_made_of_the_content_and_shown_at_the_review_alone(forms: Any) -> None:
    (review,) = to_the_review(forms)
    assert "Tiêu đề: [Riêng tư: tiêu đề]" in str(review)
    assert MADE not in str(review)
    assert f'"{MADE}"' in shown(forms)
    assert "Sửa tiêu đề" in [reply.title for reply in review.quick_replies]
    assert sent(forms).title == MADE


def test_a_title_of_ones_own_is_kept_and_masked_like_everything_else(forms: Any) -> None:
    (review,) = to_the_review(forms)
    (asked,) = forms.press(next(one.payload for one in review.quick_replies if one.title == "Sửa tiêu đề"))
    assert forms.asked == "title"
    assert MADE not in str(asked)
    assert MADE in shown(forms)
    forms.fill("title", title="Trễ hẹn khai sinh, gọi 0912345678 gặp chị Hoa")
    assert forms.asked == "review"
    assert "Trễ hẹn khai sinh, gọi [số điện thoại] gặp [người gửi]" in shown(forms)
    assert sent(forms).title == "Trễ hẹn khai sinh, gọi [số điện thoại] gặp [người gửi]"


@pytest.mark.parametrize("do", [Do.SKIP, Do.PREVIOUS])
def test_the_title_may_stay_as_it_is(forms: Any, do: Do) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="title")
    forms.step(do)
    assert forms.asked == "review"
    assert sent(forms).title == MADE


def test_the_made_title_follows_the_content(forms: Any) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="content")
    forms.fill("content", content="Đường dây nóng của phường không ai nghe máy suốt cả tuần nay.")
    assert forms.asked == "review"
    assert sent(forms).title == "Đường dây nóng của phường không ai nghe máy suốt cả tuần nay"


def test_going_back_never_leads_to_the_title(forms: Any) -> None:
    to_the_sender(forms)
    seen = []
    for _ in range(8):
        forms.step(Do.PREVIOUS)
        seen.append(forms.asked)
    assert "title" not in seen
    assert seen[-1] == "kind"


def test_a_title_asked_for_too_early_goes_on_with_the_content(forms: Any) -> None:
    forms.step(Do.FILE, kind="hanh_vi")
    forms.step(Do.CHANGE, field="title")
    assert forms.asked == "content"


def test_after_rasa_forgot_a_title_is_still_taken(forms: Any) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="title")
    forms.forget()
    forms.fill("title", title="Hẹn trả ba lần")
    assert forms.port.draft(TALK, "web").title == "Hẹn trả ba lần"
    assert forms.asked == "hidden"  # a button that the draft does not show
    forms.step(Do.YES)
    assert sent(forms).title == "Hẹn trả ba lần"


# The sender's address


def test_an_address_with_a_former_name_is_offered_as_it_is_today_and_never_changed_by_itself(forms: Any) -> None:
    to_the_address(forms)
    (asked,) = forms.fill("address", sender_address=OLD)
    assert forms.asked == "address_now"
    assert asked.lead.startswith("Địa chỉ anh/chị ghi là tên cũ.")
    assert "Vĩnh Kim" not in str(asked)
    assert "xã Vĩnh Kim, tỉnh Đồng Tháp" in shown(forms)
    assert forms.port.draft(TALK, "web").sender_address == OLD
    forms.press(asked.quick_replies[0].payload)
    assert forms.asked == "contact"
    kept = forms.port.draft(TALK, "web").sender_address
    assert kept == "số 9 ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)"


@pytest.mark.parametrize("do", [Do.SKIP, Do.NO])
def test_an_address_may_stay_as_it_was_written(forms: Any, do: Do) -> None:
    to_the_address(forms)
    forms.fill("address", sender_address=OLD)
    forms.step(do)
    assert forms.asked == "contact"
    assert forms.port.draft(TALK, "web").sender_address == OLD
    forms.step(Do.PREVIOUS)
    assert forms.asked == "address_now"
    forms.step(Do.YES)
    assert forms.port.draft(TALK, "web").sender_address.startswith("số 9 ấp 5, xã Vĩnh Kim")


def test_an_address_corrected_at_the_review_is_looked_at_anew(forms: Any) -> None:
    to_the_review(forms)
    forms.step(Do.CHANGE, field="address")
    forms.fill("address", sender_address=OLD)
    assert forms.asked == "address_now"
    forms.step(Do.PLACE, number=1)
    assert forms.asked == "review"
    forms.step(Do.CHANGE, field="address_now")  # settled already: the address itself
    assert forms.asked == "address"


@pytest.mark.parametrize("number", [2, 9])
def test_a_number_that_was_not_offered_changes_no_address(forms: Any, number: int) -> None:
    to_the_address(forms)
    forms.fill("address", sender_address=OLD)
    forms.step(Do.PLACE, number=number)
    assert forms.asked == "address_now"
    assert forms.port.draft(TALK, "web").sender_address == OLD


def test_after_rasa_forgot_the_commune_of_the_address_is_still_asked_for(forms: Any) -> None:
    to_the_address(forms)
    forms.fill("address", sender_address=OLD)
    forms.forget()
    forms.step(Do.YES)
    assert forms.asked == "contact"
    assert "Vĩnh Kim" in forms.port.draft(TALK, "web").sender_address
