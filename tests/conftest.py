"""Worlds the tests share."""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from knowledge.encoder.runtime import Encoder
    from knowledge.service import Knowledge

REPOSITORY = Path(__file__).resolve().parents[1]
CACHE = REPOSITORY / "build" / "test-worlds"
CORPUS_DATE = date(2026, 7, 15)


def _code_digest() -> str:
    """Return a checksum of everything a snapshot depends on, so that a cached world is never stale."""
    total = hashlib.sha256()
    for path in sorted((REPOSITORY / "knowledge").rglob("*")):
        if path.suffix in {".py", ".tsv", ".yaml", ".json", ".onnx"}:
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of the checkout."""
    return REPOSITORY


@pytest.fixture(scope="session")
def shared() -> Path:
    """Development data beside the checkout; never part of the project."""
    folder = REPOSITORY.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the collected development data is not beside this checkout")
    return folder


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    """The shipped encoder."""
    from knowledge.encoder.runtime import load_encoder

    return load_encoder(threads=2)


@pytest.fixture(scope="session")
def starter_root(encoder: Encoder) -> Path:
    """A folder of snapshots as a new deployment has it: the starter set, active."""
    from knowledge.bootstrap import ensure_snapshot

    root = CACHE / f"starter-{_code_digest()}"
    ensure_snapshot(root, encoder=encoder)
    return root


@pytest.fixture(scope="session")
def starter(starter_root: Path, encoder: Encoder) -> Knowledge:
    """The knowledge of a new deployment."""
    from knowledge.service import Knowledge

    return Knowledge.open(starter_root, encoder=encoder)


@pytest.fixture(scope="session")
def corpus_root(shared: Path, encoder: Encoder) -> Path:
    """A folder of snapshots after importing all collected procedures; built once for a state of the code."""
    from knowledge.bootstrap import ensure_snapshot
    from knowledge.importing import import_files
    from knowledge.snapshot import SnapshotStore

    root = CACHE / f"corpus-{_code_digest()}"
    if not (root / ".complete").is_file():
        ensure_snapshot(root, encoder=encoder)
        source = shared / "data" / "procedures.jsonl.gz"
        import_files(SnapshotStore(root), [source], data_date=CORPUS_DATE, encoder=encoder, activate=True)
        (root / ".complete").touch()
    return root


@pytest.fixture(scope="session")
def corpus(corpus_root: Path, encoder: Encoder) -> Knowledge:
    """The knowledge of a deployment that imported all collected procedures."""
    from knowledge.service import Knowledge

    return Knowledge.open(corpus_root, encoder=encoder)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; one for all tests, because Playwright's synchronous driver runs once in a process."""
    from playwright.sync_api import sync_playwright

    names = ("chromium", "chromium-browser", "google-chrome")
    program = next((path for name in names if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("no Chromium on this machine (Debian: apt-get install chromium): the page cannot be tried")
    quiet = ["--disable-background-networking", "--disable-component-update", "--no-first-run", "--disable-sync"]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program, args=[*quiet, *root])
        yield opened
        opened.close()
