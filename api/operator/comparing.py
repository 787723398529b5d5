"""``/admin/tong-dai/so-sanh``: a procedure beside another one, and the search that chooses the other one."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse

from api.catalogue.directory import directories_of
from api.console.frame import Permission, Visit, console_router, render, require
from api.operator.addresses import COMPARE, compared_with, sheet_of
from api.operator.finding import Asked, Findings, find
from api.operator.pages import search_context, unknown
from api.operator.versus import versus
from api.services import services
from knowledge.errors import ProcedureNotFound
from knowledge.text import one_line

_TITLE = "So sánh hai thủ tục"
_SAME = "Đây vẫn là thủ tục đó. Chọn một thủ tục khác."

router = console_router()


@router.get(COMPARE)
async def side_by_side(request: Request, visit: Annotated[Visit, require(Permission.CASES_REGISTER)]) -> Response:
    """Show both procedures, as a page or as data for the sheet's script; with one named, the search for the other."""
    first, second = (request.query_params.get(name, "").strip()[:64] for name in ("mot", "hai"))
    found = services(request)
    knowledge = found.keeper.current()
    try:
        record = await asyncio.to_thread(knowledge.procedure, first)
        made = await asyncio.to_thread(versus, knowledge, first, second) if second not in ("", first) else None
    except ProcedureNotFound:
        return unknown(request)
    if made:  # opened during a call, like a sheet
        await asyncio.to_thread(found.calls.looked_at, visit.actor, second)
    if made and "application/json" in request.headers.get("accept", ""):
        return JSONResponse(made.model_dump(mode="json"))
    asked = Asked.of(request.query_params)
    hits = await asyncio.to_thread(find, knowledge, asked, directories_of(request))
    context: dict[str, Any] = await search_context(request, asked)
    return render(
        request,
        "operator/versus.html",
        title=_TITLE,
        versus=made,
        first=record,
        first_name=one_line(record.name),
        here=COMPARE,
        again=compared_with(first),
        back=sheet_of(first),
        findings=_others(hits, first),
        problem=_SAME if second == first else "",
        **context,
    )


def _others(findings: Findings, first: str) -> Findings:
    """Return the hits but the procedure itself; each leads to the comparison with it."""
    kept = [hit for hit in findings.hits if hit.code != first]
    linked = tuple(hit.model_copy(update={"link": compared_with(first, hit.code)}) for hit in kept)
    return findings.model_copy(update={"hits": linked})
