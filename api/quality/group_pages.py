"""The page of one group: what people typed, what the assistant makes of it now, and what can be added."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, redirect, render, require
from api.errors import InvalidField
from api.knowledge_keeper import KnowledgeBase
from api.quality import addresses
from api.quality.list_pages import channel_label, review_of, tabs
from api.quality.review import Item
from api.quality.states import REASON_LABELS, STATE_LABELS, State
from api.services import services
from knowledge.errors import ProcedureNotFound
from knowledge.results import Hit
from knowledge.text import fold

_SUGGESTED = 4
_FOUND = 10
_OFFERED_WORDINGS = 12
_LISTED = 30

router = console_router()


@router.get(addresses.GROUP + "/{cluster}")
async def group(
    request: Request,
    cluster: int,
    visit: Annotated[Visit, require(Permission.QUALITY_READ)],  # noqa: ARG001
) -> Response:
    """Show one group, or with ``cau`` one question of it; ``tim`` searches for the procedure that is meant."""
    return await _page(request, cluster, addresses.number_of(request.query_params.get("cau", ""), 0))


@router.post(addresses.WORDINGS)
async def add_wordings(request: Request, visit: Annotated[Visit, require(Permission.QUALITY_WRITE)]) -> Response:
    """Add the chosen questions (and one more, typed) as wordings of a procedure, and mark group or question as done."""
    cluster, code = addresses.number_of(visit.text("cluster"), 0), visit.text("code")
    single = addresses.number_of(visit.text("cau"), 0)
    texts = [*visit.texts("wording"), visit.text("more")]
    found = services(request)
    try:
        name = await asyncio.to_thread(_name_of, found.keeper.current(), code)
        added = await asyncio.to_thread(
            found.additions.add_wordings, visit.actor, [text for text in texts if text.strip()], code=code
        )
    except InvalidField as error:
        if not cluster:
            raise
        return await _page(request, cluster, single, error, visit)
    await asyncio.to_thread(found.keeper.refresh_extras)
    if cluster and visit.text("finish"):
        which: dict[str, Any] = {"numbers": [single]} if single else {"cluster": cluster}
        await asyncio.to_thread(review_of(request).mark, visit.actor, State.DONE, **which)
    message = f"Đã thêm {len(added)} cách nói cho thủ tục {code} ({name}), có hiệu lực ngay."
    return redirect(request, f"{addresses.GROUP}/{cluster}" if cluster else addresses.ADDED, message)


async def _page(
    request: Request,
    cluster: int,
    single: int = 0,
    problem: InvalidField | None = None,
    visit: Visit | None = None,
) -> Response:
    searched = (visit.text("tim") if visit else request.query_params.get("tim", "")).strip()[:200]
    try:
        context = await asyncio.to_thread(_read, request, cluster, searched, single)
    except InvalidField as gone:
        return redirect(request, addresses.HOME, gone.reason, "note")
    return render(
        request,
        "quality/group.html",
        status=422 if problem else 200,
        title="Một câu hỏi" if single else "Nhóm câu hỏi",
        cluster=cluster,
        single=single,
        searched=searched,
        problem=problem.reason if problem else "",
        more=visit.text("more") if visit else "",
        ticked=visit.texts("wording") if visit else None,
        tabs=tabs(addresses.HOME),
        **context,
    )


def _read(request: Request, cluster: int, searched: str, single: int) -> dict[str, Any]:
    members = review_of(request).members(cluster)
    total = len(members)
    if single:
        members = tuple(one for one in members if one.message_number == single)
        if not members:
            raise InvalidField("cau", "Câu hỏi này không còn: hội thoại đã hết thời gian lưu.")
    knowledge = services(request).keeper.current()
    question = min(members, key=lambda one: one.message_number).question
    result = knowledge.search(question, limit=_SUGGESTED)
    return {
        "question": question,
        "members": members[:_LISTED],
        "total": len(members),
        "in_group": total,
        "open": sum(one.state is State.OPEN for one in members),
        "wordings": _distinct(members)[:_OFFERED_WORDINGS],
        "result": result,
        "suggested": result.hits[:_SUGGESTED],
        "found": _search(knowledge, searched) if searched else (),
        "reason_labels": REASON_LABELS,
        "state_labels": STATE_LABELS,
        "channel_label": channel_label,
    }


def _distinct(members: tuple[Item, ...]) -> list[str]:
    """Return the different questions, those asked most often first, among equals the earliest."""
    times: dict[str, int] = {}
    spelled: dict[str, str] = {}
    for one in sorted(members, key=lambda one: one.message_number):
        key = " ".join(fold(one.question).split())
        times[key] = times.get(key, 0) + 1
        spelled.setdefault(key, one.question)
    return [spelled[key] for key in sorted(times, key=lambda key: -times[key])]


def _search(knowledge: KnowledgeBase, words: str) -> tuple[Hit, ...]:
    """Return what the search finds first, then procedures whose name or code holds the words."""
    _, named = knowledge.procedures(query=words, limit=_FOUND)
    found = {hit.code: hit for hit in (*knowledge.search(words, limit=_SUGGESTED).hits, *named)}
    return tuple(found.values())[:_FOUND]


def _name_of(knowledge: KnowledgeBase, code: str) -> str:
    try:
        return knowledge.procedure(code).name
    except ProcedureNotFound:
        raise InvalidField("code", "Vui lòng chọn thủ tục.") from None
