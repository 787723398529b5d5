"""The assistant on another page: one script tag, under a strict content policy, and a screen that forgets people."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

import pytest
import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import HTMLResponse
from playwright.sync_api import Browser, Page, expect

from api.embed import routes as embed
from api.pages import WEB, pages

HOST = """<!doctype html><html lang="vi"><head><meta charset="utf-8"><title>Cơ quan</title>
<meta name="viewport" content="width=device-width">
<script async src="{home}/widget.js" data-title="Hỏi thủ tục" data-color="#ffd54f" data-side="left"></script>
</head><body><h1>Trang của cơ quan</h1></body></html>"""
POLICY = "default-src 'none'; script-src {home}; frame-src {home}"
ANSWER = {"id": "message-0000000001", "text": "Lệ phí là 8.000 đồng.", "buttons": []}


@contextmanager
def served(app: FastAPI, listener: socket.socket) -> Iterator[str]:
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


def assistant(*allowed: str) -> FastAPI:
    app = FastAPI()

    @app.post("/api/v1/chat/messages")
    async def send() -> dict[str, object]:
        return {"conversation_id": "conversation-of-the-tests", "messages": [ANSWER]}

    @app.get("/api/v1/snapshots/active")
    async def active() -> dict[str, object]:
        return {"id": "s1", "data_date": "2026-07-15", "procedures": 5608}

    @app.get("/api/v1/announcements")
    async def announcements() -> dict[str, object]:
        return {"items": []}

    app.include_router(pages())
    app.include_router(embed.router(allowed))
    return app


def office(home: str) -> FastAPI:
    app = FastAPI()

    @app.get("/")
    async def page() -> Response:
        return HTMLResponse(HOST.format(home=home), headers={"Content-Security-Policy": POLICY.format(home=home)})

    return app


@pytest.fixture(scope="module")
def sites() -> Iterator[tuple[str, str]]:
    """Addresses of the assistant and of an office's page that may embed it."""
    ours, theirs = (socket.create_server(("127.0.0.1", 0)) for _ in range(2))
    with ExitStack() as stack:
        host = f"http://127.0.0.1:{theirs.getsockname()[1]}"
        home = stack.enter_context(served(assistant(host), ours))
        stack.enter_context(served(office(home), theirs))
        yield home, host


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1000, "height": 800})
    context.set_default_timeout(8000)
    page = context.new_page()
    troubles: list[str] = []
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("console", lambda line: troubles.append(f"{line.text} {line.location}") if line.type == "error" else None)
    yield page
    context.close()
    harmless = ("favicon.ico", "Blocked autofocusing")
    assert [trouble for trouble in troubles if not any(word in trouble for word in harmless)] == []


def test_a_page_under_a_strict_policy_opens_asks_and_closes_the_assistant(page: Page, sites: tuple[str, str]) -> None:
    home, host = sites
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(host)
    button = page.get_by_role("button", name="Hỏi thủ tục")
    expect(button).to_have_attribute("aria-expanded", "false")
    before = [url for url in asked if url.startswith(home)]

    button.click()
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()
    frame.locator("#question").fill("khai sinh hết bao nhiêu")
    frame.locator("#question").press("Enter")

    expect(frame.locator("#turns .assistant")).to_contain_text("8.000 đồng")
    expect(frame.locator(".bottom")).to_be_hidden()
    assert before == [f"{home}/widget.js"]  # nothing but the script before the first click
    assert page.context.cookies() == []

    frame.locator("#question").press("Escape")
    expect(page.locator("iframe")).to_be_hidden()
    expect(page.get_by_role("button", name="Hỏi thủ tục")).to_be_focused()
    page.get_by_role("button", name="Hỏi thủ tục").click()
    expect(frame.locator("#turns .assistant")).to_contain_text("8.000 đồng")  # still there


def test_on_a_phone_the_frame_fills_the_screen_and_has_its_own_way_out(page: Page, sites: tuple[str, str]) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(sites[1])
    page.get_by_role("button", name="Hỏi thủ tục").click()
    frame = page.frame_locator("iframe")
    frame.locator("html[data-ready]").wait_for()

    box = page.locator("iframe").bounding_box()
    assert box is not None
    assert (box["x"], box["y"], box["width"], box["height"]) == (0, 0, 360, 740)
    frame.locator("#frame-close").click()
    expect(page.locator("iframe")).to_be_hidden()


def test_a_site_that_is_not_named_may_not_embed_the_chat(sites: tuple[str, str], browser: Browser) -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    with served(office(sites[0]), listener) as stranger:
        page = browser.new_page()
        refused: list[str] = []
        page.on("console", lambda line: refused.append(line.text))
        page.goto(stranger)
        page.get_by_role("button", name="Hỏi thủ tục").click()
        page.wait_for_event("console", predicate=lambda line: "frame-ancestors" in line.text) if not any(
            "frame-ancestors" in line for line in refused
        ) else None
        assert page.frame_locator("iframe").locator("#question").count() == 0
        page.close()


def test_the_widget_is_small() -> None:
    assert len(gzip.compress((WEB / "widget.js").read_bytes())) < 40_000


def asked_on_a_kiosk(page: Page, home: str) -> None:
    page.clock.install()
    page.goto(f"{home}/kiosk")
    page.wait_for_selector("html[data-ready]")
    page.fill("#question", "khai sinh")
    page.press("#question", "Enter")
    expect(page.locator("#turns .assistant")).to_have_count(1)
    page.fill("#question", "đang gõ dở")


def test_a_public_screen_asks_and_then_forgets(page: Page, sites: tuple[str, str]) -> None:
    asked_on_a_kiosk(page, sites[0])

    page.clock.fast_forward(90_000)
    expect(page.locator("#kiosk-dialog")).to_be_visible()
    page.clock.fast_forward(20_000)

    expect(page.locator("#kiosk-dialog")).to_be_hidden()
    expect(page.locator("#turns .assistant")).to_have_count(0)
    assert page.input_value("#question") == ""
    assert page.evaluate("localStorage.getItem('motcua.conversation')") is None


def test_somebody_who_is_still_there_keeps_the_conversation(page: Page, sites: tuple[str, str]) -> None:
    asked_on_a_kiosk(page, sites[0])

    page.clock.fast_forward(90_000)
    page.locator("#kiosk-dialog").get_by_role("button").click()
    page.clock.fast_forward(30_000)

    expect(page.locator("#kiosk-dialog")).to_be_hidden()
    expect(page.locator("#turns .assistant")).to_have_count(1)
    assert page.input_value("#question") == "đang gõ dở"


def test_the_demo_page_shows_the_button(page: Page, sites: tuple[str, str]) -> None:
    page.goto(f"{sites[0]}/nhung")
    page.get_by_role("button", name="Hỏi thủ tục").click()

    expect(page.frame_locator("iframe").locator("#question")).to_be_visible()
