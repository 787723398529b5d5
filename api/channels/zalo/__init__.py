"""Zalo Official Account, API v3 (docs/zalo.md; sources in notes of the specification as compiled 2026-08-20)."""
