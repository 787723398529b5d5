"""An office that has handled PAKN, on both databases; the clock is moved by hand."""

from __future__ import annotations

from tests.api.feedback.conftest import database, office, quick_passwords, settings

__all__ = ["database", "office", "quick_passwords", "settings"]
