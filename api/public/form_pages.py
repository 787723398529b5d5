"""/phan-anh: what a PAKN is, the form, looking it over, sending it, the receipt.

What is typed is kept on the server as a draft. The browser holds only the draft's id, in a cookie that ends with the
browser and that no script reads: it works without JavaScript, is in no address that could be passed on or stay in the
history of a shared computer, and survives a reload. 144 random bits need no signature. Between two savings a script
keeps the text in the tab (``sessionStorage``), so that a lost connection costs nothing either.
"""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from fastapi import Request, Response
from starlette.datastructures import FormData, UploadFile

from api.errors import AttachmentRefused, DraftNotFound, IncompleteFeedback, InvalidField, KnowledgeUnavailable
from api.feedback.agencies import agency_names
from api.feedback.attachments import TYPES
from api.feedback.intake import title_of
from api.feedback.labels import KIND_LABELS
from api.feedback.model import Channel, Completeness, Draft
from api.feedback_api.consent import consent_in_force
from api.public import wording
from api.public.form_state import FormPage, placed
from api.public.other_ways import other_ways
from api.public.painting import page_router, redirect, render, set_cookie
from api.public.typed import Typed, chosen_files, of_draft, typed_in
from api.services import Services, ServicesDep
from knowledge.answer import AnswerStatus
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit

router = page_router("/phan-anh")

STATIC = Path(__file__).parent / "static"
"""Scripts and styles of the public pages."""

_HOME = "/phan-anh"
_DRAFT = "motcua_nhap"
_RECEIPT = "motcua_bien_nhan"
_FOUND = 6
"""Procedures offered for one search."""


@router.get("")
async def form_page(request: Request, found: ServicesDep) -> Response:
    """Show what a PAKN is, and the form with what has been kept."""
    draft = await _draft(request, found)
    typed = of_draft(draft, found.settings.consent_version)
    page = FormPage()
    if draft and "thieu" in request.query_params:
        page.errors = await _missing(found, draft.id)
    if draft is None and "khong-co" in request.query_params:
        page.notice = wording.NO_DRAFT
    return await _form(request, found, typed, draft, page)


@router.post("")
async def form_posted(request: Request, found: ServicesDep) -> Response:
    """Keep what was typed, then do what the pressed button says."""
    async with request.form(max_fields=200, max_files=found.settings.attachment_count + 1) as form:
        return await _done(request, found, form)


async def _done(request: Request, found: Services, form: FormData) -> Response:
    typed, todo = typed_in(form), _todo(form)
    if todo == "xoa":
        return await _thrown_away(request, found)
    draft_id = await _draft_id(request, found)
    page = await placed(typed, form)
    page.errors |= await _keep(found, draft_id, typed)
    await _files(found, draft_id, form, todo, page)
    if todo == "tim" or (todo == "" and typed.search and typed.search != typed.searched):
        page.hits, page.at = await _search(found, typed.search), "thu-tuc"
        page.notice = "" if page.hits else wording.NO_PROCEDURE
    elif todo == "bo-thu-tuc":
        typed.procedure_code, page.at = "", "thu-tuc"
        await asyncio.to_thread(found.desk.change_draft, draft_id, procedure_code=None)
        page.errors.pop("procedure_code", None)
    elif todo in ("", "xem-lai"):
        page.errors = await _missing(found, draft_id, typed) | page.errors
        if not page.errors:
            return _with_draft(request, redirect(f"{_HOME}/xem-lai"), draft_id)
    draft = await asyncio.to_thread(found.desk.draft, draft_id)
    if todo in ("tim", "bo-thu-tuc", "tep") or todo.startswith("bo-tep-"):
        page.errors = {name: said for name, said in page.errors.items() if name in (page.at, "files")}
    response = await _form(request, found, typed, draft, page)
    return _with_draft(request, response, draft_id)


@router.post("/luu")
async def keep(request: Request, found: ServicesDep) -> Response:
    """Keep what has been typed so far (a script sends it while somebody writes); says nothing about errors."""
    async with request.form(max_fields=200, max_files=0) as form:
        typed = typed_in(form)
    draft_id = await _draft_id(request, found)
    await _keep(found, draft_id, typed)
    return _with_draft(request, Response(status_code=204), draft_id)


@router.get("/xem-lai")
async def review(request: Request, found: ServicesDep) -> Response:
    """Show everything once more before it is sent."""
    draft = await _draft(request, found)
    if draft is None:
        return redirect(f"{_HOME}?khong-co")
    if await asyncio.to_thread(found.desk.missing, draft.id):
        return redirect(f"{_HOME}?thieu")
    return render(
        request,
        "review.html",
        title="Xem lại trước khi gửi",
        draft=draft,
        kind=KIND_LABELS[draft.fields.kind] if draft.fields.kind else "",
        procedure=await _procedure(found, draft.fields.procedure_code),
        heading=title_of(draft.fields),
        advice=other_ways(f"{draft.fields.title or ''}. {draft.fields.content or ''}"),
    )


@router.post("/gui")
async def send(request: Request, found: ServicesDep) -> Response:
    """Submit the draft. Pressed twice, or sent again after a lost answer, it is still one PAKN."""
    draft_id = request.cookies.get(_DRAFT) or request.cookies.get(_RECEIPT, "")
    try:
        await asyncio.to_thread(found.desk.submit, draft_id)
    except DraftNotFound:
        return redirect(f"{_HOME}?khong-co")
    except IncompleteFeedback:
        return redirect(f"{_HOME}?thieu")
    response = redirect(f"{_HOME}/bien-nhan")
    set_cookie(request, response, _RECEIPT, draft_id, _HOME)
    response.delete_cookie(_DRAFT, path=_HOME)
    return response


@router.get("/bien-nhan")
async def receipt(request: Request, found: ServicesDep) -> Response:
    """Show the receipt of what this browser sent last; only a draft that was submitted stands in this cookie."""
    try:
        kept = await asyncio.to_thread(found.desk.submit, request.cookies.get(_RECEIPT, ""))
    except (DraftNotFound, IncompleteFeedback):
        return redirect(_HOME)
    return render(
        request,
        "receipt.html",
        title="Đã tiếp nhận",
        receipt=kept,
        is_remark=kept.completeness is Completeness.REMARK,
        base=found.settings.public_url or str(request.base_url).rstrip("/"),
    )


async def _form(request: Request, found: Services, typed: Typed, draft: Draft | None, page: FormPage) -> Response:
    settings = found.settings
    context: dict[str, Any] = {
        "typed": typed,
        "page": page,
        "errors": page.errors,
        "attachments": draft.attachments if draft else (),
        "procedure": await _procedure(found, typed.procedure_code),
        "agencies": await asyncio.to_thread(agency_names, found.database),
        "kinds": wording.KIND_CHOICES,
        "consent": consent_in_force(settings),
        "accept": ",".join(TYPES),
        "file_limit": settings.attachment_bytes,
        "file_count": settings.attachment_count,
        "has_draft": draft is not None,
    }
    title = "Gửi phản ánh, kiến nghị"
    return render(request, "form.html", status=422 if page.errors else 200, title=title, **context)


def _todo(form: FormData) -> str:
    value = form.get("viec")
    return value if isinstance(value, str) else ""


async def _draft(request: Request, found: Services) -> Draft | None:
    draft_id = request.cookies.get(_DRAFT)
    if not draft_id:
        return None
    try:
        return await asyncio.to_thread(found.desk.draft, draft_id)
    except DraftNotFound:
        return None


async def _draft_id(request: Request, found: Services) -> str:
    """Return the id of this browser's draft; a new one when it has none."""
    draft = await _draft(request, found)
    return draft.id if draft else await asyncio.to_thread(found.desk.open_draft, channel=Channel.WEB)


def _with_draft(request: Request, response: Response, draft_id: str) -> Response:
    if request.cookies.get(_DRAFT) != draft_id:
        set_cookie(request, response, _DRAFT, draft_id, _HOME)
    return response


async def _keep(found: Services, draft_id: str, typed: Typed) -> dict[str, str]:
    """Keep every field that can be taken; return what is wrong with the others."""
    wrong: dict[str, str] = {}
    changes = typed.changes(found.settings.consent_version)
    while changes:
        try:
            await asyncio.to_thread(found.desk.change_draft, draft_id, **changes)
            break
        except InvalidField as error:
            wrong[error.field] = error.reason
            if changes.pop(error.field, None) is None:
                break
    return wrong


async def _missing(found: Services, draft_id: str, typed: Typed | None = None) -> dict[str, str]:
    """Return what to do about each field that is missing; one that was typed wrongly is not also called missing."""
    names = await asyncio.to_thread(found.desk.missing, draft_id)
    out = {name: wording.MISSING.get(name, wording.OTHERWISE_MISSING) for name in names}
    if typed and (typed.sender_phone or typed.sender_email):
        out.pop("sender_phone", None)
    return out


async def _files(found: Services, draft_id: str, form: FormData, todo: str, page: FormPage) -> None:
    """Attach what was chosen, take off what was asked to be."""
    if todo.startswith("bo-tep-"):
        page.at = "tep"
        await asyncio.to_thread(found.desk.detach, draft_id, todo.removeprefix("bo-tep-"))
    if todo == "tep":
        page.at = "tep"
    refused = []
    for file in chosen_files(form):
        try:
            await _attach(found, draft_id, file, declared=form.get("not_identity_paper") == "1")
        except AttachmentRefused as error:
            refused.append(f"{file.filename}: {error.reason}")
    if refused:
        page.errors["files"] = " ".join(refused)


async def _attach(found: Services, draft_id: str, file: UploadFile, *, declared: bool) -> None:
    content = await file.read(found.settings.attachment_bytes + 1)
    await asyncio.to_thread(found.desk.attach, draft_id, file.filename or "", content, not_identity_paper=declared)


async def _thrown_away(request: Request, found: Services) -> Response:
    draft = await _draft(request, found)
    if draft:
        await asyncio.to_thread(found.desk.drop_draft, draft.id)
    response = redirect(_HOME)
    response.delete_cookie(_DRAFT, path=_HOME)
    return response


async def _search(found: Services, words: str) -> tuple[Hit, ...]:
    """Return procedures for everyday words; none while there is no data."""
    if not words:
        return ()
    try:
        result = await asyncio.to_thread(found.keeper.current().search, words[:200], limit=_FOUND)
    except KnowledgeUnavailable:
        return ()
    return result.hits if result.status in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE, AnswerStatus.ASK_MORE) else ()


async def _procedure(found: Services, code: str | None) -> str:
    """Return the name of a procedure; the code itself when it is not in the data (any more)."""
    if not code:
        return ""
    try:
        return (await asyncio.to_thread(found.keeper.current().procedure, code)).name
    except (KnowledgeUnavailable, ProcedureNotFound):
        return code
