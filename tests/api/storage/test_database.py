"""What the database does when it is full, locked, broken or gone, and how it is set up not to lose anything."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from api.clock import utc_now
from api.errors import StorageUnavailable
from api.feedback.audit import Subject, write
from api.settings import Settings
from api.storage.conversations import Conversations
from api.storage.database import Database
from knowledge.errors import StorageFull


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def sqlite(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(Settings.load(data=tmp_path, database_url=""))
    yield opened
    opened.close()


def set_aside(database: Database) -> None:
    """Take a table away, so that the next statement fails."""
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE message RENAME TO elsewhere")


def test_sqlite_is_set_up_to_lose_nothing_and_to_overwrite_what_is_deleted(sqlite: Database) -> None:
    names = ("journal_mode", "synchronous", "foreign_keys", "busy_timeout", "secure_delete")
    with sqlite.engine.connect() as connection:
        pragmas = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in names}

    assert pragmas == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "secure_delete": 1,
    }


def test_a_full_disk_is_told_and_leaves_what_was_there(conversations: Conversations, database: Database) -> None:
    kept = conversations.accept(None, "web", "khai sinh", None)
    fill_up(database)

    with pytest.raises(StorageFull):
        conversations.accept(kept.id, "web", "a" * 100_000, None)
    with pytest.raises(StorageFull):
        conversations.accept(None, "web", "a" * 100_000, None)

    assert [one.text for one in conversations.transcript(kept.id)[0]] == ["khai sinh"]


def fill_up(database: Database) -> None:
    """Leave no room: SQLite by its limit of pages, PostgreSQL by the error it gives when a file cannot grow."""
    if database.is_sqlite:
        with database.engine.connect() as connection:  # one connection in the pool: the limit stays on it
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
        return
    full = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';"
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {full} END $$"
        )
        connection.exec_driver_sql(
            "CREATE TRIGGER no_room BEFORE INSERT ON message FOR EACH ROW EXECUTE FUNCTION no_room()"
        )


def test_a_locked_database_is_told_after_a_while_and_takes_the_message_later(
    conversations: Conversations, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = conversations.accept(None, "web", "khai sinh", None)
    wait_briefly(database)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with database.session() as session:
            session.execute(text("UPDATE conversation SET turns = turns + 1"))
            held.set()
            release.wait(20)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(10)
        with pytest.raises(StorageUnavailable):
            conversations.accept(kept.id, "web", "hộ chiếu", None)
    finally:
        release.set()
        other.join()

    conversations.accept(kept.id, "web", "hộ chiếu", None)
    assert [one.text for one in conversations.transcript(kept.id)[0]] == ["khai sinh", "hộ chiếu"]


def wait_briefly(database: Database) -> None:
    """Wait a tenth of a second for a lock, on every connection the pool will give."""
    connections = [database.engine.connect() for _ in range(3)]
    for connection in connections:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA busy_timeout=100")
        else:
            connection.exec_driver_sql("SET lock_timeout = 100")
            connection.commit()
    for connection in connections:
        connection.close()


def test_postgresql_does_not_wait_for_a_lock_for_ever(database: Database) -> None:
    if database.is_sqlite:
        pytest.skip("SQLite's time is one of its pragmas")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW lock_timeout").scalar() == "5s"


def test_an_unusable_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_bytes(b"day khong phai la co so du lieu" * 100)

    with pytest.raises(StorageUnavailable):
        Database.open(Settings.load(data=tmp_path, database_url=""))


def test_a_server_that_is_not_there_is_told(tmp_path: Path) -> None:
    url = f"postgresql+psycopg://motcua@/motcua?host={tmp_path}"

    with pytest.raises(StorageUnavailable):
        Database.open(Settings.load(data=tmp_path, database_url=url))


def test_error_messages_do_not_hold_what_people_wrote(conversations: Conversations, database: Database) -> None:
    set_aside(database)

    with pytest.raises(StorageUnavailable) as refused:
        conversations.accept(None, "web", "lời riêng tư", None)

    assert "lời riêng tư" not in str(refused.value)
    assert "lời riêng tư" not in str(refused.value.__cause__)


def test_nothing_of_a_transaction_that_fails_is_kept(conversations: Conversations, database: Database) -> None:
    set_aside(database)
    with pytest.raises(StorageUnavailable):
        conversations.accept(None, "web", "khai sinh", None)

    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM conversation").scalar() == 0


@pytest.mark.parametrize("statement", ["UPDATE audit SET actor = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_log(database: Database, statement: str) -> None:
    with database.session() as session:
        write(session, at=utc_now(), actor=None, action="tried", subject_kind=Subject.CASE, subject="KN-1")

    with pytest.raises(StorageUnavailable), database.session() as session:
        session.execute(text(statement))

    with database.session() as session:
        assert session.execute(text("SELECT actor, action FROM audit")).all() == [("Người gửi", "tried")]


def test_what_was_deleted_leaves_the_files(sqlite: Database, tmp_path: Path) -> None:
    conversations = Conversations(sqlite)
    conversations.accept(None, "web", "chuyện riêng của tôi " * 50, None)
    sqlite.wipe_deleted()
    assert "chuyện riêng của tôi".encode() in (tmp_path / "motcua.db").read_bytes()

    with sqlite.session() as session:
        session.execute(text("DELETE FROM conversation"))
    sqlite.wipe_deleted()

    left = b"".join(path.read_bytes() for path in tmp_path.glob("motcua.db*"))
    assert "chuyện riêng của tôi".encode() not in left


def test_several_processes_may_open_a_new_database_at_once(settings: Settings) -> None:
    """Each migrates or finds it migrated; none fails."""
    found: list[str] = []

    def open_it() -> None:
        opened = Database.open(settings)
        found.append("ok" if opened.check() else "broken")
        opened.close()

    threads = [threading.Thread(target=open_it) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert found == ["ok"] * 4


def test_a_sign_that_one_database_cannot_hold_is_no_outage(database: Database) -> None:
    with database.session() as session:
        assert session.scalar(text("SELECT :one"), {"one": "ki\x00m"}) in ("kim", "ki\x00m")
        assert session.scalar(text("SELECT count(*) FROM conversation WHERE channel = :one"), {"one": "\x00"}) == 0


def test_a_connection_that_comes_back_after_closing_is_closed(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.storage.database._CLOSE_SECONDS", 0.0)
    late = database.engine.connect()
    inside = late.connection.dbapi_connection
    database.close()
    late.close()
    assert inside is not None
    with pytest.raises(Exception, match="closed"):
        inside.cursor().execute("SELECT 1")
