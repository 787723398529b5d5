"""The page of the messengers: how they are doing, the kill switch, the connection check, messages not sent."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.channels import status
from api.channels.hub import Channels
from api.channels.model import CHANNEL_TITLES, ChannelName, MessageState
from api.channels.routes import channels
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.feedback import audit

PATH = "/admin/kenh"
NOTICE_CHARACTERS = 500
_ID_CHARACTERS = 128

router = console_router()

Guarded = Annotated[Visit, require(Permission.CHANNELS)]

STATE_LABELS = {
    MessageState.WAITING: "đang chờ",
    MessageState.SENDING: "đang gửi",
    MessageState.UNSURE: "chờ xác nhận",
    MessageState.HELD: "đang giữ lại",
    MessageState.DEAD: "không gửi được",
    MessageState.SENT: "đã gửi gần đây",
}


@router.get(PATH)
async def overview(request: Request, visit: Guarded) -> Response:  # noqa: ARG001
    """Show every channel."""
    found = channels(request)
    shown = [await asyncio.to_thread(status.read, found, name) for name in ChannelName]
    return render(
        request,
        "channels/page.html",
        title="Kênh nhắn tin",
        channels=shown,
        labels=STATE_LABELS,
        limit=NOTICE_CHARACTERS,
    )


@router.post(PATH + "/{name}/cong-tac")
async def switch(request: Request, name: ChannelName, visit: Guarded) -> Response:
    """Turn a channel on or off."""
    enabled = visit.text("enabled") == "1"
    notice = " ".join(visit.text("notice").split())
    if len(notice) > NOTICE_CHARACTERS:
        raise InvalidField("notice", f"Lời báo dài quá {NOTICE_CHARACTERS} ký tự.")
    await asyncio.to_thread(_switch, channels(request), name, visit, enabled, notice)
    done = "Đã bật lại" if enabled else "Đã tạm dừng"
    return redirect(request, PATH, f"{done} kênh {CHANNEL_TITLES[name]}.")


def _switch(found: Channels, name: ChannelName, visit: Visit, enabled: bool, notice: str) -> None:
    before = status.read(found, name).switch
    status.switch(found, name, enabled=enabled, notice="" if enabled else notice, by=visit.actor.name)
    with found.database.session() as session:
        audit.write(
            session,
            at=found.clock(),
            actor=visit.actor,
            action="active",
            subject_kind=audit.Subject.CHANNEL,
            subject=name,
            before={"active": before.enabled},
            after={"active": enabled},
        )


@router.post(PATH + "/{name}/kiem-tra")
async def check(request: Request, name: ChannelName, visit: Guarded) -> Response:  # noqa: ARG001
    """Ask the channel who we are."""
    good, sentence = await status.check(channels(request), name)
    return redirect(request, PATH, sentence, "good" if good else "bad")


@router.post(PATH + "/{name}/gui-lai")
async def send_again(request: Request, name: ChannelName, visit: Guarded) -> Response:  # noqa: ARG001
    """Try messages again that were given up or held."""
    number = await asyncio.to_thread(status.send_again, channels(request), name)
    return redirect(request, PATH, f"Đã xếp {number} tin vào hàng chờ gửi lại.")


@router.post(PATH + "/{name}/gui-thu")
async def send_test(request: Request, name: ChannelName, visit: Guarded) -> Response:
    """Send a test message to somebody who has written to the channel."""
    recipient = visit.text("recipient")[:_ID_CHARACTERS]
    if await asyncio.to_thread(status.send_test, channels(request), name, recipient):
        return redirect(request, PATH, "Đã xếp tin thử vào hàng chờ gửi.")
    return redirect(request, PATH, "Chưa có ai mang mã này nhắn tới kênh; hãy nhắn cho kênh trước rồi thử lại.", "bad")
