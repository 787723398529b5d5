"""``/admin/tai-lieu``: what the office keeps for procedures, put on, changed, published, taken down, deleted."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import fields
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, file_response, redirect, render, require
from api.errors import InvalidField
from api.materials.addresses import CODE_FIELD, DESK, desk_of
from api.materials.checks import DECISION_CHARACTERS, PUBLISHER_CHARACTERS, TITLE_CHARACTERS
from api.materials.model import (
    FILE_BYTES,
    FILE_TYPES,
    READER_LABELS,
    STATE_LABELS,
    Kept,
    MaterialNotFound,
    State,
    Typed,
    Upload,
    Wanted,
)
from api.materials.standing import Standing, standing_of, with_words
from api.paging import Page
from api.quality.addresses import number_of
from api.services import services
from knowledge.materials import KIND_LABELS, MaterialKind
from knowledge.text import one_line

SIZE = 30
NEW = f"{DESK}/moi"
_ALONE = "khong-gan"
_WORDS = 200
_HITS = 10
_TONES = {State.SHOWN: "late-trong_han", State.WAITING: "status-can_bo_sung", State.OVER: "late-qua_han"}

router = console_router()
Reader = Annotated[Visit, require(Permission.KNOWLEDGE_READ)]
Editor = Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]


@router.get(DESK)
async def shelf(request: Request, visit: Reader) -> Response:  # noqa: ARG001
    """List what is kept, filtered."""
    asked = {name: request.query_params.get(name, "").strip()[:_WORDS] for name in (CODE_FIELD, "loai", "trang-thai")}
    asked = {name: value for name, value in asked.items() if value}
    found = await asyncio.to_thread(_found, request, asked)
    wanted = min(number_of(request.query_params.get("trang", "")), max(1, -(-len(found) // SIZE)))
    page = Page(tuple(found[(wanted - 1) * SIZE : wanted * SIZE]), len(found), wanted, SIZE)
    return render(
        request,
        "materials/list.html",
        title="Tài liệu của thủ tục",
        page=page,
        asked=asked,
        now=services(request).materials.clock(),
        path=DESK,
        link=lambda place: f"{DESK}?{urlencode({**asked, 'trang': place})}",
        kinds=_choices(KIND_LABELS.items()),
        kind_labels=KIND_LABELS,
        states=_choices(STATE_LABELS.items()),
        state_labels=STATE_LABELS,
        reader_labels=READER_LABELS,
        tones=_TONES,
    )


@router.get(NEW)
async def new(request: Request, visit: Editor) -> Response:  # noqa: ARG001
    """Show the form of a new material of a procedure, or what chooses the procedure."""
    code = request.query_params.get(CODE_FIELD, "").strip()[:64]
    if not code and request.query_params.get(_ALONE) != "1":
        return await _choose(request)
    standing = await _standing(request, code) if code else None
    if standing and standing.name is None:
        return await _choose(request, standing.note, code)
    kind = MaterialKind.FORM if standing else MaterialKind.HANDBOOK
    typed = Typed(kind=kind.value, publisher=services(request).settings.office_name)
    return await _form(request, None, standing, typed)


@router.post(NEW)
async def add(request: Request, visit: Editor) -> Response:
    """Put a material on the shelf; it is published only when somebody says so."""
    typed, code = _typed(visit), visit.text("code")[:64]
    standing = await _standing(request, code) if code else None
    if standing and standing.name is None:
        return await _choose(request, standing.note, code)
    papers = standing.papers if standing else ()
    try:
        upload = await _upload(visit)
        shelf = services(request).materials
        identity = await asyncio.to_thread(shelf.add, visit.actor, code or None, typed, upload, papers)
    except InvalidField as error:
        return await _form(request, None, standing, typed, error)
    return redirect(request, f"{DESK}/{identity}", "Đã lưu, chưa công bố. Xem lại rồi bấm Công bố.")


@router.get(DESK + "/{identity}")
async def one(request: Request, identity: str, visit: Reader) -> Response:  # noqa: ARG001
    """Show a material, and to whoever may write the form to change it."""
    kept = await asyncio.to_thread(services(request).materials.get, identity)
    return await _form(request, kept, await _standing_of(request, kept), Typed.of(kept))


@router.post(DESK + "/{identity}")
async def change(request: Request, identity: str, visit: Editor) -> Response:
    """Change a material; takes effect at once where it is published."""
    found, typed = services(request), _typed(visit)
    kept = await asyncio.to_thread(found.materials.get, identity)
    standing = await _standing_of(request, kept)
    try:
        upload, papers = await _upload(visit), standing.papers if standing else ()
        await asyncio.to_thread(found.materials.change, visit.actor, identity, typed, upload, papers)
    except MaterialNotFound:
        raise
    except InvalidField as error:
        return await _form(request, kept, standing, typed, error)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, f"{DESK}/{identity}", "Đã lưu tài liệu.")


@router.post(DESK + "/{identity}/cong-bo")
async def put(request: Request, identity: str, visit: Editor) -> Response:
    """Publish a material, or take it down."""
    found, published = services(request), visit.text("published") == "1"
    await asyncio.to_thread(found.materials.put, visit.actor, identity, published=published)
    await asyncio.to_thread(found.keeper.refresh_extras)
    said = "Đã công bố tài liệu." if published else "Đã thôi công bố; tài liệu vẫn được giữ ở đây."
    return redirect(request, f"{DESK}/{identity}", said)


@router.post(DESK + "/{identity}/doc-lai")
async def read_again(request: Request, identity: str, visit: Editor) -> Response:
    """Read the words in the file of a handbook once more."""
    shelf = services(request).materials
    await asyncio.to_thread(shelf.read_again, visit.actor, identity)
    return redirect(request, f"{DESK}/{identity}", await asyncio.to_thread(shelf.reading, identity))


@router.post(DESK + "/{identity}/xoa")
async def remove(request: Request, identity: str, visit: Editor) -> Response:
    """Delete a material and its file; the page has asked before."""
    found = services(request)
    kept = await asyncio.to_thread(found.materials.get, identity)
    await asyncio.to_thread(found.materials.remove, visit.actor, identity)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, desk_of(kept.shown.code) if kept.shown.code else DESK, "Đã xoá tài liệu.")


@router.get(DESK + "/{identity}/tep")
async def file(request: Request, identity: str, visit: Reader) -> Response:  # noqa: ARG001
    """Give the file of any material, published or not."""
    found = await asyncio.to_thread(services(request).materials.file, identity)
    return file_response(found.content, found.media_type, found.name)


def _typed(visit: Visit) -> Typed:
    return Typed(**{one.name: visit.text(one.name) for one in fields(Typed)})


async def _upload(visit: Visit) -> Upload | None:
    files = visit.files("file")
    return Upload(files[0].filename or "", await files[0].read(FILE_BYTES + 1)) if files else None


async def _standing(request: Request, code: str) -> Standing:
    return await asyncio.to_thread(standing_of, services(request).keeper.current(), code)


async def _standing_of(request: Request, kept: Kept) -> Standing | None:
    return await _standing(request, kept.shown.code) if kept.shown.code else None


def _found(request: Request, asked: Mapping[str, str]) -> list[tuple[Kept, Standing | None]]:
    """Return the materials of a filter; the words of ``thu-tuc`` are a code, or stand in a name, title or publisher."""
    kind, state = asked.get("loai"), asked.get("trang-thai")
    wanted = Wanted(
        kind=MaterialKind(kind) if kind in set(MaterialKind) else None,
        state=State(state) if state in set(State) else None,
    )
    found = services(request)
    return list(with_words(found.keeper.current(), found.materials.every(wanted), asked.get(CODE_FIELD, "")))


async def _choose(request: Request, problem: str = "", typed: str = "") -> Response:
    words = typed or one_line(request.query_params.get("tim", ""))[:_WORDS]
    base = services(request).keeper.current()
    total, hits = await asyncio.to_thread(base.procedures, query=words, limit=_HITS) if words else (0, ())
    return render(
        request,
        "materials/choose.html",
        title="Thêm tài liệu: chọn thủ tục",
        words=words,
        hits=hits,
        total=total,
        path=DESK,
        here=NEW,
        alone=f"{NEW}?{_ALONE}=1",
        code_field=CODE_FIELD,
        problem=problem,
    )


async def _form(
    request: Request, kept: Kept | None, standing: Standing | None, typed: Typed, problem: InvalidField | None = None
) -> Response:
    kinds = KIND_LABELS if standing else {MaterialKind.HANDBOOK: KIND_LABELS[MaterialKind.HANDBOOK]}
    papers = list(dict.fromkeys([*(standing.papers if standing else ()), *([typed.paper] if typed.paper else [])]))
    now = services(request).materials.clock()
    return render(
        request,
        "materials/one.html",
        status=422 if problem else 200,
        title=kept.shown.title if kept else "Thêm tài liệu",
        kept=kept,
        state=kept.state(now) if kept else None,
        reading=await asyncio.to_thread(services(request).materials.reading, kept.shown.id) if kept else "",
        remark=standing.remark(kept.shown.paper if kept else None) if standing else "",
        standing=standing,
        typed=typed,
        path=DESK,
        action=f"{DESK}/{kept.shown.id}" if kept else NEW,
        kinds=_choices(kinds.items()),
        kind_labels=KIND_LABELS,
        papers=[(one, one if len(one) <= 120 else f"{one[:119]}…") for one in papers],
        readers=_choices(READER_LABELS.items()),
        reader_labels=READER_LABELS,
        state_labels=STATE_LABELS,
        tones=_TONES,
        accept=",".join(FILE_TYPES),
        megabytes=FILE_BYTES // 1_048_576,
        most_bytes=FILE_BYTES,
        longest={"title": TITLE_CHARACTERS, "publisher": PUBLISHER_CHARACTERS, "decision": DECISION_CHARACTERS},
        problems={problem.field: problem.reason} if problem else {},
    )


def _choices(labels: Iterable[tuple[StrEnum, str]]) -> list[tuple[str, str]]:
    return [(one.value, label) for one, label in labels]
