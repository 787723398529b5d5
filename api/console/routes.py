"""All pages of the console, in the order in which addresses are tried."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from api.console import (
    account_pages,
    agency_pages,
    case,
    cases,
    entry,
    intake,
    journal_pages,
    mailbox_pages,
    overview,
    publishing,
    reply_pages,
    steps,
)
from api.console.frame import console_router
from api.console.session import LoggedOut, session_of

ROUTERS: tuple[APIRouter, ...] = (
    entry.router,
    overview.router,
    intake.router,  # before the page of one case, whose code could be anything
    cases.router,
    publishing.router,
    steps.router,
    case.router,
    agency_pages.router,
    reply_pages.router,
    mailbox_pages.router,
    journal_pages.router,
    account_pages.router,
)
"""What api/routes.py includes; pages of other rooms come after these and before :data:`closing`."""

closing = console_router()


@closing.get("/admin/{rest:path}")
async def unknown(request: Request, rest: str) -> Response:  # noqa: ARG001
    """Say that there is no such page; who is not logged in learns not even that."""
    if await session_of(request) is None:
        raise LoggedOut
    raise HTTPException(404)
