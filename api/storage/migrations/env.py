"""What Alembic runs; the connection comes from :func:`api.storage.database.migrate`."""

from __future__ import annotations

from alembic import context

# The tables of these belong to the metadata.
from api.storage import chat_counts, feedback_tables, quality_tables, zalo_tables  # noqa: F401
from api.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
