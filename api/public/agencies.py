"""Names of the agencies in the directory, offered while somebody types one."""

from __future__ import annotations

from sqlalchemy import select

from api.storage.database import Database
from api.storage.feedback_tables import AgencyRow


def agency_names(database: Database) -> tuple[str, ...]:
    """Return the names of the agencies in use, in alphabetical order; blocks."""
    with database.session() as session:
        return tuple(session.scalars(select(AgencyRow.name).where(AgencyRow.active).order_by(AgencyRow.name)))
