"""Several needs in one message: "làm giấy khai tử cho bố, đồng thời sang tên sổ đỏ cho mẹ"."""

from __future__ import annotations

import re

from actions.finding import is_sure
from actions.host import Knowledge
from knowledge.answer import AnswerStatus
from knowledge.aspects import content_words
from knowledge.results import Hit, SearchResult
from knowledge.text import fold

MOST_CHOICES = 4
_LEAST_WORDS = 2
"""Words of a need that a part must hold to be one."""
_MOST_PARTS = 4
_FROM_A_DOUBTFUL = 2
"""How many procedures of a part are offered that fits several."""

# On the folded text, whose characters line up with the typed one.
_AND_ALSO = r"[,;.]?\s+(?:dong thoi|voi lai|ngoai ra|ben canh do|va ca|va con|con nua)\s+"
_ALSO = re.compile(_AND_ALSO)
_JOINT = re.compile(_AND_ALSO + r"|[,;.]?\s+(?:sau do|roi sau|va|roi)\s+|(?<=\w)[.;?!]\s+")


def needs_apart(known: Knowledge, text: str, *, settled: bool = False) -> tuple[Hit, ...]:
    """Return what the needs of a message lead to, one after the other; empty when it has not surely several.

    One part at least must name its procedure beyond doubt, and every part that names anything lead somewhere else.

    Args:
        known: where the parts are searched.
        text: as typed.
        settled: search is sure of the whole; then only words that plainly add something ("đồng thời") part it.
    """
    parts = _parts(text, _ALSO if settled else _JOINT)
    if len(parts) < 2:
        return ()
    found = [result for part in parts if (result := known.search(part)).hits and not _is_lost(result)]
    tops = {result.hits[0].code for result in found}
    if len(tops) < 2 or not any(is_sure(result) for result in found):
        return ()
    hits = [hit for result in found for hit in result.hits[: 1 if is_sure(result) else _FROM_A_DOUBTFUL]]
    return tuple({hit.code: hit for hit in hits}.values())[:MOST_CHOICES]


def _parts(text: str, joint: re.Pattern[str]) -> list[str]:
    folded = fold(text)
    if len(folded) != len(text):
        return []
    ends = [(match.start(), match.end()) for match in joint.finditer(folded)]
    starts = [0, *(end for _, end in ends)]
    stops = [*(start for start, _ in ends), len(text)]
    parts = [text[start:stop].strip() for start, stop in zip(starts, stops, strict=True)]
    return [part for part in parts if len(content_words(part)) >= _LEAST_WORDS][:_MOST_PARTS]


def _is_lost(result: SearchResult) -> bool:
    return result.status not in (AnswerStatus.ANSWERED, AnswerStatus.CHOOSE) or bool(result.prepared)
