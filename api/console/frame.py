"""The frame of every console page, for all rooms that add one.

How to add a page (say ``/admin/bao-cao`` in the room ``api/reports``):

1. Make a router with the console's route class, so that errors become pages and a missing log-in the log-in form::

       from api.console.frame import Permission, Visit, console_router, render, require

       router = console_router()

       @router.get("/admin/bao-cao")
       async def report(request: Request, visit: Annotated[Visit, require(Permission.REPORTS_READ)]) -> Response:
           return render(request, "reports/page.html", title="Báo cáo", numbers=...)

2. Put the template into ``api/reports/templates/reports/page.html``; it starts with
   ``{% extends "console/frame.html" %}`` and fills ``{% block main %}``. Escaping is on. Filters: ``day``, ``moment``,
   ``number``, ``label``. Always there: ``visit``, ``may("publish")`` (a permission by its value), ``csrf_field()``.
3. A form: ``<form method="post">{{ csrf_field() }} …``. The guard has read and checked it; use ``visit.text("name")``.
   Answer a POST with ``redirect(request, "/admin/…", "Đã lưu.")``; raise errors of api/errors.py for what may not be.
4. The content policy forbids inline ``<script>``, ``<style>`` and ``style=``; use presentation attributes in SVG and
   the classes of ``/console.css`` (``table``, ``card``, ``badge``, ``notice``, ``form``, ``actions``) and the macros of
   ``console/parts.html``.
5. Include the router in api/routes.py before ``api.console.routes.closing`` (the page for unknown addresses); list its
   routes as ``Access.CONSOLE`` in api/security/access.py; the menu shows every page of ``GROUPS`` in
   api/console/navigation.py that the application serves.

Blocking work goes through ``asyncio.to_thread``.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import logging
from typing import Any, Literal
from urllib.parse import quote

from fastapi import APIRouter, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.routing import APIRoute
from markupsafe import Markup
from starlette.exceptions import HTTPException

from api import errors
from api.console import navigation, wording
from api.console.lost import typed_words
from api.console.painting import environment
from api.console.session import (
    CSRF_FIELD,
    HOME,
    LOGIN,
    PASSWORD,
    FormRefused,
    Handler,
    LoggedOut,
    PasswordDue,
    Visit,
    require,
)
from api.security.roles import ROLE_HINTS, ROLE_LABELS, Permission
from knowledge import errors as known

__all__ = ["HOME", "Permission", "Visit", "console_router", "file_response", "redirect", "render", "require"]

log = logging.getLogger(__name__)

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
_HEADERS = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store", "X-Frame-Options": "DENY"}
_FLASH = "motcua_bao"
_FLASH_CHARACTERS = 700
Tone = Literal["good", "bad", "note"]

_STATUS: tuple[tuple[type[known.MotCuaError], int], ...] = (
    (errors.AccessDenied, 403),
    (errors.CaseNotFound, 404),
    (errors.DraftNotFound, 404),
    (errors.TransitionRefused, 409),
    (errors.InvalidField, 422),
    (errors.AttachmentRefused, 422),
    (errors.BodyTooLarge, 413),
    (errors.RateLimited, 429),
    (errors.StorageUnavailable, 503),
    (errors.KnowledgeUnavailable, 503),
    (errors.VaultLocked, 503),
    (known.SnapshotError, 503),
    (known.StorageFull, 507),
)


class ConsoleRoute(APIRoute):
    """A route whose errors are pages, and whose answers carry the console's headers."""

    def get_route_handler(self) -> Any:
        """Return the handler with the errors caught."""
        handle: Handler = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                response = await handle(request)
            except (LoggedOut, PasswordDue) as error:
                response = await _elsewhere(request, error)
            except FormRefused as error:
                known_here = getattr(request.state, "visit", None) is not None
                response = error_page(request, error, await typed_words(request) if known_here else ())
            except Exception as error:  # the last line before the person: everything becomes a page
                response = error_page(request, error)
            finally:
                await request.close()  # uploaded files, also those of a form that was refused
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return guarded


def console_router() -> APIRouter:
    """Return a router for pages of the console."""
    return APIRouter(route_class=ConsoleRoute, include_in_schema=False)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page. ``title`` must be in the context.

    Args:
        request: the one being answered.
        template: name such as ``reports/page.html``.
        status: of the response.
        context: what the template uses besides ``visit``, ``menu``, ``flash``, ``csrf_field`` and ``may``.
    """
    visit: Visit | None = getattr(request.state, "visit", None)
    flash = _read_flash(request, visit)

    def csrf_field() -> Markup:
        token = context.get("csrf") or (visit.csrf if visit else "")
        return Markup('<input type="hidden" name="{}" value="{}">').format(CSRF_FIELD, token)

    common: dict[str, Any] = {
        "visit": visit,
        "menu": navigation.menu(request, visit) if visit else (),
        "current": navigation.current(request),
        "flash": flash,
        "csrf_field": csrf_field,
        "may": lambda name: bool(visit and visit.may(Permission(name))),
    }
    page = environment().get_template(template).render({**common, **context})
    response = HTMLResponse(page, status)
    if _FLASH in request.cookies:
        response.delete_cookie(_FLASH, path=HOME)
    return response


def redirect(request: Request, to: str, message: str = "", tone: Tone = "good") -> RedirectResponse:
    """Answer a POST: go to ``to``, where ``message`` (no personal data) is shown once."""
    response = RedirectResponse(to, 303)
    visit: Visit | None = getattr(request.state, "visit", None)
    if message:
        body = json.dumps([tone, message[:_FLASH_CHARACTERS]]).encode()
        value = base64.urlsafe_b64encode(_sign(visit, body) + body).decode("ascii")
        secure = request.url.scheme == "https"
        response.set_cookie(_FLASH, value, max_age=60, path=HOME, httponly=True, samesite="lax", secure=secure)
    return response


def file_response(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to be saved, never shown in the console's origin.

    Args:
        content: of the file.
        media_type: as it was found when the file came in.
        name: file name offered to the person; quoted as RFC 6266 asks.
    """
    disposition = f"attachment; filename*=UTF-8''{quote(name, safe='')}"
    headers = {"Content-Disposition": disposition, "Content-Security-Policy": "default-src 'none'; sandbox"}
    return Response(content, media_type=media_type, headers=headers)


def error_page(request: Request, error: Exception, typed: tuple[str, ...] = ()) -> Response:
    """Return the page for an error; an unexpected one is logged without what the person typed.

    Args:
        request: the one that went wrong.
        error: what went wrong.
        typed: texts to hand back, so that they can be copied.
    """
    status = _status_of(error)
    if status >= 500:
        log.error("console_error", exc_info=error)
    heading, advice = wording.FORM_REFUSED if isinstance(error, FormRefused) else wording.ERRORS[status]
    if isinstance(error, errors.TransitionRefused | errors.InvalidField | errors.AttachmentRefused):
        advice = error.reason
    visit: Visit | None = getattr(request.state, "visit", None)
    refused = visit.actor.role if visit and isinstance(error, errors.AccessDenied) else None
    role = (ROLE_LABELS[refused], ROLE_HINTS[refused]) if refused else None
    return render(request, "console/error.html", status=status, title=heading, advice=advice, typed=typed, role=role)


def _status_of(error: Exception) -> int:
    if isinstance(error, FormRefused):
        return 403
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, HTTPException):
        if isinstance(error.__cause__, errors.BodyTooLarge):
            return 413
        return error.status_code if error.status_code in wording.ERRORS else 400
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)


async def _elsewhere(request: Request, error: Exception) -> Response:
    if isinstance(error, PasswordDue):
        return redirect(request, PASSWORD, wording.PASSWORD_DUE, "note")
    is_page = "text/html" in request.headers.get("accept", "")  # a script is told by the redirect
    if is_page and (typed := await typed_words(request)):
        heading, advice = wording.LOGIN_OVER
        return render(request, "console/error.html", status=401, title=heading, advice=advice, typed=typed, role=None)
    path = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    wanted = "" if request.method != "GET" or path == HOME else f"?tiep={quote(path, safe='')}"
    return redirect(request, LOGIN + wanted, wording.LOGIN_FIRST, "note")


def _sign(visit: Visit | None, body: bytes) -> bytes:
    return hmac.new((visit.csrf if visit else "").encode(), body, hashlib.sha256).digest()


def _read_flash(request: Request, visit: Visit | None) -> tuple[str, str] | None:
    try:
        raw = base64.urlsafe_b64decode(request.cookies[_FLASH])
        sign, body = raw[:32], raw[32:]
        if hmac.compare_digest(sign, _sign(visit, body)):
            tone, message = json.loads(body)
            return str(tone), str(message)
    except (KeyError, ValueError):
        pass
    return None
