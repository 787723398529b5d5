"""A deployment's database, opened: SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.settings import Settings
from api.storage.database import Database


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings.load(data=tmp_path, database_url=database_url)


@pytest.fixture
def database(settings: Settings) -> Iterator[Database]:
    opened = Database.open(settings)
    yield opened
    opened.close()
