"""A database of PostgreSQL that a test gave back is lent again, but only as it was: the tests stay apart."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
import pytest

_WRITE = (
    "INSERT INTO audit (at, actor, action, subject_kind, subject) VALUES (now(), 'x', 'x', 'x', 'x') RETURNING number"
)
_READ = "SELECT count(*) FROM audit"


@pytest.fixture
def one(clean_databases: Any, postgres: Any) -> Callable[[str], Any]:
    """Runs a statement in a database and returns the one value it gives."""

    def run(name: str, statement: str) -> Any:
        with postgres.connect(name) as connection:
            found = connection.execute(statement)
            return found.fetchone()[0] if found.description else None

    return run


def test_rows_and_numbers_do_not_outlive_the_test_that_wrote_them(clean_databases: Any, one: Any) -> None:
    name = clean_databases.take()
    first = one(name, _WRITE)
    clean_databases.give_back(name)

    assert clean_databases.take() == name
    assert one(name, _READ) == 0
    assert one(name, _WRITE) == first
    clean_databases.give_back(name)


def test_who_is_still_connected_is_cut_off(clean_databases: Any, postgres: Any) -> None:
    name = clean_databases.take()
    with postgres.connect(name) as still_open:
        clean_databases.give_back(name)

        with pytest.raises(psycopg.OperationalError):
            still_open.execute(_READ)


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE audit ADD COLUMN more text",
        "DROP TABLE rating",
        "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'",
        "UPDATE alembic_version SET version_num = '1'",
    ],
)
def test_changed_tables_are_not_lent_again(clean_databases: Any, one: Any, change: str) -> None:
    name = clean_databases.take()
    one(name, change)
    clean_databases.give_back(name)

    assert clean_databases.take() != name


def test_two_at_once_are_two(clean_databases: Any, one: Any) -> None:
    first, second = clean_databases.take(), clean_databases.take()
    one(first, _WRITE)

    assert one(second, _READ) == 0
    clean_databases.give_back(first)
    clean_databases.give_back(second)
