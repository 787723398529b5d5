"""The sheet for the notice board: every part the law names, the office from its directory, many in one run."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page

from api.leaflet.qr import qr_drawing
from api.security.roles import Role
from tests.api.conftest import World

PARTS = (
    *("Trình tự thực hiện", "Cách thức thực hiện", "Thành phần, số lượng hồ sơ", "Thời hạn giải quyết"),
    *("Đối tượng thực hiện", "Cơ quan thực hiện", "Tên mẫu đơn, mẫu tờ khai", "Phí, lệ phí", "Kết quả thực hiện"),
    *("Yêu cầu, điều kiện", "Căn cứ pháp lý"),
)
HOME = "https://tro-ly.vi-du.vn"


@pytest.fixture
def world(world: World) -> World:
    world.overrides["public_url"] = HOME
    return world


def office_with(office: Any, **fields: str) -> str:
    saved = office.services.casework.save_agency(office.actor(Role.ADMIN), None, **fields)
    return str(saved.id)


def test_a_sheet_has_every_part_the_law_names_and_says_what_was_not_published(office: Any) -> None:
    seen = office.stranger().get("/niem-yet/1.004222")

    assert [re.sub(r"^\d+\. ", "", one.get_text(strip=True)) for one in seen.soup.select("h2")] == list(PARTS)
    for fact in (
        *("Mã thủ tục: 1.004222", "Đăng ký, quản lý cư trú", "Quyết định số 1523/QĐ-BCA-C06", "7 ngày làm việc"),
        *("Tờ khai thay đổi thông tin cư trú (1 bản chính)", "10.000 đồng", "20.000 đồng", "Có chỗ ở hợp pháp."),
        *("68/2020/QH14 – Luật Cư trú", "không nhận hồ sơ qua bưu chính", "Công an cấp xã"),
        *("Bản công bố chưa có thông tin về các bước thực hiện.", "không nêu mẫu đơn, tờ khai nào"),
    ):
        assert fact in seen.text
    assert str(qr_drawing(f"{HOME}/?thu-tuc=1.004222")) in seen.response.text
    assert "style=" not in seen.response.text


def test_a_procedure_out_of_force_is_not_to_be_posted(office: Any) -> None:
    seen = office.stranger().get("/niem-yet/1.000002")

    assert "không còn trong danh mục" in seen.text
    assert seen.soup.select("h2") == []


def test_an_unknown_code_gets_a_page_that_says_so(office: Any) -> None:
    seen = office.stranger().get("/niem-yet/9.999999")
    assert (seen.status, "Không có thủ tục mang mã này" in seen.text) == (404, True)


def test_one_run_prints_each_procedure_once_with_the_office_that_was_chosen(office: Any) -> None:
    office_with(office, name="Sở Ví Dụ")
    chosen = office_with(office, name="Ủy ban nhân dân phường Ví Dụ", address="Số 1 đường Ví Dụ", phone="0251 000 000")
    query = f"ma=1.004222&ma=1.001193&ma=1.004222&ma=9.9&co-quan={chosen}&phan-anh=1"
    seen = office.stranger().get(f"/niem-yet?{query}")

    assert [one.get_text(strip=True) for one in seen.soup.select("article h1")] == [
        "Nơi tiếp nhận phản ánh, kiến nghị về quy định hành chính",
        "Đăng ký thường trú",
        "Đăng ký khai sinh",
    ]
    assert seen.text.count("Ủy ban nhân dân phường Ví Dụ") == 4  # the notice twice, each sheet once
    assert "Số 1 đường Ví Dụ · Điện thoại: 0251 000 000" in seen.text
    kept = {(one["name"], one["value"]) for one in seen.soup.select("form.ps-office input[type=hidden]")}
    assert ("ma", "1.001193") in kept  # choosing another office keeps the run


def test_the_desk_lists_a_field_and_opens_its_sheets_in_one_run(office: Any) -> None:
    operator = office.operator
    listed = operator.get("/admin/niem-yet?linh-vuc=Hộ tịch")

    form = listed.form("/niem-yet")
    assert [one["value"] for one in form.select("input[name=ma]")] == ["1.001193"]
    assert "danh bạ chưa có cơ quan nào" in listed.text.lower()
    assert "Không có thủ tục nào" in operator.get("/admin/niem-yet?tim=khong+co+gi").text
    assert office.stranger().get("/admin/niem-yet").path == "/admin/dang-nhap"


def test_sheets_are_reached_from_the_leaflet_the_hotline_and_the_records(office: Any) -> None:
    address = "/niem-yet/1.004222"

    assert address in office.stranger().get("/to-roi/1.004222").links()
    assert address in office.operator.get("/admin/tong-dai/thu-tuc/1.004222").links()
    assert address in office.admin.get("/admin/kien-thuc/thu-tuc/1.004222").links()
    assert address in office.admin.get("/admin/kien-thuc/tra-cuu?tim=thường+trú").links()


def test_the_notice_of_where_to_send_holds_what_the_office_has_entered(office: Any) -> None:
    entered = {
        "address": "Số 1 đường Ví Dụ",
        "phone": "0251 000 000",
        "email": "pakn@vidu.vn",
        "url": "https://vidu.vn",
    }
    office_with(office, name="Ủy ban nhân dân phường Ví Dụ", **entered)
    seen = office.stranger().get("/niem-yet/phan-anh")

    for fact in ("Ủy ban nhân dân phường Ví Dụ", *entered.values(), f"{HOME}/phan-anh"):
        assert fact in seen.text
    assert str(qr_drawing(f"{HOME}/phan-anh")) in seen.response.text
    assert "Khiếu nại" in seen.text
    assert not seen.soup.select(".ps-screen")  # nothing is left to enter


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({}, "danh bạ chưa có cơ quan nào"),
        ({"name": "Sở Ví Dụ"}, "nhập thêm địa chỉ, số điện thoại, thư điện tử, trang web"),
        ({"name": "Sở Ví Dụ", "phone": "0251 000 000"}, "chưa có địa chỉ, thư điện tử, trang web"),
    ],
)
def test_what_is_still_to_be_entered_is_said_and_not_made_up(office: Any, fields: dict[str, str], says: str) -> None:
    if fields:
        office_with(office, **fields)
    seen = office.stranger().get("/niem-yet/phan-anh")

    assert says in seen.text
    assert ("Cơ quan tiếp nhận" in seen.text.split("Nơi tiếp nhận")[1]) is ("phone" in fields)


def printed(page: Page, address: str) -> int:
    """Return how many pages of A4 an address prints."""
    page.goto(address)
    made = page.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox \[0 0 59[45][.\d]* 84[12]", made)
    return len(re.findall(rb"/Type /Page\b", made))


@pytest.mark.browser
def test_sheets_print_on_a4_each_on_pages_of_its_own_and_fit_a_phone(office: Any, page: Page) -> None:
    office_with(office, name="Ủy ban nhân dân phường Ví Dụ có tên rất dài để thử", phone="0251 000 000")
    office_with(office, name="Sở Ví Dụ")
    chosen = next(one.id for one in office.services.casework.agencies() if one.phone)
    alone = [printed(page, f"/niem-yet/{one}?co-quan={chosen}") for one in ("phan-anh", "1.004222", "1.001193")]
    every = printed(page, f"/niem-yet?ma=1.004222&ma=1.001193&phan-anh=1&co-quan={chosen}")

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert alone[0] == 1
    assert every == sum(alone)
