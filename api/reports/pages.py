"""The page of the report in the console, and the files to take away."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Request, Response

from api.clock import utc_now
from api.console.frame import Permission, Visit, console_router, file_response, render, require
from api.errors import AccessDenied, InvalidField
from api.feedback.audit import Subject, write
from api.reports import raw, wording
from api.reports.build import Report, Reports
from api.reports.chat import asked_in
from api.reports.grids import Form, written
from api.reports.notes import notes
from api.reports.paper import document
from api.reports.periods import AGAINST_LABELS, SPAN_LABELS, Against, Period, Span, from_query
from api.reports.pictures import charts
from api.reports.sections import sections
from api.reports.workbook import MEDIA_TYPE as XLSX
from api.reports.workbook import workbook
from api.security.accounts import Actor
from api.services import Services, services
from api.word import MEDIA_TYPE as DOCX

PATH = "/admin/bao-cao"
TOP = 10
"""Lines of the longest tables on the page; the workbook has all of them."""

TAKEN = "report_taken"
"""What the log calls it when somebody takes a file of the report."""
_CSV = "text/csv; charset=utf-8"

router = console_router()
Reader = Annotated[Visit, require(Permission.REPORTS_READ)]


@router.get(PATH)
async def page(request: Request, visit: Reader) -> Response:
    """Show the report of the period in the address; one that cannot be is said beside the form."""
    reports = _reports(services(request))
    try:
        period, against = from_query(request.query_params, reports.today())
    except InvalidField as error:
        return _page(request, reports, None, None, Against.LAST_YEAR, error)
    report = await asyncio.to_thread(reports.report, visit.actor, period, against)
    return _page(request, reports, report, period, against, None)


@router.get(f"{PATH}/bao-cao.xlsx")
async def excel(request: Request, visit: Reader) -> Response:
    """Give the workbook."""
    found = services(request)
    reports = _reports(found)
    period, against = from_query(request.query_params, reports.today())
    content = await asyncio.to_thread(_workbook, found, reports, visit.actor, period, against)
    return await _taken(found, visit, content, XLSX, f"{_name('bao-cao-pakn', period)}.xlsx", period)


@router.get(f"{PATH}/bao-cao.docx")
async def word(request: Request, visit: Reader) -> Response:
    """Give the document."""
    found = services(request)
    reports = _reports(found)
    period, against = from_query(request.query_params, reports.today())

    def make() -> bytes:
        return document(reports.report(visit.actor, period, against))

    content = await asyncio.to_thread(make)
    return await _taken(found, visit, content, DOCX, f"{_name('bao-cao-pakn', period)}.docx", period)


@router.get(f"{PATH}/ho-so.csv")
async def cases_csv(request: Request, visit: Reader) -> Response:
    """Give the PAKN behind the numbers."""
    found = services(request)
    reports = _reports(found)
    period, _ = from_query(request.query_params, reports.today())
    lines = await asyncio.to_thread(_case_lines, found, reports, visit.actor, period)
    content = raw.as_csv(raw.CASE_COLUMNS, lines)
    return await _taken(found, visit, content, _CSV, f"{_name('ho-so-pakn', period)}.csv", period)


@router.get(f"{PATH}/cau-hoi.csv")
async def questions_csv(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_READ)]) -> Response:
    """Give what people asked the assistant, as far as it is still kept; not to accounts of other agencies."""
    if visit.actor.agency_id:
        raise AccessDenied
    found = services(request)
    period, _ = from_query(request.query_params, _reports(found).today())

    def make() -> bytes:
        with found.database.session() as session:
            return raw.as_csv(raw.QUESTION_COLUMNS, raw.question_lines(asked_in(session, period)))

    content = await asyncio.to_thread(make)
    return await _taken(found, visit, content, _CSV, f"{_name('cau-hoi', period)}.csv", period)


async def _taken(found: Services, visit: Visit, content: bytes, media_type: str, name: str, period: Period) -> Response:
    """Give a file after the log says who took what, of which days; without that line nobody gets it."""

    def note() -> None:
        with found.database.session() as session:
            write(
                session,
                at=utc_now(),
                actor=visit.actor,
                action=TAKEN,
                subject_kind=Subject.REPORT,
                subject=name,
                after={"from_on": period.start.isoformat(), "until_on": period.as_of.isoformat()},
            )

    await asyncio.to_thread(note)
    return file_response(content, media_type, name)


def _reports(found: Services) -> Reports:
    return Reports(found.database, found.casework.rules, found.keeper.catalogue, found.settings.retention_days)


def _page(
    request: Request,
    reports: Reports,
    report: Report | None,
    period: Period | None,
    against: Against,
    error: InvalidField | None,
) -> Response:
    shown: dict[str, Any] = {}
    if report and period:
        shown = {
            "sections": sections(report, top=TOP),
            "charts": charts(report),
            "notes": notes(report),
            "query": period.query(against),
        }
    return render(
        request,
        "reports/page.html",
        status=422 if error else 200,
        title=wording.TITLE,
        report=report,
        period=period,
        chosen=_chosen(request, period, against, reports),
        spans=[(one.value, label) for one, label in SPAN_LABELS.items()],
        comparisons=[(one.value, label) for one, label in AGAINST_LABELS.items()],
        problem=error,
        definitions=wording.DEFINITIONS,
        words=wording,
        written=written,
        text_form=Form.TEXT,
        **{"sections": (), "charts": {}, "notes": (), "query": "", **shown},
    )


def _chosen(request: Request, period: Period | None, against: Against, reports: Reports) -> dict[str, str]:
    """Return what the form shows: the period on the page, or what was asked for when that was none."""
    asked = request.query_params
    day = period.start if period else reports.today()
    return {
        "ky": period.span.value if period else asked.get("ky", Span.QUARTER.value),
        "nam": str(day.year) if period else asked.get("nam", str(day.year)),
        "quy": str((day.month + 2) // 3) if period else asked.get("quy", ""),
        "tu": period.start.isoformat() if period else asked.get("tu", ""),
        "den": period.as_of.isoformat() if period else asked.get("den", ""),
        "so-sanh": against.value,
    }


def _workbook(found: Services, reports: Reports, actor: Actor, period: Period, against: Against) -> bytes:
    lines = _case_lines(found, reports, actor, period)
    return workbook(reports.report(actor, period, against), lines)


def _case_lines(found: Services, reports: Reports, actor: Actor, period: Period) -> list[list[raw.Cell]]:
    load, labels, reasons = reports.load(actor, period)
    with found.database.session() as session:
        return raw.case_lines(session, load, labels, reasons)


def _name(what: str, period: Period) -> str:
    return f"{what}-{period.start:%Y%m%d}-{period.as_of:%Y%m%d}"
