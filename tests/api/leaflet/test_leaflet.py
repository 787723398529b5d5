"""The leaflet of a procedure: complete, from the record alone, with a way back to the assistant."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.leaflet.content import leaflet
from api.leaflet.qr import qr_drawing
from knowledge.model import Paper, Procedure
from tests.api.conftest import World
from tests.operator.conftest import Catalogue

LONG = tuple(
    Paper(name=f"Giấy tờ số {n} của trường hợp {case}: " + "nội dung bản công bố " * 20, case=f"Trường hợp {case}")
    for case in "ABC"
    for n in range(1, 9)
)


@pytest.fixture
def office(world: World) -> World:
    world.knowledge = Catalogue()
    return world


@pytest.fixture
def client(office: World) -> Iterator[TestClient]:
    office.overrides["public_url"] = "https://tro-ly.vi-du.vn"
    with office.client() as client:
        yield client


def words(page: str) -> str:
    return " ".join(BeautifulSoup(page, "html.parser").get_text(" ").split())


def test_everything_on_it_is_of_the_record(client: TestClient) -> None:
    page = client.get("/to-roi/1.004222")

    assert page.status_code == 200
    shown = words(page.text)
    for fact in (
        *("Đăng ký thường trú", "Tờ khai thay đổi thông tin cư trú (1 bản chính)", "(1 bản sao)", "10.000 đồng"),
        *("20.000 đồng", "7 ngày làm việc", "không nhận hồ sơ qua bưu chính", "Công an cấp xã", "Mã thủ tục: 1.004222"),
        "Nguồn: thủ tục 1.004222, Quyết định 1523/QĐ-BCA-C06, dữ liệu ngày 15/07/2026.",
    ):
        assert fact in shown
    assert "style=" not in page.text  # the content policy forbids it


def test_the_code_leads_to_the_assistant_with_that_procedure(client: TestClient) -> None:
    page = client.get("/to-roi/1.004222").text

    address = "https://tro-ly.vi-du.vn/?thu-tuc=1.004222"
    assert address in words(page)
    assert str(qr_drawing(address)) in page
    assert str(qr_drawing(address + "x")) not in page


def test_without_a_public_address_there_is_the_procedure_code_and_no_qr(office: World) -> None:
    with office.client() as client:
        page = client.get("/to-roi/1.004222").text

    assert "<svg" not in page
    assert "Mã thủ tục: 1.004222" in words(page)


def test_of_a_procedure_out_of_force_only_that_is_said(client: TestClient) -> None:
    shown = words(client.get("/to-roi/1.000002").text)

    assert "không còn trong danh mục" in shown
    assert "Giấy tờ cần chuẩn bị" not in shown


def test_an_unknown_code_gets_a_page_that_says_so(client: TestClient) -> None:
    page = client.get("/to-roi/9.999999")
    assert (page.status_code, "Không có thủ tục mang mã này" in words(page.text)) == (404, True)


class Long(Catalogue):
    def procedure(self, code: str) -> Procedure:
        return super().procedure(code).model_copy(update={"papers": LONG})


def test_cases_too_long_for_two_pages_get_leaflets_of_their_own() -> None:
    every = leaflet(Long(), "1.004222")
    second = leaflet(Long(), "1.004222", 2)

    assert [(one.title, one.count, one.shown) for one in every.papers] == [
        ("Trường hợp A", 8, False),
        ("Trường hợp B", 8, False),
        ("Trường hợp C", 8, False),
    ]
    assert [(one.title, len(one.items), one.shown) for one in second.papers] == [("Trường hợp B", 8, True)]
    assert all("[…]" not in item for item in second.papers[0].items)  # nothing of a line is left out
    assert leaflet(Long(), "1.004222", 9).case is None


def test_a_short_record_stays_whole() -> None:
    made = leaflet(Catalogue(), "1.004222")
    assert (made.is_split, made.size) == (False, 0)
