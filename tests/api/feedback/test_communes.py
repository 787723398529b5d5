"""Former communes are answered with those of today: offered, never put in by themselves."""

from __future__ import annotations

import subprocess
import sys

import pytest

from api.feedback.communes import MOST, communes_today
from api.feedback.places import current_place
from api.feedback.settling import KEEP, settle


@pytest.mark.parametrize(
    ("typed", "now"),
    [
        ("xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang", "xã Vĩnh Kim, tỉnh Đồng Tháp"),
        ("xã Bàn Long huyện Châu Thành tỉnh Tiền Giang", "xã Vĩnh Kim, tỉnh Đồng Tháp"),
        ("Bàn Long, Châu Thành, Tiền Giang", "xã Vĩnh Kim, tỉnh Đồng Tháp"),
        ("xa ban long h. chau thanh tien giang", "xã Vĩnh Kim, tỉnh Đồng Tháp"),
        ("phường 12, quận Gò Vấp, TP HCM", "phường An Hội Tây, thành phố Hồ Chí Minh"),
        ("P.12 Q.Gò Vấp tphcm", "phường An Hội Tây, thành phố Hồ Chí Minh"),
        ("p12 q gò vấp, sài gòn", "phường An Hội Tây, thành phố Hồ Chí Minh"),
        ("phường 012, quận gò vấp, hcm", "phường An Hội Tây, thành phố Hồ Chí Minh"),
        ("phường Tam Hiệp, thành phố Biên Hòa, tỉnh Đồng Nai", "phường Tam Hiệp, tỉnh Đồng Nai"),
        ("phường Điện Biên quận Ba Đình Hà Nội", "phường Ba Đình, thành phố Hà Nội"),
        ("huyện Côn Đảo, Bà Rịa - Vũng Tàu", "đặc khu Côn Đảo, thành phố Hồ Chí Minh"),
        ("xã Lộc Hòa, Đồng Nai", "xã Lộc Thạnh, tỉnh Đồng Nai"),  # a commune of the former Bình Phước
    ],
)
def test_a_former_commune_has_one_of_today(typed: str, now: str) -> None:
    assert [one.name for one in communes_today(typed)] == [now]


def test_what_stands_before_the_commune_and_the_former_name_are_kept() -> None:
    (one,) = communes_today("ấp 5, xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang")
    assert one.written == (
        "ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)"
    )


def test_a_name_that_fits_several_is_offered_as_all_of_them() -> None:
    names = {one.old for one in communes_today("xã Tân Phú, tỉnh Tiền Giang")}
    assert names == {"xã Tân Phú, thị xã Cai Lậy, tỉnh Tiền Giang", "xã Tân Phú, huyện Tân Phú Đông, tỉnh Tiền Giang"}


def test_a_commune_that_is_not_in_the_district_named_is_looked_for_in_the_province() -> None:
    assert len(communes_today("xã Tân Phú huyện Châu Thành tỉnh Tiền Giang")) == 2


def test_a_district_alone_is_answered_with_its_communes() -> None:
    found = communes_today("UBND huyện Nhơn Trạch, tỉnh Đồng Nai")
    assert [one.name for one in found] == [
        "xã Đại Phước, tỉnh Đồng Nai",
        "xã Nhơn Trạch, tỉnh Đồng Nai",
        "xã Phước An, tỉnh Đồng Nai",
    ]
    assert found[0].written.startswith("UBND xã Đại Phước, tỉnh Đồng Nai (trước là huyện Nhơn Trạch")


def test_marks_that_were_typed_tell_names_apart() -> None:
    marked = communes_today("xã Lộc Thạnh, huyện Lộc Ninh, Bình Phước")
    plain = communes_today("xa loc thanh, huyen loc ninh, binh phuoc")
    assert [one.old.split(",")[0] for one in marked] == ["xã Lộc Thạnh"]
    assert {one.old.split(",")[0] for one in plain} >= {"xã Lộc Thạnh"}


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "ở nhà tôi",
        "phường Trấn Biên",
        "phường Tam Hiệp, tỉnh Đồng Nai",
        "xã Tân Phú, Đồng Nai",
        "bộ phận một cửa phường Trấn Biên, tỉnh Đồng Nai",
        "Đồng Nai",
        "xã Không Có Thật, huyện Châu Thành Bốn, tỉnh Xa Xôi",
        ", , ,",
        "huyện huyện huyện",
        "phường " * 40,
        "xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)",
    ],
)
def test_a_place_of_today_or_of_nowhere_gets_no_suggestion(typed: str) -> None:
    assert communes_today(typed) == ()


def test_the_remark_on_a_merged_province_does_not_hide_the_commune() -> None:
    kept = current_place("xã Bàn Long, huyện Châu Thành, Tiền Giang").text
    assert kept == "xã Bàn Long, huyện Châu Thành, Đồng Tháp (trước là Tiền Giang)"
    assert [one.name for one in communes_today(kept)] == ["xã Vĩnh Kim, tỉnh Đồng Tháp"]


def test_a_place_that_was_settled_is_left_alone() -> None:
    (one,) = communes_today("xã Bàn Long, huyện Châu Thành, Tiền Giang")
    again = current_place(one.written)
    assert again.text == one.written
    assert again.hints == ()


def test_more_communes_than_one_can_choose_from_are_not_offered() -> None:
    assert communes_today("huyện Đông Anh, Hà Nội") != ()
    assert len(communes_today("huyện Ba Vì, Hà Nội")) <= MOST
    assert communes_today("thành phố Thủ Đức, thành phố Hồ Chí Minh") == ()


def test_nothing_is_replaced_before_it_is_said() -> None:
    place = "xã Tân Phú, tỉnh Tiền Giang"
    asked = settle(place, "", "")
    assert (asked.place, asked.open, len(asked.offered)) == (place, True, 2)
    assert settle(place, place, KEEP).place == place
    assert settle(place, place, KEEP).open is False
    assert settle(place, place, "1").place == asked.offered[0].written


@pytest.mark.parametrize("said", ["0", "3", "-1", "x", "9" * 30, "²"])
def test_a_number_nobody_offered_settles_nothing(said: str) -> None:
    place = "xã Tân Phú, tỉnh Tiền Giang"
    assert settle(place, place, said).open is True


def test_what_was_said_to_another_place_does_not_count() -> None:
    assert settle("xã Tân Phú, tỉnh Tiền Giang", "xã Bàn Long, Tiền Giang", "1").open is True


def test_the_table_is_not_read_before_it_is_needed() -> None:
    code = (
        "import sys, api.feedback.communes as c; c.communes_today('ở nhà của tôi'); c.communes_today('Đồng Nai');"
        "print('vietnam_address_converter' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
