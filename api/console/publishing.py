"""The last look before a question and its answer become public."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.console.case import ONE
from api.console.diffing import compare
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField, TransitionRefused
from api.services import services

_READ_FIRST = "Vui lòng đọc lại hai phần rồi đánh dấu xác nhận trước khi công khai."

router = console_router()


@router.get(ONE + "/cong-khai")
async def look(request: Request, code: str, visit: Annotated[Visit, require(Permission.PUBLISH)]) -> Response:
    """Show the original beside what would be published."""
    proposal = await asyncio.to_thread(services(request).casework.proposal, visit.actor, code)
    return await _page(request, code, visit, proposal.question, proposal.answer)


@router.post(ONE + "/cong-khai")
async def publish(request: Request, code: str, visit: Annotated[Visit, require(Permission.PUBLISH)]) -> Response:
    """Show the changed texts once more, or publish them; what was typed stays on a refusal."""
    question, answer = visit.text("question"), visit.text("answer")
    if visit.text("do") != "publish":
        return await _page(request, code, visit, question, answer)
    if "read" not in visit.ticked:
        return await _page(request, code, visit, question, answer, ("read", _READ_FIRST))
    try:
        slug = await asyncio.to_thread(services(request).casework.publish, visit.actor, code, question, answer)
    except InvalidField as error:
        return await _page(request, code, visit, question, answer, (error.field, error.reason))
    except TransitionRefused as error:
        return await _page(request, code, visit, question, answer, ("state", error.reason))
    return redirect(request, ONE.format(code=code), f"Đã công khai tại /hoi-dap/{slug}.")


async def _page(
    request: Request, code: str, visit: Visit, question: str, answer: str, problem: tuple[str, str] | None = None
) -> Response:
    case = await asyncio.to_thread(services(request).casework.case, visit.actor, code)
    return render(
        request,
        "console/publish.html",
        status=422 if problem else 200,
        title="Xem trước khi công khai",
        code=case.line.code,
        question=question,
        answer=answer,
        question_pieces=await asyncio.to_thread(compare, case.content, _unix(question)),
        answer_pieces=await asyncio.to_thread(compare, case.answer or "", _unix(answer)),
        problem=problem[1] if problem else "",
        problems=dict([problem]) if problem else {},
    )


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
