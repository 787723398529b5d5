"""Typed words inside a form: command, question, or the value that was asked for."""

from __future__ import annotations

from datetime import date

import pytest

from actions.feedback.commands import asks_for_help, belongs_elsewhere, is_question, read_command
from actions.feedback.dates import read_day
from actions.feedback.fields import Field
from actions.feedback.steps import Do, Kind, Sender
from knowledge.text import fold

TODAY = date(2026, 11, 22)  # a Sunday


@pytest.mark.parametrize(
    ("text", "asked", "do"),
    [
        ("quay lại", Field.ADDRESS, Do.PREVIOUS),
        ("quay lai cau truoc", Field.NAME, Do.PREVIOUS),
        ("cho em quay lại câu trước với ạ", Field.NAME, Do.PREVIOUS),
        ("bỏ qua", Field.PLACE, Do.SKIP),
        ("bo qua cau nay nhe", Field.WHEN, Do.SKIP),
        ("không nhớ", Field.WHEN, Do.SKIP),
        ("bỏ qua", Field.NAME, Do.REFUSE),
        ("bỏ qua", Field.CONTENT, Do.UNCLEAR),
        ("hủy", Field.NAME, Do.CANCEL),
        ("thôi không gửi nữa", Field.CONTENT, Do.CANCEL),
        ("hủy phản ánh này đi", Field.CONTENT, Do.CANCEL),
        ("bắt đầu lại từ đầu", Field.NAME, Do.CANCEL),
        ("tiếp tục", Field.CONTACT, Do.RESUME),
        ("gửi đi", Field.REVIEW, Do.SEND),
        ("đồng ý", Field.CONSENT, Do.YES),
        ("dạ đồng ý ạ", Field.CONSENT, Do.YES),
        ("không đồng ý", Field.CONSENT, Do.NO),
        ("có", Field.HIDDEN, Do.YES),
        ("không cần", Field.HIDDEN, Do.NO),
        ("tôi không muốn cho biết tên", Field.NAME, Do.REFUSE),
        ("ẩn danh", Field.NAME, Do.REFUSE),
        ("không", Field.CONTACT, Do.REFUSE),
        ("sao phải cho biết tên?", Field.NAME, Do.WHY),
        ("số điện thoại có bị lộ không", Field.CONTACT, Do.WHY),
        ("trợ giúp", Field.CONTENT, Do.WHY),
        ("giữ nguyên", Field.TITLE, Do.SKIP),
        ("không", Field.TITLE, Do.SKIP),
        ("dạ được", Field.TITLE, Do.SKIP),
        ("gửi đi", Field.TITLE, Do.SEND),
        ("quay lại", Field.TITLE, Do.PREVIOUS),
        ("bỏ qua", Field.SENDER, Do.SKIP),
        ("ẩn danh", Field.SENDER, Do.REFUSE),
        ("quay lại", Field.SENDER, Do.PREVIOUS),
        ("1", Field.ADDRESS_NOW, Do.PLACE),
        ("giữ như đã ghi", Field.ADDRESS_NOW, Do.SKIP),
        ("đúng rồi", Field.ADDRESS_NOW, Do.YES),
    ],
)
def test_a_command_is_read_whatever_was_asked(text: str, asked: Field, do: Do) -> None:
    step = read_command(text, asked)
    assert step is not None
    assert step.do is do


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("sửa số điện thoại", Field.CONTACT),
        ("sua lai so dien thoai giup toi", Field.CONTACT),
        ("sửa lại họ tên", Field.NAME),
        ("đổi địa chỉ", Field.ADDRESS),
        ("sửa nội dung", Field.CONTENT),
        ("sửa ngày xảy ra", Field.WHEN),
        ("sửa nơi xảy ra", Field.PLACE),
        ("sửa email", Field.CONTACT),
        ("sửa tiêu đề", Field.TITLE),
        ("doi tieu de phan anh", Field.TITLE),
        ("sửa tên công ty", Field.NAME),
        ("sửa người liên hệ", Field.NAME),
        ("sửa lại, tôi gửi với tư cách cá nhân", Field.SENDER),
        ("đổi sang tổ chức", Field.SENDER),
    ],
)
def test_a_field_to_correct_is_named_in_words(text: str, field: Field) -> None:
    step = read_command(text, Field.REVIEW)
    assert step is not None
    assert (step.do, step.field) == (Do.CHANGE, field)


def test_the_kind_may_be_typed() -> None:
    step = read_command("về thái độ cán bộ", Field.KIND)
    assert step is not None
    assert step.kind is Kind.CONDUCT


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("cá nhân", Sender.PERSON),
        ("toi la nguoi dan thoi", Sender.PERSON),
        ("dạ công ty em gửi", Sender.ORGANISATION),
        ("tổ chức, doanh nghiệp", Sender.ORGANISATION),
    ],
)
def test_who_speaks_may_be_typed(text: str, sender: Sender) -> None:
    step = read_command(text, Field.SENDER)
    assert step is not None
    assert (step.do, step.sender) == (Do.SENDER, sender)


@pytest.mark.parametrize("text", ["không phải công ty", "cá nhân hay tổ chức đều được", "Nguyễn Thị Hoa"])
def test_who_speaks_is_not_guessed(text: str) -> None:
    assert read_command(text, Field.SENDER) is None


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("Nguyễn Văn Hủy", Field.NAME),
        ("Đỗ Thị Qua", Field.NAME),
        ("Trần Không", Field.NAME),
        ("12 đường Lê Lợi, phường Tam Hiệp, tỉnh Đồng Nai", Field.ADDRESS),
        ("số 5 đường Trở Lại, xã An Bình", Field.ADDRESS),
        ("0912 345 678", Field.CONTACT),
        ("Cán bộ hủy hồ sơ của tôi mà không giải thích, tôi phải quay lại bốn lần", Field.CONTENT),
        ("Sao cán bộ lại bắt tôi nộp thêm giấy khám sức khỏe khi đổi bằng lái mà luật không ghi?", Field.CONTENT),
        ("Ủy ban nhân dân phường Trảng Dài", Field.SUBJECT),
        ("xã Phước Thái, tỉnh Đồng Nai", Field.PLACE),
        ("Sửa đổi quy định về giờ tiếp dân", Field.TITLE),
        ("Vì sao phải nộp giấy xác nhận", Field.TITLE),
        ("Công ty TNHH Hủy Diệt Côn Trùng, người liên hệ Nguyễn Thị Hoa", Field.NAME),
    ],
)
def test_a_value_is_neither_command_nor_question(text: str, asked: Field) -> None:
    assert read_command(text, asked) is None
    assert not is_question(text, asked)
    assert not belongs_elsewhere(text)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("cho hỏi đăng ký tạm trú hết bao nhiêu tiền", Field.ADDRESS),
        ("cho hỏi làm hộ chiếu mất mấy ngày?", Field.CONTENT),
        ("cho hỏi lệ phí làm căn cước bao nhiêu", Field.PLACE),
        ("cho hỏi lệ phí làm căn cước bao nhiêu", Field.TITLE),
        ("cho hỏi lệ phí làm căn cước bao nhiêu", Field.SENDER),
    ],
)
def test_a_question_is_heard_as_one(text: str, asked: Field) -> None:
    assert read_command(text, asked) is None
    assert is_question(text, asked)


@pytest.mark.parametrize("text", ["cho tôi gặp nhân viên", "cháy nhà rồi cứu với", "cuu toi voi co cuop"])
def test_danger_and_the_wish_for_a_person_go_past_the_form(text: str) -> None:
    assert belongs_elsewhere(text)


def test_help_is_help() -> None:
    assert asks_for_help("trợ giúp")
    assert not asks_for_help("Lê Thị Hướng Dẫn")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("hôm nay", TODAY),
        ("sáng nay lúc 8 giờ", TODAY),
        ("hôm qua", date(2026, 11, 21)),
        ("5/11", date(2026, 11, 5)),
        ("25/12", date(2025, 12, 25)),
        ("05/11/2026", date(2026, 11, 5)),
        ("ngày 5 tháng 11 năm 2026", date(2026, 11, 5)),
        ("ngay 3 thang 10", date(2026, 10, 3)),
        ("3 hôm trước", date(2026, 11, 19)),
        ("thứ hai tuần trước", date(2026, 11, 9)),
        ("thứ năm", date(2026, 11, 19)),
        ("chủ nhật", TODAY),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, day: date) -> None:
    assert read_day(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "lâu rồi", "31/02/2026", "99/99", "khoảng giữa năm"])
def test_what_names_no_day_is_told_apart(text: str) -> None:
    assert read_day(text, TODAY) is None


@pytest.mark.parametrize("text", ["không", "ko", "hết rồi", "không còn gì nữa", "chỉ vậy thôi", "xong rồi", "bỏ qua"])
def test_nothing_more_to_tell_is_heard_with_and_without_marks(text: str) -> None:
    for typed in (text, fold(text)):
        step = read_command(typed, Field.MORE)
        assert step is not None
        assert step.do is Do.SKIP


def test_a_detail_that_begins_with_no_is_a_detail() -> None:
    assert read_command("không ai giải thích vì sao trễ hẹn hai lần", Field.MORE) is None
