"""Pages of the library: the list with what came with the data, a paper looked at before its use, its way out."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField, TransitionRefused
from api.library.papers import FILE_BYTES, STATE_LABELS, PaperNotFound, PaperState
from api.services import services
from knowledge.plans.papers import KINDS, SUPPORTED

PATH = "/admin/thu-vien"
SHOWN = 300
"""Passages the page of a paper shows; the number counts all of them."""

router = console_router()


@router.get(PATH)
async def overview(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show what the office has added, and the plans that came with the data."""
    return await _list(request)


@router.post(f"{PATH}/nhap")
async def take_in(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Read a file; it is used only after somebody has looked at it."""
    files = visit.files("file")
    try:
        if not files:
            raise InvalidField("file", "Vui lòng chọn tệp.")
        content = await files[0].read(FILE_BYTES + 1)
        library = services(request).library
        identity = await asyncio.to_thread(library.take_in, visit.actor, files[0].filename or "", content)
    except InvalidField as error:
        return await _list(request, error)
    return redirect(request, f"{PATH}/{identity}", "Đã đọc tệp. Hãy xem lại tên, số và các đoạn rồi đưa vào dùng.")


@router.get(PATH + "/{identity}")
async def one(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)],  # noqa: ARG001
) -> Response:
    """Show a paper as the assistant would quote it."""
    return await _one(request, identity)


@router.post(PATH + "/{identity}")
async def describe(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Correct kind, title, number, issuer and day."""
    found = services(request)
    typed = {name: visit.text(name) for name in ("kind", "title", "number", "issuer", "issued")}
    try:
        await asyncio.to_thread(found.library.describe, visit.actor, identity, typed)
    except PaperNotFound:
        raise
    except InvalidField as error:
        return await _one(request, identity, typed, error)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, f"{PATH}/{identity}", "Đã lưu thông tin của văn bản.")


@router.post(PATH + "/{identity}/trang-thai")
async def put(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Use a paper, or withdraw it."""
    found = services(request)
    wanted = PaperState.ACTIVE if visit.text("state") == PaperState.ACTIVE else PaperState.WITHDRAWN
    try:
        await asyncio.to_thread(found.library.put, visit.actor, identity, wanted)
    except TransitionRefused as error:
        return redirect(request, f"{PATH}/{identity}", error.reason, "bad")
    await asyncio.to_thread(found.keeper.refresh_extras)
    used = wanted is PaperState.ACTIVE
    said = "Trợ lý đã trả lời được từ văn bản này." if used else "Đã rút; trợ lý không trích văn bản này nữa."
    return redirect(request, f"{PATH}/{identity}" if used else PATH, said)


async def _list(request: Request, problem: InvalidField | None = None) -> Response:
    found = services(request)
    added = await asyncio.to_thread(found.library.all)
    used = {plan[0].id for plan in await asyncio.to_thread(found.library.in_use)}
    shipped = [one for one in found.keeper.current().papers() if one.id not in used]
    return render(
        request,
        "library/list.html",
        status=422 if problem else 200,
        title="Thư viện văn bản",
        added=added,
        shipped=shipped,
        states=STATE_LABELS,
        path=PATH,
        accept=",".join(SUPPORTED),
        megabytes=FILE_BYTES // 1_000_000,
        most_bytes=FILE_BYTES,
        problems={problem.field: problem.reason} if problem else {},
    )


async def _one(
    request: Request, identity: str, typed: Mapping[str, str] | None = None, problem: InvalidField | None = None
) -> Response:
    paper, (document, passages) = await asyncio.to_thread(services(request).library.get, identity)
    head = paper.head
    issued = f"{head.issued:%d/%m/%Y}" if head.issued else ""
    written = {"kind": head.kind, "title": head.title, "number": head.number or "", "issuer": head.issuer or ""}
    return render(
        request,
        "library/one.html",
        status=422 if problem else 200,
        title=head.title or "Văn bản chưa có tên",
        paper=paper,
        document=document,
        passages=passages[:SHOWN],
        total=len(passages),
        typed=typed or {**written, "issued": issued},
        kinds=[(one, one) for one in KINDS],
        states=STATE_LABELS,
        path=PATH,
        problems={problem.field: problem.reason} if problem else {},
    )
