"""What every public page shares: its route class (errors become pages), its headers, and how it is made."""

from __future__ import annotations

import logging
from typing import Any

from fastapi import APIRouter, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api import errors
from api.announcements.routes import Announced
from api.console.painting import environment
from api.public import wording
from api.services import LimitedAddress
from knowledge import errors as known

log = logging.getLogger(__name__)

# Everything from here, nothing from anybody else; forms come back here only.
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
_STATUS: tuple[tuple[type[known.MotCuaError], int], ...] = (
    (errors.AccessDenied, 403),
    (errors.DraftNotFound, 404),
    (errors.CaseNotFound, 404),
    (errors.AnswerNotPublished, 404),
    (errors.BodyTooLarge, 413),
    (errors.RateLimited, 429),
    (errors.StorageUnavailable, 503),
    (errors.VaultLocked, 503),
    (known.StorageFull, 507),
)


class PageRoute(APIRoute):
    """A route whose errors are pages, never JSON."""

    def get_route_handler(self) -> Any:
        """Return the handler with the errors caught and the headers set."""
        handle = super().get_route_handler()

        async def guarded(request: Request) -> Response:
            try:
                _refuse_other_sites(request)
                response: Response = await handle(request)
            except Exception as error:  # the last line before the person: everything becomes a page
                response = _error_page(request, error)
            for name, value in _HEADERS.items():
                response.headers.setdefault(name, value)
            return response

        return guarded


def page_router(prefix: str) -> APIRouter:
    """Return a router for public pages."""
    shared = [LimitedAddress, Announced]
    return APIRouter(prefix=prefix, route_class=PageRoute, include_in_schema=False, dependencies=shared)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> HTMLResponse:
    """Return a page; ``title`` must be in the context."""
    common = {"path": request.url.path, "announcements": getattr(request.state, "announcements", ())}
    page = environment().get_template(f"public/{template}").render({**common, **context})
    return HTMLResponse(page, status)


def redirect(to: str) -> RedirectResponse:
    """Answer a POST: the browser fetches ``to`` anew, so that reloading sends nothing twice."""
    return RedirectResponse(to, 303)


def set_cookie(request: Request, response: Response, name: str, value: str, path: str) -> None:
    """Set a cookie that ends with the browser, that no script reads and no other site's form sends."""
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


def _refuse_other_sites(request: Request) -> None:
    """Refuse a form that, as the browser itself says, stands on another site."""
    if request.method == "POST" and request.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise errors.AccessDenied


def _error_page(request: Request, error: Exception) -> Response:
    status = _status_of(error)
    if status >= 500:
        log.error("page_error", exc_info=error)
    heading, advice = wording.ERRORS.get(status, wording.ERRORS[400])
    response = render(request, "error.html", status=status, title=heading, advice=advice)
    if isinstance(error, errors.RateLimited):
        response.headers["Retry-After"] = str(max(1, round(error.retry_after)))
    if isinstance(error, errors.BodyTooLarge):
        response.headers["Connection"] = "close"
    return response


def _status_of(error: Exception) -> int:
    if isinstance(error, RequestValidationError):
        return 422
    if isinstance(error, HTTPException):
        return 413 if isinstance(error.__cause__, errors.BodyTooLarge) else error.status_code
    return next((status for kind, status in _STATUS if isinstance(error, kind)), 500)
