"""The webhooks: verify on the raw bytes, commit, answer 200; the work comes later."""

from __future__ import annotations

from typing import Annotated, NoReturn

from fastapi import APIRouter, Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError

from api import examples
from api.channels.hub import Channels
from api.channels.inbox import Taken
from api.channels.webhook import events as webhook_events
from api.channels.webhook import signature as webhook_signature
from api.channels.zalo import events as zalo_events
from api.channels.zalo import signature
from api.channels.zalo_bot import events as bot_events
from api.errors import AccessDenied
from api.problems import documented
from api.security.access import address_of, same_secret

router = APIRouter(prefix="/channels", tags=["channels"])

_AHEAD_SECONDS = 300


class Received(BaseModel):
    """What became of the event: ``new``, ``repeated``, ``echo``, ``counted`` or ``limited``."""

    status: Taken


def channels(request: Request) -> Channels:
    """Return the messengers of the application that got the request."""
    found: Channels = request.app.state.channels
    return found


ChannelsDep = Annotated[Channels, Depends(channels)]

_ANSWERS = documented(403, 413, 429, 503, 507, example=examples.RECEIVED)


@router.post("/zalo/webhook", summary="Event of a Zalo Official Account", responses=_ANSWERS)
async def zalo(request: Request, found: ChannelsDep) -> Received:
    """Take an event signed by Zalo (`X-ZEvent-Signature`); any other body is refused.

    Answers as soon as the event is kept. Repeated, unknown and own events are answered with 200 too: an error would
    make Zalo repeat them and, in the end, unregister the webhook.
    """
    raw = await request.body()
    try:
        timestamp = zalo_events.timestamp_of(raw)
    except zalo_events.BrokenEvent:
        _refuse(request, found)
    settings = found.settings
    signer = settings.zalo_oa_id if settings.zalo_signed_by == "oa_id" else settings.zalo_app_id
    header = request.headers.get(signature.HEADER, "")
    signed = signature.is_signed(header, signer, raw, timestamp, settings.zalo_oa_secret.get_secret_value())
    if not (settings.zalo_ready and signed and _is_timely(found, int(timestamp))):
        _refuse(request, found)
    return Received(status=await found.receive(zalo_events.read_event(raw)))


@router.post("/zalo-bot/webhook", summary="Event of a Zalo Bot", responses=_ANSWERS)
async def zalo_bot(request: Request, found: ChannelsDep) -> Received:
    """Take an event that shows the webhook's secret (`X-Bot-Api-Secret-Token`)."""
    shown = request.headers.get(bot_events.SECRET_HEADER, "")
    settings = found.settings
    if not (settings.zalo_bot_ready and same_secret(shown, settings.zalo_bot_secret.get_secret_value())):
        _refuse(request, found)
    raw = await request.body()
    return Received(status=await found.receive(bot_events.read_event(raw, found.clock())))


@router.post(
    "/webhook/messages",
    summary="Event of the office's own channel",
    responses=documented(403, 413, 422, 429, 503, 507, example=examples.RECEIVED),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": webhook_events.schema()}},
        }
    },
)
async def own(request: Request, found: ChannelsDep) -> Received:
    """Take what a person wrote on the office's channel, signed with the shared secret.

    The answer comes later as a signed request to `MOTCUA_WEBHOOK_URL`: an answer, a notice about a PAKN, or the words
    of an official. A repeated `id` is answered with 200 and worked off once.
    """
    raw = await request.body()
    stamp = request.headers.get(webhook_signature.TIMESTAMP, "")
    shown = request.headers.get(webhook_signature.SIGNATURE, "")
    secret, now = found.settings.webhook_secret.get_secret_value(), found.clock()
    signed = webhook_signature.is_signed(secret, stamp, shown, raw, now.timestamp())
    if not (found.settings.webhook_ready and signed):
        _refuse(request, found)
    try:
        message = webhook_events.ChannelMessage.model_validate_json(raw)
    except ValidationError as error:
        raise RequestValidationError(error.errors(include_input=False, include_url=False)) from None
    return Received(status=await found.receive(webhook_events.read_event(message, now)))


def _is_timely(found: Channels, milliseconds: int) -> bool:
    """Tell whether a time stamp is neither older than configured nor from the future."""
    age = found.clock().timestamp() - milliseconds / 1000
    oldest = found.settings.zalo_stale_seconds
    return age >= -_AHEAD_SECONDS and (not oldest or age <= oldest)


def _refuse(request: Request, found: Channels) -> NoReturn:
    """Refuse; who tries forgeries again and again is told to wait instead, which costs us less."""
    found.forgeries.take(address_of(request))
    raise AccessDenied
