"""Pages of the reply templates an office reuses."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.feedback.office_model import Template
from api.services import services

PATH = "/admin/mau-tra-loi"

router = console_router()


@router.get(PATH)
async def templates(request: Request, visit: Annotated[Visit, require(Permission.TEMPLATES_READ)]) -> Response:
    """Show every template and, to whoever may add one, the form."""
    return await _list(request, visit)


@router.post(PATH)
async def add(request: Request, visit: Annotated[Visit, require(Permission.TEMPLATES_WRITE)]) -> Response:
    """Add a template."""
    try:
        await _save(request, visit, None, active=True)
    except InvalidField as error:
        return await _list(request, visit, error)
    return redirect(request, PATH, "Đã thêm mẫu trả lời.")


@router.get(PATH + "/{identity}")
async def one(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.TEMPLATES_WRITE)]
) -> Response:
    """Show one template to be changed."""
    return _form(request, await _template(request, visit, identity))


@router.post(PATH + "/{identity}")
async def change(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.TEMPLATES_WRITE)]
) -> Response:
    """Change a template, or take it out of use."""
    found = await _template(request, visit, identity)
    active = "active" in visit.ticked
    try:
        await _save(request, visit, found.id, active=active)
    except InvalidField as error:
        return _form(request, Template(found.id, visit.text("title"), visit.text("body"), active), error)
    return redirect(request, PATH, "Đã lưu mẫu trả lời.")


async def _save(request: Request, visit: Visit, identity: str | None, *, active: bool) -> None:
    title, body = visit.text("title"), visit.text("body")
    save = services(request).casework.save_template
    await asyncio.to_thread(save, visit.actor, identity, title=title, body=body, active=active)


async def _template(request: Request, visit: Visit, identity: str) -> Template:
    known = await asyncio.to_thread(services(request).casework.templates, visit.actor, active_only=False)
    found = next((one for one in known if one.id == identity), None)
    if found is None:
        raise HTTPException(404)
    return found


async def _list(request: Request, visit: Visit, problem: InvalidField | None = None) -> Response:
    return render(
        request,
        "console/replies.html",
        status=422 if problem else 200,
        title="Mẫu trả lời",
        templates=await asyncio.to_thread(services(request).casework.templates, visit.actor, active_only=False),
        typed={"title": visit.text("title"), "body": visit.text("body")},
        problems={problem.field: problem.reason} if problem else {},
    )


def _form(request: Request, shown: Template, problem: InvalidField | None = None) -> Response:
    return render(
        request,
        "console/reply.html",
        status=422 if problem else 200,
        title="Sửa mẫu trả lời",
        shown=shown,
        problems={problem.field: problem.reason} if problem else {},
    )
