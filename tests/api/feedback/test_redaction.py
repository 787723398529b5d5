"""What is published says nothing about its sender."""

from __future__ import annotations

import pytest

from api.feedback.redaction import Sender, redact, traces

HOA = Sender("Nguyễn Thị Hoa", "Số 5 đường số 2, phường Trấn Biên, Đồng Nai", "0912345678", "hoa@example.vn")


@pytest.mark.parametrize(
    "text",
    [
        "Tôi là Nguyễn Thị Hoa.",
        "NGUYỄN THỊ HOA gửi đơn",
        "Tôi tên Nguyễn  Thị\nHoa",
        "Kính gửi bà Hoa",
        "chị hoa đã nộp",
        "gọi 0912345678",
        "gọi 0912 345 678",
        "gọi +84 912.345.678",
        "thư HOA@example.vn",
        "ở số 5 đường số 2, phường Trấn Biên",
        "số định danh 075190001234",
        "chứng minh 271234567",
    ],
)
def test_every_way_of_naming_the_sender_is_covered_and_noticed(text: str) -> None:
    covered = redact(text, HOA)

    assert covered != text
    assert traces(text, HOA)
    assert traces(covered, HOA) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Hồ sơ đăng ký thường trú tại phường Trấn Biên, Đồng Nai trả ngày 12/11/2026.",
        "Hoa quả bán ở cổng chợ không phải chuyện của thủ tục này.",
        "Theo Nghị định 20/2008/NĐ-CP, mã thủ tục 1.004222, lệ phí 20.000 đồng, gọi 1022.",
    ],
)
def test_what_tells_nothing_about_the_sender_stays(text: str) -> None:
    assert redact(text, HOA) == text
    assert traces(text, HOA) == ()


def test_a_remark_without_a_sender_still_loses_its_numbers() -> None:
    nobody = Sender(None, None, None, None)

    assert "0987654321" not in redact("Gọi tôi 0987654321", nobody)
