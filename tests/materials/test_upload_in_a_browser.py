"""An administrator with a telephone puts a form on and publishes it; a person finds the link and saves the file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.materials.files import PDF, RESIDENCE, SOURCE, TITLE

pytestmark = pytest.mark.browser
AUDIT = (Path(__file__).parents[1] / "web" / "audit.js").read_text(encoding="utf-8")


def wrong(page: Page) -> dict[str, Any]:
    """What the page shows too pale, wider than the screen, or without a name."""
    found = {name: page.evaluate(f"({AUDIT})().{name}()") for name in ("pale", "widerThanScreen", "nameless")}
    return {name: several for name, several in found.items() if several}


def test_a_form_goes_from_the_office_to_the_person(sit_down: Callable[[], Page]) -> None:
    page = sit_down()
    page.goto("/admin/tai-lieu")
    page.get_by_role("link", name="Thêm tài liệu").click()
    page.get_by_label("Mã hoặc tên thủ tục").fill("đăng ký thường trú")
    page.get_by_role("button", name="Tìm").click()
    page.locator(f'a[href$="thu-tuc={RESIDENCE}"]').click()
    page.get_by_label("Tên tài liệu").fill(TITLE)
    page.get_by_label("Tệp", exact=True).set_input_files(
        [{"name": "to-khai.pdf", "mimeType": "application/pdf", "buffer": PDF}]
    )
    page.get_by_label("Cơ quan ban hành hoặc đăng").fill("Công an tỉnh Ví Dụ")
    page.get_by_label("Số quyết định, văn bản").fill("12/QĐ-VD")
    page.get_by_label("Ngày ban hành hoặc đăng").fill("01/02/2026")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_text("Đã lưu, chưa công bố")).to_be_visible()
    page.get_by_role("button", name="Công bố", exact=True).click()
    expect(page.get_by_text("Đã công bố tài liệu")).to_be_visible()
    assert wrong(page) == {}

    page.goto("/")
    page.locator("html[data-ready]").wait_for(state="attached")
    box = page.get_by_role("textbox").first
    box.fill("đăng ký thường trú cần mẫu đơn nào")
    box.press("Enter")
    link = page.locator(".card a", has_text=TITLE)
    expect(page.locator(".card .link", has_text=TITLE)).to_contain_text(SOURCE)
    address = str(link.get_attribute("href"))
    saved = page.evaluate("async (url) => (await (await fetch(url)).blob()).size", address)
    assert saved == len(PDF)

    page.goto(f"/tai-lieu?thu-tuc={RESIDENCE}")
    page.locator("html[data-ready]").wait_for(state="attached")
    assert wrong(page) == {}
    with page.expect_download() as downloading:
        page.get_by_role("link", name=TITLE).click()
    assert Path(downloading.value.path()).read_bytes() == PDF
    assert downloading.value.suggested_filename == "to-khai.pdf"


def test_deleting_asks_first(sit_down: Callable[[], Page]) -> None:
    page = sit_down()
    page.goto("/admin/tai-lieu/moi?khong-gan=1")
    page.get_by_label("Tên tài liệu").fill("Sổ tay ví dụ")
    page.get_by_label("Địa chỉ trang ngoài").fill("https://vidu.vn/so-tay")
    page.get_by_label("Cơ quan ban hành hoặc đăng").fill("Sở Ví Dụ")
    page.get_by_label("Ngày ban hành hoặc đăng").fill("01/02/2026")
    page.get_by_role("button", name="Lưu").click()
    with page.expect_event("dialog"):
        page.get_by_role("button", name="Xoá tài liệu").click()
    expect(page.get_by_text("Đã xoá tài liệu")).to_be_visible()
