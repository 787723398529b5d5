"""``/tai-lieu``: what offices publish for procedures, for everybody, and the files themselves."""

from __future__ import annotations

import asyncio
from itertools import islice
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response
from starlette.exceptions import HTTPException

from api.console.frame import file_response
from api.errors import RateLimited
from api.materials.addresses import CODE_FIELD, HOME
from api.materials.handbooks import Found
from api.materials.model import Kept, MaterialNotFound, Readers
from api.materials.standing import Standing, standing_of, with_words
from api.paging import Page
from api.public.painting import page_router, render
from api.security.access import address_of
from api.services import Services, ServicesDep
from knowledge.materials import KIND_LABELS, Material, MaterialKind

SIZE = 20
MOST_PASSAGES = 3
_FEWEST_WORDS = 2
"""A single word stands in too many passages to be answered by one."""

router = page_router(HOME)

Line = tuple[Material, Standing | None]


@router.get("")
async def list_page(
    request: Request,
    found: ServicesDep,
    *,
    q: Annotated[str, Query(max_length=200)] = "",
    kind: Annotated[str, Query(max_length=20, alias="loai")] = "",
    code: Annotated[str, Query(max_length=64, alias=CODE_FIELD)] = "",
    number: Annotated[int, Query(ge=1, le=100_000, alias="trang")] = 1,
) -> Response:
    """List what is published today: of one procedure, of a kind, or with certain words."""
    lines, subject = await asyncio.to_thread(_lines, found, code, kind, q)
    searched = number == 1 and kind in ("", MaterialKind.HANDBOOK) and len(q.split()) >= _FEWEST_WORDS
    passages = await _passages(request, found, code, q) if searched else ()
    wanted = min(number, max(1, -(-len(lines) // SIZE)))
    asked = {"q": q, "loai": kind, CODE_FIELD: code}

    def address(to: int) -> str:
        return f"{HOME}?{urlencode({**{name: value for name, value in asked.items() if value}, 'trang': to})}"

    return render(
        request,
        "materials.html",
        title="Biểu mẫu, hồ sơ mẫu, video hướng dẫn",
        page=Page(tuple(lines[(wanted - 1) * SIZE : wanted * SIZE]), len(lines), wanted, SIZE),
        subject=subject,
        passages=passages,
        kinds=[(one.value, label) for one, label in KIND_LABELS.items()],
        labels=KIND_LABELS,
        q=q,
        kind=kind,
        code=code,
        code_field=CODE_FIELD,
        address=address,
    )


@router.get("/{identity}/tep")
async def file(request: Request, identity: str, found: ServicesDep) -> Response:
    """Give a file to be saved; one that is published no longer is there no longer."""
    try:
        kept = await asyncio.to_thread(found.materials.published, identity)
    except MaterialNotFound:
        raise HTTPException(404) from None
    if kept.digest is None:
        raise HTTPException(404)
    headers = {"ETag": f'"{kept.digest}"', "Cache-Control": "no-cache"}
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    opened = await asyncio.to_thread(found.materials.file, identity)
    response = file_response(opened.content, opened.media_type, opened.name)
    response.headers.update({**headers, "ETag": f'"{opened.digest}"'})
    return response


async def _passages(request: Request, found: Services, code: str, q: str) -> tuple[tuple[Found, Kept], ...]:
    """Return what the handbooks say of it; nothing to an address that asks too often: long books take long."""
    try:
        found.address_limit.take(address_of(request))
    except RateLimited:
        return ()
    return await asyncio.to_thread(_quoted, found, code, q)


def _quoted(found: Services, code: str, q: str) -> tuple[tuple[Found, Kept], ...]:
    """Return passages of handbooks for everybody; none of a procedure out of force."""
    knowledge = found.keeper.current()
    told = found.materials.handbooks.passages(q, (Readers.PUBLIC,), code)
    shown = (one for one in told if not one[1].shown.code or not standing_of(knowledge, one[1].shown.code).note)
    return tuple(islice(shown, MOST_PASSAGES))


def _lines(found: Services, code: str, kind: str, q: str) -> tuple[list[Line], Standing | None]:
    """Return what is published, without that of procedures out of force, and the procedure that is asked for."""
    knowledge = found.keeper.current()
    lines = [
        (kept.shown, standing)
        for kept, standing in with_words(knowledge, found.materials.shown(code=code or None), q)
        if not (standing and standing.note) and (kind not in set(MaterialKind) or kept.shown.kind == kind)
    ]
    return lines, standing_of(knowledge, code) if code else None
