"""Announcements for everybody: over HTTP, and on the pages that are painted by the server."""

from __future__ import annotations

import asyncio
import logging
from datetime import date

from fastapi import APIRouter, Depends, Request
from pydantic import BaseModel, Field

from api import examples
from api.problems import documented
from api.services import LimitedAddress, ServicesDep, services
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

router = APIRouter(prefix="/api/v1", tags=["system"], dependencies=[LimitedAddress])


class ShownAnnouncement(BaseModel):
    """A notice of the office that is shown today."""

    text: str
    url: str | None = Field(None, description="Where to read more.")
    from_on: date = Field(description="First day, in Vietnam.")
    until_on: date = Field(description="Last day, included.")


class Announcements(BaseModel):
    """What the office announces today, the newest first."""

    items: tuple[ShownAnnouncement, ...]


@router.get(
    "/announcements",
    summary="What the office announces today",
    responses=documented(429, 503, example=examples.ANNOUNCEMENTS),
    response_model_exclude_none=True,
)
async def announcements(found: ServicesDep) -> Announcements:
    """Return the announcements whose days include today (in Vietnam); show them to everybody."""
    shown = await asyncio.to_thread(found.board.current)
    return Announcements(
        items=tuple(
            ShownAnnouncement(text=one.text, url=one.url, from_on=one.from_on, until_on=one.until_on) for one in shown
        )
    )


async def _announced(request: Request) -> None:
    """Put today's announcements where the painter of the public pages finds them; a page never fails for them."""
    try:
        request.state.announcements = await asyncio.to_thread(services(request).board.current)
    except MotCuaError as error:
        log.warning("announcements_not_read", extra={"reason": type(error).__name__})


Announced = Depends(_announced)
