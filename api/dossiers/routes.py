"""Dossiers over HTTP, for the office's other programs."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path, Request
from pydantic import BaseModel, ConfigDict, Field

from api.chat.replies import said
from api.dossiers.desk import LookedUp
from api.dossiers.model import STATE_LABELS, DossierState, Outcome
from api.dossiers.words import GAP
from api.problems import documented
from api.security.access import address_of
from api.services import LimitedAddress, ServicesDep

router = APIRouter(prefix="/api/v1/dossiers", tags=["dossiers"], dependencies=[LimitedAddress])

DossierCode = Annotated[
    str, Path(min_length=1, max_length=64, description="Code on the receipt.", examples=["H19.12-240101-0001"])
]


class Standing(BaseModel):
    """Where a dossier stands, as the office's system says.

    Attributes:
        label: the state in Vietnamese.
    """

    state: DossierState
    label: str
    updated: date | None = Field(None, description="Day of the last change.")
    due: date | None = Field(None, description="Day the result is promised for.")
    agency: str | None = Field(None, description="Who works on it.")


class DossierAnswer(BaseModel):
    """The end of a look-up."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "code": "H19.12-240101-0001",
                    "outcome": "found",
                    "status": {"state": "yeu_cau_bo_sung", "label": "Yêu cầu bổ sung", "updated": "2024-01-15"},
                    "text": "Hồ sơ H19.12-240101-0001: yêu cầu bổ sung.",
                }
            ]
        }
    )

    code: str
    outcome: Outcome = Field(
        description="`found`; `unknown`: the office's system has no such code; `unavailable`: it did not answer; "
        "`not_connected`: this deployment has none. Only `found` has a `status`."
    )
    status: Standing | None = None
    text: str = Field(description="For a person: the state, or where and how to look it up.")

    @classmethod
    def of(cls, found: LookedUp) -> DossierAnswer:
        """Make it of a look-up."""
        told = found.status
        standing = Standing(label=STATE_LABELS[told.state], **told.model_dump()) if told else None
        text = said(found.answer).text.replace(GAP, found.code)
        return cls(code=found.code, outcome=found.outcome, status=standing, text=text)


@router.get(
    "/{code}",
    summary="Where a dossier stands",
    responses=documented(422, 429, 503),
    response_model_exclude_none=True,
)
async def one(code: DossierCode, request: Request, found: ServicesDep) -> DossierAnswer:
    """Ask the office's own system, where one is connected; nothing is ever guessed.

    A code of another shape gets 422 with a sentence that says what a right one looks like.
    """
    return DossierAnswer.of(await found.dossiers.look_up(code, who=address_of(request)))
