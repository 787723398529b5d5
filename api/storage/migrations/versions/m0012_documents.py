"""What the office states of legal documents, and the papers of its library."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create both tables."""
    op.create_table(
        "document_statement",
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("number", sa.String(120)),
        sa.Column("title", sa.String(500)),
        sa.Column("issuer", sa.String(200)),
        sa.Column("issued", sa.Date),
        sa.Column("place", sa.String(64)),
        sa.Column("force", sa.String(16), nullable=False),
        sa.Column("amended_by", sa.JSON, nullable=False),
        sa.Column("replaced_by", sa.JSON, nullable=False),
        sa.Column("since", sa.Date),
        sa.Column("source", sa.String(300)),
        sa.Column("checked", sa.Date),
        sa.Column("note", sa.String(500)),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
    )
    op.create_table(
        "library_paper",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("title", sa.String(300), nullable=False),
        sa.Column("number", sa.String(120)),
        sa.Column("issuer", sa.String(200)),
        sa.Column("issued", sa.Date),
        sa.Column("file_name", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("passages", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by", sa.String(120), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(120), nullable=False),
    )
