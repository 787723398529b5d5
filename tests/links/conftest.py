"""The office of tests/console, whose checks of links may ask this machine."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.api.conftest import World
from tests.console.conftest import Office, quick_hashes
from tests.console.conftest import world as small_world

__all__ = ["quick_hashes", "small_world"]


@pytest.fixture
def office(small_world: Any) -> Iterator[Office]:
    """An office on this machine."""
    overrides = {**small_world.overrides, "link_private": True, "link_pause_seconds": 0.0, "link_timeout": 60.0}
    with World(small_world.data, small_world.knowledge, overrides).client() as client:
        yield Office(client)
