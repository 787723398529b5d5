"""The office of tests/console, for its events; with a real port for Chromium, and one that sends mail."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.notices.conftest import PostOffice, mail, serve_mail
from tests.console.conftest import Office, office, quick_hashes, world
from tests.posting.conftest import address, page

__all__ = ["address", "mail", "office", "page", "quick_hashes", "serve_mail", "world"]


@pytest.fixture
def mailing(world: Any, mail: PostOffice, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """An office whose letters go to :func:`mail` at once."""
    monkeypatch.setattr("api.notices.sender._LOOK_SECONDS", 0.05)
    world.overrides |= {
        "smtp_url": mail.url,
        "mail_from": "su-kien@vidu.vn",
        "public_url": "https://motcua.vidu.vn",
        "office_name": "Sở Ví Dụ",
    }
    with world.client() as client:
        yield Office(client)
