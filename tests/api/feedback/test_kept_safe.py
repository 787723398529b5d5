"""What the database itself guarantees: tables as the code has them, a log nobody changes, a key that must be there."""

from __future__ import annotations

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from cryptography.fernet import Fernet
from sqlalchemy.exc import DBAPIError

from api.security.vault import KEY_FILE
from api.settings import Settings
from api.storage.database import Database
from api.storage.tables import Table
from knowledge.errors import ConfigurationError

from .conftest import FIELDS, Deployment


def test_the_migrations_make_exactly_the_tables_of_the_code_on_both_databases(database: Database) -> None:
    with database.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Table.metadata) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit SET actor = 'ai đó'",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 1",
    ],
)
def test_no_line_of_the_log_can_be_changed_or_deleted(office: Deployment, statement: str) -> None:
    office.sent()
    with office.database.engine.connect() as connection:
        before = connection.exec_driver_sql("SELECT * FROM audit ORDER BY number").all()
        with pytest.raises(DBAPIError, match="append-only"):
            connection.exec_driver_sql(statement)
        connection.rollback()
        assert connection.exec_driver_sql("SELECT * FROM audit ORDER BY number").all() == before


def test_no_line_of_the_log_can_be_written_over(office: Deployment) -> None:
    if office.database.engine.dialect.name != "sqlite":
        statement = "TRUNCATE audit"
    else:
        statement = (
            "INSERT OR REPLACE INTO audit (number, at, actor, action, subject_kind, subject) VALUES (1,1,'','','','')"
        )
    with office.database.engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.exec_driver_sql(statement)


def test_the_key_is_made_once_for_its_owner_only_and_a_lost_one_stops_the_start(
    office: Deployment, settings: Settings
) -> None:
    office.sent()
    key = settings.data / KEY_FILE
    assert key.stat().st_mode & 0o777 == 0o600
    kept = key.read_text()
    key.unlink()

    with pytest.raises(ConfigurationError, match="MOTCUA_SECRET_KEY"):
        Database.open(settings)

    key.write_text(kept)
    Database.open(settings).close()


def test_a_new_key_in_front_of_the_old_one_still_opens_everything(office: Deployment, settings: Settings) -> None:
    code = office.sent().code
    old = (settings.data / KEY_FILE).read_text().strip()
    changed = Settings.load(**{**settings.model_dump(), "secret_key": f"{Fernet.generate_key().decode()},{old}"})

    reopened = Database.open(changed)
    office.desk = type(office.desk)(reopened, office.rules, lambda _code: None, clock=office.clock)
    try:
        assert office.desk.status(code, "5678").content == FIELDS["content"]
    finally:
        reopened.close()
