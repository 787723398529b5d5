"""PostgreSQL databases for tests: all tables, no rows, and used again when one was given back as it was lent."""

from __future__ import annotations

import itertools
from contextlib import suppress
from typing import Any

import psycopg

from tools.throwaway_postgres import ThrowawayPostgres

_PATTERN = "pattern"
_SHAPE = """
SELECT concat_ws(' ',
  (SELECT md5(string_agg(concat_ws(' ', t.relname, t.relkind, a.attname, a.atttypid, a.attnotnull), ','
                         ORDER BY t.relname, a.attnum))
   FROM pg_class t JOIN pg_attribute a ON a.attrelid = t.oid
   WHERE t.relnamespace = 'public'::regnamespace AND a.attnum > 0),
  (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_trigger), (SELECT count(*) FROM pg_proc),
  (SELECT count(*) FROM pg_namespace WHERE nspname !~ '^pg_'), (SELECT count(*) FROM pg_db_role_setting),
  (SELECT string_agg(version_num, ',') FROM alembic_version))
"""
"""What stands in a database besides rows, and the migration that made it."""
_ALONE = """
SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""
_EMPTY = """
SET session_replication_role = replica;  -- the triggers that keep the audit from being emptied stand aside
DO $$
DECLARE
  one regclass; has_rows boolean; filled text[] := '{}';
BEGIN
  FOR one IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
             AND relname <> 'alembic_version' LOOP
    EXECUTE format('SELECT EXISTS (SELECT FROM %s)', one) INTO has_rows;
    IF has_rows THEN filled := filled || one::text; END IF;
  END LOOP;
  IF filled <> '{}' THEN EXECUTE 'TRUNCATE ' || array_to_string(filled, ', ') || ' CASCADE'; END IF;
  PERFORM setval(seqrelid, seqstart, false) FROM pg_sequence WHERE pg_sequence_last_value(seqrelid) IS NOT NULL;
END $$
"""


class CleanDatabases:
    """Lends databases of one server, each to one test at a time.

    Making a database takes longer than most tests, so one that comes back is emptied: its rows are cut off and its
    sequences start anew. One whose tables are not as they were, or that cannot be emptied, is dropped.
    """

    def __init__(self, server: ThrowawayPostgres) -> None:
        self._server = server
        self._free: list[str] = []
        self._numbers = itertools.count(1)
        self._shape = ""

    def pattern(self) -> str:
        """Make the pattern of all others, without tables yet; return its URL."""
        self._server.execute(f"CREATE DATABASE {_PATTERN}")
        return self._server.url(_PATTERN)

    def make(self, name: str) -> str:
        """Return the URL of a new database with all tables."""
        self._server.execute(f"CREATE DATABASE {name} TEMPLATE {_PATTERN}")
        return self._server.url(name)

    def take(self) -> str:
        """Return the name of a database with all tables and no rows."""
        if self._free:
            return self._free.pop()
        name = f"test_{next(self._numbers)}"
        self.make(name)
        if not self._shape:
            with self._server.connect(name) as connection:
                self._shape = _shape(connection)
        return name

    def give_back(self, name: str) -> None:
        """Take a database back; whoever is still connected is cut off."""
        if self._is_clean_again(name):
            self._free.append(name)
        else:
            self._server.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    def url(self, name: str) -> str:
        """Return the SQLAlchemy URL of a database."""
        return self._server.url(name)

    def _is_clean_again(self, name: str) -> bool:
        with suppress(psycopg.Error), self._server.connect(name) as connection:
            connection.execute(_ALONE)
            connection.execute(_EMPTY)
            return _shape(connection) == self._shape
        return False


def _shape(connection: psycopg.Connection[Any]) -> str:
    found = connection.execute(_SHAPE).fetchone()
    return str(found and found[0])
