"""The last look before a question and its answer become public."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.console.case import ONE
from api.console.diffing import compare
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField, TransitionRefused
from api.feedback.asked import LEAST, MOST, MOST_WORDINGS, suggested_question
from api.feedback.office_model import Proposal
from api.feedback.redaction import placeholders
from api.services import services

_READ_FIRST = "Vui lòng đọc lại hai phần rồi đánh dấu xác nhận trước khi công khai."

router = console_router()


@router.get(ONE + "/cong-khai")
async def look(request: Request, code: str, visit: Annotated[Visit, require(Permission.PUBLISH)]) -> Response:
    """Show the original beside what would be published; refused while there is no approved answer."""
    return await _page(request, code, visit, await asyncio.to_thread(_proposed, request, visit, code))


@router.post(ONE + "/cong-khai")
async def publish(request: Request, code: str, visit: Annotated[Visit, require(Permission.PUBLISH)]) -> Response:
    """Show the changed texts once more, or publish them; what was typed stays on a refusal."""
    await asyncio.to_thread(_proposed, request, visit, code)  # refuses what is not answered
    typed = Proposal(
        question=visit.text("question"),
        answer=visit.text("answer"),
        asked=visit.text("asked"),
        wordings=tuple(line for line in visit.text("wordings").splitlines() if line.strip()),
    )
    if visit.text("do") != "publish":
        return await _page(request, code, visit, typed)
    if "read" not in visit.ticked:
        return await _page(request, code, visit, typed, ("read", _READ_FIRST))
    try:
        slug = await asyncio.to_thread(
            services(request).casework.publish,
            visit.actor,
            code,
            typed.question,
            typed.answer,
            asked=typed.asked,
            wordings=typed.wordings,
            keep_marks="keep" in visit.ticked,
        )
    except InvalidField as error:
        return await _page(request, code, visit, typed, (error.field, error.reason))
    except TransitionRefused as error:
        return await _page(request, code, visit, typed, ("state", error.reason))
    return redirect(request, ONE.format(code=code), f"Đã công khai tại /hoi-dap/{slug}.")


def _proposed(request: Request, visit: Visit, code: str) -> Proposal:
    return services(request).casework.proposal(visit.actor, code)


async def _page(
    request: Request, code: str, visit: Visit, proposal: Proposal, problem: tuple[str, str] | None = None
) -> Response:
    case = await asyncio.to_thread(services(request).casework.case, visit.actor, code)
    return render(
        request,
        "console/publish.html",
        status=422 if problem else 200,
        title="Xem trước khi công khai",
        code=case.line.code,
        proposal=proposal,
        suggested=suggested_question(proposal.question),
        marks=placeholders(f"{proposal.question}\n{proposal.answer}"),
        limits={"least": LEAST, "most": MOST, "wordings": MOST_WORDINGS},
        question_pieces=await asyncio.to_thread(compare, case.content, _unix(proposal.question)),
        answer_pieces=await asyncio.to_thread(compare, case.answer or "", _unix(proposal.answer)),
        problem=problem[1] if problem else "",
        problems=dict([problem]) if problem else {},
    )


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n")
