"""Where the sheets for the notice board lie, and what stands in their query."""

from __future__ import annotations

from urllib.parse import quote

HOME = "/niem-yet"
FEEDBACK = f"{HOME}/phan-anh"
DESK = "/admin/niem-yet"
CODE = "ma"
OFFICE = "co-quan"
WITH_FEEDBACK = "phan-anh"


def posting_of(code: str) -> str:
    """Return the address of a procedure's sheet."""
    return f"{HOME}/{quote(code, safe='')}"
