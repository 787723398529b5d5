"""Addresses of the hotline's pages.

They lie below ``/admin`` because the browser sends the log-in there and nowhere else
(:mod:`api.console.session`); ``/operator`` is the short address that leads to them.
"""

from __future__ import annotations

from urllib.parse import quote, urlencode

from knowledge.aspects import Aspect

SHORT = "/operator"
HOME = "/admin/tong-dai"
FIND = f"{HOME}/tim"
SHEET = f"{HOME}/thu-tuc"
COMPARE = f"{HOME}/so-sanh"
CASE = f"{HOME}/ho-so"
PLANS = f"{HOME}/ke-hoach"
TERMS = f"{HOME}/thuat-ngu"


def sheet_of(code: str, aspect: Aspect | None = None) -> str:
    """Return the address of a procedure's sheet, at the part that answers an aspect."""
    return f"{SHEET}/{quote(code, safe='')}" + (f"#{aspect.value}" if aspect else "")


def compared_with(code: str, other: str = "") -> str:
    """Return the address where a procedure is put beside another one, or where that one is chosen."""
    return f"{COMPARE}?{urlencode({'mot': code} | ({'hai': other} if other else {}))}"


def term_at(term: str) -> str:
    """Return the address of a term in the glossary."""
    return f"{TERMS}#{term}"
