"""docs/bao-cao.md says what the report says."""

from __future__ import annotations

from pathlib import Path

from api.reports.wording import DEFINITIONS
from api.security.access import ROUTES


def test_every_number_is_explained_in_the_same_words_as_in_the_report(repository: Path) -> None:
    text = (repository / "docs" / "bao-cao.md").read_text(encoding="utf-8")

    assert [term for term, meaning in DEFINITIONS if f"| {term} | {meaning} |" not in text] == []


def test_every_file_of_the_report_is_named(repository: Path) -> None:
    text = (repository / "docs" / "bao-cao.md").read_text(encoding="utf-8")

    assert [path for _, path in ROUTES if path.startswith("/admin/bao-cao") and f"`{path}`" not in text] == []
