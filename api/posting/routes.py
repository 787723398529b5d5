"""``/niem-yet``: sheets of A4 for the notice board, for everybody; several procedures are one print run."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from api.clock import local_day
from api.console.painting import environment
from api.errors import KnowledgeUnavailable
from api.leaflet.addresses import assistant_of, leaflet_of
from api.leaflet.qr import qr_drawing
from api.posting.addresses import CODE, FEEDBACK, HOME, OFFICE, WITH_FEEDBACK
from api.posting.content import Posting, posting
from api.posting.office import office_of
from api.public.painting import page_router, render
from api.services import Services, services
from knowledge.errors import ProcedureNotFound

MOST = 60
"""Procedures of one print run."""

router = page_router(HOME)

_NOT_READY = "Dữ liệu thủ tục chưa sẵn sàng. Anh/chị thử lại sau ít phút."
_UNKNOWN = "Không có thủ tục mang mã này trong dữ liệu đang dùng. Anh/chị xem lại mã, hoặc hỏi trợ lý ở trang chính."


@router.get("")
async def run(request: Request) -> Response:
    """Show the sheets of all procedures named by ``ma``, each on pages of its own; unknown codes are left out."""
    codes = [code[:64] for code in dict.fromkeys(request.query_params.getlist(CODE))][:MOST]
    return await _sheets(request, codes, with_feedback=request.query_params.get(WITH_FEEDBACK) == "1")


@router.get("/phan-anh")
async def notice(request: Request) -> Response:
    """Show the notice of where to send a PAKN, as the office has entered it."""
    return await _page(request, (), with_feedback=True)


@router.get("/{code}")
async def one(request: Request, code: str) -> Response:
    """Show the sheet of one procedure."""
    return await _sheets(request, [code[:64]], with_feedback=False)


async def _sheets(request: Request, codes: list[str], *, with_feedback: bool) -> Response:
    try:
        made = await asyncio.to_thread(_made, services(request), codes)
    except KnowledgeUnavailable:
        return render(request, "error.html", status=503, title="Chưa mở được bản niêm yết", advice=_NOT_READY)
    if not made:
        return render(request, "error.html", status=404, title="Không có thủ tục này", advice=_UNKNOWN)
    return await _page(request, made, with_feedback=with_feedback)


def _made(found: Services, codes: list[str]) -> tuple[Posting, ...]:
    knowledge = found.keeper.current()
    sheets = []
    for code in codes:
        try:
            sheets.append(posting(knowledge, code))
        except ProcedureNotFound:
            continue
    return tuple(sheets)


async def _page(request: Request, sheets: tuple[Posting, ...], *, with_feedback: bool) -> Response:
    found = services(request)
    agencies = await asyncio.to_thread(found.casework.agencies)
    office = office_of(agencies, request.query_params.get(OFFICE, ""), found.settings.office_name)
    home = found.settings.public_url
    links = {sheet.record.code: assistant_of(home, sheet.record.code) for sheet in sheets}
    sending = f"{home}/phan-anh" if home else None
    shown: dict[str, Any] = {
        "sheets": sheets,
        "office": office,
        "agencies": agencies,
        "with_feedback": with_feedback,
        "links": links,
        "codes": {code: qr_drawing(link) for code, link in links.items() if link},
        "sending": sending,
        "sending_code": qr_drawing(sending) if sending else None,
        "leaflet": leaflet_of(sheets[0].record.code) if len(sheets) == 1 else "",
        "notice": FEEDBACK,
        "path": request.url.path,
        "query": [pair for pair in request.query_params.multi_items() if pair[0] != OFFICE],
        "office_field": OFFICE,
        "printed": local_day(datetime.now(UTC)),
    }
    return HTMLResponse(environment().get_template("posting/page.html").render(**shown))
