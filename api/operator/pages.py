"""The hotline's pages: search, the sheet of a procedure, passages of plans, the way to a PAKN by its code."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.catalogue.directory import directories_of
from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import CaseNotFound, InvalidField
from api.knowledge_desk.corrections import TEXT_CHARACTERS, Corrections
from api.materials.hotline import on_sheet
from api.operator.addresses import CASE, FIND, HOME, PLANS, SHEET, SHORT, TERMS, compared_with, sheet_of
from api.operator.changes import Earlier
from api.operator.finding import LONGEST_QUESTION, Asked, Choices, find
from api.operator.reading import read_out
from api.operator.reported import of_person, on_record
from api.operator.sending import sending
from api.operator.sheet import sheet
from api.public.painting import page_router
from api.services import services
from knowledge.answers.wording import CHANNEL_ORDER, LEVEL_WORD, channels_title
from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.audience import AUDIENCE_LABELS, BRANCH_LABELS, Audience, audiences_of, branches_of
from knowledge.errors import ProcedureNotFound
from knowledge.glossary import read_glossary
from knowledge.glossary.asking import term_asked
from knowledge.render import source_line
from knowledge.snapshot import SnapshotStore
from knowledge.text import one_line

short = page_router(SHORT)
"""The address that operators are told; the pages themselves lie where the log-in is sent."""

router = console_router()

_CALLS = Permission.CASES_REGISTER
"""Whoever takes calls: the one permission that operators have and viewers do not."""
_REPORTED = "Đã gửi báo sai đến người sửa dữ liệu. Kết quả hiện ở cuối phiếu này và ở trang tra cứu."


@short.get("")
async def lead_there(request: Request) -> Response:
    """Lead to the console, and through its log-in."""
    query = request.url.query
    return RedirectResponse(HOME + (f"?{query}" if query else ""), 303)


@router.get(HOME)
async def home(request: Request, visit: Annotated[Visit, require(_CALLS)]) -> Response:
    """Show the search box; sent as a form, the hits too; and what became of the wrong cards one reported."""
    asked = Asked.of(request.query_params)
    knowledge = services(request).keeper.current()
    findings = await asyncio.to_thread(find, knowledge, asked, directories_of(request))
    context = await search_context(request, asked)
    mine = await asyncio.to_thread(of_person, Corrections(services(request).database), visit.actor)
    return render(
        request,
        "operator/home.html",
        title="Tra cứu khi nghe máy",
        findings=findings,
        reported=mine,
        sheet_of=sheet_of,
        **context,
    )


@router.get(FIND)
async def found(request: Request, visit: Annotated[Visit, require(_CALLS)]) -> Response:  # noqa: ARG001
    """Answer the search box while somebody types."""
    knowledge = services(request).keeper.current()
    findings = await asyncio.to_thread(find, knowledge, Asked.of(request.query_params), directories_of(request))
    return JSONResponse(findings.model_dump(mode="json"))


@router.get(SHEET + "/{code}")
async def one(request: Request, code: str, visit: Annotated[Visit, require(_CALLS)]) -> Response:
    """Show a procedure as a sheet to read from; a call whose clock runs notes that it was opened."""
    await asyncio.to_thread(services(request).calls.looked_at, visit.actor, code[:64])
    return await _sheet(request, visit, code)


@router.post(SHEET + "/{code}/bao-sai")
async def wrong(request: Request, code: str, visit: Annotated[Visit, require(_CALLS)]) -> Response:
    """Put a note on a wrong card into the queue of those who correct."""
    text, part = visit.text("text"), visit.text("part")
    label = ASPECT_LABELS[Aspect(part)] if part in set(Aspect) else ""
    try:
        record = await asyncio.to_thread(services(request).keeper.current().procedure, code)
    except ProcedureNotFound:
        return unknown(request)
    try:
        noted = f"{label}: {text}" if label and text else text
        await asyncio.to_thread(Corrections(services(request).database).report, visit.actor, record.code, noted)
    except InvalidField as error:
        return await _sheet(request, visit, code, text, part, error)
    return redirect(request, sheet_of(code), _REPORTED)


@router.get(CASE)
async def case(request: Request, visit: Annotated[Visit, require(Permission.CASES_REGISTER)]) -> Response:
    """Go to the PAKN whose code the caller has named, however it was written down."""
    typed = request.query_params.get("ma", "").strip()[:64]
    try:
        kept = await asyncio.to_thread(services(request).casework.case, visit.actor, typed)
    except (CaseNotFound, InvalidField):
        message = "Không có hồ sơ mang mã này. Đề nghị người gọi đọc lại từng ký tự trên giấy hẹn."
        return redirect(request, HOME, message, "bad")
    return RedirectResponse(f"/admin/pakn/{quote(kept.line.code)}", 303)


@router.get(PLANS)
async def plans(request: Request, visit: Annotated[Visit, require(_CALLS)]) -> Response:  # noqa: ARG001
    """Find what the plan documents say."""
    question = one_line(request.query_params.get("hoi", ""))[:LONGEST_QUESTION]
    knowledge = services(request).keeper.current()
    answer = await asyncio.to_thread(knowledge.plan_answer, question) if question else None
    said: dict[str, Any] = {"answer": answer}
    if answer:
        said |= {"read": read_out(answer), "source": source_line(answer)}
    return render(request, "operator/plans.html", title="Kế hoạch, chương trình", question=question, **said)


@router.get(TERMS)
async def terms(request: Request, visit: Annotated[Visit, require(_CALLS)]) -> Response:  # noqa: ARG001
    """Show what the words of plans and procedures mean, and where that comes from."""
    wanted = one_line(request.query_params.get("tim", ""))[:LONGEST_QUESTION]
    table = read_glossary()
    asked = term_asked(wanted) if wanted else None
    found = (asked,) if asked else table.matching(wanted)
    return render(request, "operator/terms.html", title="Thuật ngữ", wanted=wanted, terms=found, checked=table.checked)


async def _sheet(
    request: Request, visit: Visit, code: str, typed: str = "", part: str = "", problem: InvalidField | None = None
) -> Response:
    knowledge = services(request).keeper.current()
    try:
        made = await asyncio.to_thread(sheet, knowledge, code, earlier_of(request))
    except ProcedureNotFound:
        return unknown(request)
    return render(
        request,
        "operator/sheet.html",
        status=422 if problem else 200,
        title=one_line(made.record.name),
        sheet=made,
        levels=", ".join(LEVEL_WORD[level] for level in made.record.levels),
        for_whom=", ".join(AUDIENCE_LABELS[one] for one in audiences_of(made.record.subjects)),
        of_branch=", ".join(BRANCH_LABELS[one] for one in branches_of(made.record)),
        compare=compared_with(made.record.code),
        labels=[(part.aspect.value, part.label) for part in made.parts],
        typed=typed,
        wrong_part=part,
        problem=problem.reason if problem else "",
        longest=TEXT_CHARACTERS,
        reported=await asyncio.to_thread(on_record, Corrections(services(request).database), made.record.code),
        **await on_sheet(request, made.record),
        **await sending(request, visit.actor, made.record.code),
        **await search_context(request, Asked()),
    )


def unknown(request: Request) -> Response:
    """Lead to the search, and say that there is no such procedure."""
    return redirect(request, HOME, "Không có thủ tục mang mã này trong dữ liệu đang dùng.", "bad")


async def search_context(request: Request, asked: Asked) -> dict[str, Any]:
    """Return what the search form of a page needs."""
    choices = await _choices(request)
    return {
        "asked": asked,
        "fields": [(one, one) for one in choices.fields],
        "levels_offered": [(one.value, word) for one, word in LEVEL_WORD.items()],
        "places": [(one, one) for one in choices.places],
        "channels": [(one.value, channels_title([one])) for one in CHANNEL_ORDER],
        "agencies": choices.agencies,
        "branches": [(one.value, BRANCH_LABELS[one]) for one in choices.branches],
        "audiences": [(one.value, AUDIENCE_LABELS[one].capitalize()) for one in Audience],
    }


async def _choices(request: Request) -> Choices:
    """Return what can be filtered by; looked up once a snapshot."""
    knowledge = services(request).keeper.current()
    kept: Choices | None = getattr(request.app.state, "operator_choices", None)
    if kept is None or kept.snapshot != knowledge.info.id:
        kept = await asyncio.to_thread(Choices.of, knowledge, directories_of(request))
        request.app.state.operator_choices = kept
    return kept


def earlier_of(request: Request) -> Earlier:
    """Return the snapshot before the present one, opened once."""
    kept: Earlier | None = getattr(request.app.state, "operator_earlier", None)
    if kept is None:
        kept = request.app.state.operator_earlier = Earlier(SnapshotStore(services(request).settings.snapshots))
    return kept
