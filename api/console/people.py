"""Whom a case can be given to, and the record of who looked at a sender."""

from __future__ import annotations

from sqlalchemy import select

from api.clock import utc_now
from api.feedback.audit import Subject, write
from api.security.accounts import Actor
from api.security.roles import Permission, Role, may
from api.storage.database import Database
from api.storage.feedback_tables import AccountRow

REVEALED = "revealed"
DOWNLOADED = "downloaded"


def colleagues(database: Database, actor: Actor) -> list[tuple[str, str]]:
    """Return id and name of everybody who may work on cases; for an account of another agency, its own people."""
    working = [role.value for role in Role if may(role, Permission.CASES_WORK)]
    wanted = select(AccountRow).where(AccountRow.active, AccountRow.role.in_(working)).order_by(AccountRow.name)
    if actor.agency_id:
        wanted = wanted.where(AccountRow.agency_id == actor.agency_id)
    with database.session() as session:
        return [(row.id, row.name) for row in session.scalars(wanted)]


def record_look(database: Database, actor: Actor, code: str, action: str) -> None:
    """Write down that somebody saw who sent a PAKN, or took one of its files.

    Args:
        database: opened.
        actor: who looked.
        code: of the PAKN.
        action: :data:`REVEALED` or :data:`DOWNLOADED`.
    """
    with database.session() as session:
        write(session, at=utc_now(), actor=actor, action=action, subject_kind=Subject.CASE, subject=code)
