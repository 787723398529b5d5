"""``/to-roi/{code}``: the leaflet of a procedure, for everybody."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

from fastapi import Request, Response
from fastapi.responses import HTMLResponse

from api.clock import local_day
from api.console.painting import environment
from api.errors import KnowledgeUnavailable
from api.leaflet.addresses import CASE, HOME, assistant_of, leaflet_of
from api.leaflet.content import is_remark, leaflet
from api.leaflet.qr import qr_drawing
from api.materials.addresses import list_of
from api.posting.addresses import posting_of
from api.public.painting import page_router, render
from api.services import services
from knowledge.errors import ProcedureNotFound

router = page_router(HOME)

_NOT_READY = "Dữ liệu thủ tục chưa sẵn sàng. Anh/chị thử lại sau ít phút."
_UNKNOWN = "Không có thủ tục mang mã này trong dữ liệu đang dùng. Anh/chị xem lại mã, hoặc hỏi trợ lý ở trang chính."


@router.get("/{code}")
async def sheet(request: Request, code: str) -> Response:
    """Show the leaflet; ``?truong-hop=2`` prints the papers of the second published case alone."""
    found = services(request)
    wanted = request.query_params.get(CASE, "")
    case = int(wanted) if wanted.isascii() and wanted.isdigit() and len(wanted) < 4 else None
    try:
        made = await asyncio.to_thread(leaflet, found.keeper.current(), code[:64], case)
    except KnowledgeUnavailable:
        return render(request, "error.html", status=503, title="Chưa mở được tờ hướng dẫn", advice=_NOT_READY)
    except ProcedureNotFound:
        return render(request, "error.html", status=404, title="Không có thủ tục này", advice=_UNKNOWN)
    published = await asyncio.to_thread(found.materials.shown, code=made.record.code)
    link = assistant_of(found.settings.public_url, made.record.code)
    page = (
        environment()
        .get_template("leaflet/page.html")
        .render(
            leaflet=made,
            own=leaflet_of(made.record.code),
            case_field=CASE,
            is_remark=is_remark,
            office=found.settings.office_name,
            posting=posting_of(made.record.code),
            materials=list_of(made.record.code) if published and not made.said else "",
            public_url=found.settings.public_url,
            link=link,
            qr=qr_drawing(link) if link else None,
            printed=local_day(datetime.now(UTC)),
        )
    )
    return HTMLResponse(page)
