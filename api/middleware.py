"""What happens to every request: a size limit, safe headers, a count, and one log line without its content."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.action_host import MAX_CALL_BYTES
from api.errors import BodyTooLarge
from api.metrics import Metrics
from api.problems import of_ours

log = logging.getLogger(__name__)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
_NO_STORE = "no-store"


@dataclass(frozen=True, slots=True)
class Upload:
    """An address that takes files.

    Attributes:
        limit: bytes of the whole request.
        is_page: it answers people, not programs.
    """

    path: re.Pattern[str]
    limit: int
    is_page: bool = False


class BodyLimit:
    """Refuses bodies beyond the limit, told by their length or found while they come in.

    Args:
        app: what is guarded.
        limit: bytes for every address that is not in ``uploads``.
        uploads: addresses that take files, each with its own limit. A page among them (an address that answers people)
            is reached in any case, so that the refusal is a page too.
    """

    def __init__(self, app: ASGIApp, limit: int, uploads: Sequence[Upload] = ()) -> None:
        self._app = app
        self._limit = limit
        self._uploads = uploads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit, is_page = self._limit_of(scope["path"])
        told = Headers(scope=scope).get("content-length", "")
        too_large = told.isdigit() and int(told) > limit
        if too_large and not is_page:
            await of_ours(BodyTooLarge(limit))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            if too_large:
                raise BodyTooLarge(limit)
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge(limit)
            return message

        await self._app(scope, counted, send)

    def _limit_of(self, path: str) -> tuple[int, bool]:
        if path == "/rasa/actions":
            return MAX_CALL_BYTES, False
        upload = next((one for one in self._uploads if one.path.fullmatch(path)), None)
        return (upload.limit, upload.is_page) if upload else (self._limit, False)


class Observed:
    """Adds the headers, counts the request under its route, and logs it without address and content."""

    def __init__(self, app: ASGIApp, metrics: Metrics) -> None:
        self._app = app
        self._metrics = metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started, status = time.perf_counter(), 500

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Cache-Control", _NO_STORE)
            await send(message)

        try:
            await self._app(scope, receive, watched)
        finally:
            self._count(scope, status, time.perf_counter() - started)

    def _count(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "other")
        self._metrics.requests.labels(scope["method"], route, status).inc()
        self._metrics.request_seconds.labels(route).observe(seconds)
        extra = {"method": scope["method"], "route": route, "status": status, "ms": round(seconds * 1000, 1)}
        log.debug("request", extra=extra)
