"""A pressed button, a number, or words: what a text on a messenger means."""

from __future__ import annotations

import pytest

from api.channels.model import Choice
from api.channels.picking import Picked, pick

MENU = (
    Choice(title="Lệ phí", payload='/ask{"code": "1.001193", "aspect": "fee"}'),
    Choice(title="Hỏi lại từ đầu", payload="/restart"),
)


@pytest.mark.parametrize("typed", ["1", " 1. ", "số 1", "Số 1)"])
def test_a_number_picks_from_the_last_menu(typed: str) -> None:
    assert pick(typed, MENU) == Picked("Lệ phí", MENU[0].payload)


@pytest.mark.parametrize("typed", ["3", "0", "12", "1 triệu", "1 và 2"])
def test_a_number_outside_the_menu_is_words(typed: str) -> None:
    assert pick(typed, MENU) == Picked(typed)


def test_a_number_without_a_menu_is_words() -> None:
    assert pick("1", ()) == Picked("1")


def test_a_pressed_button_comes_back_as_its_payload_with_the_title_it_had() -> None:
    assert pick("#" + MENU[0].payload, MENU) == Picked("Lệ phí", MENU[0].payload)


def test_a_button_of_an_older_menu_still_works() -> None:
    assert pick('#/choose{"code": "1.004194"}', MENU).payload == '/choose{"code": "1.004194"}'


@pytest.mark.parametrize(
    ("typed", "payload"),
    [("#TTHC_1.014064", '/choose{"code": "1.014064"}'), ("#PAKN", "/feedback"), ("#tro_giup", "/help")],
)
def test_the_fixed_menu_of_the_account_can_name_procedures_and_services(typed: str, payload: str) -> None:
    assert pick(typed, ()).payload == payload


@pytest.mark.parametrize("typed", ["#/session_start", '#/inform{"phone": "1"}', "#khai sinh", "#"])
def test_what_is_not_on_the_whitelist_is_only_words(typed: str) -> None:
    assert pick(typed, MENU) == Picked(typed[1:])
