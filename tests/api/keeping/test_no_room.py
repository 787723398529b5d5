"""A full disk or a locked database in the middle of a PAKN: it is told, and what was typed stays."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import text

from api.errors import StorageUnavailable
from api.storage.database import Database
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, OutboxRow
from knowledge.errors import StorageFull
from tests.api.feedback.conftest import FIELDS, PROOF, Deployment

_GUARDED = ("pakn", "pakn_attachment")


def fill_up(database: Database) -> None:
    """Leave no room: SQLite by its limit of pages, PostgreSQL by the error it gives when a file cannot grow."""
    with database.engine.begin() as connection:
        if database.is_sqlite:  # one connection in the pool: the limit stays on it
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            return
        full = "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';"
        connection.exec_driver_sql(
            f"CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {full} END $$"
        )
        for table in _GUARDED:
            connection.exec_driver_sql(
                f"CREATE TRIGGER no_room BEFORE INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"
            )


def make_room(database: Database) -> None:
    with database.engine.begin() as connection:
        if database.is_sqlite:
            connection.exec_driver_sql("PRAGMA max_page_count=1073741823")
            return
        for table in _GUARDED:
            connection.exec_driver_sql(f"DROP TRIGGER no_room ON {table}")


def test_a_full_disk_at_submission_keeps_the_draft_and_takes_it_later(office: Deployment) -> None:
    content = str(FIELDS["content"]) + " Xin cơ quan xem xét." * 800
    draft = office.draft(content=content)
    fill_up(office.database)

    with pytest.raises(StorageFull):
        office.desk.submit(draft)

    assert office.desk.draft(draft).fields.content == content
    assert [office.count(table) for table in (CaseRow, OutboxRow)] == [0, 0]
    make_room(office.database)
    assert office.desk.status(office.desk.submit(draft).code, PROOF).content == content


def test_a_full_disk_while_a_file_is_attached_keeps_the_draft(office: Deployment) -> None:
    draft = office.draft()
    fill_up(office.database)
    scan = b"%PDF-1.4\n" + b"x" * 3_000_000 + b"\n%%EOF\n"

    with pytest.raises(StorageFull):
        office.desk.attach(draft, "scan.pdf", scan, not_identity_paper=True)

    assert office.desk.draft(draft).fields.sender_name == FIELDS["sender_name"]
    assert office.count(AttachmentRow) == 0


def test_a_locked_database_at_submission_keeps_the_draft_and_takes_it_later(office: Deployment) -> None:
    draft = office.draft()
    logged = office.count(AuditRow)
    wait_briefly(office.database)
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with office.database.session() as session:
            session.execute(text("UPDATE pakn_draft SET changed_at = changed_at"))
            held.set()
            release.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(30)
        with pytest.raises(StorageUnavailable):
            office.desk.submit(draft)
    finally:
        release.set()
        other.join()

    assert office.count(AuditRow) == logged
    assert office.desk.submit(draft).code


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
