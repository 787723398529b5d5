"""What is kept, for how long, and what survives."""

from __future__ import annotations

import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import update

from api.errors import ConversationNotFound
from api.settings import Settings
from api.storage.conversations import Conversations, RatingValue, Said, Via, new_id
from api.storage.database import Database
from api.storage.tables import ConversationRow, Table


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


def said(text: str) -> Said:
    return Said(id=new_id(), text=text, buttons=[], answer=None, status=None)


def rows(database: Database, table: str) -> int:
    with database.engine.connect() as connection:
        return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


def test_the_migrations_make_exactly_the_tables_of_the_code(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


def test_the_migrations_are_linear(repository: Path) -> None:
    scripts = ScriptDirectory(str(repository / "api" / "storage" / "migrations"))

    assert len(scripts.get_heads()) == 1
    assert all(not isinstance(script.down_revision, tuple) for script in scripts.walk_revisions())


def test_a_migrated_database_can_be_opened_again(settings: Settings) -> None:
    first = Database.open(settings)
    kept = Conversations(first).accept(None, "web", "khai sinh", None)
    first.close()

    second = Database.open(settings)
    messages, _ = Conversations(second).transcript(kept.id)
    second.close()

    assert [one.text for one in messages] == ["khai sinh"]


def test_an_accepted_message_survives_kill_minus_nine(settings: Settings) -> None:
    program = (
        "import sys, os, signal\n"
        "from api.settings import Settings\n"
        "from api.storage.conversations import Conversations\n"
        "from api.storage.database import Database\n"
        "database = Database.open(Settings.load(data=sys.argv[1], database_url=sys.argv[2]))\n"
        "kept = Conversations(database).accept(None, 'web', 'khai sinh', None)\n"
        "print(kept.id, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", program, str(settings.data), settings.database_url]
    died = subprocess.run(command, capture_output=True, text=True, check=False)
    assert died.returncode == -signal.SIGKILL

    database = Database.open(settings)
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
    conversations: Conversations, database: Database
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
    assert [rows(database, name) for name in ("conversation", "message", "rating")] == [1, 2, 1]


def test_many_old_conversations_are_forgotten_in_one_go(conversations: Conversations) -> None:
    for _ in range(3):
        conversations.accept(None, "web", "x", None)

    assert conversations.forget_older_than(1, now=datetime.now(UTC) + timedelta(days=2)) == 3


def test_times_come_back_in_utc(conversations: Conversations) -> None:
    kept = conversations.accept(None, "web", "khai sinh", None)

    at = conversations.transcript(kept.id)[0][0].at

    assert at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - at) < timedelta(minutes=1)
