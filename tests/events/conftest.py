"""The office of tests/console, for its events; with a real port for Chromium."""

from __future__ import annotations

from tests.console.conftest import empty_data, office, quick_hashes, world
from tests.posting.conftest import address, page

__all__ = ["address", "empty_data", "office", "page", "quick_hashes", "world"]
