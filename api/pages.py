"""The web page: the files of ``api/web``, read once, served with a strict content policy."""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from pathlib import Path

from fastapi import APIRouter, Request, Response

WEB = Path(__file__).parent / "web"
ASSET = "asset"
"""Name of every route that serves a file of the page; all of them are open to everyone."""

# Everything from here, nothing from anybody else.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class _Asset:
    content: bytes
    media_type: str
    tag: str


def pages(folder: Path = WEB) -> APIRouter:
    """Return the routes of the page; a file ``x`` of the folder is served at ``/x``, ``index.html`` at ``/`` too."""
    assets = {path.relative_to(folder).as_posix(): _read(path) for path in _files(folder)}
    router = APIRouter(include_in_schema=False)

    def offer(path: str, asset: _Asset) -> None:
        async def serve(request: Request) -> Response:
            return _serve(asset, request)

        router.add_api_route(path, serve, methods=["GET", "HEAD"], name=ASSET)

    for name, asset in assets.items():
        offer(f"/{name}", asset)
        if name == "index.html":
            offer("/", asset)
    return router


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.suffix not in {".py", ".pyc", ".md"})


def _read(path: Path) -> _Asset:
    content = path.read_bytes()
    media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    if media_type.startswith("text/") or media_type.endswith(("javascript", "json", "+xml")):
        media_type += "; charset=utf-8"
    return _Asset(content, media_type, f'"{hashlib.sha256(content).hexdigest()[:24]}"')


def _serve(asset: _Asset, request: Request) -> Response:
    # The names carry no version, so a browser asks each time and mostly gets 304.
    headers = {"ETag": asset.tag, "Cache-Control": "no-cache", "Content-Security-Policy": _POLICY}
    if asset.tag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return Response(asset.content, media_type=asset.media_type, headers=headers)
