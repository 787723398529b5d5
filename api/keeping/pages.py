"""/admin/ca-nhan: what is kept about the sender of a PAKN, handed out or erased; for administrators.

The page shows counts and codes, never the data themselves: those leave in the archive alone. Each step, the look-up
included, is in the log with how the office made sure who asks.
"""

from __future__ import annotations

import asyncio
import io
from dataclasses import dataclass
from typing import Annotated

from fastapi import Request, Response

from api.clock import local_day, utc_now
from api.console.frame import Permission, Visit, console_router, file_response, redirect, render, require
from api.errors import CaseNotFound, InvalidField
from api.feedback.codes import read_code
from api.keeping.grounds import PROOF_LABELS, REASON_LABELS, Grounds
from api.keeping.person import Found, PersonalData
from api.keeping.retention import TO_READ_DAYS
from api.services import Services, services

PATH = "/admin/ca-nhan"
_ZIP = "application/zip"
_TITLE = "Dữ liệu của một người"
_UNKNOWN = "Không có phản ánh mang mã này."
_SURE = "Vui lòng đánh dấu vào ô xác nhận trước khi xoá."
_ERASED = "Đã xoá dữ liệu cá nhân: {closed} phản ánh đã ẩn danh, {drafts} bản nháp, {conversations} cuộc trò chuyện."
_LATER = (
    " Đang xử lý nên còn giữ người gửi: {codes}; hệ thống tự xoá {days} ngày sau khi xử lý xong, "
    "để người gửi còn đọc được câu trả lời."
)

router = console_router()
Keeper = Annotated[Visit, require(Permission.PERSONAL_DATA)]


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was typed, as the page shows it again."""

    code: str = ""
    proof: str = ""
    reference: str = ""
    reason: str = ""

    @classmethod
    def of(cls, visit: Visit) -> _Asked:
        return cls(*(visit.text(name)[:200] for name in ("code", "proof", "reference", "reason")))


@router.get(PATH)
async def start(request: Request, visit: Keeper) -> Response:  # noqa: ARG001
    """Ask for a code and how the person was identified."""
    return _page(request, _Asked(code=request.query_params.get("ma", "")[:64]))


@router.post(PATH)
async def look(request: Request, visit: Keeper) -> Response:
    """Show what is kept, without showing it itself."""
    asked = _Asked.of(visit)
    try:
        code, found = await asyncio.to_thread(_look, services(request), visit, asked)
    except InvalidField as error:
        return _page(request, asked, error=error)
    except CaseNotFound:
        return _page(request, asked, error=InvalidField("code", _UNKNOWN))
    return _page(request, asked, code=code, found=found)


@router.post(f"{PATH}/xuat")
async def export(request: Request, visit: Keeper) -> Response:
    """Give the archive."""
    content = await asyncio.to_thread(_export, services(request), visit, _Asked.of(visit))
    return file_response(content, _ZIP, f"du-lieu-ca-nhan-{local_day(utc_now()):%Y%m%d}.zip")


@router.post(f"{PATH}/xoa")
async def erase(request: Request, visit: Keeper) -> Response:
    """Erase, after a reason and a confirmation."""
    asked = _Asked.of(visit)
    try:
        if "sure" not in visit.ticked:
            raise InvalidField("sure", _SURE)
        Grounds.read(asked.proof, asked.reference, asked.reason)
    except InvalidField as error:
        code, found = await asyncio.to_thread(_look, services(request), visit, asked)
        return _page(request, asked, code=code, found=found, error=error)
    erased = await asyncio.to_thread(_erase, services(request), visit, asked)
    said = _ERASED.format(closed=len(erased.closed), drafts=erased.drafts, conversations=erased.conversations)
    if erased.open:
        said += _LATER.format(codes=", ".join(erased.open), days=TO_READ_DAYS)
    return redirect(request, PATH, said)


def _look(found: Services, visit: Visit, asked: _Asked) -> tuple[str, Found]:
    code = read_code(asked.code, found.settings.pakn_prefix)
    data = PersonalData(found.database)
    person = data.sender_of(visit.actor, code, Grounds.read(asked.proof, asked.reference))
    return code, data.find(visit.actor, person)


def _export(found: Services, visit: Visit, asked: _Asked) -> bytes:
    grounds, data = Grounds.read(asked.proof, asked.reference), PersonalData(found.database)
    person = data.sender_of(visit.actor, read_code(asked.code, found.settings.pakn_prefix), grounds)
    archive = io.BytesIO()
    data.export(visit.actor, person, grounds).write(archive)
    return archive.getvalue()


def _erase(found: Services, visit: Visit, asked: _Asked) -> Found:
    grounds, data = Grounds.read(asked.proof, asked.reference, asked.reason), PersonalData(found.database)
    person = data.sender_of(visit.actor, read_code(asked.code, found.settings.pakn_prefix), grounds)
    return data.erase(visit.actor, person, grounds)


def _page(
    request: Request, asked: _Asked, *, code: str = "", found: Found | None = None, error: InvalidField | None = None
) -> Response:
    return render(
        request,
        "keeping/person.html",
        status=422 if error else 200,
        title=_TITLE,
        asked=asked,
        code=code,
        found=found,
        problems={error.field: error.reason} if error else {},
        proofs=[(one.value, label) for one, label in PROOF_LABELS.items()],
        reasons=[(one.value, label) for one, label in REASON_LABELS.items()],
        days=TO_READ_DAYS,
    )
