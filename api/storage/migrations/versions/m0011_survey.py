"""The short survey, and the province a conversation is about."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table and add the column."""
    op.create_table(
        "survey",
        sa.Column(
            "conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), primary_key=True
        ),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("outcome", sa.String(8), nullable=False),
        sa.Column("words", sa.Text),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_survey_asked_at", "survey", ["asked_at"])
    op.add_column("conversation", sa.Column("province", sa.String(64)))
