"""What the citizen's page asks every few seconds while a person is expected or there."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, Query

from api.chat.contracts import ConversationId
from api.errors import ConversationNotFound
from api.handover.contracts import Live, News, message_of
from api.problems import documented
from api.services import LimitedAddress, ServicesDep

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], dependencies=[LimitedAddress])

_MOST = 2**53


@router.get(
    "/conversations/{conversation_id}/handover",
    summary="Where a conversation stands with a person of the office, and what they said",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def news(
    conversation_id: ConversationId,
    found: ServicesDep,
    after: Annotated[int, Query(ge=0, le=_MOST, description="`last` of the reply before; 0: everything.")] = 0,
) -> News:
    """Ask every few seconds while `state` is not `none`. Messages come in order, each with a number of its own."""
    told = await asyncio.to_thread(found.handover.citizens.news, conversation_id, after)
    if told is None:
        raise ConversationNotFound
    where, lines = told
    live = Live.of(where)
    return News.model_validate({**live.model_dump(), "messages": tuple(message_of(one) for one in lines)})
