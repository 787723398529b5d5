"""A whole PAKN in one request, once only however often it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import fields as fields_of
from typing import Any

from starlette.datastructures import UploadFile

from api.errors import DraftNotFound
from api.feedback.model import Channel, DraftFields, Receipt
from api.feedback_api.drafts import take_file
from api.services import Services

_ALL = tuple(one.name for one in fields_of(DraftFields))


async def take_whole(
    found: Services,
    fields: Mapping[str, Any],
    *,
    draft_id: str | None = None,
    key: str | None = None,
    files: Sequence[UploadFile] = (),
    not_identity_papers: bool = False,
) -> tuple[Receipt, str]:
    """Take a PAKN and return its receipt and the id of the draft it was.

    Args:
        found: the services.
        fields: of :class:`api.feedback.model.DraftFields`.
        draft_id: a draft to complete; submitted already, it gives its receipt again.
        key: chosen by the client for this PAKN; the same key gives the same receipt.
        files: to attach.
        not_identity_papers: the sender's word that no file shows an identity paper.

    Raises:
        InvalidField, IncompleteFeedback, AttachmentRefused: then nothing was taken; a draft named by the client stays.
        DraftNotFound: there is no draft of this id.
    """
    async with found.intakes.of(key):
        own = draft_id is None
        taken = draft_id or await _opened(found, key)
        try:
            changes = {**(dict.fromkeys(_ALL) if own else {}), **fields}
            if changes:
                await asyncio.to_thread(found.desk.change_draft, taken, **changes)
            for file in files:
                await take_file(found, taken, file, not_identity_paper=not_identity_papers)
        except DraftNotFound:
            pass  # submitted before: the receipt is given again
        except Exception:
            await _drop(found, taken, own)
            raise
        try:
            return await asyncio.to_thread(found.desk.submit, taken), taken
        except Exception:
            await _drop(found, taken, own)
            raise


async def _opened(found: Services, key: str | None) -> str:
    return await asyncio.to_thread(found.desk.open_draft, channel=Channel.WEB, key=key)


async def _drop(found: Services, draft_id: str, own: bool) -> None:
    """Leave nothing of a refused request; a draft that the client named is the client's."""
    if own:
        await asyncio.to_thread(found.desk.drop_draft, draft_id)
