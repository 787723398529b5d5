"""Agencies of the directory, found by what people call them."""

from __future__ import annotations

import pytest

from api.feedback.agencies import MOST, agencies_like

from .conftest import Deployment

NAMES = (
    "Bảo hiểm xã hội cơ sở Biên Hòa",
    "Công an phường Tam Hiệp",
    "Công an phường Trấn Biên",
    "Công an xã Tân Phú",
    "Sở Giáo dục và Đào tạo",
    "Sở Tư pháp tỉnh Đồng Nai",
    "Sở Xây dựng",
    "Trung tâm Phục vụ hành chính công phường Trấn Biên",
    "UBND phường Phong Điền",
    "UBND phường Tân Phú",
    "UBND xã Tân Phú",
    "UBND xã Tân Phú Đông",
    "Văn phòng Đăng ký đất đai",
    "Ủy ban nhân dân phường Tấn Tài",
    "Ủy ban nhân dân phường 5",
)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("ubnd xa tan phu", "UBND xã Tân Phú"),
        ("UBND xã Tân Phú, tỉnh Đồng Nai", "UBND xã Tân Phú"),
        ("Uỷ ban p. Tân Phú", "UBND phường Tân Phú"),
        ("ủy ban phường tấn tài", "Ủy ban nhân dân phường Tấn Tài"),
        ("phuong tan tai", "Ủy ban nhân dân phường Tấn Tài"),
        ("ubnd phường 05", "Ủy ban nhân dân phường 5"),
        ("sở xây dựng", "Sở Xây dựng"),
        ("so xay dug", "Sở Xây dựng"),
        ("sở gd&đt", "Sở Giáo dục và Đào tạo"),
        ("tư pháp", "Sở Tư pháp tỉnh Đồng Nai"),
        ("ca phường tam hiệp", "Công an phường Tam Hiệp"),
        ("cong an phuog tran bien", "Công an phường Trấn Biên"),
        ("cán bộ ở công an phường Trấn Biên", "Công an phường Trấn Biên"),
        ("một cửa trấn biên", "Trung tâm Phục vụ hành chính công phường Trấn Biên"),
        ("hành chính công trấn biên", "Trung tâm Phục vụ hành chính công phường Trấn Biên"),
        ("bhxh biên hòa", "Bảo hiểm xã hội cơ sở Biên Hòa"),
        ("vpđkđđ", "Văn phòng Đăng ký đất đai"),
        ("ubnd phường phong điền", "UBND phường Phong Điền"),
    ],
)
def test_the_likeliest_agency_comes_first(typed: str, first: str) -> None:
    assert agencies_like(typed, NAMES)[:1] == (first,)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "...",
        "đăng ký khai sinh",
        "cấp giấy phép xây dựng",
        "phòng tư pháp",
        "trạm y tế",
        "ubnd xã phú tân",
        "1",
    ],
)
def test_what_names_none_of_them_finds_none(typed: str) -> None:
    assert agencies_like(typed, NAMES) == ()


def test_a_kind_and_a_level_alone_find_every_agency_of_both() -> None:
    assert set(agencies_like("công an phường", NAMES)) == {"Công an phường Tam Hiệp", "Công an phường Trấn Biên"}
    assert set(agencies_like("sở", NAMES)) == {"Sở Giáo dục và Đào tạo", "Sở Tư pháp tỉnh Đồng Nai", "Sở Xây dựng"}
    assert agencies_like("phường", NAMES) == ()


def test_the_level_and_the_marks_order_what_is_alike() -> None:
    assert agencies_like("ubnd xã tân phú", NAMES)[:2] == ("UBND xã Tân Phú", "UBND phường Tân Phú")
    alike = ("UBND xã Tân Phú", "UBND xã Tấn Phú")
    assert agencies_like("ubnd xã tấn phú", alike) == ("UBND xã Tấn Phú", "UBND xã Tân Phú")


def test_no_more_than_a_few_are_offered() -> None:
    many = tuple(f"Công an phường {number}" for number in range(1, 12))
    assert len(agencies_like("công an", many)) == MOST


def test_only_agencies_in_use_are_found_and_none_in_an_empty_directory(office: Deployment) -> None:
    made = office.casework.save_agency(office.admin, None, name="Công an phường Tam Hiệp")
    assert office.desk.agencies_like("cong an phuong tam hiep") == ("Công an phường Tam Hiệp",)
    office.casework.save_agency(office.admin, made.id, name=made.name, active=False)
    assert office.desk.agencies_like("cong an phuong tam hiep") == ()
    office.casework.save_agency(office.admin, office.agency.id, name=office.agency.name, active=False)
    assert office.desk.agencies_like("công an phường") == ()
