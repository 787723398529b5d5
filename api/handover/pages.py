"""The operators' pages of the hand-over: who waits, one conversation, and the sentences to answer with."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from typing import Annotated

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.console.frame import Visit, console_router, redirect, render, require
from api.errors import InvalidField, TransitionRefused
from api.handover import words
from api.handover.addresses import LIST, QUEUE, READ, talk_of
from api.handover.desk import Handover
from api.handover.hours import opening_text
from api.handover.model import State
from api.handover.operators import MAY, MOST_CHARACTERS, HandoverNotFound, View
from api.handover.shown import ShownTalk, ShownWaiting, channel_title, line_of, status_of
from api.operator.pages import earlier_of
from api.operator.sheet import sheet
from api.security.accounts import Actor
from api.services import services
from knowledge.errors import ProcedureNotFound
from knowledge.text import one_line

router = console_router()

_Step = Callable[[Actor, str], None]


@router.get(LIST)
async def waiting(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Show who waits, and who talks with whom."""
    found = services(request).handover
    return render(
        request,
        "handover/list.html",
        title="Trò chuyện trực tiếp",
        lines=await _lines(found, visit.actor),
        enabled=found.floor.enabled,
        open_now=found.floor.is_open(),
        opening=_opening(found),
    )


@router.get(QUEUE)
async def queue(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Give the same to the page that asks again."""
    found = services(request).handover
    lines = await _lines(found, visit.actor) if found.floor.enabled else []
    return JSONResponse({"enabled": found.floor.enabled, "lines": [one.model_dump(mode="json") for one in lines]})


@router.get(READ + "/{code}")
async def sentences(request: Request, code: str, visit: Annotated[Visit, require(MAY)]) -> Response:  # noqa: ARG001
    """Give the sentences of a procedure's sheet, to be put into an answer."""
    knowledge = services(request).keeper.current()
    try:
        made = await asyncio.to_thread(sheet, knowledge, code, earlier_of(request))
    except ProcedureNotFound:
        return JSONResponse({"reason": "Không có thủ tục mang mã này trong dữ liệu đang dùng."}, 404)
    parts = [{"key": part.key, "label": part.label, "text": part.read} for part in made.parts]
    return JSONResponse({"code": made.record.code, "name": one_line(made.record.name), "parts": parts})


@router.get(LIST + "/{identity}")
async def talk(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Show a conversation with everything that was said."""
    found = services(request).handover
    try:
        view = await asyncio.to_thread(found.operators.view, visit.actor, identity, beat=True)
    except HandoverNotFound:
        return redirect(request, LIST, words.GONE, "bad")
    return _talk(request, view)


@router.post(LIST + "/{identity}/nhip")
async def beat(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Note that the operator's page is alive, and give it what is new."""
    found = services(request).handover
    typed = visit.text("sau")
    after = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 16 else 0
    try:
        view = await asyncio.to_thread(found.operators.view, visit.actor, identity, after=after, beat=True)
    except HandoverNotFound:
        return JSONResponse({"reason": words.GONE}, 409)
    return JSONResponse(ShownTalk.of(view).model_dump(mode="json"))


@router.post(LIST + "/{identity}/tra-loi")
async def answer(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Say something to the person; the page's script gets JSON, a form without it a page."""
    operators = services(request).handover.operators
    by_script = "application/json" in request.headers.get("accept", "")
    text, key = visit.text("text"), visit.text("key")[:64] or None
    try:
        await asyncio.to_thread(operators.answer, visit.actor, identity, text, key=key)
    except (InvalidField, TransitionRefused) as error:
        if by_script:
            return JSONResponse({"reason": error.reason}, 422 if isinstance(error, InvalidField) else 409)
        if isinstance(error, TransitionRefused):
            return redirect(request, LIST, error.reason, "bad")
        view = await asyncio.to_thread(operators.view, visit.actor, identity)
        return _talk(request, view, typed=text, problem=error.reason)
    return JSONResponse({"kept": True}) if by_script else redirect(request, talk_of(identity))


@router.post(LIST + "/{identity}/nhan")
async def take(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Take a waiting person over."""
    operators = services(request).handover.operators
    return await _step(request, visit, identity, operators.take, talk_of(identity), "")


@router.post(LIST + "/{identity}/giao-lai")
async def hand_back(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Give the person back to the assistant."""
    operators = services(request).handover.operators
    return await _step(request, visit, identity, operators.hand_back, LIST, "Đã giao lại cho trợ lý tự động.")


@router.post(LIST + "/{identity}/tra-hang-cho")
async def put_back(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Leave the person to another operator."""
    operators = services(request).handover.operators
    return await _step(request, visit, identity, operators.put_back, LIST, "Đã trả về đầu hàng chờ.")


@router.post(LIST + "/{identity}/ket-thuc")
async def close(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """End the conversation."""
    operators = services(request).handover.operators
    return await _step(request, visit, identity, operators.close, LIST, "Đã kết thúc cuộc trò chuyện.")


async def _step(request: Request, visit: Visit, identity: str, step: _Step, to: str, message: str) -> Response:
    try:
        await asyncio.to_thread(step, visit.actor, identity)
    except TransitionRefused as error:
        return redirect(request, LIST, error.reason, "bad")
    return redirect(request, to, message)


async def _lines(found: Handover, actor: Actor) -> list[ShownWaiting]:
    now = found.floor.clock()
    return [ShownWaiting.of(one, now) for one in await asyncio.to_thread(found.operators.waiting, actor)]


def _opening(found: Handover) -> str:
    now = found.floor.clock()
    opening = found.floor.hours.next_opening(now)
    return opening_text(opening, now) if opening else ""


def _talk(request: Request, view: View, *, typed: str = "", problem: str = "") -> Response:
    return render(
        request,
        "handover/talk.html",
        status=422 if problem else 200,
        title=f"Trò chuyện trực tiếp: {channel_title(view.channel)}",
        view=view,
        here=talk_of(view.id),
        waits=view.state is State.WAITING,
        status_text=status_of(view),
        lines=[line_of(one) for one in view.said],
        typed=typed,
        problem=problem,
        key=secrets.token_hex(12),
        longest=MOST_CHARACTERS,
    )
