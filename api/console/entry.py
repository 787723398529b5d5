"""The way in and out: log in, log out, change one's password."""

from __future__ import annotations

import asyncio
import math
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.console import wording
from api.console.frame import console_router, redirect, render
from api.console.session import (
    HOME,
    LOGIN,
    PASSWORD,
    STANDING,
    Visit,
    forget_session,
    keep_login_token,
    keep_session,
    login_form,
    login_token,
    require,
    safe_target,
    session_of,
    token_of,
)
from api.errors import BadCredentials, InvalidField
from api.security.access import address_of
from api.security.roles import ROLE_HINTS, Permission
from api.services import services

router = console_router()


@router.get(LOGIN)
async def login_page(request: Request) -> Response:
    """Show the log-in form; whoever is logged in already goes on."""
    target = safe_target(request.query_params.get("tiep", ""))
    if await session_of(request):
        return redirect(request, target)
    return _form(request, target)


@router.post(LOGIN)
async def log_in(request: Request) -> Response:
    """Check name and password; a wrong try says the same whether the name exists or not."""
    services(request).login_limit.take(address_of(request))
    form = await login_form(request)
    username, password, target = (str(form.get(name, "")) for name in ("username", "password", "tiep"))
    accounts = services(request).accounts
    try:
        token = await asyncio.to_thread(accounts.log_in, username.strip(), password)
    except BadCredentials as error:
        return _form(request, safe_target(target), username.strip()[:64], _refusal(error))
    old = token_of(request)
    if old:
        await asyncio.to_thread(accounts.close_session, old)
    response = redirect(request, safe_target(target))
    keep_session(request, response, token)
    return response


@router.post("/admin/dang-xuat")
async def log_out(
    request: Request,
    visit: Annotated[Visit, require(Permission.CONSOLE, password_may_be_due=True)],  # noqa: ARG001
) -> Response:
    """End this log-in, on the server too."""
    await asyncio.to_thread(services(request).accounts.close_session, token_of(request))
    request.state.visit = None
    response = redirect(request, LOGIN, wording.LOGGED_OUT, "note")
    forget_session(response)
    return response


@router.get(STANDING)
async def standing(visit: Annotated[Visit, require(Permission.CONSOLE, password_may_be_due=True)]) -> Response:
    """Tell a page that is about to send a form who is logged in now, and the token of that log-in.

    Whoever is not logged in is redirected, as everywhere. A page of another site cannot read this: the answer carries
    no permission for other origins.
    """
    return JSONResponse({"person": visit.actor.account_id, "csrf": visit.csrf})


@router.get(PASSWORD)
async def password_page(
    request: Request, visit: Annotated[Visit, require(Permission.CONSOLE, password_may_be_due=True)]
) -> Response:
    """Show who one is and the form for a new password."""
    return _password_form(request, visit, {})


@router.post(PASSWORD)
async def change_password(
    request: Request, visit: Annotated[Visit, require(Permission.CONSOLE, password_may_be_due=True)]
) -> Response:
    """Change one's own password; every other log-in of the account ends."""
    old, new, again = (str(visit.form.get(name, "")) for name in ("old", "new", "again"))
    if new != again:
        return _password_form(request, visit, {"again": wording.PASSWORD_DIFFERS})
    accounts = services(request).accounts
    try:
        token = await asyncio.to_thread(accounts.change_password, visit.actor.account_id, old, new)
    except BadCredentials:
        return _password_form(request, visit, {"old": wording.PASSWORD_WRONG})
    except InvalidField as error:
        return _password_form(request, visit, {"new": error.reason})
    found = await asyncio.to_thread(accounts.session, token)
    request.state.visit = Visit(found.actor, found.csrf) if found else None
    response = redirect(request, HOME, wording.PASSWORD_CHANGED)
    keep_session(request, response, token)
    return response


def _form(request: Request, target: str, username: str = "", problem: str = "") -> Response:
    token = login_token(request)
    response = render(
        request,
        "console/login.html",
        status=401 if problem else 200,
        title="Đăng nhập",
        csrf=token,
        target=target,
        username=username,
        problem=problem,
    )
    keep_login_token(request, response, token)
    return response


def _refusal(error: BadCredentials) -> str:
    if error.retry_after:
        return wording.LOGIN_LOCKED.format(minutes=max(1, math.ceil(error.retry_after / 60)))
    return wording.LOGIN_FAILED


def _password_form(request: Request, visit: Visit, problems: dict[str, str]) -> Response:
    return render(
        request,
        "console/password.html",
        status=422 if problems else 200,
        title="Tài khoản của tôi",
        hint=ROLE_HINTS[visit.actor.role],
        problems=problems,
    )
