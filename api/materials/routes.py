"""Materials of a procedure over HTTP."""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Path
from pydantic import BaseModel, ConfigDict, Field

from api.materials.model import Kept
from api.problems import documented
from api.services import KnowledgeDep, LimitedAddress, ServicesDep
from knowledge.materials import MaterialKind
from knowledge.model import ProcedureStatus

router = APIRouter(prefix="/api/v1", dependencies=[LimitedAddress], tags=["knowledge"])

_EXAMPLE: dict[str, Any] = {
    "code": "1.001193",
    "items": [
        {
            "id": "5f0c2a9be1d47730",
            "kind": "form",
            "title": "Tờ khai đăng ký khai sinh",
            "url": "/tai-lieu/5f0c2a9be1d47730/tep",
            "media_type": "application/pdf",
            "size": 35210,
            "paper": "Tờ khai đăng ký khai sinh",
            "publisher": "Sở Ví Dụ",
            "decision": "12/QĐ-SVD",
            "issued": "2026-02-01",
            "source": "do Sở Ví Dụ đăng, số 12/QĐ-SVD, ngày 01/02/2026",
        }
    ],
}


class PublishedMaterial(BaseModel):
    """A form, a model dossier, a video or a handbook that an office publishes beside the record."""

    id: str
    kind: MaterialKind
    title: str
    url: str = Field(description="Of the file (relative without `MOTCUA_PUBLIC_URL`), or of a page elsewhere.")
    media_type: str | None = Field(None, description="Of the file; absent for a page elsewhere.")
    size: int | None = Field(None, description="Bytes of the file.")
    paper: str | None = Field(None, description="Paper of the record it is for; absent: the whole procedure.")
    publisher: str
    decision: str | None = None
    issued: date
    until: date | None = Field(None, description="Last day on which it is published.")
    source: str = Field(description="Who published it, by what and when, in words; show it with the material.")


class MaterialList(BaseModel):
    """What is published for one procedure today."""

    model_config = ConfigDict(json_schema_extra={"examples": [_EXAMPLE]})
    code: str
    items: tuple[PublishedMaterial, ...]


@router.get(
    "/procedures/{code}/materials",
    summary="Materials of a procedure",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def materials(
    base: KnowledgeDep,
    found: ServicesDep,
    code: Annotated[str, Path(min_length=1, max_length=64, description="Procedure code.", examples=["1.001193"])],
) -> MaterialList:
    """Return what an office publishes beside the record, the oldest first; nothing for a procedure out of force."""
    record = await asyncio.to_thread(base.procedure, code)
    in_force = record.status is ProcedureStatus.IN_FORCE
    shown = await asyncio.to_thread(found.materials.shown, code=record.code) if in_force else ()
    return MaterialList(code=record.code, items=tuple(_published(one) for one in shown))


def _published(one: Kept) -> PublishedMaterial:
    same = {name: getattr(one.shown, name) for name in PublishedMaterial.model_fields if name != "until"}
    return PublishedMaterial(**same, until=one.until)
