"""The pages of the call log: the clock, one call, the list, the file."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response
from fastapi.datastructures import QueryParams
from fastapi.responses import JSONResponse

from api.calls.log import MAY, CallLog, CallNotFound
from api.calls.model import ANSWER_CHARACTERS, QUESTION_CHARACTERS, Call, CallFilter, Typed
from api.console.frame import Visit, console_router, file_response, redirect, render, require
from api.console.painting import moment, number, read_day
from api.errors import InvalidField
from api.reports.raw import as_csv
from api.security.accounts import Actor
from api.services import services

HOME = "/admin/tong-dai/cuoc-goi"
RUNNING = f"{HOME}/dang-goi"
NEW = f"{HOME}/moi"
_CSV = "text/csv; charset=utf-8"
_COLUMNS = ("Lúc", "Người trực", "Số phút", "Câu hỏi", "Mã thủ tục", "Đã trả lời", "Đã giải quyết", "Báo phiếu sai")
_RESOLVED = {"co": True, "khong": False}

router = console_router()


@router.get(HOME)
async def calls(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Show the log."""
    log, wanted = _log(request), _filter(request.query_params)
    page = await asyncio.to_thread(log.find, visit.actor, wanted)
    if not page.items and page.total:
        wanted = replace(wanted, page=page.pages)
        page = await asyncio.to_thread(log.find, visit.actor, wanted)
    typed = _typed_filter(request.query_params)
    return render(
        request,
        "calls/list.html",
        title="Nhật ký cuộc gọi",
        page=page,
        typed=typed,
        narrowed=bool(typed),
        operators=await asyncio.to_thread(log.operators),
        running=await asyncio.to_thread(log.running, visit.actor),
        file=f"{HOME}.csv" + (f"?{urlencode(typed)}" if typed else ""),
        link=lambda place: f"{HOME}?{urlencode({**typed, 'trang': place})}",
    )


@router.get(f"{HOME}.csv")
async def as_file(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Give the calls of the filter as a file; without phone numbers."""
    log, wanted = _log(request), _filter(request.query_params)
    content = await asyncio.to_thread(lambda: as_csv(_COLUMNS, (_line(one) for one in log.every(visit.actor, wanted))))
    return file_response(content, _CSV, "nhat-ky-cuoc-goi.csv")


@router.get(RUNNING)
async def running(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Say whether a clock runs, for the bar of every page."""
    return JSONResponse(_clock(await asyncio.to_thread(_log(request).running, visit.actor)))


@router.post(f"{HOME}/bat-dau")
async def start(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Start the clock."""
    started = await asyncio.to_thread(_log(request).start, visit.actor)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(_clock(started))
    return redirect(request, HOME, "Đã bắt đầu tính giờ cuộc gọi.")


@router.post(f"{HOME}/bo")
async def drop(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Forget the clock that runs."""
    await asyncio.to_thread(_log(request).drop, visit.actor)
    if "application/json" in request.headers.get("accept", ""):
        return JSONResponse(_clock(None))
    return redirect(request, HOME, "Đã bỏ cuộc gọi đang tính giờ; không ghi vào nhật ký.")


@router.get(NEW)
async def blank(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:  # noqa: ARG001
    """Show an empty form: a call is written down afterwards."""
    return _form(request, None, Typed())


@router.post(NEW)
async def write_down(request: Request, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Keep a call whose clock was not running."""
    return await _save(request, visit, None)


@router.get(HOME + "/{identity}")
async def one(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Show a call to write down or to change; opening it stops the clock on the page, saving keeps the time."""
    try:
        call = await asyncio.to_thread(_log(request).call, visit.actor, identity)
    except CallNotFound as error:
        return redirect(request, HOME, error.reason, "bad")
    kept = Typed(
        question=call.question or "",
        answer=call.answer or "",
        minutes=number(max(0.1, call.minutes), 1),
        codes=", ".join(call.codes),
        resolved="" if call.resolved is None else "yes" if call.resolved else "no",
    )
    return _form(request, call, kept)


@router.post(HOME + "/{identity}")
async def change(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Keep what was typed about a call."""
    return await _save(request, visit, identity)


@router.post(HOME + "/{identity}/xoa")
async def remove(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Take a call out of the log."""
    try:
        await asyncio.to_thread(_log(request).remove, visit.actor, identity)
    except CallNotFound as error:
        return redirect(request, HOME, error.reason, "bad")
    return redirect(request, HOME, "Đã xoá cuộc gọi khỏi nhật ký.")


@router.post(HOME + "/{identity}/so-goi")
async def phone(request: Request, identity: str, visit: Annotated[Visit, require(MAY)]) -> Response:
    """Show the caller's whole number once, to call back."""
    log = _log(request)
    try:
        whole = await asyncio.to_thread(log.phone, visit.actor, identity)
        call = await asyncio.to_thread(log.call, visit.actor, identity)
    except CallNotFound as error:
        return redirect(request, HOME, error.reason, "bad")
    return render(request, "calls/phone.html", title="Số điện thoại người gọi", phone=whole, back=address_of(call))


def address_of(call: Call) -> str:
    """Return the address of a call."""
    return f"{HOME}/{quote(call.id, safe='')}"


async def _save(request: Request, visit: Visit, identity: str | None) -> Response:
    log, typed = _log(request), _typed(visit)
    try:
        await asyncio.to_thread(log.save, visit.actor, identity, typed)
    except CallNotFound as error:
        return redirect(request, HOME, error.reason, "bad")
    except InvalidField as error:
        call = await asyncio.to_thread(_found, log, visit.actor, identity)
        return _form(request, call, typed, error)
    message = "Đã ghi cuộc gọi vào nhật ký."
    return redirect(request, HOME, f"{message} Đã gửi báo phiếu sai." if typed.wrong else message)


def _found(log: CallLog, actor: Actor, identity: str | None) -> Call | None:
    return log.call(actor, identity) if identity else None


def _typed(visit: Visit) -> Typed:
    names = ("question", "answer", "minutes", "codes", "resolved", "phone", "wrong_code", "wrong")
    return Typed(**{name: visit.text(name) for name in names}, keep_phone="drop_phone" not in visit.ticked)


def _form(request: Request, call: Call | None, typed: Typed, problem: InvalidField | None = None) -> Response:
    errors = {problem.field: problem.reason} if problem else {}
    return render(
        request,
        "calls/one.html",
        status=422 if problem else 200,
        title="Ghi cuộc gọi" if call is None or call.running else "Sửa cuộc gọi",
        call=call,
        to=address_of(call) if call else NEW,
        typed=typed,
        errors=errors,
        question_longest=QUESTION_CHARACTERS,
        answer_longest=ANSWER_CHARACTERS,
    )


def _line(call: Call) -> list[str | int | None]:
    said = {True: "có", False: "chưa", None: ""}[call.resolved]
    wrong = "có" if call.correction else ""
    codes = " ".join(call.codes)
    minutes = number(call.minutes, 1)
    return [moment(call.started_at), call.operator, minutes, call.question, codes, call.answer, said, wrong]


def _clock(call: Call | None) -> dict[str, Any]:
    return {"running": {"link": address_of(call), "seconds": call.seconds} if call else None}


def _filter(query: QueryParams) -> CallFilter:
    page = query.get("trang", "1")
    return CallFilter(
        start=read_day(query.get("tu", "")),
        end=read_day(query.get("den", "")),
        operator=query.get("nguoi", "").strip()[:32],
        resolved=_RESOLVED.get(query.get("ket-qua", "")),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def _typed_filter(query: QueryParams) -> dict[str, str]:
    return {name: query[name].strip()[:40] for name in ("tu", "den", "nguoi", "ket-qua") if query.get(name, "").strip()}


def _log(request: Request) -> CallLog:
    return services(request).calls
