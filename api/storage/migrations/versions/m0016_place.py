"""Where the person of a conversation has said to be."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("conversation", sa.Column("place", sa.String(160)))


def downgrade() -> None:
    """Drop it again."""
    op.drop_column("conversation", "place")
