"""Pages to look at a record as the assistant would answer from it, and the queue of records said to be wrong."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.knowledge_desk.corrections import CorrectionNotFound, Corrections
from api.knowledge_desk.pages import HOME
from api.quality.addresses import ADDED, ALL, number_of
from api.quality.checks import WORDING_CHARACTERS
from api.quality.states import ORIGIN_LABELS, STATE_LABELS, State
from api.services import services
from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.errors import ProcedureNotFound
from knowledge.render import as_text

LOOK = f"{HOME}/tra-cuu"
RECORD = f"{HOME}/thu-tuc"
WRONG = f"{HOME}/sai-thong-tin"

_FOUND = 20

router = console_router()


@router.get(LOOK)
async def look(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Search records by name or code, and as a citizen would ask."""
    words = request.query_params.get("tim", "").strip()[:200]
    context = await asyncio.to_thread(_look, request, words) if words else {"total": 0, "named": (), "result": None}
    return render(request, "knowledge_desk/look.html", title="Xem thử câu trả lời", words=words, **context)


@router.get(RECORD + "/{code}")
async def record(
    request: Request,
    code: str,
    visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)],  # noqa: ARG001
) -> Response:
    """Show what the assistant would answer about a record, aspect by aspect."""
    return await _page(request, code)


@router.post(RECORD + "/{code}/cach-noi")
async def add_wording(
    request: Request, code: str, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]
) -> Response:
    """Add words people use for this procedure, though nobody has typed them yet: heard at a counter or on the phone."""
    found, text = services(request), visit.text("wording")
    try:
        await asyncio.to_thread(_check, request, code)
        await asyncio.to_thread(found.additions.add_wordings, visit.actor, [text], code=code)
    except InvalidField as error:
        return await _page(request, code, text, error)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, f"{RECORD}/{quote(code)}", "Đã thêm cách nói, có hiệu lực ngay.")


@router.get(WRONG)
async def wrong(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show the reports; ``ma`` and ``cau`` fill in the form for a new one."""
    query = request.query_params
    typed = {"code": query.get("ma", "")[:64], "text": "", "message": query.get("cau", "")[:9]}
    return await _queue(request, typed, None)


@router.post(WRONG)
async def report(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:
    """Report a record as wrong."""
    found = services(request)
    code, text, message = visit.text("code"), visit.text("text"), visit.text("message")
    number = number_of(message, 0) or None
    try:
        await asyncio.to_thread(_check, request, code)
        await asyncio.to_thread(Corrections(found.database).report, visit.actor, code, text, message_number=number)
    except InvalidField as error:
        return await _queue(request, {"code": code, "text": text, "message": message}, error)
    return redirect(request, WRONG, "Đã ghi nhận báo sai.")


@router.post(WRONG + "/{identity}")
async def close(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]
) -> Response:
    """Close a report with what was found, or open it again."""
    wanted = visit.text("state")
    if wanted not in list(State):
        return redirect(request, WRONG, "Vui lòng chọn việc cần làm.", "bad")
    corrections = Corrections(services(request).database)
    try:
        await asyncio.to_thread(corrections.close, visit.actor, identity, State(wanted), visit.text("outcome"))
    except CorrectionNotFound:
        raise
    except InvalidField as error:
        return redirect(request, WRONG, error.reason, "bad")
    return redirect(request, WRONG, "Đã mở lại báo sai." if wanted == State.OPEN else "Đã ghi kết quả.")


async def _page(request: Request, code: str, typed: str = "", problem: InvalidField | None = None) -> Response:
    try:
        context = await asyncio.to_thread(_record, request, code)
    except ProcedureNotFound:
        return redirect(request, LOOK, "Không có thủ tục mang mã này trong dữ liệu đang dùng.", "bad")
    said = {"typed": typed, "problem": problem.reason if problem else "", "longest": WORDING_CHARACTERS, "added": ADDED}
    return render(request, "knowledge_desk/record.html", status=422 if problem else 200, **said, **context)


def _look(request: Request, words: str) -> dict[str, Any]:
    knowledge = services(request).keeper.current()
    total, named = knowledge.procedures(query=words, limit=_FOUND)
    return {"total": total, "named": named, "result": knowledge.search(words, limit=5)}


def _record(request: Request, code: str) -> dict[str, Any]:
    found = services(request)
    knowledge = found.keeper.current()
    kept = knowledge.procedure(code)
    answers = [(aspect, ASPECT_LABELS[aspect], as_text(knowledge.answer(code, aspect))) for aspect in Aspect]
    return {
        "title": kept.name,
        "record": kept,
        "info": knowledge.info,
        "answers": answers,
        "wordings": [one for one in found.additions.wordings() if one.code == code],
        "reports": Corrections(found.database).list(code=code).total,
    }


def _check(request: Request, code: str) -> None:
    try:
        services(request).keeper.current().procedure(code)
    except ProcedureNotFound:
        raise InvalidField("code", "Không có thủ tục mang mã này trong dữ liệu đang dùng.") from None


async def _queue(request: Request, typed: dict[str, str], problem: InvalidField | None) -> Response:
    query = request.query_params
    chosen = query.get("trang-thai", State.OPEN.value)
    state = State(chosen) if chosen in list(State) else None if chosen == ALL else State.OPEN
    number = number_of(query.get("trang", ""))
    context = await asyncio.to_thread(_reports, request, state, number)
    return render(
        request,
        "knowledge_desk/wrong.html",
        status=422 if problem else 200,
        title="Báo sai thông tin",
        typed=typed,
        problems={problem.field: problem.reason} if problem else {},
        link=partial(_on_page, state),
        tabs=[(label, _on_page(one, 1), one is state) for one, label in STATE_LABELS.items()],
        state_labels=STATE_LABELS,
        origin_labels=ORIGIN_LABELS,
        **context,
    )


def _reports(request: Request, state: State | None, number: int) -> dict[str, Any]:
    found = services(request)
    page = Corrections(found.database).list(state, number=number)
    names = {one.code: found.keeper.catalogue(one.code) for one in page.items}
    return {"page": page, "names": {code: kept[0] if kept else "" for code, kept in names.items()}}


def _on_page(state: State | None, number: int) -> str:
    pairs = {"trang-thai": state.value if state else ALL, "trang": str(number) if number > 1 else ""}
    return f"{WRONG}?{urlencode({name: value for name, value in pairs.items() if value})}"
