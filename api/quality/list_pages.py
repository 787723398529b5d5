"""Pages with what was not answered well: in groups of similar questions, and one by one."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Annotated, Any

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.console.session import safe_target
from api.quality import addresses
from api.quality.review import QualityFilter, Review
from api.quality.states import CHANNEL_LABELS, REASON_LABELS, STATE_LABELS, State
from api.services import services

_PROMPT = 300
"""Turns taken in while a page waits; a background task does the rest."""
_MARKED = {State.DONE: "Đã đánh dấu xong", State.IGNORED: "Đã bỏ qua", State.OPEN: "Đã mở lại"}

router = console_router()


@router.get(addresses.HOME)
async def groups(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_READ)]) -> Response:  # noqa: ARG001
    """Show groups of similar questions, the largest first."""
    return await _list(request, addresses.HOME, "quality/groups.html", "Chất lượng trả lời")


@router.get(addresses.SINGLE)
async def single(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_READ)]) -> Response:  # noqa: ARG001
    """Show the questions one by one, the newest first."""
    return await _list(request, addresses.SINGLE, "quality/items.html", "Từng câu hỏi")


@router.post(addresses.MARK)
async def mark(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]) -> Response:
    """Mark the chosen questions, or a whole group, as done, ignored or open."""
    back = safe_target(visit.text("back"))
    wanted = visit.text("state")
    if wanted not in list(State):
        return redirect(request, back, "Vui lòng chọn việc cần làm.", "bad")
    numbers = [int(one) for one in visit.texts("number")[:500] if one.isascii() and one.isdigit() and len(one) < 10]
    cluster = visit.text("cluster")
    review, state = review_of(request), State(wanted)
    if cluster.isascii() and cluster.isdigit() and len(cluster) < 10:
        count = await asyncio.to_thread(review.mark, visit.actor, state, cluster=int(cluster))
    elif numbers:
        count = await asyncio.to_thread(review.mark, visit.actor, state, numbers=numbers)
    else:
        return redirect(request, back, "Vui lòng chọn ít nhất một câu hỏi.", "bad")
    return redirect(request, back, f"{_MARKED[state]}: {count} câu." if count else "Không có câu nào thay đổi.")


def review_of(request: Request) -> Review:
    """Return what reads and marks the questions."""
    return Review(services(request).database)


def channel_label(channel: str) -> str:
    """Return the Vietnamese name of a channel."""
    return CHANNEL_LABELS.get(channel, channel)


async def _list(request: Request, path: str, template: str, title: str) -> Response:
    wanted = addresses.filter_of(request.query_params)
    return render(request, template, title=title, path=path, **await asyncio.to_thread(_read, request, wanted, path))


def _read(request: Request, wanted: QualityFilter, path: str) -> dict[str, Any]:
    services(request).quality.collect(_PROMPT)
    review = review_of(request)
    channels = review.channels()
    return {
        "wanted": wanted,
        "overview": review.overview(),
        "page": review.groups(wanted) if path == addresses.HOME else review.items(wanted),
        "link": partial(addresses.on_page, wanted, path=path),
        "here": addresses.address_of(wanted, path),
        "narrowed": addresses.is_narrowed(wanted),
        "reasons": [(one.value, label) for one, label in REASON_LABELS.items()],
        "states": [*((one.value, label) for one, label in STATE_LABELS.items()), (addresses.ALL, "Tất cả")],
        "channels": [(one, channel_label(one)) for one in channels],
        "reason_labels": REASON_LABELS,
        "state_labels": STATE_LABELS,
        "channel_label": channel_label,
        "tabs": tabs(path),
    }


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """Return the parts of this room: label, address, whether it is the present one."""
    parts = (
        ("Nhóm câu giống nhau", addresses.HOME),
        ("Từng câu", addresses.SINGLE),
        ("Cách nói và hỏi đáp đã thêm", addresses.ADDED),
    )
    return [(label, address, address == here) for label, address in parts]
