"""An office that posts: that of tests/console, with procedures that have every part, on a real port for Chromium."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page

from tests.operator.conftest import office, quick_hashes, world

__all__ = ["office", "quick_hashes", "world"]


@pytest.fixture
def address(office: Any) -> Iterator[str]:
    """The office's application on a real port."""
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(office.client.app, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """A page of somebody who is not logged in; errors in it and a broken content policy fail the test."""
    troubles: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740})
    context.set_default_timeout(15_000)
    opened = context.new_page()
    opened.on("pageerror", lambda error: troubles.append(str(error)))
    opened.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
    yield opened
    context.close()
    assert troubles == []
