"""The one table of who may call which route; a test holds it against the application."""

from __future__ import annotations

import hmac
import ipaddress
from enum import StrEnum

from fastapi import Request

from api.errors import AccessDenied


class Access(StrEnum):
    """PUBLIC: everyone, rate-limited. OPEN: everyone, cheap, not limited (health, static files).

    MACHINE: this machine, or whoever has the metrics token. ACTION: Rasa on this machine, with the action token.
    """

    PUBLIC = "public"
    OPEN = "open"
    MACHINE = "machine"
    ACTION = "action"


ROUTES: dict[tuple[str, str], Access] = {
    ("POST", "/api/v1/chat/messages"): Access.PUBLIC,
    ("GET", "/api/v1/chat/conversations/{conversation_id}"): Access.PUBLIC,
    ("POST", "/api/v1/chat/messages/{message_id}/rating"): Access.PUBLIC,
    ("GET", "/api/v1/search"): Access.PUBLIC,
    ("GET", "/api/v1/procedures"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}"): Access.PUBLIC,
    ("GET", "/api/v1/procedures/{code}/answer"): Access.PUBLIC,
    ("GET", "/api/v1/snapshots/active"): Access.PUBLIC,
    ("GET", "/healthz"): Access.OPEN,
    ("GET", "/readyz"): Access.OPEN,
    ("GET", "/metrics"): Access.MACHINE,
    ("POST", "/rasa/actions"): Access.ACTION,
    ("GET", "/openapi.json"): Access.OPEN,
}
"""Method and path → who may call. A route that is not listed fails the build; the files of the page are OPEN."""


def address_of(request: Request) -> str:
    """The caller's address, as far as the trusted proxies tell it; ``"unknown"`` without one."""
    return request.client.host if request.client else "unknown"


def is_this_machine(request: Request) -> bool:
    """Tell whether the caller is on the loopback interface (and not behind a proxy that names another address)."""
    try:
        return ipaddress.ip_address(address_of(request)).is_loopback
    except ValueError:
        return False


def same_secret(shown: str, expected: str) -> bool:
    """Compare in constant time; an empty expectation matches nothing."""
    return bool(expected) and hmac.compare_digest(shown.encode(), expected.encode())


def require_action_caller(request: Request, token: str) -> None:
    """Let only Rasa on this machine through.

    Raises:
        AccessDenied: another machine, or a wrong ``X-Action-Token``.
    """
    if not (is_this_machine(request) and same_secret(request.headers.get("x-action-token", ""), token)):
        raise AccessDenied


def require_machine(request: Request, token: str) -> None:
    """Let this machine through, or a caller with the bearer token.

    Raises:
        AccessDenied: neither of the two.
    """
    shown = request.headers.get("authorization", "").removeprefix("Bearer ")
    if not (is_this_machine(request) or same_secret(shown, token)):
        raise AccessDenied
