"""Drafts over HTTP: a form that is filled in step by step and survives a lost connection."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Response, UploadFile
from starlette.datastructures import UploadFile as StoredFile

from api.feedback.model import AttachmentInfo, Channel, Draft
from api.feedback_api.contracts import (
    DRAFT_PATTERN,
    AttachedFile,
    DraftChanges,
    DraftState,
    DraftValues,
)
from api.feedback_api.shown import ReceiptBody
from api.feedback_api.views import attached, receipt_body
from api.problems import documented
from api.services import LimitedAddress, Services, ServicesDep

router = APIRouter(prefix="/api/v1/feedback/drafts", tags=["feedback"], dependencies=[LimitedAddress])

DraftId = Annotated[
    str, Path(pattern=DRAFT_PATTERN, description="Id of the draft. Whoever has it can read and change the draft.")
]
AttachmentId = Annotated[str, Path(max_length=64, description="Id of the file.")]


@router.post(
    "",
    status_code=201,
    summary="Open a draft",
    responses=documented(400, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def open_draft(found: ServicesDep, changes: DraftChanges | None = None) -> DraftState:
    """Open an empty draft, or one with the fields that are sent. Its id is a secret of its author."""
    draft_id = await asyncio.to_thread(found.desk.open_draft, channel=Channel.WEB)
    try:
        if changes and changes.given():
            await asyncio.to_thread(found.desk.change_draft, draft_id, **changes.given())
    except Exception:
        await asyncio.to_thread(found.desk.drop_draft, draft_id)  # its id was never told to anybody
        raise
    return await _state(found, draft_id)


@router.get(
    "/{draft_id}",
    summary="Read a draft",
    responses=documented(404, 422, 429, 503),
    response_model_exclude_none=True,
)
async def read_draft(draft_id: DraftId, found: ServicesDep) -> DraftState:
    """Return what the draft holds and what is still missing."""
    return await _state(found, draft_id)


@router.patch(
    "/{draft_id}",
    summary="Change a draft",
    responses=documented(400, 404, 413, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def change_draft(draft_id: DraftId, changes: DraftChanges, found: ServicesDep) -> DraftState:
    """Set the fields that are sent; the others stay. Nothing is set when one of them cannot be taken."""
    await asyncio.to_thread(found.desk.change_draft, draft_id, **changes.given())
    return await _state(found, draft_id)


@router.delete("/{draft_id}", status_code=204, summary="Throw a draft away", responses=documented(404, 422, 429, 503))
async def drop_draft(draft_id: DraftId, found: ServicesDep) -> Response:
    """Delete the draft and its files at once."""
    await asyncio.to_thread(found.desk.drop_draft, draft_id)
    return Response(status_code=204)


@router.post(
    "/{draft_id}/attachments",
    status_code=201,
    summary="Attach a file",
    responses=documented(400, 404, 413, 422, 429, 503, 507),
)
async def attach(
    draft_id: DraftId,
    found: ServicesDep,
    file: Annotated[UploadFile, File(description="JPG, PDF, DOC, DOCX, XLS or XLSX. No pictures of identity papers.")],
    *,
    not_identity_paper: Annotated[
        bool, Form(description="The sender's own word that the file shows no identity card or passport; needed.")
    ] = False,
) -> AttachedFile:
    """Take one file. Its content decides what it is, not its name: a disguised file is refused."""
    return attached(await take_file(found, draft_id, file, not_identity_paper=not_identity_paper))


@router.delete(
    "/{draft_id}/attachments/{attachment_id}",
    status_code=204,
    summary="Take a file off",
    responses=documented(404, 422, 429, 503),
)
async def detach(draft_id: DraftId, attachment_id: AttachmentId, found: ServicesDep) -> Response:
    """Delete the file at once."""
    await asyncio.to_thread(found.desk.detach, draft_id, attachment_id)
    return Response(status_code=204)


@router.post(
    "/{draft_id}/submit",
    summary="Submit a draft",
    responses=documented(404, 422, 429, 503, 507),
    response_model_exclude_none=True,
)
async def submit(draft_id: DraftId, found: ServicesDep) -> ReceiptBody:
    """Submit it. When this answers, the PAKN is stored for good; asked again, it gives the same receipt."""
    return receipt_body(await asyncio.to_thread(found.desk.submit, draft_id))


async def take_file(
    found: Services, draft_id: str, file: UploadFile | StoredFile, *, not_identity_paper: bool
) -> AttachmentInfo:
    """Hand an upload to the desk.

    Raises:
        AttachmentRefused: too big, of another type than allowed, or one too many.
    """
    content = await file.read(found.settings.attachment_bytes + 1)
    name = file.filename or ""
    return await asyncio.to_thread(found.desk.attach, draft_id, name, content, not_identity_paper=not_identity_paper)


async def _state(found: Services, draft_id: str) -> DraftState:
    draft: Draft = await asyncio.to_thread(found.desk.draft, draft_id)
    missing = await asyncio.to_thread(found.desk.missing, draft_id)
    fields = {name: getattr(draft.fields, name) for name in DraftValues.model_fields}
    return DraftState(
        id=draft.id,
        fields=DraftValues(**fields),
        attachments=tuple(attached(one) for one in draft.attachments),
        missing=tuple(missing),
        changed_at=draft.changed_at,
    )
