"""``/admin/niem-yet``: choose procedures of a field, and print their sheets for the notice board in one run."""

from __future__ import annotations

import asyncio
from typing import Annotated

from fastapi import Request, Response

from api.console.frame import Permission, Visit, console_router, render, require
from api.knowledge_keeper import KnowledgeBase
from api.posting.addresses import CODE, DESK, FEEDBACK, HOME, OFFICE, WITH_FEEDBACK
from api.posting.office import office_of
from api.posting.routes import MOST
from api.services import services
from knowledge.answers.wording import LEVEL_WORD
from knowledge.model import Level
from knowledge.places import province_key
from knowledge.results import Hit
from knowledge.text import fold, one_line

router = console_router()

_EVERY = 100_000


@router.get(DESK)
async def choose(request: Request, visit: Annotated[Visit, require(Permission.CASES_REGISTER)]) -> Response:  # noqa: ARG001
    """List the procedures of a field or with some words, to be ticked and printed."""
    found, query = services(request), request.query_params
    field, words = query.get("linh-vuc", "").strip()[:200], one_line(query.get("tim", ""))[:200]
    level = Level(query["cap"]) if query.get("cap", "") in set(Level) else None
    knowledge = found.keeper.current()
    fields = await asyncio.to_thread(_fields, knowledge)
    asked = bool(field or words)
    hits = await asyncio.to_thread(_hits, knowledge, field, level, words) if asked else ()
    own = tuple(one for one in hits if _here(one, found.settings.province))
    agencies = await asyncio.to_thread(found.casework.agencies)
    return render(
        request,
        "posting/choose.html",
        title="In bản niêm yết",
        fields=[(one, one) for one in fields],
        levels=[(one.value, word) for one, word in LEVEL_WORD.items()],
        field=field,
        level=level.value if level else "",
        words=words,
        asked=asked,
        hits=own[:MOST],
        total=len(own),
        most=MOST,
        agencies=[(one.id, one.name) for one in agencies],
        office=office_of(agencies, query.get(OFFICE, ""), found.settings.office_name),
        names={"code": CODE, "office": OFFICE, "feedback": WITH_FEEDBACK},
        sheets=HOME,
        notice=FEEDBACK,
    )


def _fields(knowledge: KnowledgeBase) -> list[str]:
    _, hits = knowledge.procedures(limit=_EVERY)
    return sorted({one.field for one in hits if one.field}, key=fold)


def _hits(knowledge: KnowledgeBase, field: str, level: Level | None, words: str) -> tuple[Hit, ...]:
    return knowledge.procedures(query=words or None, field=field or None, level=level, limit=_EVERY)[1]


def _here(hit: Hit, province: str | None) -> bool:
    """Tell whether an office of this province would post it: national records, and the province's own."""
    return not hit.province or not province or province_key(hit.province) == province_key(province)
