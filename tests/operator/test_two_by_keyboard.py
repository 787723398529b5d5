"""A comparison in Chromium, without a mouse: chosen from the hits, read, and back to the very place on the sheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Role
from tests.console.test_in_a_browser import address, sit_down
from tests.operator.conftest import BIRTH, LOCAL, RESIDENCE

__all__ = ["address", "sit_down"]

pytestmark = pytest.mark.browser
AUDIT = (Path(__file__).parents[1] / "web" / "audit.js").read_text(encoding="utf-8")
SHEET = f"/admin/tong-dai/thu-tuc/{RESIDENCE.code}"


def choose_birth(page: Page) -> None:
    """From an open sheet to the comparison with the registration of a birth."""
    page.keyboard.press("v")
    page.keyboard.type("khai sinh")
    chosen = page.locator('.op-hits [aria-selected="true"]')
    expect(chosen).to_contain_text(BIRTH.name)  # the open one is not among the hits
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="So sánh hai thủ tục")).to_be_focused()


def test_from_a_sheet_to_a_comparison_and_back_to_the_same_place(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR, permissions=["clipboard-read", "clipboard-write"])
    page.goto(SHEET)
    page.keyboard.press("3")
    papers = page.locator("#documents")
    tick = papers.get_by_role("checkbox").first
    tick.check()
    tick.focus()
    scrolled = page.evaluate("window.scrollY")

    page.keyboard.press("v")
    box = page.get_by_role("combobox", name="So sánh với thủ tục nào? (Đăng ký thường trú)")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    expect(page.locator("#op-sheet")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(tick).to_be_focused()
    expect(page.locator("#op-versus")).to_be_hidden()

    choose_birth(page)
    table = page.locator("#op-versus .op-sides").first
    expect(table.locator("tr", has_text="Thời hạn giải quyết")).to_contain_text("7 ngày làm việc")
    expect(table.locator("tr", has_text="Thời hạn giải quyết").locator("mark").nth(1)).to_have_text("1 ngày làm việc")
    expect(table.locator("tr", has_text="Phí, lệ phí")).to_contain_text("Khác nhau")
    expect(page.locator("#op-sheet")).to_be_hidden()
    page.get_by_role("button", name="Sao chép lời đọc").click()
    expect(page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    assert "thứ nhất: 7 ngày làm việc; thứ hai: 1 ngày làm việc" in page.evaluate("navigator.clipboard.readText()")

    page.keyboard.press("Escape")
    expect(tick).to_be_focused()
    expect(tick).to_be_checked()
    assert page.evaluate("window.scrollY") == scrolled
    expect(page.locator("#op-versus")).to_be_hidden()
    expect(page.get_by_role("combobox", name="Người gọi cần việc gì?")).to_have_value("")


def test_the_hits_of_the_call_are_what_is_chosen_from(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/admin/tong-dai")
    page.keyboard.type("thuong tru")
    chosen = page.locator('.op-hits [aria-selected="true"]')
    expect(chosen).to_contain_text(RESIDENCE.name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/thu-tuc/{RESIDENCE.code}")
    page.keyboard.press("v")
    expect(page.locator("#op-box")).to_have_value("thuong tru")
    expect(chosen).to_contain_text(BIRTH.name)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text(LOCAL.name)
    page.keyboard.press("Enter")
    versus = page.locator("#op-versus")
    expect(versus).to_contain_text("“Hỗ trợ tiền điện” của Đồng Nai")

    page.keyboard.press("v")  # another second one
    expect(versus).to_be_hidden()
    expect(page.locator("#op-box")).to_be_focused()
    page.keyboard.press("Escape")
    expect(page.locator("#op-sheet")).to_be_visible()
    expect(page.locator("#op-title")).to_be_focused()
    page.keyboard.press("?")
    expect(page.get_by_text("so sánh với thủ tục khác")).to_be_visible()


def test_asking_for_something_else_ends_the_comparison(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto(SHEET)
    choose_birth(page)
    page.locator("#op-box").focus()
    page.keyboard.type("thuong tru")
    first = page.locator(".op-hits a").first
    expect(first).to_contain_text(RESIDENCE.name)  # hits lead to sheets again
    assert first.get_attribute("href") == SHEET
    expect(page.locator("#op-versus")).to_be_hidden()


def test_a_log_in_that_has_ended_leads_to_the_log_in(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto(SHEET)
    page.keyboard.press("v")
    page.keyboard.type("khai sinh")
    expect(page.locator('.op-hits [aria-selected="true"]')).to_contain_text(BIRTH.name)
    page.context.clear_cookies()
    page.keyboard.press("Enter")
    page.wait_for_url("**/dang-nhap**")


@pytest.mark.parametrize(
    "options",
    [{"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}],
    ids=["phone", "dark"],
)
def test_the_comparison_fits_and_can_be_read_and_pressed(
    office: Any, sit_down: Callable[..., Page], options: dict[str, Any]
) -> None:
    page = sit_down(Role.OPERATOR, **options)
    page.goto(SHEET)
    choose_birth(page)
    cells = page.locator("#op-versus .op-sides tbody tr").first.locator("td")
    upper, lower = (cells.nth(number).bounding_box() for number in (0, 1))
    assert upper
    assert lower
    stacked = options["viewport"]["width"] < 640
    assert (lower["y"] >= upper["y"] + upper["height"]) is stacked
    for path in ("", f"/admin/tong-dai/so-sanh?mot={RESIDENCE.code}&hai={BIRTH.code}"):
        if path:
            page.goto(path)
            page.locator("html[data-ready]").wait_for(state="attached")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        names = ("pale", "widerThanScreen", "nameless", "counted")
        audit = {name: page.evaluate(f"({AUDIT})().{name}()") for name in names}
        assert audit["counted"] > 20, path
        assert (audit["pale"], audit["nameless"], audit["widerThanScreen"]) == ([], [], 0), path
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{SHEET}")
