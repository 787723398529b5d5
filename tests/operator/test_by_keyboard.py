"""The hotline in Chromium: from the first letter to the note, without a mouse."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Role
from tests.console.test_in_a_browser import address, sit_down
from tests.operator.conftest import BIRTH, RESIDENCE

__all__ = ["address", "sit_down"]

pytestmark = pytest.mark.browser
AUDIT = (Path(__file__).parents[1] / "web" / "audit.js").read_text(encoding="utf-8")


def test_a_call_is_answered_by_keyboard_alone(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/operator")
    box = page.get_by_role("combobox", name="Người gọi cần việc gì?")
    expect(box).to_be_focused()
    page.keyboard.type("thuong tru")
    chosen = page.locator('.op-hits [aria-selected="true"]')
    expect(chosen).to_contain_text(RESIDENCE.name)
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text(BIRTH.name)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/thu-tuc/{RESIDENCE.code}")

    page.keyboard.press("1")
    expect(page.locator("#fee")).to_be_focused()
    expect(page.locator("#fee")).to_be_in_viewport()
    page.keyboard.press("0")
    expect(page.locator("#compare")).to_be_focused()
    page.keyboard.press("3")
    for _ in ("copy", "case", "first paper"):
        page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("#op-ticked")).to_have_text("Người gọi đã có 1 trên 2 dòng giấy tờ.")
    page.keyboard.press("?")
    expect(page.get_by_text("Về ô tìm kiếm, ở bất cứ đâu")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("Về ô tìm kiếm, ở bất cứ đâu")).to_be_hidden()

    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    page.keyboard.type("1.001193")  # digits are letters where somebody types
    expect(page.locator("#op-sheet")).to_be_hidden()
    expect(chosen).to_be_visible()


def test_escape_keeps_the_question_until_it_is_pressed_again(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/admin/tong-dai")
    box = page.locator("#op-box")
    page.keyboard.type("thuong tru")
    chosen = page.locator('.op-hits [aria-selected="true"]')
    expect(chosen).to_contain_text(RESIDENCE.name)
    page.keyboard.press("Escape")
    expect(chosen).to_have_count(0)
    expect(box).to_have_value("thuong tru")
    page.keyboard.press("ArrowDown")
    expect(chosen).to_contain_text(RESIDENCE.name)

    page.keyboard.press("Enter")
    page.wait_for_url(f"**/thu-tuc/{RESIDENCE.code}")
    page.keyboard.press("Escape")
    expect(box).to_be_focused()
    expect(box).to_have_value("thuong tru")
    assert page.evaluate("getSelection().toString()") == "thuong tru"
    expect(page.locator("#op-sheet")).to_be_hidden()
    expect(chosen).to_contain_text(RESIDENCE.name)
    page.keyboard.press("Escape")
    expect(box).to_have_value("")
    expect(page.locator("#op-sheet")).to_be_visible()


def test_copying_takes_the_words_to_read_out(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/admin/tong-dai/thu-tuc/{RESIDENCE.code}")
    page.locator("#fee").get_by_role("button", name="Sao chép lời đọc").click()
    expect(page.locator("#fee").get_by_role("button", name="Đã sao chép")).to_be_visible()
    copied = str(page.evaluate("navigator.clipboard.readText()"))
    assert re.search(r"10\.000 đồng.*mã số 1\.004222, dữ liệu ngày 15/07/2026\.$", copied)


def test_a_log_in_that_has_ended_is_told_while_typing(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/admin/tong-dai")
    page.context.clear_cookies()
    page.keyboard.type("thuong")
    expect(page.get_by_role("status")).to_contain_text("Phiên đăng nhập đã hết")


@pytest.mark.parametrize(
    "options",
    [{"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}],
    ids=["phone", "dark"],
)
def test_pages_fit_and_can_be_read_and_pressed(
    office: Any, sit_down: Callable[..., Page], options: dict[str, Any]
) -> None:
    page = sit_down(Role.OPERATOR, **options)
    for path in ("?tim=thuong+tru&cap=commune", f"/thu-tuc/{RESIDENCE.code}", "/ke-hoach?hoi=m%E1%BB%A5c+ti%C3%AAu"):
        page.goto(f"/admin/tong-dai{path}")
        page.locator("html[data-ready]").wait_for(state="attached")
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        names = ("pale", "widerThanScreen", "nameless", "counted")
        audit = {name: page.evaluate(f"({AUDIT})().{name}()") for name in names}
        assert audit["counted"] > 20, path
        assert (audit["pale"], audit["nameless"], audit["widerThanScreen"]) == ([], [], 0), path
