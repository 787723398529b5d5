"""The title made of a content: what is told, short, masked, never in the middle of a word or a mark."""

from __future__ import annotations

import pytest

from api.feedback.intake import title_of
from api.feedback.model import DraftFields
from api.feedback.redaction import Sender, redact
from api.feedback.titles import LONGEST, made_title


@pytest.mark.parametrize(
    ("content", "title"),
    [
        ("Cán bộ bắt nộp thêm giấy. Tôi đã hỏi lại hai lần.", "Cán bộ bắt nộp thêm giấy"),
        ("đường dây nóng không ai nghe máy\ntôi gọi cả tuần", "Đường dây nóng không ai nghe máy"),
        ("Kính gửi UBND phường, tôi nộp hồ sơ khai sinh đã một tháng.", "Tôi nộp hồ sơ khai sinh đã một tháng"),
        ("Xin chào. Tôi xin phản ánh: hồ sơ của tôi bị thất lạc.", "Hồ sơ của tôi bị thất lạc"),
        ("Tôi tên là Trần Văn B, ở số 5 Lê Lợi. Hẹn trả ba lần chưa có.", "Hẹn trả ba lần chưa có"),
        ("Ở TP. Biên Hòa phải đợi cả buổi. Không có ghế.", "Ở TP. Biên Hòa phải đợi cả buổi"),
        ("Phí chứng thực thu 20.000 đồng là sai. Xin xem lại.", "Phí chứng thực thu 20.000 đồng là sai"),
        ("Tên con tôi bị ghi sai trên giấy khai sinh. Đề nghị sửa.", "Tên con tôi bị ghi sai trên giấy khai sinh"),
        ("Xin chào", "Xin chào"),
        ("", ""),
    ],
)
def test_a_title_is_the_first_sentence_that_tells_something(content: str, title: str) -> None:
    assert made_title(content) == title


def test_a_long_sentence_ends_with_a_clause_or_between_words() -> None:
    clause = "Quy định bắt nộp giấy xác nhận cư trú là rườm rà và không hợp lý"
    assert made_title(f"{clause}, vì dữ liệu đã có đủ trên hệ thống quốc gia từ năm ngoái rồi") == clause
    words = "Cán bộ tiếp nhận bắt tôi về làm lại tờ khai bốn lần dù tôi đã ghi đúng theo mẫu dán ở phòng một cửa"
    made = made_title(words)
    assert made.endswith("…")
    assert len(made) <= LONGEST + 1
    assert words.startswith(f"{made[:-1]} ")


def test_a_mark_is_kept_whole_or_left_out() -> None:
    for length in range(60, 95):
        made = made_title("a " * (length // 2) + "b" * (length % 2) + " [số điện thoại] nhiều lần mà không ai nghe máy")
        assert made.count("[") == made.count("]")


def test_neither_a_made_nor_an_own_title_shows_the_sender() -> None:
    sender = {"sender_name": "Nguyễn Thị Hoa", "sender_phone": "0912345678", "sender_address": "số 5 Lê Lợi"}
    made = title_of(DraftFields(content="Hồ sơ của Nguyễn Thị Hoa gọi 0912 345 678 không ai trả lời.", **sender))
    assert made == "Hồ sơ của [người gửi] gọi [số điện thoại] không ai trả lời"
    own = title_of(DraftFields(title="Hồ sơ của Nguyễn Thị Hoa", content="Không dùng đến.", **sender))
    assert own == "Hồ sơ của [người gửi]"


@pytest.mark.parametrize(
    "name",
    [
        "Công ty TNHH Hoa Mai, người liên hệ Trần Văn Bình",
        "Công ty TNHH Hoa Mai (đại diện: Trần Văn Bình)",
        "Công ty TNHH Hoa Mai - người đại diện: Trần Văn Bình",
    ],
)
def test_an_organisation_and_who_speaks_for_it_are_both_covered(name: str) -> None:
    sender = Sender(name, None, None, None)
    text = "Công ty TNHH Hoa Mai nộp hồ sơ, ông Bình (Trần Văn Bình) phải đi lại nhiều lần."
    assert redact(text, sender) == "[người gửi] nộp hồ sơ, [người gửi] ([người gửi]) phải đi lại nhiều lần."


def test_an_address_with_the_commune_of_today_beside_the_former_one_is_covered() -> None:
    kept = "số 9 ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)"
    text = "Nhà tôi ở số 9 ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp bị ngập."
    assert redact(text, Sender(None, kept, None, None)) == "Nhà tôi ở [địa chỉ] bị ngập."
