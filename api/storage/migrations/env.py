"""What Alembic runs; the connection comes from :func:`api.storage.database.migrate`."""

from __future__ import annotations

from alembic import context

from api.storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"], target_metadata=Table.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
