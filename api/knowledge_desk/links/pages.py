"""The page of broken links: start, progress, stop, result, file."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.clock import utc_now
from api.console.frame import Permission, Visit, console_router, file_response, redirect, render, require
from api.errors import TransitionRefused
from api.feedback.audit import Subject, write
from api.knowledge_desk.links.desk import LinkDesk
from api.knowledge_desk.links.materials import edit_address, links_to_check, overtaken
from api.knowledge_desk.links.model import KIND_LABELS, VERDICT_LABELS, Report, Verdict
from api.knowledge_desk.pages import HOME
from api.knowledge_keeper import records_in_force
from api.materials.model import Wanted
from api.paging import Page
from api.quality.addresses import number_of
from api.reports.raw import as_csv
from api.security.accounts import Actor
from api.services import services

LINKS = f"{HOME}/lien-ket"
_SIZE = 50
_COLUMNS = ("Liên kết", "Kết quả", "Mã HTTP", "Loại", "Biểu mẫu", "Mã thủ tục", "Tên thủ tục", "Sửa ở")

router = console_router()


@router.get(LINKS)
async def links_page(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show how far a look is, or what the last one found."""
    desk = _desk(request)
    report = await asyncio.to_thread(desk.last)
    materials = await asyncio.to_thread(services(request).materials.every, Wanted()) if report else ()
    broken = report.broken if report else ()
    wanted = min(number_of(request.query_params.get("trang", "")), max(1, -(-len(broken) // _SIZE)))
    return render(
        request,
        "knowledge_desk/links.html",
        title="Kiểm tra liên kết",
        going=desk.round,
        report=report,
        page=Page(broken[(wanted - 1) * _SIZE : wanted * _SIZE], len(broken), wanted, _SIZE),
        verdicts=VERDICT_LABELS,
        kinds=KIND_LABELS,
        edit=edit_address,
        since=overtaken(report, materials) if report else {},
        good=report.counts.get(Verdict.GOOD, 0) if report else 0,
        closed=report.counts.get(Verdict.CLOSED, 0) if report else 0,
        now=services(request).keeper.current().info.id,
        link=lambda place: f"{LINKS}?trang={place}",
    )


@router.post(LINKS)
async def start(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:
    """Start a look at the links of the active snapshot and of materials."""
    found, knowledge = services(request), services(request).keeper.current()
    links = await asyncio.to_thread(
        lambda: links_to_check(records_in_force(knowledge), found.materials.every(Wanted()), found.materials.clock())
    )
    try:
        _desk(request).start(knowledge.info.id, links, visit.actor.name)
    except TransitionRefused as error:
        return redirect(request, LINKS, error.reason, "bad")
    await asyncio.to_thread(_log, request, visit.actor, knowledge.info.id, len(links))
    return redirect(request, LINKS, "Đã bắt đầu kiểm tra liên kết.")


@router.post(f"{LINKS}/dung-lai")
async def stop(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_WRITE)]) -> Response:  # noqa: ARG001
    """Stop the look under way."""
    await _desk(request).stop()
    return redirect(request, LINKS, "Đã dừng kiểm tra; kết quả đến lúc dừng được giữ lại.")


@router.get(f"{LINKS}.csv")
async def as_file(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Give the links that did not open, one line for each record or material concerned."""
    report = await asyncio.to_thread(_desk(request).last)
    content = await asyncio.to_thread(table_of, report, services(request).settings.public_url)
    return file_response(content, "text/csv; charset=utf-8", "lien-ket-hong.csv")


def table_of(report: Report | None, base: str = "") -> bytes:
    """Return the links that did not open as a CSV file; ``base`` is the address people open this product at."""
    lines = [
        (
            one.url,
            VERDICT_LABELS[one.outcome.verdict],
            one.outcome.status,
            KIND_LABELS[use.kind],
            use.form or "",
            use.code,
            use.name,
            edit_address(use, base),
        )
        for one in (report.broken if report else ())
        for use in one.uses
    ]
    return as_csv(_COLUMNS, lines)


def _desk(request: Request) -> LinkDesk:
    desk: LinkDesk = request.app.state.links
    return desk


def _log(request: Request, actor: Actor, snapshot_id: str, total: int) -> None:
    with services(request).database.session() as session:
        write(
            session,
            at=utc_now(),
            actor=actor,
            action="links_checked",
            subject_kind=Subject.KNOWLEDGE,
            subject=snapshot_id,
            after={"links": total},
        )
