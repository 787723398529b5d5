"""The real page in Chromium against the real product."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tools.measures.server import Server

pytestmark = [pytest.mark.bot, pytest.mark.browser]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def page(browser: Any, server: Server) -> Iterator[Any]:
    context = browser.new_context(viewport=PHONE, locale="vi-VN")
    opened = context.new_page()
    opened.foreign = []
    opened.on("request", lambda r: None if r.url.startswith((server.url, "data:")) else opened.foreign.append(r.url))
    opened.goto(server.url)
    yield opened
    context.close()


def ask(page: Any, text: str) -> None:
    box = page.get_by_role("textbox").first
    box.fill(text)
    box.press("Enter")


def test_a_citizen_asks_on_a_phone_and_finds_the_answer_again_after_a_reload(page: Any) -> None:
    page.get_by_text("trợ lý tự động").first.wait_for()
    ask(page, "đăng ký tạm trú phí bao nhiêu")
    page.get_by_text("15.000 đồng").first.wait_for()
    assert page.get_by_text("9354/QĐ-BCA-C06").first.is_visible()
    page.reload()
    page.get_by_text("15.000 đồng").first.wait_for()
    ask(page, "gửi bưu điện được hông")
    page.get_by_text("không nhận hồ sơ qua bưu chính").first.wait_for()
    assert page.foreign == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


def test_a_choice_is_a_button(page: Any) -> None:
    ask(page, "giấy phép lái xe")
    button = page.get_by_role("button", name="Cấp lại giấy phép lái xe").first
    button.wait_for()
    button.click()
    page.get_by_text("3.000348").first.wait_for()
