"""What the office announces stands in the assistant's first message."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Open = Callable[..., Any]

DAYS = {"from_on": "2026-11-22", "until_on": "2026-11-24"}


def test_announcements_are_shown_first_and_their_links_lead_on(visit: Open, script: Any) -> None:
    script.announcements = [
        {"text": "Tối thứ sáu bảo trì hệ thống.", "url": "https://example.vn/tin", **DAYS},
        {"text": "Sáng mai nghỉ <b>một buổi</b>.", **DAYS},
    ]
    place = visit().page.locator("#welcome .announcements")
    expect(place).to_contain_text("Thông báo: Tối thứ sáu bảo trì hệ thống.")
    expect(place).to_contain_text("Sáng mai nghỉ <b>một buổi</b>.")
    expect(place.get_by_role("link", name="Xem thêm")).to_have_attribute("href", "https://example.vn/tin")


def test_an_address_that_is_no_web_address_becomes_no_link(visit: Open, script: Any) -> None:
    script.announcements = [{"text": "Tin.", "url": "javascript:alert(1)", **DAYS}]
    place = visit().page.locator("#welcome .announcements")
    expect(place).to_contain_text("Tin.")
    expect(place.get_by_role("link")).to_have_count(0)


def test_without_announcements_there_is_no_empty_box(visit: Open) -> None:
    expect(visit().page.locator("#welcome .announcements")).to_be_hidden()
