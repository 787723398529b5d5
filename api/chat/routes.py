"""Chat over HTTP."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Form, UploadFile

from api.chat.contracts import (
    ChatMessage,
    ChatRequest,
    ChatResponse,
    ConversationId,
    FormFiles,
    MessageId,
    Rating,
    RatingKept,
    Transcript,
    TranscriptMessage,
)
from api.chat.files import form_files, taken_in
from api.feedback_api.drafts import AttachmentId
from api.handover.contracts import Live, name_of
from api.handover.model import Line, Speaker
from api.problems import documented
from api.security.masking import mask
from api.services import LimitedAddress, Services, ServicesDep
from api.storage.conversations import Kept, RatingValue, Said
from knowledge.text import clean

router = APIRouter(prefix="/api/v1/chat", tags=["chat"], dependencies=[LimitedAddress])

_WEB = "web"


@router.post(
    "/messages",
    summary="Send a message and get the answer",
    responses=documented(400, 404, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def send(request: ChatRequest, found: ServicesDep) -> ChatResponse:
    """Send what a person typed, or the payload of the button they pressed.

    The first message needs no `conversation_id`; keep the one that comes back. An id that is not known (any more)
    is refused with 404, and nothing is kept: start again without an id, so that nobody can choose ids themselves.
    """
    if request.conversation_id:
        found.conversation_limit.take(request.conversation_id)
    turn = await found.gateway.turn(
        request.text,
        payload=request.payload,
        conversation_id=request.conversation_id,
        channel=_WEB,
        key=request.key,
        province=request.province,
    )
    return ChatResponse(
        conversation_id=turn.conversation_id,
        messages=tuple(_message(one) for one in turn.said),
        handover=await _live(found, turn.conversation_id),
        province=turn.province,
        files=await _files(found, turn.conversation_id) if taken_in(turn.asks) else None,
    )


@router.get(
    "/conversations/{conversation_id}",
    summary="Read a conversation again",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def read(conversation_id: ConversationId, found: ServicesDep) -> Transcript:
    """Return the last 200 messages (and what was said in hand-overs), so that a page can be loaded again."""
    handover = await _live(found, conversation_id)  # first: what comes meanwhile is then told twice, not never
    messages, truncated = await asyncio.to_thread(found.conversations.transcript, conversation_id)
    live = await asyncio.to_thread(found.handover.citizens.said, conversation_id)
    shown = sorted((*(_kept(one) for one in messages), *(_live_line(one) for one in live)), key=lambda one: one.at)
    return Transcript(
        conversation_id=conversation_id,
        truncated=truncated,
        messages=tuple(shown),
        handover=handover,
        files=await _files(found, conversation_id),
    )


@router.post(
    "/messages/{message_id}/rating",
    summary="Rate an answer",
    responses=documented(400, 404, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def rate(message_id: MessageId, rating: Rating, found: ServicesDep) -> RatingKept:
    """Thumb up or down, with a reason in the person's words; a second rating replaces the first.

    After a thumb up the reply may bring the short survey, once in a conversation: show it, or leave it out.
    """
    reason = mask(clean(rating.reason)) if rating.reason else None
    await asyncio.to_thread(found.conversations.rate, message_id, rating.value, reason)
    found.metrics.ratings.labels(rating.value).inc()
    asked = await asyncio.to_thread(found.surveys.ask_after, message_id) if rating.value is RatingValue.UP else None
    return RatingKept(value=rating.value, reason=reason, survey=_message(asked) if asked else None)


@router.post(
    "/conversations/{conversation_id}/files",
    status_code=201,
    summary="Attach a file to the PAKN being taken in",
    responses=documented(400, 404, 409, 413, 422, 429, 503, 507),
)
async def attach(
    conversation_id: ConversationId,
    found: ServicesDep,
    file: Annotated[UploadFile, File(description="JPG, PDF, DOC, DOCX, XLS or XLSX. No pictures of identity papers.")],
    *,
    not_identity_paper: Annotated[
        bool, Form(description="The sender's own word that the file shows no identity card or passport; needed.")
    ] = False,
) -> FormFiles:
    """Take one file, while the assistant takes a PAKN in. Its content decides what it is, not its name."""
    found.conversation_limit.take(conversation_id)
    content = await file.read(found.settings.attachment_bytes + 1)
    return form_files(
        await found.chat_files.attach(conversation_id, file.filename or "", content, declared=not_identity_paper)
    )


@router.delete(
    "/conversations/{conversation_id}/files/{attachment_id}",
    summary="Take a file off again",
    responses=documented(404, 409, 422, 429, 503),
)
async def detach(conversation_id: ConversationId, attachment_id: AttachmentId, found: ServicesDep) -> FormFiles:
    """Delete the file at once."""
    found.conversation_limit.take(conversation_id)
    return form_files(await found.chat_files.detach(conversation_id, attachment_id))


async def _files(found: Services, conversation_id: str) -> FormFiles | None:
    now = await found.chat_files.now(conversation_id)
    return form_files(now) if now else None


_VOICES = {Speaker.CITIZEN: "user", Speaker.OPERATOR: "operator", Speaker.NOTICE: "notice"}


async def _live(found: Services, conversation_id: str) -> Live | None:
    if not found.handover.floor.enabled:
        return None
    where = await asyncio.to_thread(found.handover.citizens.standing, conversation_id)
    return Live.of(where) if where.is_open else None


def _live_line(one: Line) -> TranscriptMessage:
    shown = {"id": name_of(one), "role": _VOICES[one.speaker], "text": one.text, "at": one.at, "buttons": one.buttons}
    return TranscriptMessage.model_validate(shown)


def _message(one: Said) -> ChatMessage:
    return ChatMessage.model_validate({"id": one.id, "text": one.text, "buttons": one.buttons, "answer": one.answer})


def _kept(one: Kept) -> TranscriptMessage:
    return TranscriptMessage.model_validate(
        {
            "id": one.id,
            "role": one.role,
            "text": one.text,
            "at": one.at,
            "buttons": one.buttons,
            "answer": one.answer,
            "rating": one.rating,
        }
    )
