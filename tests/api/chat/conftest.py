"""Chat is tried on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.api.conftest import World


@pytest.fixture
def world(world: World, database_url: str) -> World:
    """A deployment without Rasa, on one of the two databases."""
    world.overrides["database_url"] = database_url
    return world
