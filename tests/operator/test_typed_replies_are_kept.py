"""The hotline's keys and half-written replies in Chromium, where a page has no more than it needs."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Role
from tests.console.test_in_a_browser import address, sit_down
from tests.operator.test_live_hand_over import _slow_machines_are_no_failures, asks, citizen, world

__all__ = ["_slow_machines_are_no_failures", "address", "citizen", "sit_down", "world"]

pytestmark = pytest.mark.browser
HALF = "Anh/chị mang hợp đồng thuê nhà"


def test_a_half_written_reply_comes_back_with_the_person(
    office: Any, sit_down: Callable[..., Page], citizen: Page
) -> None:
    asks(citizen, "cho tôi gặp nhân viên")
    operator = sit_down(Role.OPERATOR)
    operator.goto("/admin/tong-dai/ho-tro")
    operator.locator("#op-queue a").click()
    operator.wait_for_url(re.compile("ho-tro/[0-9a-f]+$"))
    operator.get_by_role("button", name="Nhận trò chuyện").click()
    box = operator.get_by_label("Trả lời người dân")
    expect(box).to_be_focused()
    operator.keyboard.type(HALF)
    operator.keyboard.press("Escape")
    operator.keyboard.press("r")  # the connection was lost, or somebody else is to go on
    operator.wait_for_url("**/ho-tro")
    operator.locator("#op-queue a").click()
    operator.get_by_role("button", name="Nhận trò chuyện").click()
    expect(box).to_have_value(HALF)

    box.press("Control+Enter")
    expect(citizen.locator(".message.operator")).to_contain_text(HALF)
    operator.reload()
    expect(box).to_have_value("")  # what was sent does not come again


def test_every_page_of_the_hotline_opens_its_list_of_keys(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR)
    page.goto("/admin/tong-dai/tra-ho-so")
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(page.get_by_text("Mở hoặc đóng danh sách này")).to_be_visible()
