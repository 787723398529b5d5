"""Pages of what the office has added: wordings and own answers, with the way back."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Literal

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.quality import addresses
from api.quality.added import AdditionNotFound, AnswerFields
from api.quality.list_pages import review_of, tabs
from api.quality.states import State
from api.services import services
from knowledge.errors import ProcedureNotFound

router = console_router()

Step = Literal["go", "dung-lai"]
"""Take an addition back, or put it into use again."""


@router.get(addresses.ADDED)
async def added(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_READ)]) -> Response:  # noqa: ARG001
    """Show everything that was added, and what was taken back."""
    context = await asyncio.to_thread(_read, request)
    return render(
        request, "quality/added.html", title="Cách nói và hỏi đáp đã thêm", tabs=tabs(addresses.ADDED), **context
    )


@router.post(addresses.WORDINGS + "/{identity}/{step}")
async def step_wording(
    request: Request, identity: str, step: Step, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]
) -> Response:
    """Take a wording back, or use it again."""
    found = services(request)
    await asyncio.to_thread(found.additions.set_wording_used, visit.actor, identity, used=step == "dung-lai")
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, addresses.ADDED, _done(step))


@router.get(addresses.ANSWERS + "/moi")
async def new_answer(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]) -> Response:  # noqa: ARG001
    """Show the form of an own answer, filled in with the question of a group (``nhom``)."""
    cluster = addresses.number_of(request.query_params.get("nhom", ""), 0)
    question, wordings = "", []
    if cluster:
        members = await asyncio.to_thread(review_of(request).members, cluster)
        question = min(members, key=lambda one: one.message_number).question
        wordings = list(dict.fromkeys(one.question for one in members if one.question != question))[:12]
    return _form(request, AnswerFields(question, "", ""), None, cluster=cluster, wordings=wordings)


@router.post(addresses.ANSWERS)
async def add_answer(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]) -> Response:
    """Add an own answer, and mark the group it came from as done."""
    cluster, fields = addresses.number_of(visit.text("cluster"), 0), _fields(visit)
    wordings = visit.texts("wording")
    found = services(request)
    try:
        await asyncio.to_thread(_check_code, request, fields.code)
        await asyncio.to_thread(found.additions.add_answer, visit.actor, fields, wordings)
    except InvalidField as error:
        return _form(request, fields, error, cluster=cluster, wordings=wordings)
    await asyncio.to_thread(found.keeper.refresh_extras)
    if cluster:
        await asyncio.to_thread(review_of(request).mark, visit.actor, State.DONE, cluster=cluster)
    return redirect(request, addresses.ADDED, "Đã thêm hỏi đáp, có hiệu lực ngay.")


@router.get(addresses.ANSWERS + "/{identity}")
async def one_answer(
    request: Request,
    identity: str,
    visit: Annotated[Visit, require(Permission.QUALITY_WRITE)],  # noqa: ARG001
) -> Response:
    """Show an own answer to be changed."""
    own = await asyncio.to_thread(services(request).additions.answer, identity)
    return _form(
        request, AnswerFields(own.question, own.answer, own.source, own.url or "", own.code or ""), None, identity
    )


@router.post(addresses.ANSWERS + "/{identity}")
async def change_answer(
    request: Request, identity: str, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]
) -> Response:
    """Change an own answer."""
    found, fields = services(request), _fields(visit)
    try:
        await asyncio.to_thread(_check_code, request, fields.code)
        await asyncio.to_thread(found.additions.change_answer, visit.actor, identity, fields)
    except AdditionNotFound:
        raise
    except InvalidField as error:
        return _form(request, fields, error, identity)
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, addresses.ADDED, "Đã lưu hỏi đáp, có hiệu lực ngay.")


@router.post(addresses.ANSWERS + "/{identity}/{step}")
async def step_answer(
    request: Request, identity: str, step: Step, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]
) -> Response:
    """Take an own answer back, or use it again."""
    found = services(request)
    try:
        await asyncio.to_thread(found.additions.set_answer_used, visit.actor, identity, used=step == "dung-lai")
    except AdditionNotFound:
        raise
    except InvalidField as error:
        return redirect(request, addresses.ADDED, error.reason, "bad")
    await asyncio.to_thread(found.keeper.refresh_extras)
    return redirect(request, addresses.ADDED, _done(step))


def _read(request: Request) -> dict[str, Any]:
    found = services(request)
    names: dict[str, str] = {}
    wordings, removed = found.additions.wordings(), found.additions.wordings(removed=True)
    answers = found.additions.answers()
    codes = [*(one.code for one in wordings), *(one.code for one in removed), *(one.code for one in answers)]
    for code in {code for code in codes if code}:
        known = found.keeper.catalogue(code)
        names[code] = known[0] if known else "không có trong dữ liệu đang dùng"
    return {
        "wordings": wordings,
        "removed_wordings": removed[:100],
        "answers": answers,
        "removed_answers": found.additions.answers(removed=True)[:100],
        "names": names,
    }


def _fields(visit: Visit) -> AnswerFields:
    return AnswerFields(*(visit.text(name) for name in ("question", "answer", "source", "url", "code")))


def _check_code(request: Request, code: str) -> None:
    if not code:
        return
    try:
        services(request).keeper.current().procedure(code)
    except ProcedureNotFound:
        raise InvalidField("code", "Không có thủ tục mang mã này. Anh/chị có thể để trống.") from None


def _done(step: Step) -> str:
    return "Đã gỡ, có hiệu lực ngay." if step == "go" else "Đã dùng lại, có hiệu lực ngay."


def _form(
    request: Request,
    typed: AnswerFields,
    problem: InvalidField | None,
    identity: str = "",
    *,
    cluster: int = 0,
    wordings: list[str] | None = None,
) -> Response:
    return render(
        request,
        "quality/answer.html",
        status=422 if problem else 200,
        title="Sửa hỏi đáp" if identity else "Thêm hỏi đáp",
        action=f"{addresses.ANSWERS}/{identity}" if identity else addresses.ANSWERS,
        typed=typed,
        cluster=cluster,
        wordings=wordings or [],
        problems={problem.field: problem.reason} if problem else {},
        tabs=tabs(addresses.ADDED),
    )
