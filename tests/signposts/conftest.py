"""The office of tests/console, for its page of signposts."""

from tests.console.conftest import office, quick_hashes, world

__all__ = ["office", "quick_hashes", "world"]
