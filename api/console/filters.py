"""The officers' filter in the address of a page: a link can be kept, sent to a colleague and opened again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode

from starlette.datastructures import QueryParams

from api.console.painting import read_day
from api.feedback.model import Channel, Completeness, Kind, Lateness, Status
from api.feedback.office_model import CaseFilter

LIST = "/admin/pakn"
SORTS = {"received": "Ngày nhận", "due": "Hạn trả lời", "updated": "Mới cập nhật", "status": "Trạng thái"}
SIZES = (25, 50, 100)
_LONGEST_TEXT = 200

Choice = TypeVar("Choice", bound=StrEnum)


def filter_of(query: QueryParams) -> CaseFilter:
    """Read a filter from an address; what makes no sense is left out, so an old link still opens."""
    remark = query.get("gop-y") == "1"
    sort = query.get("xep", "")
    size = _whole(query.get("so", ""), SIZES[0])
    return CaseFilter(
        text=query.get("tim", "").strip()[:_LONGEST_TEXT],
        status=_chosen(Status, query.getlist("trang-thai")),
        kind=_chosen(Kind, query.getlist("loai")),
        channel=_chosen(Channel, query.getlist("kenh")),
        completeness=Completeness.REMARK if remark else Completeness.FULL,
        lateness=_chosen(Lateness, query.getlist("han")),
        agency_id=query.get("co-quan") or None,
        assignee=query.get("nguoi") or None,
        procedure_code=query.get("thu-tuc", "").strip()[:64] or None,
        field=query.get("linh-vuc", "").strip()[:200] or None,
        unread=True if query.get("chua-doc") == "1" else None,
        awaiting_approval=True if query.get("cho-duyet") == "1" else None,
        since=read_day(query.get("tu", "")),
        until=read_day(query.get("den", "")),
        sort=sort if sort.removeprefix("-") in SORTS else "-received",
        page=max(1, _whole(query.get("trang", ""), 1)),
        size=size if size in SIZES else SIZES[0],
    )


def query_of(wanted: CaseFilter) -> str:
    """Return the filter as the query of an address; what is usual is left out."""
    usual = CaseFilter()
    pairs: list[tuple[str, str]] = []
    for name, value in (
        ("tim", wanted.text),
        ("co-quan", wanted.agency_id),
        ("nguoi", wanted.assignee),
        ("thu-tuc", wanted.procedure_code),
        ("linh-vuc", wanted.field),
        ("chua-doc", "1" if wanted.unread else None),
        ("cho-duyet", "1" if wanted.awaiting_approval else None),
        ("gop-y", "1" if wanted.completeness is Completeness.REMARK else None),
        ("tu", wanted.since.isoformat() if wanted.since else None),
        ("den", wanted.until.isoformat() if wanted.until else None),
        ("xep", wanted.sort if wanted.sort != usual.sort else None),
        ("so", str(wanted.size) if wanted.size != usual.size else None),
        ("trang", str(wanted.page) if wanted.page != 1 else None),
    ):
        if value:
            pairs.append((name, value))
    several: tuple[tuple[str, Iterable[StrEnum]], ...] = (
        ("trang-thai", wanted.status),
        ("loai", wanted.kind),
        ("kenh", wanted.channel),
        ("han", wanted.lateness),
    )
    pairs += [(name, one.value) for name, values in several for one in sorted(values)]
    return urlencode(pairs)


def address_of(wanted: CaseFilter, path: str = LIST) -> str:
    """Return the address of the list with this filter."""
    query = query_of(wanted)
    return f"{path}?{query}" if query else path


def on_page(wanted: CaseFilter, number: int) -> str:
    """Return the address of another page of the same list."""
    return address_of(replace(wanted, page=number))


def sorted_by(wanted: CaseFilter, name: str) -> str:
    """Return the address of the same list in another order; the order in force is turned round."""
    sort = f"-{name}" if wanted.sort == name else name
    return address_of(replace(wanted, sort=sort, page=1))


def is_narrowed(wanted: CaseFilter) -> bool:
    """Tell whether the filter leaves something out."""
    return replace(wanted, page=1, size=SIZES[0], sort=CaseFilter().sort) != CaseFilter()


def _chosen(kind: type[Choice], values: Iterable[str]) -> frozenset[Choice]:
    known = {one.value: one for one in kind}
    return frozenset(known[value] for value in values if value in known)


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else otherwise
