"""``/admin/su-kien``: announce events, call them off, and see who has registered."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import fields
from typing import Annotated, Literal

from fastapi import Request, Response

from api.clock import VIETNAM
from api.console.frame import Permission, Visit, console_router, file_response, redirect, render, require
from api.errors import InvalidField
from api.events.model import KIND_LABELS, EventFields, EventNotFound
from api.events.registering import Registration
from api.events.telling import Told
from api.events.told import BY_HAND, WAY_LABELS, WHAT_LABELS, Way
from api.reports.raw import as_csv
from api.services import services

PATH = "/admin/su-kien"
_COLUMNS = ("Mã đăng ký", "Họ tên", "Liên hệ", "Câu hỏi", "Đăng ký lúc", "Báo thay đổi")
_STATES = {"coming": "Sắp diễn ra", "over": "Đã diễn ra", "cancelled": "Đã huỷ"}
_TONES = {"coming": "status-da_tra_loi", "over": "", "cancelled": "status-tu_choi"}

router = console_router()
Editor = Annotated[Visit, require(Permission.ANNOUNCE)]
Reader = Annotated[Visit, require(Permission.SENDER_SEE)]
Step = Literal["huy-buoi", "giu-buoi"]


@router.get(PATH)
async def calendar(request: Request, visit: Reader) -> Response:  # noqa: ARG001
    """Show every event, and to whoever may announce the form for a new one."""
    return await _list(request, EventFields(), None)


@router.post(PATH)
async def add(request: Request, visit: Editor) -> Response:
    """Announce an event."""
    typed = _typed(visit)
    try:
        await asyncio.to_thread(services(request).events.events.add, visit.actor, typed)
    except InvalidField as error:
        return await _list(request, typed, error)
    return redirect(request, PATH, "Đã công bố buổi này.")


@router.get(PATH + "/{identity}")
async def one(request: Request, identity: str, visit: Editor) -> Response:  # noqa: ARG001
    """Show an event to be changed."""
    event = await asyncio.to_thread(services(request).events.events.get, identity)
    return _form(request, identity, EventFields.of(event), None)


@router.post(PATH + "/{identity}")
async def change(request: Request, identity: str, visit: Editor) -> Response:
    """Change an event."""
    typed = _typed(visit)
    try:
        told = await asyncio.to_thread(services(request).events.events.change, visit.actor, identity, typed)
    except EventNotFound:
        raise
    except InvalidField as error:
        return _form(request, identity, typed, error)
    return redirect(request, PATH, f"Đã lưu.{_said(told)}")


@router.get(PATH + "/{identity}/dang-ky")
async def registered(request: Request, identity: str, visit: Reader) -> Response:
    """Show who has registered; the log says who looked."""
    desk = services(request).events
    event = await asyncio.to_thread(desk.events.get, identity)
    people = await asyncio.to_thread(desk.registrations.of_event, visit.actor, identity)
    return render(
        request,
        "events/people.html",
        title=f"Người đăng ký: {event.title}",
        event=event,
        people=people,
        by_hand=[one for one in people if one.way in BY_HAND] if event.starts_at > desk.events.clock() else [],
        ways=WAY_LABELS,
        called=Way.CALLED,
        path=PATH,
        mail=desk.events.teller.mail,
        days=services(request).settings.retention_event_days,
    )


@router.get(PATH + "/{identity}/dang-ky.csv")
async def registered_file(request: Request, identity: str, visit: Reader) -> Response:
    """Give the list; the log says who took it."""
    desk = services(request).events
    event = await asyncio.to_thread(desk.events.get, identity)
    people = await asyncio.to_thread(desk.registrations.of_event, visit.actor, identity, taking=True)
    name = f"dang-ky-{event.starts_at.astimezone(VIETNAM):%Y%m%d}.csv"
    return file_response(as_csv(_COLUMNS, _lines(people)), "text/csv; charset=utf-8", name)


@router.post(PATH + "/{identity}/dang-ky/{registration}/da-bao")
async def note_told(request: Request, identity: str, registration: str, visit: Reader) -> Response:
    """Note that somebody was told by phone, or that they were not."""
    people, told = services(request).events.registrations, visit.text("told") == "1"
    await asyncio.to_thread(people.note_told, visit.actor, identity, registration, told=told)
    return redirect(request, f"{PATH}/{identity}/dang-ky", "Đã ghi." if told else "Đã bỏ đánh dấu.")


@router.post(PATH + "/{identity}/{step}")
async def step(request: Request, identity: str, step: Step, visit: Editor) -> Response:
    """Call an event off, or hold it after all."""
    on = step == "giu-buoi"
    told = await asyncio.to_thread(services(request).events.events.set_on, visit.actor, identity, on=on)
    return redirect(request, PATH, ("Buổi này vẫn diễn ra." if on else "Đã huỷ buổi này.") + _said(told))


def _said(told: Told | None) -> str:
    """Say who is told of the change and who is not."""
    if told is None:
        return ""
    letters = f" {told.letters} người được báo bằng thư điện tử." if told.letters else ""
    others = f" {told.others} người cần gọi điện hoặc báo trực tiếp: xem danh sách đăng ký." if told.others else ""
    return letters + others


def _typed(visit: Visit) -> EventFields:
    return EventFields(**{one.name: visit.text(one.name) for one in fields(EventFields)})


def _lines(people: Sequence[Registration]) -> list[list[str]]:
    return [
        [
            *(one.code, one.name, one.contact, one.question or ""),
            f"{one.created_at.astimezone(VIETNAM):%d/%m/%Y %H:%M}",
            WAY_LABELS[one.way] if one.way is not Way.NOTHING else "",
        ]
        for one in people
    ]


async def _list(request: Request, typed: EventFields, problem: InvalidField | None) -> Response:
    events = services(request).events.events
    return render(
        request,
        "events/calendar.html",
        status=422 if problem else 200,
        title="Đối thoại, trao đổi trực tuyến",
        shown=await asyncio.to_thread(events.every),
        now=events.clock(),
        whats=WHAT_LABELS,
        mail=events.teller.mail,
        states=_STATES,
        tones=_TONES,
        labels=KIND_LABELS,
        kinds=[(one.value, label) for one, label in KIND_LABELS.items()],
        typed=typed,
        problems={problem.field: problem.reason} if problem else {},
    )


def _form(request: Request, identity: str, typed: EventFields, problem: InvalidField | None) -> Response:
    return render(
        request,
        "events/one.html",
        status=422 if problem else 200,
        title="Sửa buổi đối thoại, trao đổi",
        action=f"{PATH}/{identity}",
        kinds=[(one.value, label) for one, label in KIND_LABELS.items()],
        typed=typed,
        problems={problem.field: problem.reason} if problem else {},
    )
