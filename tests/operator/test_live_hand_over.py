"""A citizen's page and an operator's page in Chromium at once: waiting, taking over, answering, handing back."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from api.security.roles import Role
from tests.api.conftest import World
from tests.console.test_in_a_browser import address, sit_down
from tests.operator.conftest import BIRTH, RESIDENCE

__all__ = ["address", "sit_down"]

pytestmark = pytest.mark.browser
AUDIT = (Path(__file__).parents[1] / "web" / "audit.js").read_text(encoding="utf-8")
PICTURES = os.environ.get("MOTCUA_TEST_PICTURES", "")
"""A folder: pictures of the pages are put there, for the documents."""


AT_REST = """() => new Promise((done) => {
  let place = null;
  let frames = 0;
  (function look() {
    frames = place === scrollY ? frames + 1 : 0;
    place = scrollY;
    if (frames < 20) requestAnimationFrame(look);
    else done();
  })();
})"""
"""Waits until the page has scrolled to where it wants to be."""


def picture(page: Page, name: str, *, whole: bool = False) -> None:
    if PICTURES:
        page.evaluate(AT_REST)
        page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=whole)


@pytest.fixture(autouse=True)
def _slow_machines_are_no_failures() -> Iterator[None]:
    expect.set_options(timeout=30_000)
    yield
    expect.set_options(timeout=5_000)


@pytest.fixture
def world(world: World) -> World:
    """The hotline with hand-over around the clock."""
    hours = {"handover_hours": "T2-CN 00:00-24:00", "handover_holidays": True}
    world.overrides |= {"handover_enabled": True, **hours}
    return world


@pytest.fixture
def citizen(browser: Browser, address: str) -> Any:
    """Somebody's telephone with the page open."""
    context = browser.new_context(base_url=address, viewport={"width": 390, "height": 844})
    context.set_default_timeout(30_000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.goto("/")
    page.wait_for_selector("html[data-ready]")
    yield page
    context.close()
    assert troubles == []


def asks(page: Page, text: str) -> None:
    """Type a question and send it."""
    page.fill("#question", text)
    with page.expect_response("**/api/v1/chat/messages") as replied:
        page.press("#question", "Enter")
    replied.value.finished()
    expect(page.locator("#turns .message.user").last).to_contain_text(text)
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_a_conversation_goes_from_the_bot_to_a_person_and_back_without_a_reload(
    office: Any, sit_down: Callable[..., Page], citizen: Page
) -> None:
    operator = sit_down(Role.OPERATOR, viewport={"width": 1280, "height": 900})
    operator.goto("/admin/tong-dai/ho-tro")
    expect(operator.get_by_text("Không có ai chờ.")).to_be_visible()
    expect(operator.get_by_label("Báo bằng âm thanh khi có người mới chờ")).not_to_be_checked()

    asks(citizen, "phí đăng ký thường trú")
    asks(citizen, "cho tôi gặp nhân viên")
    expect(citizen.locator("#live")).to_contain_text("anh/chị thứ 1")
    picture(citizen, "handover-citizen-waiting")

    entry = operator.locator("#op-queue a")
    expect(entry).to_contain_text("Mới")
    expect(entry).to_contain_text("phí đăng ký thường trú")
    expect(operator.locator("[data-queue]").first).to_contain_text("(1 người chờ)")
    picture(operator, "handover-queue")
    operator.keyboard.press("ArrowDown")
    expect(entry).to_be_focused()
    operator.keyboard.press("Enter")
    operator.wait_for_url(re.compile("ho-tro/[0-9a-f]+$"))
    expect(operator.locator(".ho-line").first).to_contain_text("phí đăng ký thường trú")
    operator.keyboard.press("n")
    box = operator.get_by_label("Trả lời người dân")
    expect(box).to_be_focused()
    expect(citizen.locator("#live")).to_contain_text("đang trò chuyện với nhân viên hỗ trợ")

    operator.keyboard.type("Chào anh/chị, tôi đã xem câu hỏi.")
    operator.keyboard.press("Control+Enter")
    expect(box).to_have_value("")
    said = citizen.locator(".message.operator")
    expect(said).to_contain_text("Chào anh/chị, tôi đã xem câu hỏi.")
    expect(said).to_contain_text("Nhân viên hỗ trợ")
    before = citizen.locator("#turns .assistant").count()
    asks(citizen, "Tôi nộp trực tiếp có được không?")
    expect(operator.locator(".ho-line.citizen").last).to_contain_text("Tôi nộp trực tiếp có được không?")
    assert citizen.locator("#turns .assistant").count() == before  # the bot says nothing

    operator.keyboard.press("Escape")
    operator.keyboard.press("c")
    operator.keyboard.type("thuong tru")
    expect(operator.locator("#ho-hits")).to_contain_text(RESIDENCE.name)
    operator.keyboard.press("Enter")
    expect(operator.locator("#ho-hits button").first).to_be_focused()
    operator.keyboard.press("Enter")
    expect(operator.locator("#ho-name")).to_contain_text(RESIDENCE.code)
    operator.keyboard.press("1")
    expect(box).to_be_focused()
    expect(box).to_have_value(re.compile("20.000 đồng"))
    operator.locator("#ho-status").scroll_into_view_if_needed()
    picture(operator, "handover-operator")
    operator.keyboard.press("Control+Enter")
    expect(said.last).to_contain_text("20.000 đồng")
    picture(citizen, "handover-citizen")

    citizen.reload()
    citizen.wait_for_selector("html[data-ready]")
    expect(said).to_have_count(2)
    expect(citizen.locator("#live")).to_be_visible()

    operator.keyboard.press("Escape")
    operator.keyboard.press("b")
    operator.wait_for_url("**/ho-tro")
    expect(citizen.locator("#live")).to_be_hidden()
    expect(citizen.locator("#turns .assistant").last).to_contain_text("Trợ lý xin tiếp tục")
    asks(citizen, "phí khai sinh")
    expect(citizen.locator("#turns .assistant").last).to_contain_text(BIRTH.name)


def test_the_citizen_goes_back_by_the_button_and_clearing_the_page_gives_the_place_up(
    office: Any, citizen: Page
) -> None:
    asks(citizen, "cho tôi gặp nhân viên")
    citizen.locator("#live").get_by_role("button", name="Gặp lại trợ lý").click()
    expect(citizen.locator("#live")).to_be_hidden()
    expect(citizen.locator("#turns .assistant").last).to_contain_text("Trợ lý tự động đã trở lại")
    asks(citizen, "cho tôi gặp nhân viên")
    expect(citizen.locator("#live")).to_be_visible()
    with citizen.expect_response("**/api/v1/chat/messages"):
        citizen.get_by_role("button", name="Hỏi lại", exact=True).click()
        citizen.get_by_role("button", name="Hỏi lại từ đầu").last.click()
    expect(citizen.locator("#live")).to_be_hidden()
    with office.services.database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM handover WHERE state != 'ended'").scalar() == 0


def test_a_call_is_timed_and_written_down_by_keyboard(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.OPERATOR, viewport={"width": 1280, "height": 900})
    page.goto("/operator")
    page.keyboard.type("thuong tru")
    expect(page.locator("#op-call-time")).to_be_visible()  # the clock starts with the search
    expect(page.locator('.op-hits [aria-selected="true"]')).to_contain_text(RESIDENCE.name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/thu-tuc/{RESIDENCE.code}")
    expect(page.locator("#op-call-end")).to_be_visible()
    page.keyboard.press("k")
    page.wait_for_url(re.compile("cuoc-goi/[0-9a-f]+$"))
    expect(page.get_by_label("Người gọi hỏi gì?")).to_have_value("thuong tru")
    expect(page.get_by_label("Mã thủ tục đã xem")).to_have_value(RESIDENCE.code)
    expect(page.locator("#op-call")).to_be_hidden()  # the clock has done its part
    page.get_by_label("Kết quả", exact=False).select_option("yes")
    picture(page, "call-form")
    page.get_by_role("button", name="Lưu").click()
    expect(page.get_by_role("status").first).to_contain_text("Đã ghi cuộc gọi vào nhật ký.")
    expect(page.locator("table")).to_contain_text("thuong tru")
    picture(page, "call-log")
    page.keyboard.press("g")
    expect(page.locator("#op-call-time")).to_be_visible()
    page.get_by_role("button", name="Bỏ, không ghi").click()
    expect(page.locator("#op-call-start")).to_be_visible()


@pytest.mark.parametrize(
    "options",
    [{"viewport": {"width": 360, "height": 740}}, {"viewport": {"width": 1280, "height": 800}, "color_scheme": "dark"}],
    ids=["phone", "dark"],
)
def test_the_new_pages_fit_and_can_be_read_and_pressed(
    office: Any, sit_down: Callable[..., Page], options: dict[str, Any]
) -> None:
    page = sit_down(Role.OPERATOR, **options)
    conversation = office.client.post("/api/v1/chat/messages", json={"text": f"phí {BIRTH.name}"}).json()
    identity = {"conversation_id": conversation["conversation_id"]}
    office.client.post("/api/v1/chat/messages", json={"text": "Gặp", "payload": "/handover", **identity})
    page.goto("/admin/tong-dai/ho-tro")
    taken = str(page.locator("#op-queue a").get_attribute("href"))
    page.goto(taken)
    page.get_by_role("button", name="Nhận trò chuyện").click()
    expect(page.get_by_label("Trả lời người dân")).to_be_visible()
    calls = "/admin/tong-dai/cuoc-goi"
    shown = {"queue": "/admin/tong-dai/ho-tro", "talk": taken, "calls": calls, "call": f"{calls}/moi"}
    for name, path in shown.items():
        page.goto(path)
        page.locator("html[data-ready]").wait_for(state="attached")
        expect(page.locator("#op-call-start")).to_be_visible()
        picture(page, f"{name}-{options['viewport']['width']}", whole=True)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
        kinds = ("pale", "widerThanScreen", "nameless", "counted")
        audit = {kind: page.evaluate(f"({AUDIT})().{kind}()") for kind in kinds}
        assert audit["counted"] > 20, path
        assert (audit["pale"], audit["nameless"], audit["widerThanScreen"]) == ([], [], 0), path
