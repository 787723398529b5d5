"""Addresses of the operators' pages of the hand-over."""

from __future__ import annotations

from urllib.parse import quote

LIST = "/admin/tong-dai/ho-tro"
QUEUE = f"{LIST}/hang-cho"
READ = f"{LIST}/loi-doc"


def talk_of(identity: str) -> str:
    """Return the address of one conversation."""
    return f"{LIST}/{quote(identity, safe='')}"
