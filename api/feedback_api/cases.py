"""PAKN over HTTP: send a whole one, look at it again, add, take back, rate, ask to look again."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Annotated

from fastapi import APIRouter, Header, Path, Query, Request

from api import examples
from api.errors import CaseNotFound
from api.feedback.fields import MAX_CONTENT
from api.feedback.labels import KIND_LABELS
from api.feedback.model import Channel, PublicCase
from api.feedback_api.adding import ADD_BODY, AdditionDep
from api.feedback_api.consent import consent_in_force
from api.feedback_api.contracts import (
    FeedbackRequest,
    RatingRequest,
    ReasonRequest,
    last_four,
)
from api.feedback_api.intake import take_whole
from api.feedback_api.shown import CaseBody, FormInfo, ReceiptBody
from api.feedback_api.views import case_body, receipt_body
from api.problems import documented
from api.security.access import address_of
from api.services import LimitedAddress, Services, ServicesDep

router = APIRouter(prefix="/api/v1/feedback", tags=["feedback"], dependencies=[LimitedAddress])

FILE_ENDINGS = ("jpg", "jpeg", "pdf", "doc", "docx", "xls", "xlsx")
"""What the national form accepts."""

Code = Annotated[
    str,
    Path(
        max_length=64,
        description="Tracking code of the receipt; case, spaces and O for 0 do not matter.",
        examples=["KN-7Q4M-2XTD-9"],
    ),
]
IdempotencyKey = Annotated[
    str | None,
    Header(
        min_length=8,
        max_length=200,
        description="Any text of your own, new for each PAKN. The same key gives the same receipt, always.",
    ),
]


@router.post(
    "",
    summary="Send a PAKN",
    responses=documented(400, 404, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def send(request: FeedbackRequest, found: ServicesDep, idempotency_key: IdempotencyKey = None) -> ReceiptBody:
    """Take a whole PAKN at once. When this answers, it is stored for good.

    Repeat a request that was cut off with the same `Idempotency-Key` (or the same `draft_id`): there will be one PAKN.
    What is not acceptable is refused as a whole, and `error.detail` names the fields.
    """
    receipt, _ = await take_whole(found, request.given(), draft_id=request.draft_id, key=idempotency_key)
    return receipt_body(receipt)


@router.get("/form", summary="What a form must know", responses=documented(429, 503, example=examples.FORM))
async def form_info(found: ServicesDep) -> FormInfo:
    """Return the kinds, the consent text in force, and the limits for texts and files."""
    settings = found.settings
    return FormInfo(
        kinds=KIND_LABELS,
        channels=tuple(Channel),
        consent=consent_in_force(settings),
        content_characters=MAX_CONTENT,
        attachment_types=FILE_ENDINGS,
        attachment_bytes=settings.attachment_bytes,
        attachment_count=settings.attachment_count,
    )


@router.get(
    "/{code}",
    summary="Look at a PAKN",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def read(
    code: Code,
    request: Request,
    found: ServicesDep,
    *,
    phone: Annotated[str | None, Query(max_length=20, description="Last four digits of the sender's phone.")] = None,
    email: Annotated[
        str | None, Query(max_length=200, description="The sender's e-mail, instead of the phone.")
    ] = None,
) -> CaseBody:
    """Return where it stands, to whoever knows the code and a part of the contact.

    A wrong code and a wrong proof give the same 404; wrong tries are counted (429).
    """
    proof = last_four(phone or "") or (email or "").strip()
    return await looked_up(request, found, lambda: found.desk.status(code, _needed(proof)))


@router.post(
    "/{code}/add",
    summary="Add information",
    responses=documented(400, 404, 409, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
    openapi_extra=ADD_BODY,
)
async def add(code: Code, given: AdditionDep, request: Request, found: ServicesDep) -> CaseBody:
    """Add what was forgotten or asked for, as long as `may_add` is true: words as JSON, or words and files as a form.

    Files are checked as those of a draft (type by content, size, number, the sender's word that none shows an identity
    paper); when one cannot be taken, nothing is added.
    """
    return await looked_up(
        request,
        found,
        lambda: found.desk.add(
            code, given.proof, given.text, files=given.files, not_identity_papers=given.not_identity_papers
        ),
    )


@router.post(
    "/{code}/withdraw",
    summary="Take a PAKN back",
    responses=documented(400, 404, 409, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def withdraw(code: Code, body: ReasonRequest, request: Request, found: ServicesDep) -> CaseBody:
    """Take it back, as long as no agency works on it."""
    return await looked_up(request, found, lambda: found.desk.withdraw(code, body.proof, body.reason))


@router.post(
    "/{code}/rate",
    summary="Rate the answer",
    responses=documented(400, 404, 409, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def rate(code: Code, body: RatingRequest, request: Request, found: ServicesDep) -> CaseBody:
    """Give one to five stars after the answer; a second rating replaces the first."""
    return await looked_up(request, found, lambda: found.desk.rate(code, body.proof, body.stars, body.note))


@router.post(
    "/{code}/reopen",
    summary="Ask to look again",
    responses=documented(400, 404, 409, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def reopen(code: Code, body: ReasonRequest, request: Request, found: ServicesDep) -> CaseBody:
    """Say why the answer does not settle the matter; possible once."""
    return await looked_up(request, found, lambda: found.desk.reopen(code, body.proof, body.reason))


async def looked_up(request: Request, found: Services, step: Callable[[], PublicCase]) -> CaseBody:
    """Run a step of the desk that needs a proof, and count wrong ones."""
    return case_body(await watched(request, found, step))


async def watched(request: Request, found: Services, step: Callable[[], PublicCase]) -> PublicCase:
    """Run a blocking step; ``CaseNotFound`` in it counts as a wrong try of the caller's address.

    Raises:
        RateLimited: there were too many wrong tries.
    """
    with found.guesses.watched(address_of(request)):
        return await asyncio.to_thread(step)


def _needed(proof: str) -> str:
    if not proof:
        raise CaseNotFound  # as unhelpful as a wrong one
    return proof
