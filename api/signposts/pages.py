"""The page of the signposts in the console: switch one off, give it an address that was checked."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.quality.checks import SOURCE_CHARACTERS, URL_CHARACTERS
from api.services import services
from api.signposts.board import SignpostNotFound, Signposts
from knowledge.render import as_text

PATH = "/admin/chi-dan"

router = console_router()


@router.get(PATH)
async def overview(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show every signpost."""
    board = _board(request)
    shown = await asyncio.to_thread(board.all)
    return render(request, "signposts/list.html", title="Chỉ dẫn tra cứu", shown=shown, path=PATH)


@router.get(PATH + "/{identity}")
async def one(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)],  # noqa: ARG001
) -> Response:
    """Show a signpost with its words and its form."""
    return await _form(request, identity, None, None)


@router.post(PATH + "/{identity}")
async def correct(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Give it another address."""
    address, source = visit.text("address"), visit.text("source")
    board = _board(request)
    try:
        await asyncio.to_thread(board.correct, visit.actor, identity, address=address, source=source)
    except SignpostNotFound:
        raise
    except InvalidField as error:
        return await _form(request, identity, (address, source), error)
    return redirect(request, f"{PATH}/{identity}", "Đã lưu địa chỉ." if address else "Đã trở lại như ban đầu.")


@router.post(PATH + "/{identity}/cong-tac")
async def switch(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Show it or not."""
    enabled = visit.text("enabled") == "1"
    await asyncio.to_thread(_board(request).switch, visit.actor, identity, enabled=enabled)
    return redirect(request, PATH, "Đã bật chỉ dẫn." if enabled else "Đã tắt chỉ dẫn; trợ lý không đưa ra nữa.")


async def _form(
    request: Request, identity: str, typed: tuple[str, str] | None, problem: InvalidField | None
) -> Response:
    board = _board(request)
    shown = await asyncio.to_thread(board.get, identity)
    own = shown.post.own if shown.own_source else None
    address, source = typed or (own or "", shown.own_source or "")
    return render(
        request,
        "signposts/one.html",
        status=422 if problem else 200,
        title=shown.post.title,
        shown=shown,
        said=as_text(board.answer(shown)),
        path=PATH,
        address=address,
        source=source,
        longest={"address": URL_CHARACTERS, "source": SOURCE_CHARACTERS},
        problems={problem.field: problem.reason} if problem else {},
    )


def _board(request: Request) -> Signposts:
    return services(request).signposts
