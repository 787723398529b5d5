"""Worlds the tests share."""

from __future__ import annotations

import hashlib
import itertools
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from filelock import FileLock

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from sqlalchemy import Engine

    from api.storage.database import Database
    from knowledge.encoder.runtime import Encoder
    from knowledge.service import Knowledge
    from tests.clean_databases import CleanDatabases
    from tools.throwaway_postgres import ThrowawayPostgres

REPOSITORY = Path(__file__).resolve().parents[1]
CACHE = REPOSITORY / "build" / "test-worlds"
CORPUS_DATE = date(2026, 7, 15)
_numbers = itertools.count(1)
_DATABASES = frozenset({"sqlite", "postgresql"})
_ON_ONE = frozenset({"chosen_database_url", "new_database"})
"""Fixtures that give the database of ``--database``."""
_LONG = ("tests/e2e/test_conversations", "tests/knowledge/test_search.py", "tests/e2e/", "tests/bot/")
"""What trains the bot, imports the whole collection, starts products and bots; the first two in two processes."""


def _code_digest() -> str:
    """Return a checksum of everything a snapshot depends on, so that a cached world is never stale."""
    total = hashlib.sha256()
    for path in sorted((REPOSITORY / "knowledge").rglob("*")):
        if path.suffix in {".py", ".tsv", ".yaml", ".json", ".onnx"}:
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def _built_once() -> FileLock:
    """Let one test process build while the others wait."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return FileLock(CACHE / "building.lock")


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
    with _built_once():
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
    with _built_once():
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


@pytest.fixture(scope="session")
def postgres() -> Iterator[ThrowawayPostgres]:
    """A PostgreSQL server that is thrown away; ``TESTS_NEED_POSTGRES`` (set in CI) makes its absence a failure."""
    from tools.throwaway_postgres import binaries, throwaway_postgres

    programs = binaries()
    if programs is None:
        reason = "PostgreSQL is not installed (Debian: apt-get install postgresql)"
        if os.environ.get("TESTS_NEED_POSTGRES"):
            pytest.fail(reason)
        pytest.skip(reason)
    with throwaway_postgres(programs) as server:
        yield server


@pytest.fixture(scope="session")
def empty_data(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder with a key and an SQLite database that has all tables; see :func:`new_data`."""
    from api.settings import Settings
    from api.storage.database import Database

    folder = tmp_path_factory.mktemp("empty") / "var"
    opened = Database.open(Settings.load(data=folder, database_url=""))
    with _statements_shared(opened):
        opened.close()
        yield folder


@pytest.fixture
def new_data(empty_data: Path, tmp_path: Path) -> Path:
    """A data folder of its own, copied from the empty one: making the tables takes longer than most tests."""
    return Path(shutil.copytree(empty_data, tmp_path / "var"))


@contextmanager
def _statements_shared(first: Database) -> Iterator[None]:
    """Let databases of one kind share what SQLAlchemy made of each statement, as those of one deployment do.

    A test process opens two thousand of them; left alone, each works out again what a query is in its dialect.
    """
    from sqlalchemy import event
    from sqlalchemy.util import LRUCache

    from api.storage import database

    make = database.create_engine
    compiled: LRUCache[Any, Any] = LRUCache(2000)

    def create(url: str, **options: Any) -> Engine:
        engine = make(url, **options)
        if engine.dialect.name == first.engine.dialect.name:
            engine.update_execution_options(compiled_cache=compiled)
            # The first connection is made by its own dialect, which has what listens to connecting.
            event.listen(engine, "first_connect", lambda *_: setattr(engine, "dialect", first.engine.dialect))
        return engine

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(database, "create_engine", create)
        yield


@pytest.fixture(scope="session")
def clean_databases(postgres: ThrowawayPostgres, tmp_path_factory: pytest.TempPathFactory) -> Iterator[CleanDatabases]:
    """Databases with all tables and no rows."""
    from api.settings import Settings
    from api.storage.database import Database
    from tests.clean_databases import CleanDatabases

    databases = CleanDatabases(postgres)
    data = tmp_path_factory.mktemp("pattern")
    opened = Database.open(Settings.load(data=data, database_url=databases.pattern()))
    opened.close()
    with _statements_shared(opened):
        yield databases


@pytest.fixture(scope="session")
def empty_postgres(clean_databases: CleanDatabases) -> Callable[[str], str]:
    """Makes a database with all tables in it; returns its URL."""
    return clean_databases.make


def pytest_addoption(parser: pytest.Parser) -> None:
    """Tests that run on one database run on SQLite, or on PostgreSQL with ``--database=postgresql``."""
    parser.addoption("--database", choices=("sqlite", "postgresql"), default="sqlite")


@pytest.fixture
def chosen_database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The setting ``MOTCUA_DATABASE_URL`` of a test that runs on one database: the one of ``--database``, a new one."""
    if request.config.getoption("--database") == "sqlite":
        yield ""
    else:
        yield from _own_database(request)


@pytest.fixture(scope="session")
def new_database(request: pytest.FixtureRequest) -> Callable[[], str]:
    """Makes the database of a deployment that several tests share; returns its setting. The server is thrown away."""
    if request.config.getoption("--database") == "sqlite":
        return lambda: ""
    make: Callable[[str], str] = request.getfixturevalue("empty_postgres")
    return lambda: make(f"shared_{next(_numbers)}")


def pytest_configure(config: pytest.Config) -> None:
    """Name the mark of :func:`pytest_collection_modifyitems`."""
    config.addinivalue_line("markers", "database: runs on the one database that --database names (put on by itself)")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that a second pass, ``--database=postgresql -m database``, runs on another database.

    Those that run on both by their parameters did so in the first pass. Files whose tests take long come first, so
    that two processes end together (``--no-loadscope-reorder`` keeps that order).
    """
    items.sort(key=_place)
    for item in items:
        callspec = getattr(item, "callspec", None)
        on_both = callspec is not None and not _DATABASES.isdisjoint(map(str, callspec.params.values()))
        if not on_both and not _ON_ONE.isdisjoint(getattr(item, "fixturenames", ())):
            item.add_marker("database")


def _place(item: pytest.Item) -> int:
    return next((place for place, start in enumerate(_LONG) if item.nodeid.startswith(start)), len(_LONG))


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> Iterator[str]:
    """The setting ``MOTCUA_DATABASE_URL``: a test runs on SQLite (empty) and on PostgreSQL, each time on a new one."""
    if request.param == "sqlite":
        yield ""
    else:
        yield from _own_database(request)


def _own_database(request: pytest.FixtureRequest) -> Iterator[str]:
    databases: CleanDatabases = request.getfixturevalue("clean_databases")
    name = databases.take()
    yield databases.url(name)
    databases.give_back(name)
