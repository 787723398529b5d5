"""Health, readiness, metrics, and the entrance for Rasa's actions."""

from __future__ import annotations

import asyncio
from enum import StrEnum

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from api import examples
from api.action_host import BrokenCall, read_call
from api.errors import KnowledgeUnavailable
from api.problems import documented, problem
from api.security.access import require_action_caller, require_machine
from api.services import Services, ServicesDep

router = APIRouter(tags=["system"])


class PartState(StrEnum):
    """``degraded``: answers go on with less; ``down``: they do not."""

    OK = "ok"
    DEGRADED = "degraded"
    DOWN = "down"


class Health(BaseModel):
    """The process is alive."""

    status: PartState = PartState.OK


class Readiness(BaseModel):
    """Whether each part can do its work; ``status`` is the worst that matters."""

    status: PartState
    knowledge: PartState
    database: PartState
    rasa: PartState
    snapshot: str | None = None


@router.get("/healthz", summary="Is the process alive", responses=documented(example=examples.HEALTH))
async def healthz() -> Health:
    """Answer at once, whatever the state of the parts."""
    return Health()


@router.get(
    "/readyz",
    summary="Can it answer",
    responses={
        **documented(example=examples.READINESS),
        503: {"model": Readiness, "description": "Knowledge or database are down."},
    },
)
async def readyz(found: ServicesDep, response: Response) -> Readiness:
    """Look at knowledge, database and Rasa. Without Rasa search answers: degraded, yet ready."""
    database, rasa = await asyncio.gather(asyncio.to_thread(found.database.check), _rasa_ready(found))
    state, snapshot = _knowledge(found)
    parts = {
        "knowledge": state,
        "database": PartState.OK if database else PartState.DOWN,
        "rasa": PartState.OK if rasa else PartState.DEGRADED,
    }
    worst = next((one for one in (PartState.DOWN, PartState.DEGRADED) if one in parts.values()), PartState.OK)
    if worst is PartState.DOWN:
        response.status_code = 503
    return Readiness(status=worst, snapshot=snapshot, **parts)


@router.get(
    "/metrics",
    summary="Counters for Prometheus",
    response_class=Response,
    responses={**documented(403), 200: {"content": {"text/plain": {}}, "description": "Prometheus text format."}},
)
async def metrics(request: Request, found: ServicesDep) -> Response:
    """Return the counters, to this machine or to a caller with the bearer token of MOTCUA_METRICS_TOKEN."""
    require_machine(request, found.settings.metrics_token.get_secret_value())
    return Response(found.metrics.page(), media_type="text/plain; version=0.0.4; charset=utf-8")


@router.post("/rasa/actions", include_in_schema=False)
async def actions(request: Request, found: ServicesDep) -> Response:
    """Run a custom action for Rasa on this machine."""
    require_action_caller(request, found.settings.action_token.get_secret_value())
    try:
        call = read_call(await request.body(), request.headers.get("content-encoding"))
    except BrokenCall:
        return problem(400, "broken_json")
    status, body = await found.actions.run(call)
    return JSONResponse(body, status)


async def _rasa_ready(found: Services) -> bool:
    return found.bot is not None and await found.bot.ready()


def _knowledge(found: Services) -> tuple[PartState, str | None]:
    try:
        snapshot = found.keeper.current().info.id
    except KnowledgeUnavailable:
        return PartState.DOWN, None
    return (PartState.DEGRADED if found.keeper.trouble else PartState.OK), snapshot
