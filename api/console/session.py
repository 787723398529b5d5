"""Who is logged in: the cookie, the guard of a page, and the token that every form carries."""

from __future__ import annotations

import asyncio
import hmac
import re
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from starlette.datastructures import FormData, UploadFile

from api.errors import AccessDenied
from api.security.accounts import Actor, Session
from api.security.roles import Permission, may
from api.services import services
from knowledge.errors import MotCuaError

HOME = "/admin"
LOGIN = "/admin/dang-nhap"
PASSWORD = "/admin/mat-khau"  # noqa: S105 (an address)
STANDING = "/admin/phien"
CSRF_FIELD = "csrf"
_COOKIE = "motcua_phien"
_LOGIN_COOKIE = "motcua_dang_nhap"
_SAFE_PATH = re.compile(r"/admin(?:[/?][\w\-./?=&%+,]*)?")


class LoggedOut(MotCuaError):
    """Nobody is logged in, or the log-in has ended."""


class FormRefused(MotCuaError):
    """A form without the token of this log-in: another site sent it, or the log-in changed meanwhile."""


class PasswordDue(MotCuaError):
    """The account was given a password that must be changed before anything else."""


@dataclass(frozen=True, slots=True)
class Visit:
    """One request of somebody who is logged in.

    Attributes:
        csrf: token that each form of the page must carry (``{{ csrf_field() }}`` writes it).
        form: what was posted, already checked against the token; empty for a GET.
    """

    actor: Actor
    csrf: str
    form: FormData = field(default_factory=FormData)

    @property
    def ticked(self) -> frozenset[str]:
        """Names of all posted fields: a checkbox is posted only when it is ticked."""
        return frozenset(self.form)

    def may(self, permission: Permission) -> bool:
        """Tell whether the role allows something."""
        return may(self.actor.role, permission)

    def text(self, name: str) -> str:
        """Return a posted field, trimmed; ``""`` when it is missing or a file."""
        value = self.form.get(name)
        return value.strip() if isinstance(value, str) else ""

    def texts(self, name: str) -> list[str]:
        """Return every value of a posted field (checkboxes)."""
        return [value for value in self.form.getlist(name) if isinstance(value, str)]

    def files(self, name: str) -> list[UploadFile]:
        """Return the files that were really chosen."""
        return [one for one in self.form.getlist(name) if isinstance(one, UploadFile) and one.filename]


class Guard:
    """The dependency of a page that needs a permission; :func:`permissions_of` finds it again."""

    def __init__(self, permission: Permission, *, password_may_be_due: bool = False) -> None:
        self.permission = permission
        self._password_may_be_due = password_may_be_due

    async def __call__(self, request: Request) -> Visit:
        """Let through whoever may.

        Raises:
            LoggedOut: nobody is logged in.
            PasswordDue: the password must be changed first.
            FormRefused: a POST without the token of this log-in.
            AccessDenied: the role may not.
        """
        found = await session_of(request)
        if found is None:
            raise LoggedOut
        visit = Visit(found.actor, found.csrf)
        request.state.visit = visit
        if request.method == "POST":
            refuse_other_sites(request)
            form = await request.form()
            if not same(form.get(CSRF_FIELD), found.csrf):
                raise FormRefused
            visit = Visit(found.actor, found.csrf, form)
            request.state.visit = visit
        if found.must_change and not self._password_may_be_due:
            raise PasswordDue
        if not visit.may(self.permission):
            raise AccessDenied
        return visit


def require(permission: Permission, *, password_may_be_due: bool = False) -> Any:
    """Return the guard of a page: a dependency that hands the handler its :class:`Visit`."""
    return Depends(Guard(permission, password_may_be_due=password_may_be_due))


def permissions_of(route: APIRoute) -> list[Permission]:
    """Return the permissions that a route asks for; empty: it is not guarded."""
    return [one.call.permission for one in route.dependant.dependencies if isinstance(one.call, Guard)]


async def session_of(request: Request) -> Session | None:
    """Return the log-in of the request's cookie, or ``None``."""
    token = request.cookies.get(_COOKIE, "")
    if not token:
        return None
    return await asyncio.to_thread(services(request).accounts.session, token)


def token_of(request: Request) -> str:
    """Return the secret of the log-in as the browser sent it."""
    return request.cookies.get(_COOKIE, "")


def keep_session(request: Request, response: Response, token: str) -> None:
    """Give the browser the log-in: not readable by scripts, not sent by other sites, over HTTPS only where there is."""
    _set(request, response, _COOKIE, token)
    response.delete_cookie(_LOGIN_COOKIE, path=HOME)


def forget_session(response: Response) -> None:
    """Take the log-in from the browser."""
    response.delete_cookie(_COOKIE, path=HOME)


def login_token(request: Request) -> str:
    """Return the token of the log-in form, which has no session yet to hold one."""
    return request.cookies.get(_LOGIN_COOKIE) or secrets.token_urlsafe(24)


def keep_login_token(request: Request, response: Response, token: str) -> None:
    """Remember the token of the log-in form in the browser."""
    _set(request, response, _LOGIN_COOKIE, token)


async def login_form(request: Request) -> FormData:
    """Return the posted log-in form.

    Raises:
        FormRefused: it does not carry the token of this browser.
    """
    refuse_other_sites(request)
    form = await request.form()
    if not same(form.get(CSRF_FIELD), request.cookies.get(_LOGIN_COOKIE, "")):
        raise FormRefused
    return form


def refuse_other_sites(request: Request) -> None:
    """Refuse what the browser itself says another site has sent.

    Raises:
        FormRefused: it does.
    """
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise FormRefused


def same(shown: object, expected: str) -> bool:
    """Compare two tokens in constant time; an empty expectation matches nothing."""
    return isinstance(shown, str) and bool(expected) and hmac.compare_digest(shown.encode(), expected.encode())


def safe_target(wanted: str) -> str:
    """Return an address inside the console to go to after the log-in; anything else becomes the overview."""
    return wanted if _SAFE_PATH.fullmatch(wanted) and "//" not in wanted and ".." not in wanted else HOME


def _set(request: Request, response: Response, name: str, value: str) -> None:
    secure = request.url.scheme == "https"
    response.set_cookie(name, value, path=HOME, httponly=True, samesite="lax", secure=secure)


Handler = Callable[[Request], Awaitable[Response]]
