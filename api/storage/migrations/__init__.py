"""Alembic migrations, run when the web process starts."""
