"""The office of tests/console, for its newsletter and its events."""

from tests.console.conftest import empty_data, office, quick_hashes, world

__all__ = ["empty_data", "office", "quick_hashes", "world"]
