"""A tracking code survives being read out and typed, and a mistake in it is noticed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import InvalidField
from api.feedback.codes import new_code, read_code

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.builds(lambda _: new_code("KN"), st.integers())


def body(code: str) -> str:
    return code.removeprefix("KN-").replace("-", "")


def test_a_code_has_its_prefix_eight_random_signs_and_a_check_sign() -> None:
    code = new_code("PA")

    assert [len(part) for part in code.split("-")] == [2, 4, 4, 1]
    assert set(code.removeprefix("PA-").replace("-", "")) <= set(SIGNS)
    assert len({new_code("PA") for _ in range(500)}) == 500


@given(codes)
def test_it_is_read_however_a_person_writes_it(code: str) -> None:
    plain = body(code)

    for typed in (
        code,
        code.lower(),
        f"  {code} ",
        code.replace("-", " "),
        code.replace("-", "–"),
        plain,
        plain.replace("0", "o").replace("1", "l"),
        plain.replace("0", "O").replace("1", "i"),
        "".join(chr(ord(sign) + 0xFEE0) for sign in plain),
    ):
        assert read_code(typed, "KN") == code


@given(codes, st.integers(0, 8), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(code: str, place: int, sign: str) -> None:
    signs = list(body(code))
    if signs[place] == sign:
        return
    signs[place] = sign

    with pytest.raises(InvalidField) as refused:
        read_code("".join(signs), "KN")

    assert refused.value.field == "code"
    assert "kiểm tra lại" in refused.value.reason


@given(codes, st.integers(0, 7), st.integers(0, 7))
def test_two_exchanged_signs_are_noticed(code: str, one: int, other: int) -> None:
    signs = list(body(code))
    if signs[one] == signs[other]:
        return
    signs[one], signs[other] = signs[other], signs[one]

    with pytest.raises(InvalidField):
        read_code("".join(signs), "KN")


@pytest.mark.parametrize(
    "typed", ["", "KN", "KN-", "KN-UUUU-UUUU-U", "KN-7M3Q", "a" * 5000, "KN-🙂🙂🙂🙂-1234-5", "'; DROP", "\x00"]
)
def test_what_cannot_be_a_code_is_told_so(typed: str) -> None:
    with pytest.raises(InvalidField):
        read_code(typed, "KN")


def test_codes_given_out_under_an_older_prefix_still_work() -> None:
    old = new_code("PAKN")

    assert read_code(old.lower(), "KN") == old
