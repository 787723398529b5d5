"""Messenger channels: people, inbox, outbox, tokens, leases, switches, incidents."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "channel_incident",
    "channel_switch",
    "channel_token",
    "channel_lease",
    "channel_message",
    "channel_event",
    "channel_person",
)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _text(name: str, length: int, *, nullable: bool = True) -> sa.Column[str]:
    return sa.Column(name, sa.String(length), nullable=nullable)


def upgrade() -> None:
    """Create the tables."""
    _people()
    _events()
    _messages()
    _jobs()
    _office()


def _people() -> None:
    op.create_table(
        "channel_person",
        sa.Column("person", sa.String(64), primary_key=True),
        _text("channel", 16, nullable=False),
        sa.Column("external_id", sa.Text, nullable=False),
        sa.Column("thread", sa.Text),
        _text("conversation_id", 64),
        sa.Column("following", sa.Boolean),
        _moment("quiet_until"),
        _moment("created_at", nullable=False),
        _moment("last_at", nullable=False),
        _moment("greeted_at"),
        sa.Column("menu", sa.JSON),
    )
    op.create_index("ix_channel_person_conversation", "channel_person", ["conversation_id"])
    op.create_index("ix_channel_person_last_at", "channel_person", ["last_at"])


def _events() -> None:
    op.create_table(
        "channel_event",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _text("channel", 16, nullable=False),
        _text("key", 160, nullable=False),
        _text("person", 64, nullable=False),
        _text("kind", 16, nullable=False),
        sa.Column("body", sa.Text),
        _moment("at", nullable=False),
        _moment("received_at", nullable=False),
        _text("state", 16, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("next_at", nullable=False),
        _moment("lease_until"),
        _moment("done_at"),
        sa.UniqueConstraint("channel", "key"),
    )
    op.create_index("ix_channel_event_next", "channel_event", ["state", "next_at"])
    op.create_index("ix_channel_event_person", "channel_event", ["person", "state"])


def _messages() -> None:
    op.create_table(
        "channel_message",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _text("channel", 16, nullable=False),
        sa.Column("key", sa.String(160), nullable=False, unique=True),
        _text("person", 64, nullable=False),
        _text("kind", 16, nullable=False),
        sa.Column("body", sa.Text),
        _text("text_hash", 64, nullable=False),
        _text("case_code", 32),
        _moment("created_at", nullable=False),
        _text("state", 16, nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("next_at", nullable=False),
        _moment("tried_at"),
        _moment("sent_at"),
        _text("external_id", 160),
        sa.Column("code", sa.Integer),
        _text("error", 200),
    )
    op.create_index("ix_channel_message_next", "channel_message", ["channel", "state", "next_at"])
    op.create_index("ix_channel_message_person", "channel_message", ["person", "state"])
    op.create_index("ix_channel_message_external", "channel_message", ["external_id"])


def _jobs() -> None:
    op.create_table(
        "channel_lease",
        sa.Column("name", sa.String(64), primary_key=True),
        _text("holder", 64, nullable=False),
        _moment("until", nullable=False),
    )
    op.create_table(
        "channel_token",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("access", sa.Text),
        sa.Column("refresh", sa.Text, nullable=False),
        _moment("expires_at"),
        sa.Column("generation", sa.Integer, nullable=False),
        _moment("refreshing_since"),
        _moment("tried_at"),
        _moment("stored_at", nullable=False),
        _text("seed", 64),
        _text("broken", 200),
    )


def _office() -> None:
    op.create_table(
        "channel_switch",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("enabled", sa.Boolean, nullable=False),
        sa.Column("notice", sa.Text, nullable=False),
        _moment("changed_at", nullable=False),
        _text("changed_by", 120, nullable=False),
    )
    op.create_table(
        "channel_incident",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _text("channel", 16, nullable=False),
        _text("kind", 32, nullable=False),
        _text("detail", 300, nullable=False),
        _moment("first_at", nullable=False),
        _moment("last_at", nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.UniqueConstraint("channel", "kind", "detail"),
    )


def downgrade() -> None:
    """Drop them."""
    for name in _TABLES:
        op.drop_table(name)
