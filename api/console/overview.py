"""The first page: what is to be done today."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Request, Response

from api.announcements.board import Board
from api.console.filters import address_of
from api.console.first_steps import first_steps
from api.console.frame import HOME, Permission, Visit, console_router, render, require
from api.feedback.casework import Casework
from api.feedback.model import OPEN, Completeness, Lateness, Status
from api.feedback.office_model import CaseFilter, CaseLine
from api.knowledge_desk.corrections import Corrections
from api.security.accounts import Actor
from api.services import services

_LINES = 6

router = console_router()


@dataclass(frozen=True, slots=True)
class Pile:
    """Cases that wait for the same thing.

    Attributes:
        tone: ``red``, ``gold`` or ``""``: how pressing it is.
        address: of the list that shows them all.
    """

    label: str
    hint: str
    tone: str
    count: int
    address: str
    first: tuple[CaseLine, ...]


_PILES: tuple[tuple[str, str, str, CaseFilter], ...] = (
    (
        "Quá hạn",
        "Cần xử lý ngay và báo cho người gửi",
        "red",
        CaseFilter(lateness=frozenset({Lateness.LATE}), sort="due"),
    ),
    (
        "Sắp đến hạn",
        "Hạn trong vài ngày làm việc tới",
        "gold",
        CaseFilter(lateness=frozenset({Lateness.SOON}), sort="due"),
    ),
    ("Chưa đọc", "Mới nhận, chưa ai mở", "", CaseFilter(unread=True, sort="received")),
    ("Chờ duyệt", "Câu trả lời đã soạn, chờ người duyệt", "", CaseFilter(awaiting_approval=True, sort="due")),
    ("Chưa giao ai", "Đang mở mà chưa có người xử lý", "", CaseFilter(status=OPEN, assignee="none", sort="due")),
    (
        "Đã trả lời, chưa công khai",
        "Xem xét công khai để người khác cùng biết",
        "",
        CaseFilter(status=frozenset({Status.ANSWERED}), sort="updated"),
    ),
    (
        "Góp ý không đủ thông tin",
        "Tách riêng, không tính hạn",
        "",
        CaseFilter(completeness=Completeness.REMARK, unread=True, sort="received"),
    ),
)


@router.get(HOME)
async def overview(request: Request, visit: Annotated[Visit, require(Permission.CASES_READ)]) -> Response:
    """Show how much waits, and the most pressing cases by name."""
    found = services(request)
    piles, mine = await asyncio.to_thread(_piles, found.casework, visit.actor)
    if visit.may(Permission.KNOWLEDGE_WRITE):
        piles = (*piles, await asyncio.to_thread(_wrong_records, Corrections(found.database)))
    may_set_up = visit.may(Permission.ACCOUNTS)
    return render(
        request,
        "console/overview.html",
        title="Việc hôm nay",
        piles=piles,
        pressing=[pile for pile in piles[:2] if pile.first],
        mine=mine,
        steps=await asyncio.to_thread(first_steps, found, visit.actor) if may_set_up else (),
        announcements=await asyncio.to_thread(Board(found.database).current),
    )


def _wrong_records(corrections: Corrections) -> Pile:
    hint = "Thủ tục bị báo là ghi sai, chờ sửa hoặc đóng"
    return Pile("Báo sai thông tin", hint, "", corrections.waiting(), "/admin/kien-thuc/sai-thong-tin", ())


def _piles(casework: Casework, actor: Actor) -> tuple[tuple[Pile, ...], Pile]:
    piles = tuple(_pile(casework, actor, *one) for one in _PILES)
    own = CaseFilter(status=OPEN, assignee=actor.account_id, sort="due")
    return piles, _pile(casework, actor, "Việc của tôi", "Đang mở và giao cho tôi", "", own)


def _pile(casework: Casework, actor: Actor, label: str, hint: str, tone: str, wanted: CaseFilter) -> Pile:
    page = casework.find(actor, replace(wanted, size=_LINES))
    return Pile(label, hint, tone if page.total else "", page.total, address_of(wanted), page.items)
