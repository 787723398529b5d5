"""What is kept, for how long, and what survives."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import update

from api.errors import ConversationNotFound, StorageUnavailable
from api.settings import Settings
from api.storage.conversations import Conversations, RatingValue, Said, Via, new_id
from api.storage.database import Database
from api.storage.tables import ConversationRow, Table
from knowledge.errors import StorageFull


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    opened = Database.open(Settings.load(data=tmp_path, database_url=""))
    yield opened
    opened.close()


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


def said(text: str) -> Said:
    return Said(id=new_id(), text=text, buttons=[], answer=None, status=None)


def rows(data: Path, table: str) -> int:
    with closing(sqlite3.connect(data / "motcua.db")) as connection:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_migrations_are_linear(repository: Path) -> None:
    scripts = ScriptDirectory(str(repository / "api" / "storage" / "migrations"))

    assert len(scripts.get_heads()) == 1
    assert all(not isinstance(script.down_revision, tuple) for script in scripts.walk_revisions())


def test_a_migrated_database_can_be_opened_again(tmp_path: Path) -> None:
    settings = Settings.load(data=tmp_path, database_url="")
    first = Database.open(settings)
    kept = Conversations(first).accept(None, "web", "khai sinh", None)
    first.close()

    second = Database.open(settings)
    messages, _ = Conversations(second).transcript(kept.id)
    second.close()

    assert [one.text for one in messages] == ["khai sinh"]


def test_sqlite_is_set_up_to_lose_nothing(database: Database) -> None:
    with database.engine.connect() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }

    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


def test_an_accepted_message_survives_kill_minus_nine(tmp_path: Path) -> None:
    program = (
        "import sys, os, signal\n"
        "from api.settings import Settings\n"
        "from api.storage.conversations import Conversations\n"
        "from api.storage.database import Database\n"
        "database = Database.open(Settings.load(data=sys.argv[1], database_url=''))\n"
        "kept = Conversations(database).accept(None, 'web', 'khai sinh', None)\n"
        "print(kept.id, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    died = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL

    database = Database.open(Settings.load(data=tmp_path, database_url=""))
    messages, _ = Conversations(database).transcript(died.stdout.strip())
    database.close()

    assert [(one.role, one.text) for one in messages] == [("user", "khai sinh")]


def test_only_the_last_messages_of_a_long_conversation_are_read(conversations: Conversations) -> None:
    kept = conversations.accept(None, "web", "câu 0", None)
    for number in range(1, 6):
        conversations.accept(kept.id, "web", f"câu {number}", None)

    messages, truncated = conversations.transcript(kept.id, limit=3)

    assert ([one.text for one in messages], truncated) == (["câu 3", "câu 4", "câu 5"], True)
    assert conversations.questions(kept.id, limit=2) == [("câu 4", None), ("câu 5", None)]


def test_conversations_are_forgotten_whole_after_their_last_message_grew_old(
    conversations: Conversations, database: Database, tmp_path: Path
) -> None:
    now = datetime.now(UTC)
    old, fresh = (conversations.accept(None, "web", "khai sinh", None) for _ in range(2))
    for one in (old, fresh):
        reply = said("Đây ạ")
        conversations.answer(one, [reply], Via.BOT, 12)
        conversations.rate(reply.id, RatingValue.UP, None)
    with database.session() as session:
        session.execute(
            update(ConversationRow).where(ConversationRow.id == old.id).values(last_at=now - timedelta(days=91))
        )

    assert conversations.forget_older_than(90, now=now) == 1

    with pytest.raises(ConversationNotFound):
        conversations.transcript(old.id)
    assert len(conversations.transcript(fresh.id)[0]) == 2
    assert [rows(tmp_path, name) for name in ("conversation", "message", "rating")] == [1, 2, 1]


def test_many_old_conversations_are_forgotten_in_one_go(conversations: Conversations) -> None:
    for _ in range(3):
        conversations.accept(None, "web", "x", None)

    assert conversations.forget_older_than(1, now=datetime.now(UTC) + timedelta(days=2)) == 3


def test_times_come_back_in_utc(conversations: Conversations) -> None:
    kept = conversations.accept(None, "web", "khai sinh", None)

    at = conversations.transcript(kept.id)[0][0].at

    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)


def test_a_full_disk_is_told_and_leaves_what_was_there(
    conversations: Conversations, database: Database, tmp_path: Path
) -> None:
    kept = conversations.accept(None, "web", "khai sinh", None)
    with database.engine.connect() as connection:  # one connection in the pool: the limit stays on it
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")

    with pytest.raises(StorageFull):
        conversations.accept(None, "web", "a" * 100_000, None)

    assert len(conversations.transcript(kept.id)[0]) == 1
    assert rows(tmp_path, "conversation") == 1


def test_an_unusable_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "motcua.db").write_bytes(b"day khong phai la co so du lieu" * 100)

    with pytest.raises(StorageUnavailable):
        Database.open(Settings.load(data=tmp_path, database_url=""))


def test_error_messages_do_not_hold_what_people_wrote(conversations: Conversations, database: Database) -> None:
    with database.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE message")

    with pytest.raises(StorageUnavailable) as refused:
        conversations.accept(None, "web", "lời riêng tư", None)

    assert "lời riêng tư" not in str(refused.value)
    assert "lời riêng tư" not in str(refused.value.__cause__)
    assert os.fspath(database.engine.url.database or "")
