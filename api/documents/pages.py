"""Pages of the register of legal documents: list, one document with its form, the file out and in."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import fields
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, file_response, redirect, render, require
from api.documents.sheet import Sheet, as_sheet, read_sheet
from api.documents.statements import Typed, named
from api.errors import InvalidField
from api.paging import Page
from api.quality.addresses import number_of
from api.services import services
from knowledge.documents import FORCE_LABELS, LOOK_UP, Force, LegalDocument, Statement
from knowledge.documents.saying import validity
from knowledge.text import fold

PATH = "/admin/van-ban"
SIZE = 50
ORIGINS = (
    ("ke-hoach", "Kế hoạch nhắc đến"),
    ("thu-tuc", "Thủ tục dùng làm căn cứ"),
    ("da-khai", "Đã có thông tin hiệu lực"),
)
_FILE = f"{PATH}/danh-muc.csv"
_CSV = "text/csv; charset=utf-8"
_PIECE = 5_000_000

router = console_router()


@router.get(PATH)
async def overview(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show the register, filtered."""
    return await _list(request)


@router.get(_FILE)
async def as_file(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Give the documents of the filter as a file."""
    found = await asyncio.to_thread(_found, request, _typed_filter(request.query_params))
    return file_response(await asyncio.to_thread(as_sheet, found), _CSV, "danh-muc-van-ban.csv")


@router.post(f"{PATH}/nhap")
async def take_in(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Take statements from a file: all of its lines, or none."""
    files = visit.files("file")
    try:
        if not files:
            raise InvalidField("file", "Vui lòng chọn tệp CSV.")
        content = await files[0].read(_PIECE)
        sheet = await asyncio.to_thread(_read, request, content)
    except InvalidField as error:
        return await _list(request, error)
    if sheet.problems:
        return await _list(request, sheet=sheet)
    changed = await asyncio.to_thread(services(request).documents.save, visit.actor, sheet.statements)
    await asyncio.to_thread(services(request).keeper.refresh_extras)
    return redirect(request, PATH, f"Đã ghi thông tin hiệu lực của {changed} văn bản.")


@router.post(f"{PATH}/them")
async def add(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Put a document down that nothing names yet."""
    texts = {name: visit.text(name) for name in ("number", "title", "issued", "place")}
    try:
        statement = named(texts["number"], title=texts["title"], issued=texts["issued"], place=texts["place"])
    except InvalidField as error:
        return await _list(request, error, new=texts)
    there = await asyncio.to_thread(_one, request, statement.key)
    if there is None:
        title = texts["title"][:500] or None
        kept = statement.model_copy(update={"title": title})
        await asyncio.to_thread(services(request).documents.save, visit.actor, [kept])
        await asyncio.to_thread(services(request).keeper.refresh_extras)
    return redirect(
        request, f"{PATH}/{statement.key}", "Văn bản đã có trong danh mục." if there else "Đã thêm văn bản."
    )


@router.get(PATH + "/{identity}")
async def one(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)],  # noqa: ARG001
) -> Response:
    """Show a document, who names it, and what is stated of it."""
    return await _form(request, identity)


@router.post(PATH + "/{identity}")
async def state(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """State whether a document is in force, with the source; takes effect at once."""
    document = await asyncio.to_thread(_one, request, identity)
    if document is None:
        return _unknown(request)
    found = services(request)
    typed = Typed(**{one.name: visit.text(one.name) for one in fields(Typed)})
    place = document.statement.place if document.statement else document.cited.place
    subject = _bare(document, place)
    try:
        statement = await asyncio.to_thread(found.documents.checked, subject, typed)
    except InvalidField as error:
        return await _form(request, identity, typed, error)
    await asyncio.to_thread(found.documents.save, visit.actor, [statement])
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, f"{PATH}/{identity}", "Đã ghi thông tin hiệu lực của văn bản.")


@router.post(PATH + "/{identity}/rut")
async def take_back(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Forget what the office stated of a document."""
    found = services(request)
    gone = await asyncio.to_thread(found.documents.take_back, visit.actor, identity)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, PATH, "Đã bỏ thông tin cơ quan đã nhập về văn bản." if gone else "")


def _bare(document: LegalDocument, place: str | None) -> Statement:
    """Return the bare statement of a document of the register: only what makes it this one."""
    return Statement(key=document.key, number=document.number, place=place)


async def _list(
    request: Request,
    problem: InvalidField | None = None,
    *,
    sheet: Sheet | None = None,
    new: Mapping[str, str] | None = None,
) -> Response:
    typed = _typed_filter(request.query_params)
    found = await asyncio.to_thread(_found, request, typed)
    wanted = min(number_of(request.query_params.get("trang", "")), max(1, -(-len(found) // SIZE)))
    page = Page(tuple(found[(wanted - 1) * SIZE : wanted * SIZE]), len(found), wanted, SIZE)
    return render(
        request,
        "documents/list.html",
        status=422 if problem or (sheet and sheet.problems) else 200,
        title="Danh mục văn bản",
        page=page,
        path=PATH,
        typed=typed,
        forces=[(one.value, label) for one, label in FORCE_LABELS.items()],
        labels=FORCE_LABELS,
        origins=ORIGINS,
        validity=validity,
        new=new or {"number": "", "title": "", "issued": "", "place": ""},
        file=_FILE + (f"?{urlencode(typed)}" if typed else ""),
        link=lambda place: f"{PATH}?{urlencode({**typed, 'trang': place})}",
        sheet=sheet,
        look_up=LOOK_UP,
        problems={problem.field: problem.reason} if problem else {},
    )


async def _form(
    request: Request, identity: str, typed: Typed | None = None, problem: InvalidField | None = None
) -> Response:
    document = await asyncio.to_thread(_one, request, identity)
    if document is None:
        return _unknown(request)
    made = (await asyncio.to_thread(services(request).documents.made)).get(document.key)
    return render(
        request,
        "documents/one.html",
        status=422 if problem else 200,
        title=document.called,
        document=document,
        said=validity(document),
        made=made,
        typed=typed or Typed.of(document.statement),
        forces=[(one.value, label) for one, label in FORCE_LABELS.items()],
        labels=FORCE_LABELS,
        path=PATH,
        look_up=LOOK_UP,
        problems={problem.field: problem.reason} if problem else {},
    )


def _unknown(request: Request) -> Response:
    return redirect(request, PATH, "Danh mục không có văn bản này.", "bad")


def _register(request: Request) -> tuple[LegalDocument, ...]:
    return services(request).keeper.current().legal_documents()


def _one(request: Request, key: str) -> LegalDocument | None:
    return next((one for one in _register(request) if one.key == key), None)


def _read(request: Request, content: bytes) -> Sheet:
    return read_sheet(content, {one.key: one for one in _register(request)}, services(request).documents)


def _typed_filter(query: Mapping[str, str]) -> dict[str, str]:
    typed = {name: query.get(name, "").strip()[:200] for name in ("tim", "hieu-luc", "nguon")}
    return {name: value for name, value in typed.items() if value}


def _found(request: Request, typed: Mapping[str, str]) -> list[LegalDocument]:
    """Return the documents of a filter: those of plans first, then by how many procedures rest on them."""
    needed = fold(typed.get("tim", "")).split()
    force, origin = typed.get("hieu-luc"), typed.get("nguon")
    found = [
        one
        for one in _register(request)
        if all(word in fold(f"{one.called} {one.title or ''} {one.issuer or ''}") for word in needed)
        and (force not in list(Force) or one.force == force)
        and _is_of(one, origin)
    ]
    return sorted(found, key=lambda one: (not one.cited.quoted, -one.cited.procedures, one.key))


def _is_of(document: LegalDocument, origin: str | None) -> bool:
    if origin == "ke-hoach":
        return bool(document.cited.quoted)
    if origin == "thu-tuc":
        return document.cited.procedures > 0
    return origin != "da-khai" or document.statement is not None
