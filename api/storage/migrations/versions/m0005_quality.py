"""Chat quality, the office's own wordings and answers, corrections, imports, announcements."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_TABLES = ("announcement", "import_job", "correction", "added_wording", "own_answer", "quality_item")


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Create the tables."""
    _quality()
    _own_words()
    _corrections()
    _imports()
    _announcements()


def _quality() -> None:
    op.create_table(
        "quality_item",
        sa.Column("message_number", sa.Integer, sa.ForeignKey("message.number", ondelete="CASCADE"), primary_key=True),
        sa.Column("question", sa.Text, nullable=False),
        sa.Column("cluster", sa.Integer, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("state_by", sa.String(120)),
        _moment("state_at"),
        _moment("asked_at", nullable=False),
    )
    op.create_index("ix_quality_item_cluster", "quality_item", ["cluster"])
    op.create_index("ix_quality_item_state", "quality_item", ["state", "asked_at"])


def _own_words() -> None:
    op.create_table(
        "own_answer",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("question", sa.String(300), nullable=False),
        sa.Column("answer", sa.Text, nullable=False),
        sa.Column("source", sa.String(300), nullable=False),
        sa.Column("url", sa.String(500)),
        sa.Column("code", sa.String(64)),
        sa.Column("added_by", sa.String(120), nullable=False),
        _moment("added_at", nullable=False),
        _moment("changed_at", nullable=False),
        _moment("removed_at"),
    )
    op.create_table(
        "added_wording",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("text", sa.String(300), nullable=False),
        sa.Column("code", sa.String(64)),
        sa.Column("answer_id", sa.String(32), sa.ForeignKey("own_answer.id")),
        sa.Column("added_by", sa.String(120), nullable=False),
        _moment("added_at", nullable=False),
        _moment("changed_at", nullable=False),
        _moment("removed_at"),
    )
    op.create_index("ix_added_wording_code", "added_wording", ["code"])


def _corrections() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("code", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("origin", sa.String(16), nullable=False),
        sa.Column("message_number", sa.Integer, sa.ForeignKey("message.number", ondelete="SET NULL"), unique=True),
        sa.Column("created_by", sa.String(120), nullable=False),
        _moment("created_at", nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("outcome", sa.Text),
        sa.Column("closed_by", sa.String(120)),
        _moment("closed_at"),
    )
    op.create_index("ix_correction_state", "correction", ["state", "created_at"])


def _imports() -> None:
    op.create_table(
        "import_job",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("created_by", sa.String(120), nullable=False),
        _moment("created_at", nullable=False),
        sa.Column("files", sa.JSON, nullable=False),
        sa.Column("data_date", sa.Date, nullable=False),
        sa.Column("mode", sa.String(16)),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("stage", sa.String(16)),
        sa.Column("done", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer),
        _moment("beat_at", nullable=False),
        sa.Column("base_id", sa.String(64)),
        sa.Column("snapshot_id", sa.String(64)),
        sa.Column("counts", sa.JSON),
        sa.Column("error", sa.String(500)),
    )
    op.create_index("ix_import_job_created", "import_job", ["created_at"])


def _announcements() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("text", sa.String(500), nullable=False),
        sa.Column("url", sa.String(500)),
        sa.Column("from_on", sa.Date, nullable=False),
        sa.Column("until_on", sa.Date, nullable=False),
        sa.Column("created_by", sa.String(120), nullable=False),
        _moment("changed_at", nullable=False),
        _moment("removed_at"),
    )
    op.create_index("ix_announcement_days", "announcement", ["from_on", "until_on"])


def downgrade() -> None:
    """Drop them."""
    for table in _TABLES:
        op.drop_table(table)
