"""Conversations, messages and ratings in SQLite or PostgreSQL."""
