"""Addresses of the pages of materials, for every room that links to them."""

from __future__ import annotations

from urllib.parse import quote

HOME = "/tai-lieu"
DESK = "/admin/tai-lieu"
HOTLINE = "/admin/tong-dai/so-tay"
HOTLINE_FILE = "/admin/tong-dai/tai-lieu"
CODE_FIELD = "thu-tuc"


def file_of(identity: str, base: str = "") -> str:
    """Return where the file of a published material is fetched."""
    return f"{base}{HOME}/{identity}/tep"


def list_of(code: str, base: str = "") -> str:
    """Return the page that lists all that is published for a procedure."""
    return f"{base}{HOME}?{CODE_FIELD}={quote(code, safe='')}"


def desk_of(code: str) -> str:
    """Return the page of the office that lists all it keeps for a procedure."""
    return f"{DESK}?{CODE_FIELD}={quote(code, safe='')}"
