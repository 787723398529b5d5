"""Published questions and answers over HTTP."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Path, Query

from api import examples
from api.feedback_api.shown import PublishedBody, PublishedPage
from api.feedback_api.views import published_body
from api.problems import documented
from api.services import LimitedAddress, ServicesDep

router = APIRouter(prefix="/api/v1/published", tags=["feedback"], dependencies=[LimitedAddress])


@router.get(
    "",
    summary="Search published answers",
    responses=documented(422, 429, 503, example=examples.PUBLISHED),
    response_model_exclude_none=True,
)
async def list_published(
    found: ServicesDep,
    *,
    q: Annotated[str, Query(max_length=300, description="Words of question or answer, with or without accents.")] = "",
    field: Annotated[str | None, Query(max_length=200, description="Only this field, as it is named.")] = None,
    page: Annotated[int, Query(ge=1, le=100_000)] = 1,
    size: Annotated[int, Query(ge=1, le=100)] = 10,
) -> PublishedPage:
    """Return one page: the newest first, or the best fitting first when there is a query."""
    made = await asyncio.to_thread(found.published.page, q, field=field, number=page, size=size)
    items = tuple(published_body(case) for case in made.items)
    return PublishedPage(total=made.total, page=made.number, pages=made.pages, items=items)


@router.get(
    "/{slug}",
    summary="Read a published answer",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def read_published(
    slug: Annotated[str, Path(max_length=120, description="Last part of its address.")], found: ServicesDep
) -> PublishedBody:
    """Return one question with its answer."""
    return published_body(await asyncio.to_thread(found.published.one, slug))
