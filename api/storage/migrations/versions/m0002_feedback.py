"""PAKN, accounts, the audit log that cannot be changed, and the outbox."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_TABLES = (
    "outbox",
    "reply_template",
    "audit",
    "pakn_letter",
    "pakn_note",
    "pakn_attachment",
    "pakn",
    "pakn_draft",
    "login_session",
    "account",
    "agency",
)


def _moment(name: str, *, nullable: bool = True) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    """Create the tables and the guards of the log."""
    _office()
    _drafts()
    _cases()
    _around_cases()
    _log()
    _outbox()
    _guard_log()


def _office() -> None:
    op.create_table(
        "agency",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("name", sa.String(200), nullable=False, unique=True),
        sa.Column("phone", sa.String(64)),
        sa.Column("email", sa.String(200)),
        sa.Column("address", sa.String(300)),
        sa.Column("url", sa.String(300)),
        sa.Column("source", sa.String(300)),
        sa.Column("active", sa.Boolean, nullable=False),
        _moment("changed_at", nullable=False),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("username", sa.String(64), nullable=False, unique=True),
        sa.Column("name", sa.String(120), nullable=False),
        sa.Column("role", sa.String(16), nullable=False),
        sa.Column("password_hash", sa.String(200), nullable=False),
        sa.Column("agency_id", sa.String(32), sa.ForeignKey("agency.id")),
        sa.Column("active", sa.Boolean, nullable=False),
        sa.Column("must_change", sa.Boolean, nullable=False),
        sa.Column("failures", sa.Integer, nullable=False),
        _moment("locked_until"),
        _moment("created_at", nullable=False),
        _moment("last_login_at"),
    )
    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.String(64), primary_key=True),
        sa.Column("account_id", sa.String(32), sa.ForeignKey("account.id", ondelete="CASCADE"), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        _moment("created_at", nullable=False),
        _moment("last_at", nullable=False),
        _moment("expires_at", nullable=False),
    )
    op.create_index("ix_login_session_expires", "login_session", ["expires_at"])
    op.create_table(
        "reply_template",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("title", sa.String(120), nullable=False, unique=True),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("active", sa.Boolean, nullable=False),
        _moment("changed_at", nullable=False),
    )


def _drafts() -> None:
    op.create_table(
        "pakn_draft",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("fields", sa.Text, nullable=False),
        sa.Column("code", sa.String(32)),
        _moment("created_at", nullable=False),
        _moment("changed_at", nullable=False),
    )
    op.create_index("ix_pakn_draft_conversation", "pakn_draft", ["conversation_id"])


def _cases() -> None:
    op.create_table(
        "pakn",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("code", sa.String(32), nullable=False, unique=True),
        sa.Column("draft_id", sa.String(64), unique=True),
        sa.Column("conversation_id", sa.String(64)),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("status", sa.String(16), nullable=False),
        sa.Column("completeness", sa.String(16), nullable=False),
        sa.Column("channel", sa.String(16), nullable=False),
        _moment("received_at", nullable=False),
        _moment("changed_at", nullable=False),
        _moment("seen_at"),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("content", sa.Text, nullable=False),
        sa.Column("content_masked", sa.Text, nullable=False),
        sa.Column("search_text", sa.Text, nullable=False),
        sa.Column("procedure_code", sa.String(64)),
        sa.Column("procedure_name", sa.Text),
        sa.Column("field", sa.String(200)),
        sa.Column("agency_named", sa.String(200)),
        sa.Column("location", sa.String(200)),
        sa.Column("occurred_on", sa.Date),
        sa.Column("sender_kind", sa.String(16), nullable=False),
        sa.Column("sender_name", sa.Text),
        sa.Column("sender_address", sa.Text),
        sa.Column("sender_phone", sa.Text),
        sa.Column("sender_email", sa.Text),
        sa.Column("contact_hash", sa.String(64)),
        sa.Column("proof_hash", sa.String(64)),
        sa.Column("email_proof_hash", sa.String(64)),
        sa.Column("identity_hidden", sa.Boolean, nullable=False),
        sa.Column("consent_version", sa.String(32)),
        _moment("consent_at"),
        sa.Column("agency_id", sa.String(32), sa.ForeignKey("agency.id")),
        sa.Column("assignee_id", sa.String(32), sa.ForeignKey("account.id")),
        sa.Column("registered_by", sa.String(32), sa.ForeignKey("account.id")),
        sa.Column("forward_due_on", sa.Date),
        _moment("forwarded_at"),
        sa.Column("answer_due_on", sa.Date),
        sa.Column("update_due_on", sa.Date),
        sa.Column("waiting_since", sa.Date),
        sa.Column("question", sa.Text),
        sa.Column("answer", sa.Text),
        sa.Column("answer_by", sa.String(120)),
        sa.Column("answer_author_id", sa.String(32), sa.ForeignKey("account.id")),
        sa.Column("answer_approved_by", sa.String(120)),
        _moment("answered_at"),
        sa.Column("answered_on", sa.Date),
        sa.Column("published_slug", sa.String(120), unique=True),
        sa.Column("published_question", sa.Text),
        sa.Column("published_answer", sa.Text),
        sa.Column("published_search", sa.Text),
        _moment("published_at"),
        sa.Column("reject_reason", sa.Text),
        sa.Column("stars", sa.Integer),
        sa.Column("stars_note", sa.Text),
        sa.Column("reopened", sa.Integer, nullable=False),
        sa.Column("merged_into", sa.String(32)),
        sa.Column("national_code", sa.String(64)),
    )
    op.create_index("ix_pakn_received", "pakn", ["received_at"])
    op.create_index("ix_pakn_status_due", "pakn", ["status", "answer_due_on"])
    op.create_index("ix_pakn_contact", "pakn", ["contact_hash"])
    op.create_index("ix_pakn_procedure", "pakn", ["procedure_code"])


def _around_cases() -> None:
    op.create_table(
        "pakn_attachment",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("draft_id", sa.String(64), sa.ForeignKey("pakn_draft.id", ondelete="CASCADE")),
        sa.Column("case_number", sa.Integer, sa.ForeignKey("pakn.number", ondelete="CASCADE")),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("media_type", sa.String(120), nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _moment("created_at", nullable=False),
    )
    op.create_index("ix_pakn_attachment_draft", "pakn_attachment", ["draft_id"])
    op.create_index("ix_pakn_attachment_case", "pakn_attachment", ["case_number"])
    op.create_table(
        "pakn_note",
        sa.Column("id", sa.String(32), primary_key=True),
        sa.Column("case_number", sa.Integer, sa.ForeignKey("pakn.number", ondelete="CASCADE"), nullable=False),
        sa.Column("author", sa.String(120), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        _moment("created_at", nullable=False),
    )
    op.create_index("ix_pakn_note_case", "pakn_note", ["case_number"])
    op.create_table(
        "pakn_letter",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("case_number", sa.Integer, sa.ForeignKey("pakn.number", ondelete="CASCADE"), nullable=False),
        _moment("at", nullable=False),
        sa.Column("kind", sa.String(16), nullable=False),
        sa.Column("from_sender", sa.Boolean, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
    )
    op.create_index("ix_pakn_letter_case", "pakn_letter", ["case_number"])


def _log() -> None:
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        _moment("at", nullable=False),
        sa.Column("actor", sa.String(120), nullable=False),
        sa.Column("actor_id", sa.String(32)),
        sa.Column("action", sa.String(48), nullable=False),
        sa.Column("subject_kind", sa.String(24), nullable=False),
        sa.Column("subject", sa.String(64), nullable=False),
        sa.Column("before", sa.JSON),
        sa.Column("after", sa.JSON),
        sa.Column("public_note", sa.Text),
    )
    op.create_index("ix_audit_subject", "audit", ["subject_kind", "subject", "number"])
    op.create_index("ix_audit_at", "audit", ["at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("key", sa.String(120), nullable=False, unique=True),
        sa.Column("channel", sa.String(16), nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("subject", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("case_code", sa.String(32)),
        _moment("created_at", nullable=False),
        _moment("next_at", nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        _moment("sent_at"),
        _moment("dead_at"),
        sa.Column("error", sa.String(200)),
    )
    op.create_index("ix_outbox_next", "outbox", ["sent_at", "dead_at", "next_at"])


def _guard_log() -> None:
    """Let the database itself refuse to change or delete a line of the log, whoever asks."""
    if op.get_bind().dialect.name == "sqlite":
        for what in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER audit_no_{what.lower()} BEFORE {what} ON audit "
                "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
            )
        op.execute(  # INSERT OR REPLACE deletes without the trigger above
            "CREATE TRIGGER audit_no_replace BEFORE INSERT ON audit "
            "WHEN EXISTS (SELECT 1 FROM audit WHERE number = NEW.number) "
            "BEGIN SELECT RAISE(ABORT, 'audit is append-only'); END"
        )
        return
    op.execute(
        "CREATE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION 'audit is append-only'; END $$"
    )
    op.execute(
        "CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON audit "
        "FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse()"
    )


def downgrade() -> None:
    """Drop them, the log included."""
    for table in _TABLES:
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION audit_refuse()")
