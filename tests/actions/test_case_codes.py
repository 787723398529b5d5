"""Every tracking code the desk can give is heard in what somebody types, and nothing else is taken for one."""

from __future__ import annotations

from typing import Any

import pytest

from actions.feedback.codes import may_be_code, named_case
from actions.feedback.fields import Field
from actions.feedback.steps import Do
from actions.feedback.wording import ask_case
from api.feedback.codes import new_code, read_code


@pytest.mark.parametrize("code", ["KN-7M3Q-X0VD-9", "KN-DCRC-QWTZ-W", "KN-1234-5678-X"])
def test_a_code_is_heard_whatever_signs_it_is_made_of(code: str) -> None:
    for text in (code, f"tra cứu {code}", f"phản ánh {code.lower()} tới đâu rồi?"):
        found = named_case(text)
        assert found is not None
        assert found.upper() == code


def test_whatever_code_is_given_is_heard() -> None:
    for _ in range(300):
        code = new_code("KN")
        assert read_code(named_case(f"mã {code}") or "", "KN") == code


@pytest.mark.parametrize(
    "text", ["", "tra cứu phản ánh", "1.004194", "thu-tuc-hanh-chinh", "0912-345-678", "G12.34.56-260112-0001"]
)
def test_other_words_and_numbers_are_no_code(text: str) -> None:
    assert named_case(text) is None


@pytest.mark.parametrize("typed", ["KN-7M3Q-X0VD-C", "kn 7m3q x0vd c", "7m3qx0vdc", "KN-DBVB-AFGS-S"])
def test_a_code_may_be_written_in_any_way(typed: str) -> None:
    assert may_be_code(typed)


def test_the_example_of_a_code_is_a_code() -> None:
    named = named_case(ask_case(Field.CASE_CODE).lead)
    assert named is not None
    assert read_code(named, "KN") == named


@pytest.mark.parametrize("typed", ["không nhớ mã", "mất rồi", "KN-12"])
def test_words_that_hold_no_code_are_not_looked_up(forms: Any, typed: str) -> None:
    forms.step(Do.FOLLOW)
    said, asked = forms.step(Do.FILL, field="case_code", sealed=forms.port.seal(typed))
    assert "mã tra cứu" in said.lead
    assert "4 số cuối" not in asked.lead
    assert forms.asks == "case_code"
