"""How the file of a material was read; who was told that a session with the public has changed."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns."""
    op.add_column("material_file", sa.Column("reading", sa.String(16)))
    op.add_column("event", sa.Column("told_at", sa.DateTime(timezone=True)))
    op.add_column("event", sa.Column("told_what", sa.String(16)))
    op.add_column("event_registration", sa.Column("mailed_at", sa.DateTime(timezone=True)))
    op.add_column("event_registration", sa.Column("called_at", sa.DateTime(timezone=True)))
    op.add_column("event_registration", sa.Column("called_by", sa.String(120)))
