"""Where a person says to be, read from a message."""

from __future__ import annotations

import pytest

from knowledge.whereabouts import province_of, whereabouts_in


@pytest.mark.parametrize(
    ("text", "said", "alone"),
    [
        ("em ở Cao Bằng", "Cao Bằng", True),
        ("nhà tôi ở phường Tam Thanh, Lạng Sơn", "phường Tam Thanh, Lạng Sơn", True),
        ("phuong tam thanh lang son", "phuong Tam Thanh, Lạng Sơn", True),
        ("o dong nai", "Đồng Nai", True),
        ("tỉnh Lạng Sơn ạ", "Lạng Sơn", True),
        ("tôi ở quận 1 sài gòn", "Thành phố Hồ Chí Minh", True),
        ("em sống ở Hoà Bình", "Phú Thọ", True),
        ("không phải, tôi ở Lạng Sơn", "Lạng Sơn", True),
        ("làm căn cước ở Hà Nội cần gì", "Hà Nội", False),
        ("đăng ký khai sinh ở Cao Bằng", "Cao Bằng", False),
        ("xin cấp lại ở Hà Nội được không", "Hà Nội", False),
        ("đăng ký kết hôn tại xã Vĩnh Kim, Đồng Tháp cần gì", "xã Vĩnh Kim, Đồng Tháp", False),
        ("nhà em ở huyện Hữu Lũng, tỉnh Lạng Sơn muốn làm sổ đỏ", "Lạng Sơn", False),
    ],
)
def test_a_place_somebody_is_at(text: str, said: str, alone: bool) -> None:
    found = whereabouts_in(text)
    assert found is not None
    assert (found.said(), found.alone, found.other) == (said, alone, False)


@pytest.mark.parametrize(
    "text",
    [
        "tôi sinh ở Nam Định",
        "quê tôi ở Nghệ An, làm căn cước",
        "kế hoạch của Đồng Nai",
        "UBND tỉnh Đồng Nai ban hành gì",
        "giá lại cao",
        "bố mẹ già lại yếu",
        "chuyển hộ khẩu từ Thanh Hóa ra Hà Nội",
        "ở Hà Nội hay ở Huế đều được",
        "cấp tại Hà Nội",
        "hòa bình ở đâu",
        "em ở xã nào",
        "thay đổi nơi cư trú",
        "",
    ],
)
def test_what_is_no_place_somebody_is_at(text: str) -> None:
    assert whereabouts_in(text) is None


def test_a_commune_alone_needs_its_province() -> None:
    found = whereabouts_in("em ở phường Tam Thanh")
    assert found is not None
    assert found.said() is None
    assert found.said("Lạng Sơn") == "phường Tam Thanh, Lạng Sơn"


@pytest.mark.parametrize("text", ["đổi nơi khác", "nơi khác", "doi dia phuong", "cho em chọn tỉnh khác nhé"])
def test_another_place_is_wanted(text: str) -> None:
    found = whereabouts_in(text)
    assert found is not None
    assert found.other


def test_the_province_is_read_back_from_the_words() -> None:
    assert province_of("phường Tam Thanh, Lạng Sơn") == "Lạng Sơn"
    assert province_of("Cao Bằng") == "Cao Bằng"


def test_a_long_message_is_read_in_no_time() -> None:
    assert whereabouts_in("tôi ở " * 3000 + "đâu") is None
