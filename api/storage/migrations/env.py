"""What Alembic runs; the connection comes from :func:`api.storage.database.migrate`."""

from __future__ import annotations

from alembic import context

# The tables of these belong to the metadata.
from api.storage import (  # noqa: F401
    call_tables,
    chat_counts,
    document_tables,
    feedback_tables,
    handover_tables,
    material_tables,
    quality_tables,
    signpost_tables,
    survey_tables,
    zalo_tables,
)
from api.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
