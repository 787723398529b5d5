"""The page of the audit log."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request, Response
from starlette.datastructures import QueryParams

from api.console.frame import Permission, Visit, console_router, render, require
from api.console.journal import ACTIONS, SUBJECTS, JournalFilter, read
from api.console.painting import read_day
from api.services import services

PATH = "/admin/nhat-ky"

router = console_router()


@router.get(PATH)
async def journal(request: Request, visit: Annotated[Visit, require(Permission.AUDIT_READ)]) -> Response:  # noqa: ARG001
    """Show the log, filtered by the address."""
    wanted = _wanted(request.query_params)

    def on_page(number: int) -> str:
        return f"{PATH}?{_query(replace(wanted, page=number))}"

    return render(
        request,
        "console/journal.html",
        title="Nhật ký",
        page=await asyncio.to_thread(read, services(request).database, wanted),
        wanted=wanted,
        link=on_page,
        subjects=list(SUBJECTS.items()),
        actions=list(ACTIONS.items()),
        subject_names=SUBJECTS,
    )


def _wanted(query: QueryParams) -> JournalFilter:
    page = query.get("trang", "")
    return JournalFilter(
        subject_kind=query.get("loai", "")[:24],
        subject=query.get("ma", "").strip()[:64],
        actor=query.get("nguoi", "").strip()[:120],
        action=query.get("viec", "")[:48],
        since=read_day(query.get("tu", "")),
        until=read_day(query.get("den", "")),
        page=max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def _query(wanted: JournalFilter) -> str:
    pairs = {
        "loai": wanted.subject_kind,
        "ma": wanted.subject,
        "nguoi": wanted.actor,
        "viec": wanted.action,
        "tu": wanted.since.isoformat() if wanted.since else "",
        "den": wanted.until.isoformat() if wanted.until else "",
        "trang": str(wanted.page),
    }
    return urlencode({name: value for name, value in pairs.items() if value})
