"""``/admin/ban-tin``: choose a period, look at the newsletter, print it, take it away."""

from __future__ import annotations

import asyncio
from datetime import date, timedelta
from typing import Annotated

from fastapi import Request, Response

from api.clock import local_day, utc_now
from api.console.frame import Permission, Visit, console_router, file_response, render, require
from api.console.painting import read_day
from api.errors import InvalidField
from api.feedback.deadlines import day_text
from api.newsletter.changes import changes_of
from api.newsletter.content import INTRO_CHARACTERS, NOTHING, TITLE, Item, Newsletter, newsletter
from api.newsletter.files import as_mail, as_word
from api.reports.periods import Period, of_days
from api.services import Services, services
from api.word import MEDIA_TYPE
from knowledge.snapshot import SnapshotStore
from knowledge.text import clean

PATH = "/admin/ban-tin"
_DAYS = 30

router = console_router()
Editor = Annotated[Visit, require(Permission.ANNOUNCE)]


@router.get(PATH)
async def preview(request: Request, visit: Editor) -> Response:  # noqa: ARG001
    """Show the newsletter of the period in the address; the last thirty days without one."""
    problem: InvalidField | None = None
    letter: Newsletter | None = None
    try:
        letter = await asyncio.to_thread(_letter, services(request), request)
    except InvalidField as error:
        problem = error
    typed = request.query_params
    return render(
        request,
        "newsletter/page.html",
        status=422 if problem else 200,
        title="Bản tin điện tử",
        letter=letter,
        heading=TITLE,
        nothing=NOTHING,
        path=PATH,
        query=request.url.query,
        most=INTRO_CHARACTERS,
        typed={
            "tu": day_text(letter.period.start) if letter else typed.get("tu", ""),
            "den": day_text(letter.period.end) if letter else typed.get("den", ""),
            "mo-dau": letter.intro if letter else typed.get("mo-dau", ""),
        },
        problems={problem.field: problem.reason} if problem else {},
    )


@router.get(f"{PATH}/ban-tin.docx")
async def word(request: Request, visit: Editor) -> Response:  # noqa: ARG001
    """Give the Word document."""
    letter = await asyncio.to_thread(_letter, services(request), request)
    return file_response(await asyncio.to_thread(as_word, letter), MEDIA_TYPE, f"{_name(letter.period)}.docx")


@router.get(f"{PATH}/ban-tin.html")
async def mail(request: Request, visit: Editor) -> Response:  # noqa: ARG001
    """Give the text of a mail."""
    letter = await asyncio.to_thread(_letter, services(request), request)
    return file_response(as_mail(letter), "text/html; charset=utf-8", f"{_name(letter.period)}.html")


def _letter(found: Services, request: Request) -> Newsletter:
    today = local_day(utc_now())
    query = request.query_params
    start = _day("tu", query.get("tu", ""), today - timedelta(days=_DAYS - 1))
    period = of_days(start, _day("den", query.get("den", ""), today), today)
    intro = clean(query.get("mo-dau", ""))
    if len(intro) > INTRO_CHARACTERS:
        raise InvalidField("mo-dau", f"Lời mở đầu dài quá {INTRO_CHARACTERS} ký tự.")
    store = SnapshotStore(found.settings.snapshots)
    return newsletter(
        office=found.settings.office_name,
        period=period,
        intro=intro,
        announcements=found.board.during(period.start, period.as_of),
        events=tuple(
            Item(one.title, f"{one.when}, {one.place or 'qua mạng'}", _page_of(found, one.id))
            for one in found.events.events.coming()
        ),
        changes=changes_of(store, period.start, period.as_of, found.settings.province),
        home=found.settings.public_url,
        made_on=today,
    )


def _page_of(found: Services, event_id: str) -> str | None:
    home = found.settings.public_url
    return f"{home}/su-kien/{event_id}" if home else None


def _day(field: str, typed: str, otherwise: date) -> date:
    if not typed.strip():
        return otherwise
    day = read_day(typed)
    if day is None:
        raise InvalidField(field, "Vui lòng ghi ngày như 15/07/2026.")
    return day


def _name(period: Period) -> str:
    return f"ban-tin-{period.start:%Y%m%d}-{period.as_of:%Y%m%d}"
