"""The office of tests/console, whose assistant answers from the real starter set and plans."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from knowledge.service import Knowledge
from tests.api.conftest import World
from tests.console.conftest import Office, quick_hashes
from tests.console.conftest import world as small_world

__all__ = ["quick_hashes", "small_world"]


@pytest.fixture
def office(small_world: Any, starter: Knowledge) -> Iterator[Office]:
    """An office on this machine."""
    world = World(small_world.data, starter, small_world.overrides)  # type: ignore[arg-type]
    with world.client() as client:
        yield Office(client)
