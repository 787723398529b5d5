"""The live hand-over to a person, and the call log of the hotline."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Create the tables."""
    _handovers()
    _messages()
    _calls()


def _handovers() -> None:
    op.create_table(
        "handover",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(32), nullable=False, unique=True),
        sa.Column(
            "conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("open_key", sa.String(64), unique=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("ending", sa.String(16)),
        _moment("asked_at", nullable=False),
        _moment("waiting_since", nullable=False),
        _moment("taken_at"),
        sa.Column("taken_by", sa.String(32)),
        sa.Column("taken_by_name", sa.String(120)),
        _moment("beat_at"),
        _moment("seen_at"),
        _moment("ended_at"),
        sa.Column("waited", sa.Integer),
    )
    op.create_index("ix_handover_state", "handover", ["state", "asked_at"])
    op.create_index("ix_handover_conversation", "handover", ["conversation_id"])


def _messages() -> None:
    op.create_table(
        "handover_message",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("handover_number", sa.Integer, sa.ForeignKey("handover.number", ondelete="CASCADE"), nullable=False),
        sa.Column(
            "conversation_id", sa.String(64), sa.ForeignKey("conversation.id", ondelete="CASCADE"), nullable=False
        ),
        sa.Column("key", sa.String(160), unique=True),
        sa.Column("speaker", sa.String(16), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("buttons", sa.JSON),
        sa.Column("author", sa.String(120)),
        _moment("created_at", nullable=False),
    )
    op.create_index("ix_handover_message_handover_number", "handover_message", ["handover_number"])
    op.create_index("ix_handover_message_conversation", "handover_message", ["conversation_id", "number"])


def _calls() -> None:
    op.create_table(
        "hotline_call",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("running_key", sa.String(32), unique=True),
        sa.Column("operator_id", sa.String(32), nullable=False),
        sa.Column("operator", sa.String(120), nullable=False),
        _moment("started_at", nullable=False),
        sa.Column("seconds", sa.Integer),
        sa.Column("question", sa.Text),
        sa.Column("codes", sa.JSON),
        sa.Column("answer", sa.Text),
        sa.Column("resolved", sa.Boolean),
        sa.Column("phone", sa.Text),
        sa.Column("phone_hash", sa.String(64)),
        sa.Column("correction", sa.String(32)),
        _moment("changed_at", nullable=False),
    )
    op.create_index("ix_hotline_call_started_at", "hotline_call", ["started_at"])
    op.create_index("ix_hotline_call_operator", "hotline_call", ["operator_id", "started_at"])
    op.create_index("ix_hotline_call_phone_hash", "hotline_call", ["phone_hash"])
