"""Which of the offered a person points at."""

from __future__ import annotations

import pytest

from actions.choices import named, ordinal
from knowledge.results import Hit

OFFERED = tuple(
    Hit(code=str(number), name=name, score=1.0)
    for number, name in enumerate(("Cấp thẻ căn cước lần đầu", "Cấp lại thẻ căn cước", "Cấp đổi thẻ căn cước"), start=1)
)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("1", 0),
        ("cái thứ hai", 1),
        ("cai t2 nha", 1),
        ("chọn số 3 đi ad", 2),
        ("phương án một", 0),
        ("mục thứ tư", 3),
        ("lấy cái đầu tiên", 0),
        ("cái cuối ấy", 2),
        ("cái ở giữa", 1),
        ("số 9", None),
        ("5", None),
        ("làm cho 2 đứa con", None),
        ("cấp lại", None),
        ("", None),
    ],
)
def test_a_place_is_read(text, place):
    assert ordinal(text, 3) == place


@pytest.mark.parametrize(
    ("text", "code"), [("cái cấp đổi", "3"), ("cap lai", "2"), ("lần đầu", "1"), ("căn cước", None), ("hộ chiếu", None)]
)
def test_a_name_counts_only_where_it_tells_apart(text, code):
    hit = named(text, OFFERED)
    assert (hit.code if hit else None) == code


def test_a_whole_name_leaves_no_other_need():
    assert named("cấp lại hộ chiếu", OFFERED, whole=True) is None
    assert named("cấp lại căn cước", OFFERED, whole=True) is OFFERED[1]


def test_words_that_ask_for_an_aspect_name_nothing():
    offered = (OFFERED[0], Hit(code="9", name="Khai báo phí thông tin căn cước", score=1.0))
    assert named("thế phí bao nhiêu", offered) is None
    assert named("thế phí bao nhiêu", offered, whole=True) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [("đăng ký tạm trú", "1"), ("cái đăng ký tạm trú ấy", "1"), ("xoa dang ky tam tru", "2"), ("gia hạn", "3")],
)
def test_a_name_said_in_full_wins_over_longer_ones(text, code):
    names = ("Đăng ký tạm trú", "Xóa đăng ký tạm trú", "Gia hạn tạm trú")
    offered = [Hit(code=str(number), name=name, score=1.0) for number, name in enumerate(names, start=1)]
    hit = named(text, offered)
    assert hit
    assert hit.code == code


def test_nothing_offered_nothing_named():
    assert named("cấp lại", ()) is None
