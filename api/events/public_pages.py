"""``/su-kien``: what is coming, registering for it with consent, and taking that back."""

from __future__ import annotations

import asyncio
import json
import secrets
from typing import Annotated, Any

from fastapi import Form, Request, Response
from starlette.exceptions import HTTPException

from api.errors import CaseNotFound, InvalidField, VaultLocked
from api.events.model import KIND_LABELS, Event, EventNotFound, Registering
from api.events.registering import NAME_CHARACTERS, QUESTION_CHARACTERS
from api.public.painting import page_router, redirect, render, set_cookie
from api.security.access import address_of
from api.security.vault import vault
from api.services import Services, ServicesDep

HOME = "/su-kien"
_RECEIPT = "motcua_dang_ky"
_LONGEST = 10_000
_OFFICE = "cơ quan tổ chức"
_WRONG = "Không có đăng ký nào với mã và số điện thoại (hoặc thư điện tử) này. Anh/chị xem lại."

router = page_router(HOME)
Text = Annotated[str, Form(max_length=_LONGEST)]


@router.get("")
async def calendar(request: Request, found: ServicesDep) -> Response:
    """Show what is coming, and what was lately."""
    events = found.events.events
    coming, recent = await asyncio.to_thread(lambda: (events.coming(), events.recent()))
    return render(
        request,
        "events.html",
        title="Lịch đối thoại, trao đổi trực tuyến",
        coming=coming,
        recent=recent,
        labels=KIND_LABELS,
        now=events.clock(),
    )


@router.get("/huy")
async def cancelling(request: Request, ma: str = "") -> Response:
    """Ask for the code and the contact."""
    return _cancel_page(request, {"code": ma[:64], "contact": ""})


@router.post("/huy")
async def cancel(request: Request, found: ServicesDep, code: Text = "", contact: Text = "") -> Response:
    """Delete a registration."""
    found.events.limit.take(address_of(request))
    typed = {"code": code[:64], "contact": contact[:200]}
    try:
        title = await asyncio.to_thread(found.events.registrations.cancel, code, contact)
    except InvalidField as error:
        return _cancel_page(request, typed, {error.field: error.reason}, status=422)
    except CaseNotFound:
        return _cancel_page(request, typed, {"contact": _WRONG}, status=404)
    return render(request, "event_cancelled.html", title="Đã huỷ đăng ký", event=title)


@router.get("/{identity}")
async def one(request: Request, identity: str, found: ServicesDep) -> Response:
    """Show an event with the form, or with the code of whoever has just registered."""
    event = await _event(found, identity)
    return _page(request, found, event, {"key": secrets.token_hex(12)}, code=_receipt(request, event.id))


@router.post("/{identity}/dang-ky")
async def register(
    request: Request,
    identity: str,
    found: ServicesDep,
    key: Text = "",
    name: Text = "",
    contact: Text = "",
    question: Text = "",
    consent: Text = "",
) -> Response:
    """Register; the page of the event then shows the code."""
    found.events.limit.take(address_of(request))
    event = await _event(found, identity)
    typed = Registering(key=key, name=name, contact=contact, question=question, consent=consent == "1")
    try:
        code = await asyncio.to_thread(found.events.registrations.register, event.id, typed)
    except InvalidField as error:
        kept = {"key": secrets.token_hex(12), "name": name, "contact": contact, "question": question}
        return _page(request, found, event, kept, {error.field: error.reason}, consent=typed.consent)
    response = redirect(f"{HOME}/{event.id}")
    note = vault().seal(json.dumps({"event": event.id, "code": code}).encode()).decode("ascii")
    set_cookie(request, response, _RECEIPT, note, HOME)
    return response


async def _event(found: Services, identity: str) -> Event:
    try:
        return await asyncio.to_thread(found.events.events.get, identity)
    except EventNotFound:
        raise HTTPException(404) from None


def _page(
    request: Request,
    found: Services,
    event: Event,
    typed: dict[str, str],
    errors: dict[str, str] | None = None,
    *,
    code: str = "",
    consent: bool = False,
) -> Response:
    now = found.events.events.clock()
    office = found.settings.office_name or _OFFICE
    shown: dict[str, Any] = {
        "event": event,
        "label": KIND_LABELS[event.kind],
        "state": event.state(now),
        "questions": event.takes_questions(now),
        "typed": {"name": "", "contact": "", "question": "", **typed},
        "consent": consent,
        "office": office,
        "days": found.settings.retention_event_days,
        "version": found.settings.consent_version,
        "errors": errors or {},
        "code": code,
        "longest": {"name": NAME_CHARACTERS, "question": QUESTION_CHARACTERS},
    }
    return render(request, "event.html", status=422 if errors else 200, title=event.title, **shown)


def _cancel_page(
    request: Request, typed: dict[str, str], errors: dict[str, str] | None = None, *, status: int = 200
) -> Response:
    return render(request, "event_cancel.html", status=status, title="Huỷ đăng ký", typed=typed, errors=errors or {})


def _receipt(request: Request, event_id: str) -> str:
    """Return the code this browser has just been given for an event; empty: none."""
    try:
        note = json.loads(vault().open(request.cookies.get(_RECEIPT, "").encode("ascii", "replace")))
    except (VaultLocked, ValueError):
        return ""
    return str(note["code"]) if note.get("event") == event_id else ""
