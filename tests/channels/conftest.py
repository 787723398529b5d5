"""An office with a Zalo Official Account, and the other side."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.channels.fake_zalo import FakeZalo, serve_zalo
from tests.channels.zalo_office import Office


@pytest.fixture(autouse=True)
def _own_settings_only(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith("MOTCUA_") or name.lower().endswith("_proxy"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _slow_machines_are_no_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Zalo's two seconds have a test of their own."""
    monkeypatch.setattr("api.channels.hub._COMMIT_SECONDS", 30.0)


@pytest.fixture
def zalo() -> Iterator[FakeZalo]:
    """The other side; whatever a test does, our requests must have kept to the documents."""
    with serve_zalo() as server:
        yield server
        assert server.violations == []


@pytest.fixture
def closed_office(new_data: Path, zalo: FakeZalo, chosen_database_url: str) -> Office:
    """An office that has not been opened yet."""
    return Office(new_data, zalo, {"database_url": chosen_database_url})


@pytest.fixture
def office(closed_office: Office) -> Iterator[Office]:
    """An office that serves."""
    with closed_office.open():
        yield closed_office
