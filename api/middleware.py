"""What happens to every request: a size limit, safe headers, a count, and one log line without its content."""

from __future__ import annotations

import logging
import time

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


class BodyLimit:
    """Refuses bodies beyond the limit, told by their length or found while they come in."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        self._app = app
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = MAX_CALL_BYTES if scope["path"] == "/rasa/actions" else self._limit
        told = Headers(scope=scope).get("content-length", "")
        if told.isdigit() and int(told) > limit:
            await of_ours(BodyTooLarge(limit))(scope, receive, send)
            return
        seen = 0

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge(limit)
            return message

        await self._app(scope, counted, send)


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
