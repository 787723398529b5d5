"""``/khung`` is the chat page for a frame, ``/kiosk`` for a public screen, ``/nhung`` shows how a page embeds it.

All three are the page of ``api/web`` itself; what they leave out or add is decided in the browser by their path.
Only the sites a deployment names may put ``/khung`` into a frame (``frame-ancestors``), so that no stranger's page
can pass for the office.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.pages import ASSET, WEB

FRAME, KIOSK, DEMO = "/khung", "/kiosk", "/nhung"
_DEMO_PAGE = Path(__file__).with_name("demo.html")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors {ancestors}"
)


def origins(written: str) -> tuple[str, ...]:
    """Return the sites of the setting ``embed_origins``, such as ``https://a.gov.vn, https://b.gov.vn``."""
    return tuple(written.replace(",", " ").split())


def router(allowed: Sequence[str]) -> APIRouter:
    """Return the routes.

    Args:
        allowed: origins of the sites that may embed the chat; our own always may.
    """
    routes = APIRouter(include_in_schema=False)
    page = (WEB / "index.html").read_text(encoding="utf-8")
    demo = _DEMO_PAGE.read_text(encoding="utf-8")

    def serve(path: str, content: str, ancestors: str) -> None:
        policy = _POLICY.format(ancestors=ancestors)

        async def show(request: Request) -> Response:  # noqa: ARG001 - FastAPI calls it so
            return HTMLResponse(content, headers={"Content-Security-Policy": policy, "Cache-Control": "no-cache"})

        routes.add_api_route(path, show, methods=["GET", "HEAD"], name=ASSET)

    serve(FRAME, page, " ".join(["'self'", *allowed]))
    serve(KIOSK, page, "'none'")
    serve(DEMO, demo, "'none'")
    return routes
