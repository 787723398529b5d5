"""Pages of the directory of offices: who a PAKN can be forwarded to, and how people reach them."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response
from starlette.exceptions import HTTPException

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.feedback.office_model import Agency
from api.services import services

PATH = "/admin/co-quan"
_FIELDS = ("name", "phone", "email", "address", "url", "source")

router = console_router()


@router.get(PATH)
async def directory(request: Request, visit: Annotated[Visit, require(Permission.DIRECTORY_READ)]) -> Response:
    """Show every office and, to whoever may add one, the form."""
    return await _list(request, visit)


@router.post(PATH)
async def add(request: Request, visit: Annotated[Visit, require(Permission.DIRECTORY_WRITE)]) -> Response:
    """Add an office."""
    try:
        saved = await _save(request, visit, None, active=True)
    except InvalidField as error:
        return await _list(request, visit, error)
    return redirect(request, PATH, f"Đã thêm “{saved.name}” vào danh bạ.")


@router.get(PATH + "/{identity}")
async def one(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.DIRECTORY_WRITE)],  # noqa: ARG001
) -> Response:
    """Show one office to be changed."""
    return _form(request, await _agency(request, identity))


@router.post(PATH + "/{identity}")
async def change(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.DIRECTORY_WRITE)]
) -> Response:
    """Change an office; one that is no longer used stays for the PAKN that were with it."""
    found = await _agency(request, identity)
    active = "active" in visit.ticked
    try:
        saved = await _save(request, visit, found.id, active=active)
    except InvalidField as error:
        return _form(request, Agency(found.id, **{name: visit.text(name) for name in _FIELDS}, active=active), error)
    return redirect(request, PATH, f"Đã lưu “{saved.name}”.")


async def _save(request: Request, visit: Visit, identity: str | None, *, active: bool) -> Agency:
    typed = {name: visit.text(name) for name in _FIELDS}
    casework = services(request).casework
    return await asyncio.to_thread(casework.save_agency, visit.actor, identity, **typed, active=active)


async def _agency(request: Request, identity: str) -> Agency:
    known = await asyncio.to_thread(services(request).casework.agencies, active_only=False)
    found = next((one for one in known if one.id == identity), None)
    if found is None:
        raise HTTPException(404)
    return found


async def _list(request: Request, visit: Visit, problem: InvalidField | None = None) -> Response:
    return render(
        request,
        "console/agencies.html",
        status=422 if problem else 200,
        title="Danh bạ cơ quan",
        agencies=await asyncio.to_thread(services(request).casework.agencies, active_only=False),
        typed={name: visit.text(name) for name in _FIELDS},
        problems={problem.field: problem.reason} if problem else {},
    )


def _form(request: Request, shown: Agency, problem: InvalidField | None = None) -> Response:
    return render(
        request,
        "console/agency.html",
        status=422 if problem else 200,
        title="Sửa cơ quan",
        shown=shown,
        problems={problem.field: problem.reason} if problem else {},
    )
