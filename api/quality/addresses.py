"""Addresses of the quality pages, and the filter that stands in them: a link can be kept and sent to a colleague."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.quality.review import QualityFilter
from api.quality.states import Reason, State

HOME = "/admin/chat-luong"
SINGLE = f"{HOME}/cau-hoi"
GROUP = f"{HOME}/nhom"
ADDED = f"{HOME}/bo-sung"
WORDINGS = f"{HOME}/cach-noi"
ANSWERS = f"{HOME}/hoi-dap"
MARK = f"{HOME}/danh-dau"

ALL = "tat-ca"
_TEXT_CHARACTERS = 200


def filter_of(query: QueryParams) -> QualityFilter:
    """Read a filter from an address; what makes no sense is left out, so that an old link still opens."""
    state = query.get("trang-thai", State.OPEN.value)
    return QualityFilter(
        state=State(state) if state in list(State) else None if state == ALL else State.OPEN,
        reason=Reason(query["ly-do"]) if query.get("ly-do") in list(Reason) else None,
        channel=query.get("kenh", "")[:16],
        since=_day(query.get("tu", "")),
        until=_day(query.get("den", "")),
        text=query.get("tim", "").strip()[:_TEXT_CHARACTERS],
        number=number_of(query.get("trang", "")),
    )


def address_of(wanted: QualityFilter, path: str = HOME) -> str:
    """Return the address of a list with this filter."""
    pairs = {
        "trang-thai": wanted.state.value if wanted.state else ALL,
        "ly-do": wanted.reason.value if wanted.reason else "",
        "kenh": wanted.channel,
        "tu": wanted.since.isoformat() if wanted.since else "",
        "den": wanted.until.isoformat() if wanted.until else "",
        "tim": wanted.text,
        "trang": str(wanted.number) if wanted.number > 1 else "",
    }
    if wanted.state is State.OPEN:
        del pairs["trang-thai"]
    query = urlencode({name: value for name, value in pairs.items() if value})
    return f"{path}?{query}" if query else path


def on_page(wanted: QualityFilter, number: int, path: str) -> str:
    """Return the address of another page of the same list."""
    return address_of(replace(wanted, number=number), path)


def is_narrowed(wanted: QualityFilter) -> bool:
    """Tell whether the filter leaves more out than what is done already."""
    return replace(wanted, number=1) != QualityFilter()


def number_of(text: str, otherwise: int = 1) -> int:
    """Return a whole number from an address, at least 1."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 10 else otherwise


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
