"""Sending a card to the person one talks with: through the hand-over, on whichever channel it runs; and on paper."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request, Response

from api.channels.hub import Channels
from api.channels.model import ChannelName
from api.console.frame import Permission, Visit, console_router, redirect, require
from api.errors import InvalidField, TransitionRefused
from api.handover import words
from api.handover.addresses import LIST
from api.handover.operators import MOST_CHARACTERS
from api.leaflet.addresses import assistant_of, leaflet_of
from api.leaflet.qr import qr_drawing
from api.operator.addresses import SHEET, sheet_of
from api.posting.addresses import posting_of
from api.security.accounts import Actor
from api.services import services
from knowledge.aspects import Aspect
from knowledge.errors import ProcedureNotFound
from knowledge.render import as_text

router = console_router()

_CALLS = Permission.CASES_REGISTER
_WEB = "web"
_NAMES = {_WEB: "Gửi vào khung trò chuyện", ChannelName.ZALO_OA: "Gửi qua Zalo", ChannelName.ZALO_BOT: "Gửi qua Zalo"}
SENT = "Đã gửi cho người đang trò chuyện."


@dataclass(frozen=True, slots=True)
class Talk:
    """A conversation the operator holds, and how a card gets there."""

    id: str
    button: str
    about: str


async def sending(request: Request, actor: Actor, code: str) -> dict[str, Any]:
    """Return what the sheet shows about sending: paper, the operator's own conversations, and what the caller can do.

    Zalo is offered only while somebody who wrote from Zalo talks with this operator: nobody else can be written to.
    Without such a talk the caller may write to the OA first, and names the procedure there by its code.
    """
    settings = services(request).settings
    address = settings.zalo_address
    return {
        "leaflet": leaflet_of(code),
        "page": assistant_of(settings.public_url, code),
        "zalo": address,
        "zalo_qr": qr_drawing(address) if address else None,
        "zalo_words": f"TTHC_{code}",
        "live": services(request).handover.floor.enabled,
        "posting": posting_of(code),
        "talks": await _talks(request, actor),
        "sending_key": secrets.token_hex(12),
    }


@router.post(SHEET + "/{code}/gui")
async def send(request: Request, code: str, visit: Annotated[Visit, require(_CALLS)]) -> Response:
    """Send one part of a sheet as a message of the operator; it stands in the conversation like any other."""
    talk, part = visit.text("talk"), visit.text("part")
    aspect = Aspect(part) if part in set(Aspect) else Aspect.OVERVIEW
    found = services(request)
    if talk not in {one.id for one in await _talks(request, visit.actor)}:
        return redirect(request, sheet_of(code), words.NOT_YOURS, "bad")
    try:
        answer = await asyncio.to_thread(found.keeper.current().answer, code, aspect)
    except ProcedureNotFound:
        return redirect(request, LIST, "Không có thủ tục mang mã này trong dữ liệu đang dùng.", "bad")
    text, key = as_text(answer, limit=MOST_CHARACTERS), visit.text("key")[:64] or None
    try:
        await asyncio.to_thread(found.handover.operators.answer, visit.actor, talk, text, key=key)
    except (InvalidField, TransitionRefused) as error:
        return redirect(request, sheet_of(code, aspect), error.reason, "bad")
    return redirect(request, sheet_of(code, aspect), SENT)


async def _talks(request: Request, actor: Actor) -> tuple[Talk, ...]:
    handover = services(request).handover
    if not handover.floor.enabled:
        return ()
    channels: Channels = request.app.state.channels
    reached = {_WEB, *channels.adapters}
    mine = [one for one in await asyncio.to_thread(handover.operators.waiting, actor) if one.mine]
    return tuple(
        Talk(one.id, _NAMES.get(one.channel, _NAMES[_WEB]), one.about) for one in mine if one.channel in reached
    )
