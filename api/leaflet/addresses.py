"""Where leaflets lie, and the page of the assistant that a QR code leads to."""

from __future__ import annotations

from urllib.parse import quote

HOME = "/to-roi"
CASE = "truong-hop"
_ASKED = "thu-tuc"


def leaflet_of(code: str) -> str:
    """Return the address of a procedure's leaflet."""
    return f"{HOME}/{quote(code, safe='')}"


def assistant_of(public_url: str, code: str) -> str | None:
    """Return the address that opens the chat with a procedure.

    Args:
        public_url: what people open this product at; empty: nobody knows, so ``None`` comes back.
        code: of the procedure.
    """
    return f"{public_url}/?{_ASKED}={quote(code, safe='')}" if public_url else None
