"""Vietnamese text: normal form, folding, shorthand."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import clean, fold, has_diacritics, nfc, normalise_query, one_line, words


def test_decomposed_text_becomes_composed() -> None:
    assert nfc(unicodedata.normalize("NFD", "Đăng ký khai sinh")) == "Đăng ký khai sinh"


def test_dirt_of_portals_is_cleaned_and_lines_are_kept() -> None:
    dirty = "Giấy\u200e khai\u00a0sinh\t\tbản   chính\r\n\r\n\r\n\r\nTờ\x07 khai"
    assert clean(dirty) == "Giấy khai sinh bản chính\n\nTờ khai"


def test_one_line_takes_line_breaks_out() -> None:
    assert one_line("ĐĂNG KÝ\nTHƯỜNG TRÚ ") == "ĐĂNG KÝ THƯỜNG TRÚ"


@pytest.mark.parametrize(
    ("typed", "folded"),
    [("Đường Đỗ Xuân Hợp", "duong do xuan hop"), ("lệ phí", "le phi"), ("ỰỮỬỪỨ", "uuuuu"), ("abc 123", "abc 123")],
)
def test_folding_takes_every_mark(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyáàảãạấầẩẫậ ", max_size=60))
def test_folding_twice_changes_nothing_and_leaves_no_mark(text: str) -> None:
    once = fold(text)
    assert fold(once) == once
    assert not has_diacritics(once)


@pytest.mark.parametrize(
    ("typed", "written_out"),
    [
        ("lm cccd hết bn tiền z", "làm căn cước công dân hết bao nhiêu tiền vậy"),
        ("gửi bưu điện đc hông", "gửi bưu điện được không"),
        ("khôngggg biếttttt", "không biết"),
        ("thủ tục 1.004194 phí 10.000", "thủ tục 1.004194 phí 10.000"),
    ],
)
def test_shorthand_is_written_out_and_codes_and_sums_are_not_touched(typed: str, written_out: str) -> None:
    assert normalise_query(typed) == written_out


def test_words_keep_codes_whole() -> None:
    assert words("Mã 2.000488.000.00.00.H10, phí 7.000đ!") == ["mã", "2.000488.000.00.00", "h10", "phí", "7.000", "đ"]
