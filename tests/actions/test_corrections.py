"""What is meant by a correction."""

from __future__ import annotations

import pytest

from actions.corrections import meant


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Không phải, ý tôi là làm lại bằng lái", "làm lại bằng lái"),
        ("không phải hộ chiếu, tôi hỏi căn cước", "căn cước"),
        ("Không phải khai sinh, là khai tử", "khai tử"),
        ("ý tôi là thường trú chứ không phải tạm trú", "thường trú"),
        ("Tôi hỏi lệ phí chứ không hỏi giấy tờ", "lệ phí"),
        ("Sai rồi, tôi hỏi giấy phép xây dựng mà", "giấy phép xây dựng"),
        ("Nhầm, cái tôi cần là hộ chiếu", "hộ chiếu"),
        ("nham roi toi hoi xe o to", "xe o to"),
        ("ko phải z, ý e là khai tử", "khai tử"),
        ("khai tử chứ không phải khai sinh", "khai tử"),
        ("Lộn rồi, tui hỏi về trợ cấp", "trợ cấp"),
    ],
)
def test_what_is_wanted_is_told_from_what_is_not(text, wanted):
    assert meant(text) == wanted


@pytest.mark.parametrize(
    "text", ["sai rồi", "Không phải cái này", "không đúng ý mình", "nhầm rồi ad", "không phải", "", "...", "😀"]
)
def test_a_bare_rejection_wants_nothing(text):
    assert meant(text) == ""
