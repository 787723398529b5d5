"""Every field of an intake: what is taken, in which form, and what is refused with which sentence."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.errors import InvalidField
from api.feedback.fields import FieldRules, check_fields

RULES = FieldRules(today=date(2026, 11, 2), consent_version="1", knows=lambda code: code == "1.004222")
WORDS = "Tôi nộp hồ sơ từ tháng trước nhưng chưa có kết quả."


def taken(name: str, value: object) -> Any:
    return check_fields({name: value}, RULES).values[name]


def refused(name: str, value: object) -> str:
    with pytest.raises(InvalidField) as caught:
        check_fields({name: value}, RULES)
    assert caught.value.field == name
    return caught.value.reason


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("0912 345 678", "0912345678"),
        ("0912.345.678", "0912345678"),
        ("+84 912 345 678", "0912345678"),
        ("84912345678", "0912345678"),
        ("0084912345678", "0912345678"),
        ("(0251) 3822 501", "02513822501"),
        ("024-3825-3536", "02438253536"),
        ("+1 415 555 2671", "+14155552671"),
    ],
)
def test_phone_numbers_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert taken("sender_phone", typed) == kept


@pytest.mark.parametrize(
    "typed", ["123", "1022", "01234567890", "091234567", "09123456789", "số của tôi", "0112345678", 5]
)
def test_what_cannot_be_called_is_refused(typed: object) -> None:
    assert refused("sender_phone", typed)


@pytest.mark.parametrize(
    "typed", ["a@b", "a b@c.vn", "@c.vn", "a@c..vn", "a@-c.vn", "hoa@example.vn, b@c.vn", "x" * 300 + "@c.vn"]
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    assert "thư điện tử" in refused("sender_email", typed)


def test_an_email_address_is_kept_in_lower_case() -> None:
    assert taken("sender_email", " Hoa.Nguyen@Example.VN ") == "hoa.nguyen@example.vn"


def test_content_needs_twenty_characters_of_words() -> None:
    assert "20" in refused("content", "quá chậm")
    assert refused("content", "1" * 40)
    assert refused("content", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")
    assert taken("content", WORDS) == WORDS


def test_content_of_twenty_thousand_characters_is_taken_and_one_more_is_not() -> None:
    text = (WORDS + " ") * 1000

    assert len(taken("content", text[:20_000])) > 19_000
    assert "20.000" in refused("content", text[:20_001])


def test_scripts_tags_and_control_characters_leave_the_text_and_words_stay() -> None:
    dirty = (
        f"<script>alert('x')</script>{WORDS}\x00\x07 <b onclick=evil()>đậm</b> <img src=x onerror=y> <tên cán bộ> 3 < 5"
    )

    assert taken("content", dirty) == f"{WORDS} đậm <tên cán bộ> 3 < 5"


def test_a_script_that_never_ends_does_not_hold_the_machine_up() -> None:
    assert WORDS in taken("content", WORDS + "<script" * 2500)


def test_composed_and_decomposed_letters_are_kept_alike() -> None:
    assert taken("sender_name", "Nguyễn Thị Hoa") == "Nguyễn Thị Hoa"


def test_half_a_character_is_left_out() -> None:
    assert taken("sender_name", "Nguyễn \ud800Hoa") == "Nguyễn Hoa"


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("29/10/2026", date(2026, 10, 29)),
        ("2026-10-29", date(2026, 10, 29)),
        ("1-2-2026", date(2026, 2, 1)),
        ("05-11-2025", date(2025, 11, 5)),
        ("29/10", date(2026, 10, 29)),
        ("5/11", date(2025, 11, 5)),  # not in the future
        ("hôm qua", date(2026, 11, 1)),
        ("ngày 5 tháng 10", date(2026, 10, 5)),
    ],
)
def test_days_are_read_as_people_here_write_them(given: str, day: date) -> None:
    assert taken("occurred_on", given) == day


@pytest.mark.parametrize("given", ["31/02/2026", "32/1/2026", "hôm nào đó", "2026-13-01", 5])
def test_days_that_do_not_exist_are_refused(given: object) -> None:
    reason = refused("occurred_on", given)
    assert "Chưa hiểu đây là ngày nào" in reason
    assert "5/11, hôm qua" in reason


def test_a_day_is_neither_tomorrow_nor_a_lifetime_ago() -> None:
    assert "sau hôm nay (02/11/2026)" in refused("occurred_on", date(2026, 11, 3))
    assert refused("occurred_on", date(1026, 11, 1))
    assert taken("occurred_on", date(2026, 11, 2)) == date(2026, 11, 2)


@pytest.mark.parametrize("name", ["", "  "])
def test_an_empty_value_takes_a_field_back(name: str) -> None:
    assert taken("sender_name", name) is None


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sender_name", "123"),
        ("sender_name", "a"),
        ("sender_name", "hoa@example.vn"),
        ("sender_name", "Hoa " * 100),
        ("sender_address", "xã"),
        ("sender_address", "đường dài " * 100),
        ("title", "x" * 201),
        ("agency", "!"),
        ("kind", "khieu_nai"),
        ("sender_kind", "robot"),
        ("anonymous", "có"),
        ("identity_hidden", 1),
        ("procedure_code", "9.999999"),
        ("procedure_code", "' OR 1=1"),
        ("consent_version", "0"),
        ("status", "da_tra_loi"),
    ],
)
def test_nonsense_is_refused_in_a_sentence_about_its_field(name: str, value: object) -> None:
    assert refused(name, value).endswith(".")


def test_an_old_province_gets_its_present_one_and_districts_are_no_longer_asked_for() -> None:
    checked = check_fields({"location": "Xã Lộc Ninh, huyện Lộc Ninh, tỉnh Bình Phước"}, RULES)

    assert checked.values["location"] == "Xã Lộc Ninh, huyện Lộc Ninh, Đồng Nai (trước là tỉnh Bình Phước)"
    assert len(checked.hints) == 2
    assert "không còn cấp huyện" in checked.hints[0]


@pytest.mark.parametrize("place", ["Xã Bình Phước, tỉnh Vĩnh Long", "Bình Phước", "Phường Trấn Biên, Đồng Nai"])
def test_places_that_still_are_called_so_stay_as_they_are(place: str) -> None:
    checked = check_fields({"location": place}, RULES)

    assert (checked.values["location"], checked.hints) == (place, ())
