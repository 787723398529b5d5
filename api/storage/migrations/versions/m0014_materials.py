"""Materials of procedures, and their files."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "material",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(64)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("readers", sa.String(16), nullable=False),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("url", sa.String(500)),
        sa.Column("paper", sa.Text),
        sa.Column("publisher", sa.String(200), nullable=False),
        sa.Column("decision", sa.String(120)),
        sa.Column("issued", sa.Date, nullable=False),
        sa.Column("starts", sa.Date),
        sa.Column("until", sa.Date),
        sa.Column("published_at", sa.DateTime(timezone=True)),
        sa.Column("file_name", sa.String(160)),
        sa.Column("media_type", sa.String(120)),
        sa.Column("size", sa.Integer),
        sa.Column("digest", sa.String(64)),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
    )
    op.create_index("ix_material_code", "material", ["code"])
    op.create_table(
        "material_file",
        sa.Column("material_id", sa.String(32), sa.ForeignKey("material.id", ondelete="CASCADE"), primary_key=True),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("text", sa.Text),
    )
