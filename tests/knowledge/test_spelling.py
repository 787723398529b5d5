"""Both places of the tone mark mean one word."""

import pytest

from knowledge.service import Knowledge
from knowledge.spelling import standard_tones


@pytest.mark.parametrize(
    ("typed", "standard"),
    [
        ("uỷ ban", "ủy ban"),
        ("hoà giải ở cơ sở", "hòa giải ở cơ sở"),
        ("đảm baỏ", "đảm bảo"),
        ("kỹ thuật, quý vị", "kỹ thuật, quý vị"),
        ("lam lai can cuoc 1.004194", "lam lai can cuoc 1.004194"),
    ],
)
def test_tone_marks_are_put_where_the_standard_has_them(typed: str, standard: str) -> None:
    assert standard_tones(typed) == standard


def test_both_spellings_find_the_same_procedures(starter: Knowledge) -> None:
    old = starter.search("huỷ hoá đơn, uỷ quyền, hoà giải, khoẻ")
    new = starter.search("hủy hóa đơn, ủy quyền, hòa giải, khỏe")
    assert [(hit.code, hit.score) for hit in old.hits] == [(hit.code, hit.score) for hit in new.hits]
