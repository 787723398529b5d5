"""An office whose assistant answers from the starter set, with its shelf of materials; a shelf on both databases."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from api.clock import utc_now
from api.materials.shelf import Materials
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from tests.console.conftest import PASSWORD, quick_hashes
from tests.console.conftest import world as small_world
from tests.documents.conftest import office
from tests.posting.conftest import address

__all__ = ["address", "office", "quick_hashes", "small_world"]


class Days:
    """A clock that is set on by days."""

    def __init__(self) -> None:
        self.passed = 0

    def __call__(self) -> datetime:
        return utc_now() + timedelta(days=self.passed)


@pytest.fixture
def days() -> Days:
    """The clock of :func:`shelf`."""
    return Days()


@pytest.fixture
def database(new_data: Path, database_url: str) -> Iterator[Database]:
    """An empty database of SQLite, and of PostgreSQL."""
    opened = Database.open(Settings.load(data=new_data, database_url=database_url))
    yield opened
    opened.close()


@pytest.fixture
def shelf(database: Database, days: Days) -> Materials:
    """A shelf in that database."""
    return Materials(database, "https://motcua.vidu.vn", days)


@pytest.fixture
def sit_down(browser: Browser, address: str, office: Any) -> Iterator[Callable[[], Page]]:
    """Log an administrator in on a phone; errors in a page and a broken content policy fail the test."""
    troubles: list[str] = []
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 740}, accept_downloads=True)
    context.set_default_timeout(15_000)

    def go() -> Page:
        office.actor(Role.ADMIN)
        opened = context.new_page()
        opened.on("pageerror", lambda error: troubles.append(str(error)))
        opened.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
        opened.on("dialog", lambda dialog: dialog.accept())
        opened.goto("/admin")
        opened.get_by_label("Tên đăng nhập").fill(Role.ADMIN.value)
        opened.get_by_label("Mật khẩu").fill(PASSWORD)
        opened.get_by_label("Mật khẩu").press("Enter")
        opened.wait_for_url("**/admin")
        return opened

    yield go
    context.close()
    assert troubles == []
