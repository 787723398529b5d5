"""The hotline looks a caller's dossier up; the code stands in no address and no log."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.api.conftest import World
from tests.api.dossiers.conftest import CODE, OfficeSystem, connected, system
from tests.console.conftest import Office
from tests.operator.conftest import world as unconnected

__all__ = ["system", "unconnected"]

PAGE = "/admin/tong-dai/tra-ho-so"


@pytest.fixture
def world(unconnected: World, system: OfficeSystem) -> World:
    """A hotline whose province has a system to ask."""
    return connected(unconnected, system)


def test_the_state_is_shown_and_read_out(office: Office, system: OfficeSystem) -> None:
    system.dossiers[CODE] = {"trangThai": "Yêu cầu bổ sung", "ngayHenTra": "30/01/2024"}
    page = office.operator.get(PAGE)
    assert page.heading == "Tra tình trạng hồ sơ thủ tục"
    found = office.operator.submit(page, PAGE, ma=CODE.lower())

    assert f"Hồ sơ {CODE}: yêu cầu bổ sung." in found.text
    assert "Ngày hẹn trả kết quả: 30/01/2024" in found.text
    assert found.path == PAGE
    read = found.soup.find(id="read-dossier")
    assert read is not None
    assert read.get_text() == (
        f"Hồ sơ {CODE}: yêu cầu bổ sung. Ngày hẹn trả kết quả: 30/01/2024. "
        "Hồ sơ còn thiếu. Anh/chị xem thông báo của nơi nhận để biết cần nộp thêm gì."
    )


def test_a_wrong_shape_and_a_silent_system_are_said(office: Office, system: OfficeSystem) -> None:
    page = office.operator.get(PAGE)
    wrong = office.operator.submit(page, PAGE, ma="H19.12-2401")
    assert wrong.status == 422
    assert "H18.12-240101-0001" in wrong.text
    system.status = 500
    silent = office.operator.submit(page, PAGE, ma=CODE)
    assert "Hiện chưa tra được hồ sơ" in silent.text
    assert "dichvucong.gov.vn" in silent.soup.find("main").decode()  # type: ignore[union-attr]


def test_a_viewer_does_not_look_up_and_the_way_leads_from_the_search(office: Office) -> None:
    assert office.viewer.get(PAGE).status == 403
    assert PAGE in office.operator.get("/admin/tong-dai").links()


def test_the_code_is_kept_nowhere(office: Office, system: OfficeSystem, world: Any) -> None:
    system.dossiers[CODE] = {"trangThai": "Từ chối"}
    office.operator.submit(office.operator.get(PAGE), PAGE, ma=CODE)
    files = [path for path in Path(world.data).rglob("*") if path.is_file()]

    assert files
    assert not [path for path in files if b"240101-0001" in path.read_bytes()]
