"""The hotline's page to look a dossier up. By POST: a code is personal and has no place in an address."""

from __future__ import annotations

import math
from typing import Annotated

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, render, require
from api.dossiers.codes import EXAMPLE
from api.dossiers.desk import LookedUp
from api.dossiers.words import GAP, aloud
from api.errors import InvalidField, RateLimited
from api.services import services

PATH = "/admin/tong-dai/tra-ho-so"
_CODE_CHARACTERS = 64

router = console_router()

Calls = Annotated[Visit, require(Permission.CASES_REGISTER)]


@router.get(PATH)
async def ask(request: Request, visit: Calls) -> Response:  # noqa: ARG001
    """Show the form."""
    return _page(request)


@router.post(PATH)
async def look_up(request: Request, visit: Calls) -> Response:
    """Show what the office's system says, or where the caller can look."""
    typed = visit.text("ma")[:_CODE_CHARACTERS]
    try:
        return _page(request, typed, await services(request).dossiers.look_up(typed, who=visit.actor.account_id))
    except InvalidField as error:
        return _page(request, typed, problem=error.reason)
    except RateLimited as error:
        seconds = max(1, math.ceil(error.retry_after))
        return _page(request, typed, problem=f"Tra cứu hơi nhiều. Thử lại sau {seconds} giây.")


def _page(request: Request, typed: str = "", found: LookedUp | None = None, problem: str = "") -> Response:
    answer = found.answer if found else None
    return render(
        request,
        "dossiers/page.html",
        status=422 if problem else 200,
        title="Tra tình trạng hồ sơ thủ tục",
        path=PATH,
        typed=typed,
        example=EXAMPLE,
        problem=problem,
        lead=answer.lead.replace(GAP, found.code) if answer and found else "",
        read=aloud(answer).replace(GAP, found.code) if answer and found else "",
        blocks=answer.blocks if answer else (),
    )
