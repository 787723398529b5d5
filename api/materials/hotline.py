"""``/admin/tong-dai/so-tay``: the handbooks, searched while somebody asks; and files that only officials get."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, file_response, render, require
from api.materials.addresses import HOTLINE, HOTLINE_FILE, desk_of
from api.materials.model import READER_LABELS, Readers
from api.services import services
from knowledge.model import Procedure, ProcedureStatus
from knowledge.text import fold, one_line

_WORDS = 300
_ALL = tuple(Readers)

router = console_router()
Caller = Annotated[Visit, require(Permission.CASES_REGISTER)]


@router.get(HOTLINE)
async def handbooks(request: Request, visit: Caller) -> Response:  # noqa: ARG001
    """Show the handbooks that are published, and the passages that state what is asked."""
    asked = one_line(request.query_params.get("tim", ""))[:_WORDS]
    shelf = services(request).materials.handbooks
    books, texts = await asyncio.to_thread(shelf.published)
    passages = await asyncio.to_thread(shelf.passages, asked, _ALL) if asked else ()
    needed = fold(asked).split()
    return render(
        request,
        "materials/handbooks.html",
        title="Sổ tay hướng dẫn",
        asked=asked,
        books=books,
        named=[one for one in books if needed and all(word in fold(one.shown.title) for word in needed)],
        searched={one.identity for one in texts},
        passages=passages,
        reader_labels=READER_LABELS,
        here=HOTLINE,
        files=HOTLINE_FILE,
    )


async def on_sheet(request: Request, record: Procedure) -> dict[str, Any]:
    """Return what the sheet of a procedure shows of its materials, those for officials included."""
    in_force = record.status is ProcedureStatus.IN_FORCE
    shown = await asyncio.to_thread(services(request).materials.shown, _ALL, record.code) if in_force else ()
    return {
        "materials": shown,
        "material_files": HOTLINE_FILE,
        "only_staff": Readers.STAFF,
        "reader_labels": READER_LABELS,
        "material_desk": desk_of(record.code),
    }


@router.get(HOTLINE_FILE + "/{identity}/tep")
async def file(request: Request, identity: str, visit: Caller) -> Response:  # noqa: ARG001
    """Give the file of a material that is published, also of one that only officials see."""
    shelf = services(request).materials
    await asyncio.to_thread(shelf.published, identity, _ALL)
    found = await asyncio.to_thread(shelf.file, identity)
    return file_response(found.content, found.media_type, found.name)
