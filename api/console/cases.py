"""The officers' list of PAKN, and steps on several of them at once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Annotated, Any

from fastapi import Request, Response

from api.console import filters
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.console.painting import LATENESS_LABELS
from api.console.people import colleagues
from api.errors import CaseNotFound, InvalidField
from api.feedback.casework import BULK_LIMIT, Casework
from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS, STATUS_LABELS
from api.feedback.model import OPEN, Completeness, Lateness
from api.feedback.office_model import BulkResult, CaseFilter
from api.security.accounts import Actor
from api.services import Services, services

_BULK: dict[str, tuple[str, Permission]] = {
    "seen": ("Đánh dấu đã đọc", Permission.CASES_WORK),
    "assign": ("Giao người xử lý", Permission.CASES_WORK),
    "forward": ("Chuyển cơ quan", Permission.CASES_WORK),
    "start": ("Bắt đầu xử lý", Permission.CASES_WORK),
    "reject": ("Từ chối tiếp nhận", Permission.CASES_WORK),
    "approve_answer": ("Duyệt câu trả lời", Permission.ANSWER_APPROVE),
}

router = console_router()


@router.get(filters.LIST)
async def cases(request: Request, visit: Annotated[Visit, require(Permission.CASES_READ)]) -> Response:
    """Show the list that the address asks for."""
    wanted = filters.filter_of(request.query_params)
    found = services(request)
    page = await asyncio.to_thread(found.casework.find, visit.actor, wanted)
    if not page.items and page.total:  # the list became shorter meanwhile
        wanted = replace(wanted, page=page.pages)
        page = await asyncio.to_thread(found.casework.find, visit.actor, wanted)
    remarks = wanted.completeness is Completeness.REMARK
    people = await asyncio.to_thread(colleagues, found.database, visit.actor)
    return render(
        request,
        "console/cases.html",
        title="Góp ý không đủ thông tin" if remarks else "Phản ánh, kiến nghị",
        noun="góp ý" if remarks else "hồ sơ",
        remarks=remarks,
        page=page,
        wanted=wanted,
        narrowed=filters.is_narrowed(wanted),
        here=filters.address_of(wanted),
        link=lambda number: filters.on_page(wanted, number),
        quick=_quick(wanted, visit.actor),
        chosen={
            "status": {one.value for one in wanted.status},
            "lateness": {one.value for one in wanted.lateness},
            "kind": {one.value for one in wanted.kind},
            "channel": {one.value for one in wanted.channel},
        },
        statuses=[(one.value, text) for one, text in STATUS_LABELS.items()],
        latenesses=[(one.value, text) for one, text in LATENESS_LABELS.items()],
        kinds=[(one.value, text) for one, text in KIND_LABELS.items()],
        channels=[(one.value, text) for one, text in CHANNEL_LABELS.items()],
        agencies=await agencies_of(found),
        people=[("none", "Chưa giao ai"), (visit.actor.account_id, "Tôi"), *people],
        people_only=people,
        sorts=[(name, text, filters.sorted_by(wanted, name)) for name, text in filters.SORTS.items()],
        sort_choices=[
            (sign + name, f"{text}, {way}")
            for name, text in filters.SORTS.items()
            for sign, way in (("-", "giảm dần"), ("", "tăng dần"))
        ],
        size_choices=[(str(size), str(size)) for size in filters.SIZES],
        bulk=[(name, text) for name, (text, permission) in _BULK.items() if visit.may(permission)],
    )


@router.post(filters.LIST + "/hang-loat")
async def several(request: Request, visit: Annotated[Visit, require(Permission.CASES_WORK)]) -> Response:
    """Do one step on the chosen cases and say of each what became of it."""
    back = visit.text("back")
    back = back if back.startswith(filters.LIST) and "//" not in back else filters.LIST
    codes = visit.texts("code")
    action = visit.text("action")
    if not codes:
        return redirect(request, back, "Chưa chọn hồ sơ nào.", "bad")
    if action not in _BULK or not visit.may(_BULK[action][1]):
        return redirect(request, back, "Vui lòng chọn việc cần làm.", "bad")
    casework = services(request).casework
    try:
        result = await asyncio.to_thread(_do, casework, visit, codes[: BULK_LIMIT + 1], action)
    except InvalidField as error:
        return redirect(request, back, error.reason, "bad")
    return render(
        request,
        "console/bulk.html",
        title=f"Kết quả: {_BULK[action][0].lower()}",
        result=result,
        back=back,
    )


def _do(casework: Casework, visit: Visit, codes: list[str], action: str) -> BulkResult:
    if action == "seen":
        return _see(casework, visit.actor, codes)
    arguments: dict[str, Callable[[], dict[str, Any]]] = {
        "assign": lambda: {"account_id": _needed(visit, "account", "Vui lòng chọn người được giao.")},
        "forward": lambda: {"agency_id": _needed(visit, "agency", "Vui lòng chọn cơ quan.")},
        "reject": lambda: {"reason": _needed(visit, "reason", "Vui lòng ghi lý do từ chối.")},
    }
    return casework.bulk(visit.actor, codes, action, **arguments.get(action, dict)())


def _see(casework: Casework, actor: Actor, codes: list[str]) -> BulkResult:
    done: list[str] = []
    failed: list[tuple[str, str]] = []
    for code in dict.fromkeys(codes):
        try:
            casework.case(actor, code)
            done.append(code)
        except CaseNotFound:
            failed.append((code, "Không có hồ sơ mang mã này."))
    return BulkResult(tuple(done), tuple(failed))


def _needed(visit: Visit, name: str, otherwise: str) -> str:
    value = visit.text(name)
    if not value:
        raise InvalidField(name, otherwise)
    return value


async def agencies_of(found: Services) -> list[tuple[str, str]]:
    """Return where a case can be forwarded to, as choices of a form."""
    agencies = await asyncio.to_thread(found.casework.agencies)
    return [(one.id, one.name) for one in agencies]


def _quick(wanted: CaseFilter, actor: Actor) -> list[tuple[str, str, bool]]:
    ready = (
        ("Tất cả", CaseFilter()),
        ("Đang mở", CaseFilter(status=OPEN)),
        ("Chưa đọc", CaseFilter(unread=True)),
        ("Quá hạn", CaseFilter(lateness=frozenset({Lateness.LATE}), sort="due")),
        ("Sắp đến hạn", CaseFilter(lateness=frozenset({Lateness.SOON}), sort="due")),
        ("Chờ duyệt", CaseFilter(awaiting_approval=True)),
        ("Của tôi", CaseFilter(status=OPEN, assignee=actor.account_id)),
        ("Góp ý không đủ thông tin", CaseFilter(completeness=Completeness.REMARK)),
    )
    now = replace(wanted, page=1, size=filters.SIZES[0], sort="")
    return [(text, filters.address_of(one), replace(one, sort="") == now) for text, one in ready]
