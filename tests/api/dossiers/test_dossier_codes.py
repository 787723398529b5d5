"""The code on a receipt: read forgivingly, told apart from other codes, never kept."""

from __future__ import annotations

import pytest

from api.dossiers.codes import asks_without_code, covered, named_in, read_code
from api.errors import InvalidField
from api.security.masking import mask


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("H18.12-240101-0001", "H18.12-240101-0001"),
        (" h18.12 - 240101 – 0001 ", "H18.12-240101-0001"),
        ("000.00.12.H19-240515-0023", "000.00.12.H19-240515-0023"),
        ("g22.99.01-230706-1234", "G22.99.01-230706-1234"),
        ("H26-240229-000123", "H26-240229-000123"),
    ],
)
def test_a_code_is_read_in_any_case_with_any_dash(typed: str, code: str) -> None:
    assert read_code(typed) == code


@pytest.mark.parametrize(
    "typed",
    ["", "H18", "H18.12-240101", "H18.12-241301-0001", "H18.12-230229-0001", "KN-7M3Q-X0VD-9", "1.004222", "H18" * 40],
)
def test_another_shape_is_refused_with_what_a_right_one_looks_like(typed: str) -> None:
    with pytest.raises(InvalidField) as refusal:
        read_code(typed)
    assert "H18.12-240101-0001" in refusal.value.reason
    assert refusal.value.field == "code"


@pytest.mark.parametrize(
    "text",
    [
        "tra cứu hồ sơ H19.12-240101-0001",
        "H19.12-240101-0001",
        "mã hồ sơ của em là H19.12-240101-0001",
        "ho so H19.12-240101-0001 toi dau roi",
        "tra cứu hồ sơ H19.12-240101",
        "kiểm tra hồ sơ số 2024050123",
    ],
)
def test_a_message_that_asks_about_a_dossier_is_known(text: str) -> None:
    named = named_in(text)
    assert named is not None
    assert named.asks


@pytest.mark.parametrize(
    "text",
    [
        "tôi muốn phản ánh hồ sơ H19.12-240101-0001 bị trễ hẹn",
        "cán bộ giữ hồ sơ H19.12-240101-0001 có thái độ không tốt, xem giúp tôi",
        "hồ sơ H19.12-240101-0001 cần nộp thêm giấy gì",
    ],
)
def test_a_complaint_that_names_a_code_is_no_look_up(text: str) -> None:
    named = named_in(text)
    assert named is not None
    assert not named.asks


@pytest.mark.parametrize(
    "text",
    ["KN-7M3Q-X0VD-9", "1.004222.000.00.00.H19", "thủ tục 1.000948.H38", "28/2018/QĐ-UBND", "biển số 51F-678.90"],
)
def test_other_codes_are_left_alone(text: str) -> None:
    assert named_in(text) is None
    assert mask(text) == text


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("hồ sơ của tôi tới đâu rồi", True),
        ("tra cứu tình trạng hồ sơ", True),
        ("ho so em nop tuan truoc xong chua", True),
        ("hồ sơ khai sinh gồm những gì", False),
        ("phản ánh hồ sơ của tôi tới đâu rồi", False),
        ("đăng ký khai sinh", False),
    ],
)
def test_a_question_without_a_code_is_known(text: str, asks: bool) -> None:
    assert asks_without_code(text) is asks


@pytest.mark.parametrize(
    "code", ["H19.12-240101-0001", "000.00.12.H19-240515-0023", "H19.12-240101", "h19.12 – 240101 – 1"]
)
def test_a_code_is_masked_in_whatever_is_kept(code: str) -> None:
    assert mask(f"hồ sơ {code} của tôi") == "hồ sơ [MaHoSo] của tôi"


def test_a_covered_code_names_only_the_office() -> None:
    assert covered("H19.12-240101-0001") == "H19.12-…01"
