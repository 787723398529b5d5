"""What a conversation waits for: the field of an intake that was asked last."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column."""
    op.add_column("conversation", sa.Column("asks", sa.String(32)))
