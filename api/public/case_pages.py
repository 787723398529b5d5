"""/phan-anh/tra-cuu and /phan-anh/{code}: where a PAKN stands, and what its sender can do about it.

Having shown the last digits of the phone (or the e-mail) once, the browser holds a sealed note of it for half an hour,
so that the page can be reloaded; the note fits one code only, and nobody can write or read one.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Annotated, Any

from fastapi import Form, Request, Response

from api.errors import AttachmentRefused, CaseNotFound, InvalidField, TransitionRefused, VaultLocked
from api.feedback.attachments import TYPES
from api.feedback.codes import read_code
from api.feedback.labels import KIND_LABELS, STATUS_LABELS
from api.feedback.model import PublicCase, Status
from api.feedback_api.cases import watched
from api.feedback_api.contracts import last_four
from api.public import wording
from api.public.painting import page_router, redirect, render, set_cookie
from api.public.typed import chosen_files, typed_text
from api.security.vault import vault
from api.services import Services, ServicesDep

router = page_router("/phan-anh")

_HOME = "/phan-anh"
_SEEN = "motcua_xem"
_SECONDS = 30 * 60
_LONGEST = 60_000

Text = Annotated[str, Form(max_length=_LONGEST)]


@dataclass(frozen=True, slots=True)
class Step:
    """What the sender does: the desk's method, and the words typed for it."""

    run: Callable[[str, str], PublicCase]
    typed: dict[str, str] = field(default_factory=dict)


@router.get("/tra-cuu")
async def look_up_page(request: Request, ma: str = "") -> Response:
    """Ask for the code and the proof."""
    return _ask(request, code=ma[:64])


@router.post("/tra-cuu")
async def look_up(request: Request, found: ServicesDep, code: Text = "", proof: Text = "") -> Response:
    """Check code and proof; the right ones open the page of the PAKN."""
    shown = proof.strip()[:200] if "@" in proof else last_four(proof)
    errors = {}
    if not code.strip():
        errors["code"] = wording.LOOK_UP_NEEDS_CODE
    if not shown:
        errors["proof"] = wording.LOOK_UP_NEEDS_PROOF
    if errors:
        return _ask(request, code=code, proof=proof, errors=errors, status=422)
    try:
        case = await watched(request, found, lambda: found.desk.status(code, shown))
    except InvalidField as error:
        return _ask(request, code=code, proof=proof, errors={"code": error.reason}, status=422)
    except CaseNotFound:
        return _ask(request, code=code, proof=proof, errors={"proof": wording.LOOK_UP_WRONG}, status=404)
    response = redirect(f"{_HOME}/{case.code}")
    note = json.dumps({"code": case.code, "proof": shown, "at": int(time.time())})
    set_cookie(request, response, _SEEN, vault().seal(note.encode()).decode("ascii"), _HOME)
    return response


@router.get("/{code}")
async def case_page(code: str, request: Request, found: ServicesDep) -> Response:
    """Show a PAKN to whoever has proved to be its sender, else ask for the proof."""
    stored, proof = _shown_before(request, found, code)
    if proof is None:
        return _ask(request, code=stored or code[:64])
    try:
        case = await watched(request, found, lambda: found.desk.status(stored, proof))
    except CaseNotFound:
        return _ask(request, code=stored)
    return _case(request, found, case, done=wording.DONE.get(request.query_params.get("xong", ""), ""))


@router.post("/{code}/bo-sung")
async def add(code: str, request: Request, found: ServicesDep) -> Response:
    """Add information: words, files, or both."""
    async with request.form(max_fields=20, max_files=found.settings.attachment_count + 1) as form:
        text = typed_text(form, "text")
        declared = form.get("not_identity_paper") == "1"
        most = found.settings.attachment_bytes + 1
        files = [(one.filename or "", await one.read(most)) for one in chosen_files(form)]

    def run(stored: str, proof: str) -> PublicCase:
        return found.desk.add(stored, proof, text, files=files, not_identity_papers=declared)

    return await _take(request, found, code, "bo-sung", Step(run, {"bo-sung": text}))


@router.post("/{code}/rut")
async def withdraw(code: str, request: Request, found: ServicesDep, reason: Text = "") -> Response:
    """Take the PAKN back."""
    step = Step(lambda stored, proof: found.desk.withdraw(stored, proof, reason), {"rut": reason})
    return await _take(request, found, code, "rut", step)


@router.post("/{code}/danh-gia")
async def rate(code: str, request: Request, found: ServicesDep, stars: Text = "", note: Text = "") -> Response:
    """Rate the answer."""
    given = int(stars) if re.fullmatch(r"[1-5]", stars) else 0

    def run(stored: str, proof: str) -> PublicCase:
        if not given:
            raise InvalidField("stars", "Anh/chị chọn một mức, từ rất không hài lòng đến rất hài lòng.")
        return found.desk.rate(stored, proof, given, note or None)

    return await _take(request, found, code, "danh-gia", Step(run, {"danh-gia": note, "stars": stars}))


@router.post("/{code}/mo-lai")
async def reopen(code: str, request: Request, found: ServicesDep, reason: Text = "") -> Response:
    """Ask to look again."""
    step = Step(lambda stored, proof: found.desk.reopen(stored, proof, reason), {"mo-lai": reason})
    return await _take(request, found, code, "mo-lai", step)


async def _take(request: Request, found: Services, code: str, name: str, step: Step) -> Response:
    """Do a step and go back to the page; a refusal shows the page again with what was typed."""
    stored, proof = _shown_before(request, found, code)
    if proof is None:
        return redirect(f"{_HOME}/{stored}" if stored else f"{_HOME}/tra-cuu")
    try:
        await watched(request, found, lambda: step.run(stored, proof))
    except (InvalidField, AttachmentRefused, TransitionRefused) as error:
        case = await watched(request, found, lambda: found.desk.status(stored, proof))
        status = 409 if isinstance(error, TransitionRefused) else 422
        return _case(request, found, case, errors={name: error.reason}, typed=step.typed, status=status)
    return redirect(f"{_HOME}/{stored}?xong={name}")


def _shown_before(request: Request, found: Services, code: str) -> tuple[str, str | None]:
    """Return the code as it is stored (``""`` when it is none), and the proof shown for it in the last half hour."""
    try:
        stored = read_code(code, found.settings.pakn_prefix)
        note = json.loads(vault().open(request.cookies[_SEEN].encode("ascii", "replace")))
        fresh = 0 <= time.time() - note["at"] <= _SECONDS
        return stored, note["proof"] if fresh and note["code"] == stored else None
    except InvalidField:
        return "", None
    except (KeyError, VaultLocked):
        return stored, None


def _ask(
    request: Request, *, code: str = "", proof: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> Response:
    return render(
        request, "look_up.html", status=status, title="Tra cứu phản ánh", code=code, proof=proof, errors=errors or {}
    )


def _case(
    request: Request,
    found: Services,
    case: PublicCase,
    *,
    done: str = "",
    errors: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    status: int = 200,
) -> Response:
    context: dict[str, Any] = {"done": done, "errors": errors or {}, "typed": typed or {}}
    return render(
        request,
        "case.html",
        status=status,
        title=f"Phản ánh {case.code}",
        case=case,
        kind=KIND_LABELS[case.kind],
        status_label=STATUS_LABELS[case.status],
        waiting=case.status is Status.NEEDS_MORE,
        accept=",".join(TYPES),
        file_limit=found.settings.attachment_bytes,
        file_count=max(0, found.settings.attachment_count - len(case.attachments)),
        **context,
    )
