"""The page of the notices: what could not be sent comes first."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Path, Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.console.mailbox import STATE_LABELS, Mailbox, State
from api.notices.mail import MailServer
from api.notices.outbox import outbox_state
from api.services import services

PATH = "/admin/thong-bao"
_LARGEST = 2**31 - 1  # what PostgreSQL's integer holds

router = console_router()


@router.get(PATH)
async def notices(request: Request, visit: Annotated[Visit, require(Permission.NOTICES_READ)]) -> Response:  # noqa: ARG001
    """Show the notices in one state."""
    found = services(request)
    mailbox = Mailbox(found.database)
    mail = MailServer.of(found.settings)
    outbox = await asyncio.to_thread(lambda: outbox_state(found.database, configured=mail is not None))
    counts = await asyncio.to_thread(mailbox.counts)
    wanted = request.query_params.get("xem", "")
    state = State(wanted) if wanted in set(State) else (State.DEAD if counts[State.DEAD] else State.WAITING)
    number = request.query_params.get("trang", "")
    page = max(1, int(number)) if number.isascii() and number.isdigit() and len(number) < 7 else 1
    return render(
        request,
        "console/notices.html",
        title="Thư báo cho người dân",
        warning=outbox.sentence if mail is None else "",
        page=await asyncio.to_thread(mailbox.list, state, page),
        state=state,
        states=[(one, STATE_LABELS[one], counts[one]) for one in State],
        link=lambda number: f"{PATH}?xem={state.value}&trang={number}",
    )


@router.post(PATH + "/{number}/gui-lai")
async def send_again(
    request: Request,
    number: Annotated[int, Path(ge=1, le=_LARGEST)],
    visit: Annotated[Visit, require(Permission.NOTICES_RESEND)],
) -> Response:
    """Put a notice that was given up back in the line."""
    await asyncio.to_thread(Mailbox(services(request).database).send_again, visit.actor, number)
    return redirect(request, f"{PATH}?xem={State.DEAD.value}", "Đã xếp thư vào hàng chờ gửi lại.")
