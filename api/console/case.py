"""The page of one PAKN: what was said, what became of it, and the steps that are possible now."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request, Response

from api.clock import local_day, utc_now
from api.console.cases import agencies_of
from api.console.frame import Permission, Visit, console_router, file_response, render, require
from api.console.journal import ACTIONS, JournalLine, timeline
from api.console.people import DOWNLOADED, REVEALED, colleagues, record_look
from api.errors import AccessDenied
from api.feedback.communes import communes_today
from api.feedback.labels import KIND_LABELS
from api.feedback.model import OPEN, Completeness, Lateness, Status
from api.feedback.office_model import Case
from api.feedback.rules import FeedbackRules
from api.feedback.texts import version
from api.published.spoken import leading_questions
from api.services import Services, services

ONE = "/admin/pakn/{code}"

router = console_router()


@dataclass(frozen=True, slots=True)
class Steps:
    """Which steps a visitor can take on a case now; the facade checks each again.

    Attributes:
        own_answer: the visitor wrote the answer, and the rules ask for somebody else to approve it.
    """

    work: bool
    forward: bool
    start: bool
    ask: bool
    reconsider: bool
    reject: bool
    withdraw: bool
    resume: bool
    delay: bool
    answer: bool
    approve: bool
    own_answer: bool
    publish: bool
    unpublish: bool
    merge: bool
    separate: bool

    @property
    def any(self) -> bool:
        """Tell whether there is a next step at all."""
        steps = (self.forward, self.start, self.ask, self.reconsider, self.reject, self.withdraw, self.resume)
        return any(steps) or self.delay


def steps_of(case: Case, visit: Visit, rules: FeedbackRules) -> Steps:
    """Return the steps that role and state allow."""
    status, work = case.line.status, visit.may(Permission.CASES_WORK)
    full = case.line.completeness is Completeness.FULL
    alone = case.merged_into is None
    approves, publishes = visit.may(Permission.ANSWER_APPROVE), visit.may(Permission.PUBLISH)
    due = case.line.answer_due_on
    late = case.line.lateness is Lateness.LATE and due is not None and due < local_day(utc_now())
    handled = work and full and alone
    return Steps(
        work=work,
        forward=handled and Status.FORWARDED in case.allowed,
        start=work and alone and status is Status.FORWARDED,
        ask=handled and Status.NEEDS_MORE in case.allowed,
        reconsider=work and Status.RECEIVED in case.allowed,
        reject=work and Status.REJECTED in case.allowed,
        withdraw=work and full and Status.WITHDRAWN in case.allowed,
        resume=approves and case.answered_at is not None and Status.IN_PROGRESS in case.allowed,
        delay=work and late,
        answer=work and alone and status is Status.IN_PROGRESS,
        approve=approves and alone and status is Status.IN_PROGRESS and case.answer_author_id is not None,
        own_answer=rules.four_eyes and case.answer_author_id == visit.actor.account_id,
        publish=publishes and full and status in (Status.ANSWERED, Status.PUBLISHED),
        unpublish=publishes and status is Status.PUBLISHED,
        merge=handled and status in OPEN,
        separate=work and not alone and case.answered_at is None,
    )


@router.get(ONE)
async def one(request: Request, code: str, visit: Annotated[Visit, require(Permission.CASES_READ)]) -> Response:
    """Show a PAKN; opening it marks it as read. ``?mau=`` puts a reply template into the empty answer."""
    return await case_page(request, code, visit)


@router.post(ONE + "/nguoi-gui")
async def reveal(request: Request, code: str, visit: Annotated[Visit, require(Permission.SENDER_SEE)]) -> Response:
    """Show who sent it, and write down that somebody looked."""
    found = services(request)
    case = await asyncio.to_thread(found.casework.case, visit.actor, code)
    if case.sender_masked:
        raise AccessDenied
    await asyncio.to_thread(record_look, found.database, visit.actor, case.line.code, REVEALED)
    return await case_page(request, code, visit, revealed=True)


@router.get(ONE + "/tep/{identity}")
async def attachment(
    request: Request, code: str, identity: str, visit: Annotated[Visit, require(Permission.SENDER_SEE)]
) -> Response:
    """Hand out a file to be saved; never opened inside the console, and written down."""
    found = services(request)
    info, content = await asyncio.to_thread(found.casework.attachment, visit.actor, code, identity)
    case = await asyncio.to_thread(found.casework.case, visit.actor, code)
    await asyncio.to_thread(record_look, found.database, visit.actor, case.line.code, DOWNLOADED)
    return file_response(content, info.media_type, info.name)


async def case_page(
    request: Request,
    code: str,
    visit: Visit,
    *,
    problem: tuple[str, str] | None = None,
    status: int = 200,
    revealed: bool = False,
) -> Response:
    """Return the page of a case.

    Args:
        request: the one being answered.
        code: of the case.
        visit: who looks.
        problem: a step that was refused, and why; its form keeps what was typed.
        status: of the response.
        revealed: the sender is shown.
    """
    found = services(request)
    case = await asyncio.to_thread(found.casework.case, visit.actor, code)
    steps = steps_of(case, visit, found.casework.rules)
    return render(
        request,
        "console/case.html",
        status=status,
        title=f"{case.line.code}: {case.line.title}",
        case=case,
        answer_version=version(case.answer),
        steps=steps,
        rules=found.casework.rules,
        remark=case.line.completeness is Completeness.REMARK,
        awaiting=case.line.status is Status.IN_PROGRESS and case.answer_author_id is not None,
        revealed=revealed,
        timeline=await asyncio.to_thread(_timeline, found, visit, code),
        action_names=ACTIONS,
        kinds=[(one.value, text) for one, text in KIND_LABELS.items()],
        places=await asyncio.to_thread(communes_today, case.location) if case.location else (),
        problem=problem,
        typed={name: visit.text(name) for name in visit.ticked},
        leads=leading_here(case),
        problem_on_top=problem is not None and not getattr(steps, _FORMS.get(problem[0], ""), False),
        **await _choices(found, visit, case, steps, request.query_params.get("mau", "")),
    )


def leading_here(case: Case) -> tuple[str, ...]:
    """Return the questions that lead the assistant to the published answer of a case; none when it is not published."""
    if case.published_at is None:
        return ()
    return leading_questions(case.published_question or "", case.published_asked, case.published_wordings)


def _timeline(found: Services, visit: Visit, code: str) -> tuple[JournalLine, ...]:
    return timeline(found.database, found.casework.timeline(visit.actor, code))


_FORMS = {
    "giao": "work",
    "ghi-chu": "work",
    "sua": "work",
    "ma-quoc-gia": "work",
    "chuyen": "forward",
    "bat-dau": "start",
    "hoi-them": "ask",
    "tiep-nhan-lai": "reconsider",
    "tu-choi": "reject",
    "rut": "withdraw",
    "xu-ly-lai": "resume",
    "bao-cham": "delay",
    "soan": "answer",
    "duyet": "approve",
    "tra-lai": "approve",
    "go-cong-khai": "unpublish",
    "gop": "merge",
    "tach": "separate",
}
"""Which of :class:`Steps` puts the form of a step on the page; there the form itself says why it was refused."""


async def _choices(found: Services, visit: Visit, case: Case, steps: Steps, wanted: str) -> dict[str, Any]:
    """Return what the forms of the page offer; nothing is looked up for a form that is not shown."""
    casework, code = found.casework, case.line.code
    people = await asyncio.to_thread(colleagues, found.database, visit.actor) if steps.work else []
    similar = await asyncio.to_thread(casework.similar, visit.actor, code) if steps.work else ()
    answer = case.answer or ""
    filled: list[tuple[Any, str]] = []
    if steps.answer:
        for one in await asyncio.to_thread(casework.templates, visit.actor):
            filled.append((one, await asyncio.to_thread(casework.fill_template, visit.actor, code, one.id)))
        chosen = next((body for one, body in filled if one.id == wanted), "")
        answer = "\n\n".join(part for part in (answer, chosen) if part)
    return {
        "people": people,
        "agencies": await agencies_of(found) if steps.forward else [],
        "similar": similar,
        "templates": filled,
        "answer_start": answer,
    }
