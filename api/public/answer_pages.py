"""/hoi-dap: "Dân hỏi – cơ quan trả lời", what agencies have answered and published."""

from __future__ import annotations

import asyncio
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Query, Request, Response

from api.public.painting import page_router, render
from api.services import ServicesDep

router = page_router("/hoi-dap")

_NUMBER = Query(ge=1, le=100_000, alias="trang")


@router.get("")
async def list_page(
    request: Request,
    found: ServicesDep,
    *,
    q: Annotated[str, Query(max_length=300)] = "",
    field: Annotated[str, Query(max_length=200, alias="linh-vuc")] = "",
    number: Annotated[int, _NUMBER] = 1,
) -> Response:
    """Search, filter by field, and leaf through."""
    page = await asyncio.to_thread(found.published.page, q, field=field or None, number=number)
    fields = await asyncio.to_thread(found.published.fields)

    def address(to: int) -> str:
        return "/hoi-dap?" + urlencode({"q": q, "linh-vuc": field, "trang": to})

    return render(
        request,
        "answers.html",
        title="Dân hỏi – cơ quan trả lời",
        page=page,
        fields=fields,
        q=q,
        field=field,
        address=address,
    )


@router.get("/{slug}")
async def one_page(slug: str, request: Request, found: ServicesDep) -> Response:
    """Show one question and its answer at an address that stays."""
    case = await asyncio.to_thread(found.published.one, slug[:120])
    return render(request, "answer.html", title=(case.asked or case.question)[:110], case=case)
