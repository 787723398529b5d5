"""Pages of the announcements in the console."""

from __future__ import annotations

import asyncio
from typing import Annotated, Literal

from fastapi import Request, Response

from api.announcements.board import AnnouncementFields, AnnouncementNotFound, Board
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.services import services

PATH = "/admin/tin"

_STATES = {"shown": "Đang hiện", "coming": "Chưa đến ngày", "over": "Đã hết hạn", "removed": "Đã gỡ"}
_TONES = {"shown": "status-da_tra_loi", "coming": "status-dang_xu_ly", "over": "", "removed": "status-tu_choi"}

router = console_router()

Step = Literal["go", "dung-lai"]


@router.get(PATH)
async def board(request: Request, visit: Annotated[Visit, require(Permission.ANNOUNCE)]) -> Response:  # noqa: ARG001
    """Show every announcement and the form for a new one."""
    today = _board(request).today().isoformat()
    return await _list(request, AnnouncementFields(from_on=today, until_on=today), None)


@router.post(PATH)
async def add(request: Request, visit: Annotated[Visit, require(Permission.ANNOUNCE)]) -> Response:
    """Add an announcement."""
    fields = _fields(visit)
    try:
        await asyncio.to_thread(_board(request).add, visit.actor, fields)
    except InvalidField as error:
        return await _list(request, fields, error)
    return redirect(request, PATH, "Đã đăng tin.")


@router.get(PATH + "/{identity}")
async def one(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.ANNOUNCE)],  # noqa: ARG001
) -> Response:
    """Show an announcement to be changed."""
    kept = await asyncio.to_thread(_board(request).get, identity)
    fields = AnnouncementFields(kept.text, kept.url or "", kept.from_on.isoformat(), kept.until_on.isoformat())
    return _form(request, identity, fields, None)


@router.post(PATH + "/{identity}")
async def change(request: Request, identity: str, visit: Annotated[Visit, require(Permission.ANNOUNCE)]) -> Response:
    """Change an announcement."""
    fields = _fields(visit)
    try:
        await asyncio.to_thread(_board(request).change, visit.actor, identity, fields)
    except AnnouncementNotFound:
        raise
    except InvalidField as error:
        return _form(request, identity, fields, error)
    return redirect(request, PATH, "Đã lưu tin.")


@router.post(PATH + "/{identity}/{step}")
async def step(
    request: Request, identity: str, step: Step, visit: Annotated[Visit, require(Permission.ANNOUNCE)]
) -> Response:
    """Take an announcement down, or put it up again."""
    shown = step == "dung-lai"
    await asyncio.to_thread(_board(request).set_shown, visit.actor, identity, shown=shown)
    return redirect(request, PATH, "Đã đăng lại tin." if shown else "Đã gỡ tin.")


def _board(request: Request) -> Board:
    return services(request).board


def _fields(visit: Visit) -> AnnouncementFields:
    return AnnouncementFields(*(visit.text(name) for name in ("text", "url", "from_on", "until_on")))


async def _list(request: Request, typed: AnnouncementFields, problem: InvalidField | None) -> Response:
    found = _board(request)
    return render(
        request,
        "announcements/board.html",
        status=422 if problem else 200,
        title="Tin thông báo",
        shown=await asyncio.to_thread(found.all),
        today=found.today(),
        states=_STATES,
        tones=_TONES,
        typed=typed,
        problems={problem.field: problem.reason} if problem else {},
    )


def _form(request: Request, identity: str, typed: AnnouncementFields, problem: InvalidField | None) -> Response:
    return render(
        request,
        "announcements/one.html",
        status=422 if problem else 200,
        title="Sửa tin thông báo",
        action=f"{PATH}/{identity}",
        typed=typed,
        problems={problem.field: problem.reason} if problem else {},
    )
