"""The short question a published answer answers, and other ways to put it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; what was published before keeps the questions of its text."""
    op.add_column("pakn", sa.Column("published_asked", sa.String(200)))
    op.add_column("pakn", sa.Column("published_wordings", sa.JSON))
