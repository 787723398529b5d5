"""What a person meets before they ask."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def test_the_first_message_says_who_speaks_what_it_does_and_what_not_to_send(visit: Open) -> None:
    welcome = visit().page.locator("#welcome")
    expect(welcome).to_contain_text("trợ lý tự động")
    expect(welcome).to_contain_text("giấy tờ, phí, thời hạn, nơi nộp và cách nộp")
    expect(welcome).to_contain_text("đừng gửi số căn cước, mật khẩu, mã OTP")
    expect(welcome).to_contain_text("che số điện thoại")
    assert 4 <= welcome.get_by_role("button").count() <= 6


def test_the_footer_names_the_date_of_the_data(visit: Open) -> None:
    footer = visit().page.get_by_role("contentinfo")
    expect(footer).to_contain_text("ngày 15/07/2026, gồm 5.608 thủ tục")


def test_without_the_snapshot_the_footer_says_so_and_the_chat_still_works(visit: Open, script: Any) -> None:
    script.snapshot_status = 503
    script.answers("Chào anh/chị.")
    opened = visit()
    expect(opened.page.get_by_role("contentinfo")).to_contain_text("Chưa đọc được ngày của dữ liệu")
    opened.ask("xin chào")


def test_the_page_has_title_description_language_and_may_be_zoomed(visit: Open) -> None:
    page = visit().page
    assert "thủ tục hành chính" in page.title()
    expect(page.locator("html")).to_have_attribute("lang", "vi")
    assert len(page.locator("meta[name=description]").get_attribute("content")) > 50
    viewport = page.locator("meta[name=viewport]").get_attribute("content")
    assert "width=device-width" in viewport
    assert not re.search("maximum-scale|user-scalable", viewport)


def test_a_screen_reader_finds_landmarks_a_polite_log_and_a_name_for_everything(visit: Open) -> None:
    opened = visit()
    page = opened.page
    for role in ("banner", "main", "complementary", "contentinfo", "log"):
        expect(page.get_by_role(role)).to_have_count(1)
    expect(page.get_by_role("heading", level=1)).to_have_count(1)
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("textbox", name="Câu hỏi của anh/chị")).to_be_visible()
    assert opened.audit("nameless") == []


def test_without_javascript_the_page_says_where_else_to_go(visit: Open) -> None:
    page = visit(java_script_enabled=False).page
    expect(page.get_by_role("link", name=re.compile("Cổng Dịch vụ công quốc gia"))).to_be_visible()
    advice = page.locator("noscript li", has_text="1022")
    assert advice.bounding_box() is not None
    expect(page.locator("#question")).to_be_hidden()


def test_nothing_is_asked_of_any_other_machine(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    assert len(opened.requests) > 10
    assert [url for url in opened.requests if not url.startswith((script.address, "data:"))] == []


def test_the_first_tab_leads_past_the_header_to_the_question(visit: Open) -> None:
    page = visit().page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến ô nhập câu hỏi")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()


def test_tab_goes_through_the_page_in_reading_order(visit: Open) -> None:
    page = visit().page
    met = []
    for _ in range(16):
        page.keyboard.press("Tab")
        met.append(page.evaluate("() => document.activeElement.id || document.activeElement.textContent.trim()"))
    assert met[1:5] == ["text-smaller", "text-bigger", "help-open", "restart-open"]
    assert met[5].startswith("Đăng ký thường trú")
    assert met[11:14] == ["question", "Gửi", "Hộ tịch"]


def test_help_opens_with_the_keyboard_and_escape_returns_to_its_button(visit: Open) -> None:
    page = visit().page
    page.locator("#help-open").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Cách dùng trang này")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#help-open")).to_be_focused()


def test_escape_leads_to_the_question_from_anywhere(visit: Open) -> None:
    page = visit().page
    page.locator("#restart-open").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#question")).to_be_focused()


def test_the_text_size_changes_step_by_step_and_stays_after_a_reload(visit: Open) -> None:
    page = visit().page
    size = "() => parseFloat(getComputedStyle(document.querySelector('#welcome .lead')).fontSize)"
    usual = page.evaluate(size)
    bigger = page.get_by_role("button", name="Chữ to hơn")
    for _ in range(3):
        bigger.click()
    biggest = page.evaluate(size)
    assert biggest >= 1.4 * usual
    expect(bigger).to_have_attribute("aria-disabled", "true")
    page.reload()
    assert page.evaluate(size) == biggest
    page.get_by_role("button", name="Chữ nhỏ hơn").click()
    assert page.evaluate(size) < biggest


@pytest.mark.parametrize("size", ["0", "1", "4"])
@pytest.mark.parametrize("width", [360, 1280])
def test_no_text_is_below_18_pixels_no_button_below_44_and_nothing_runs_off_the_screen(
    visit: Open, script: Any, comparison: Any, choice: Any, size: str, width: int
) -> None:
    opened = visit(viewport={"width": width, "height": 800})
    opened.page.evaluate("(size) => localStorage.setItem('motcua.text', size)", size)
    opened.page.reload()
    opened.page.wait_for_selector("html[data-ready]")
    script.answers(choice, comparison)
    script.refuses(429, "rate_limited", "Vui lòng chờ.", Retry_After="9")
    for question in ("cư trú", "thường trú", "phí"):
        opened.ask(question)
    opened.page.get_by_role("button", name="Chưa đúng").last.click()
    expect(opened.page.get_by_label("Chưa đúng ở chỗ nào?")).to_be_visible()
    assert opened.audit("small") == []
    assert opened.audit("hardToHit") == []
    assert opened.audit("sideways") == []
    assert opened.audit("widerThanScreen") <= 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_has_the_contrast_of_wcag_aa(
    visit: Open, script: Any, comparison: Any, choice: Any, scheme: str
) -> None:
    script.answers(choice, comparison)
    script.refuses(503, "storage_unavailable", "Hệ thống chưa nhận.")
    opened = visit(color_scheme=scheme, reduced_motion="reduce")
    for question in ("cư trú", "thường trú", "phí"):
        opened.ask(question)
    opened.page.get_by_role("button", name="Chưa đúng").last.click()
    opened.page.locator("#turns .reason").wait_for()
    opened.page.fill("#question", "a" * 2001)
    assert opened.audit("counted") > 60
    assert opened.audit("pale") == []
    assert opened.audit("faintEdges") == []
    opened.page.click("#help-open")
    assert opened.audit("pale") == []


def test_reduced_motion_stops_every_animation(visit: Open, script: Any) -> None:
    script.answers("Chào anh/chị.")
    moving = "() => document.getAnimations().length"
    opened = visit(reduced_motion="reduce")
    opened.page.click("#restart-open")
    opened.page.keyboard.press("Escape")
    opened.ask("xin chào")
    assert opened.page.evaluate(moving) == 0
