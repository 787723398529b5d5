"""Shortening keeps figures and units whole."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.answers.numbers import money, number
from knowledge.answers.shorten import MORE, is_shortened, shorten
from knowledge.model import Currency


def test_the_cut_falls_on_the_end_of_a_sentence():
    text = "Thu 10.000 đồng một lần. Nộp tại TP. Hồ Chí Minh. Hết hạn sau 5 ngày."
    assert shorten(text, 40) == "Thu 10.000 đồng một lần." + MORE
    assert shorten(text, 60) == "Thu 10.000 đồng một lần. Nộp tại TP. Hồ Chí Minh." + MORE


def test_a_long_first_sentence_is_kept_whole():
    text = "Thu 1.200.000 đồng cho mỗi giấy phép của doanh nghiệp. Thêm nữa."
    assert shorten(text, 10) == "Thu 1.200.000 đồng cho mỗi giấy phép của doanh nghiệp." + MORE


def test_a_short_text_is_returned_as_it_is():
    assert shorten("Thu 5.000 đồng", 100) == "Thu 5.000 đồng"
    assert not is_shortened("Thu 5.000 đồng")


@given(
    st.lists(st.sampled_from(["10.000", "3,5", "ngày làm việc", "đồng.", "Nộp", "tại xã;", "số 1."]), max_size=40),
    st.integers(1, 200),
)
def test_what_is_kept_is_a_beginning_made_of_whole_words(words, limit):
    text = " ".join(words)
    kept = shorten(text, limit).removesuffix(MORE)
    assert text.startswith(kept)
    rest = text[len(kept) :]
    assert rest == "" or rest[0] in " ;" or kept == ""


@pytest.mark.parametrize(
    ("value", "expected"), [("10000", "10.000"), ("3.5", "3,5"), ("12.50", "12,5"), ("1E+6", "1.000.000"), ("7", "7")]
)
def test_numbers_are_written_the_vietnamese_way(value, expected):
    assert number(Decimal(value)) == expected


def test_money_carries_its_currency():
    assert money(Decimal(2500000)) == "2.500.000 đồng"
    assert money(Decimal("7.5"), Currency.USD) == "7,5 USD"
