"""Pages of accounts and roles, for administrators."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.clock import utc_now
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.security.accounts import Accounts
from api.security.passwords import generate_password
from api.security.roles import ROLE_HINTS, ROLE_LABELS, Role
from api.services import services

PATH = "/admin/tai-khoan"
_FIELDS = ("username", "name", "role", "agency_id")

router = console_router()


@router.get(PATH)
async def accounts(request: Request, visit: Annotated[Visit, require(Permission.ACCOUNTS)]) -> Response:
    """Show every account and the form for a new one."""
    return await _page(request, visit)


@router.post(PATH)
async def add(request: Request, visit: Annotated[Visit, require(Permission.ACCOUNTS)]) -> Response:
    """Make an account; its first password is shown once, on this page only."""
    password = generate_password()
    typed = {name: visit.text(name) for name in _FIELDS}
    try:
        made = await asyncio.to_thread(
            _accounts(request).create,
            visit.actor,
            username=typed["username"],
            name=typed["name"],
            role=_role(typed["role"]),
            password=password,
            agency_id=typed["agency_id"] or None,
        )
    except InvalidField as error:
        return await _page(request, visit, problem=error, typed=typed)
    return await _page(request, visit, shown_once=(made.username, password))


@router.post(PATH + "/{identity}/vai-tro")
async def set_role(request: Request, identity: str, visit: Annotated[Visit, require(Permission.ACCOUNTS)]) -> Response:
    """Change what an account may do."""
    changed = await asyncio.to_thread(_accounts(request).set_role, visit.actor, identity, _role(visit.text("role")))
    return redirect(request, PATH, f"{changed.username}: vai trò mới là “{ROLE_LABELS[changed.role]}”.")


@router.post(PATH + "/{identity}/mat-khau")
async def reset_password(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.ACCOUNTS)]
) -> Response:
    """Give a new password, shown once; every log-in of the account ends."""
    password = generate_password()
    await asyncio.to_thread(_accounts(request).reset_password, visit.actor, identity, password)
    if identity == visit.actor.account_id:  # one's own log-in has just ended as well
        request.state.visit = None
    return await _page(request, visit, shown_once=(await _name_of(request, visit, identity), password))


@router.post(PATH + "/{identity}/dong")
async def disable(request: Request, identity: str, visit: Annotated[Visit, require(Permission.ACCOUNTS)]) -> Response:
    """Close an account."""
    changed = await asyncio.to_thread(_accounts(request).disable, visit.actor, identity)
    return redirect(request, PATH, f"Đã khoá tài khoản {changed.username}; các phiên đăng nhập đã kết thúc.")


@router.post(PATH + "/{identity}/mo")
async def enable(request: Request, identity: str, visit: Annotated[Visit, require(Permission.ACCOUNTS)]) -> Response:
    """Open a closed or locked account again."""
    changed = await asyncio.to_thread(_accounts(request).enable, visit.actor, identity)
    return redirect(request, PATH, f"Đã mở tài khoản {changed.username}.")


def _accounts(request: Request) -> Accounts:
    return services(request).accounts


def _role(typed: str) -> Role:
    try:
        return Role(typed)
    except ValueError:
        raise InvalidField("role", "Vui lòng chọn một vai trò trong danh sách.") from None


async def _name_of(request: Request, visit: Visit, identity: str) -> str:
    found = await asyncio.to_thread(_accounts(request).list, visit.actor)
    return next((one.username for one in found if one.id == identity), "")


async def _page(
    request: Request,
    visit: Visit,
    *,
    problem: InvalidField | None = None,
    typed: dict[str, str] | None = None,
    shown_once: tuple[str, str] | None = None,
) -> Response:
    found = await asyncio.to_thread(_accounts(request).list, visit.actor)
    agencies = await asyncio.to_thread(services(request).casework.agencies, active_only=False)
    return render(
        request,
        "console/accounts.html",
        status=422 if problem else 200,
        title="Tài khoản và vai trò",
        accounts=found,
        agencies=[(one.id, one.name) for one in agencies if one.active],
        agency_names={one.id: one.name for one in agencies},
        roles=[(role.value, text) for role, text in ROLE_LABELS.items()],
        hints=[(text, ROLE_HINTS[role]) for role, text in ROLE_LABELS.items()],
        typed=typed or dict.fromkeys(_FIELDS, ""),
        problems={problem.field: problem.reason} if problem else {},
        shown_once=shown_once,
        now=utc_now(),
    )
