"""Pages of how complete the records are: the table by agency or field, the records behind a number, the files."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, file_response, render, require
from api.knowledge_desk.coverage import (
    BY_LABELS,
    PART_COLUMNS,
    PART_HINTS,
    PART_LABELS,
    By,
    Coverage,
    Part,
    as_table,
    as_workbook,
)
from api.knowledge_desk.pages import HOME
from api.paging import Page
from api.quality.addresses import number_of
from api.reports.workbook import MEDIA_TYPE
from api.services import services

COVERAGE = f"{HOME}/do-day-du"
LACKING = f"{COVERAGE}/thieu"
_CSV = "text/csv; charset=utf-8"
_SIZE = 50
_GROUP_CHARACTERS = 500

router = console_router()


@router.get(COVERAGE)
async def table(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show how many records lack what, by agency or by field."""
    by, coverage = _by(request.query_params), await coverage_of(request)
    rows = coverage.rows(by)
    wanted = min(number_of(request.query_params.get("trang", "")), max(1, -(-len(rows) // _SIZE)))
    page = Page(tuple(rows[(wanted - 1) * _SIZE : wanted * _SIZE]), len(rows), wanted, _SIZE)
    return render(
        request,
        "knowledge_desk/coverage.html",
        title="Mức đầy đủ của dữ liệu",
        by=by,
        page=page,
        total=coverage.total(),
        parts=PART_LABELS,
        columns=PART_COLUMNS,
        hints=PART_HINTS,
        tabs=[(label, f"{COVERAGE}?theo={one.value}", one is by) for one, label in BY_LABELS.items()],
        group_label=BY_LABELS[by],
        info=services(request).keeper.current().info,
        csv=f"{COVERAGE}.csv?theo={by.value}",
        xlsx=f"{COVERAGE}.xlsx",
        behind=lambda group, part: f"{LACKING}?{urlencode(_behind(by, group, part))}",
        link=lambda place: f"{COVERAGE}?{urlencode({'theo': by.value, 'trang': place})}",
    )


@router.get(LACKING)
async def lacking(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Show the records behind a number."""
    query = request.query_params
    by, coverage = _by(query), await coverage_of(request)
    part = Part(query["muc"]) if query.get("muc") in list(Part) else None
    group = query.get("nhom", "")[:_GROUP_CHARACTERS] or None
    found = coverage.lacking(by, group, part)
    wanted = min(number_of(query.get("trang", "")), max(1, -(-len(found) // _SIZE)))
    page = Page(tuple(found[(wanted - 1) * _SIZE : wanted * _SIZE]), len(found), wanted, _SIZE)
    behind = _behind(by, group, part)
    return render(
        request,
        "knowledge_desk/lacking.html",
        title=f"Thủ tục thiếu: {PART_LABELS[part].lower()}" if part else "Thủ tục còn thiếu thông tin",
        page=page,
        group=group,
        group_label=BY_LABELS[by],
        hint=PART_HINTS[part] if part else "",
        parts=PART_LABELS,
        back=f"{COVERAGE}?theo={by.value}",
        link=lambda place: f"{LACKING}?{urlencode({**behind, 'trang': place})}",
    )


@router.get(f"{COVERAGE}.csv")
async def as_csv_file(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Give the table as CSV."""
    by, coverage = _by(request.query_params), await coverage_of(request)
    return file_response(await asyncio.to_thread(as_table, coverage, by), _CSV, f"do-day-du-{by.value}.csv")


@router.get(f"{COVERAGE}.xlsx")
async def as_xlsx_file(request: Request, visit: Annotated[Visit, require(Permission.KNOWLEDGE_READ)]) -> Response:  # noqa: ARG001
    """Give both tables and the records that lack something as an Excel file."""
    found, coverage = services(request), await coverage_of(request)
    day = f"{found.keeper.current().info.data_date:%d/%m/%Y}"
    content = await asyncio.to_thread(as_workbook, coverage, found.settings.office_name, day)
    return file_response(content, MEDIA_TYPE, "do-day-du-cua-du-lieu.xlsx")


async def coverage_of(request: Request) -> Coverage:
    """Return what is counted of the active snapshot; counted once a snapshot."""
    knowledge = services(request).keeper.current()
    kept: Coverage | None = getattr(request.app.state, "coverage", None)
    if kept is None or kept.snapshot != knowledge.info.id:
        kept = await asyncio.to_thread(Coverage.of, knowledge)
        request.app.state.coverage = kept
    return kept


def _by(query: Mapping[str, str]) -> By:
    wanted = query.get("theo")
    return By(wanted) if wanted in list(By) else By.AGENCY


def _behind(by: By, group: str | None, part: Part | None) -> dict[str, str]:
    pairs = {"theo": by.value, "nhom": group or "", "muc": part.value if part else ""}
    return {name: value for name, value in pairs.items() if value}
