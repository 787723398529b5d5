"""The office of tests/console, for its newsletter and its events."""

from tests.console.conftest import office, quick_hashes, world

__all__ = ["office", "quick_hashes", "world"]
