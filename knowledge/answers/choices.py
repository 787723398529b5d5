"""Titles that tell candidate procedures apart by what differs between them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from knowledge.answers import wording
from knowledge.model import ProcedureStatus
from knowledge.results import Hit
from knowledge.text import fold, one_line

BUTTON_LIMIT = 100
"""Longest button title (Zalo OA v3)."""

LIST_LIMIT = 220
"""Longest name in the list of a choice; the answer itself names the procedure in full."""

_SHARED_START = 4
_DETAIL_LIMIT = 60
_LEVEL_REMARK = re.compile(r"\([^()]*\bcấp [^()]*\)")


@dataclass(frozen=True, slots=True)
class ChoiceTitle:
    """A choice as a list shows it, and short enough for a button."""

    full: str
    short: str


def choice_titles(hits: Sequence[Hit]) -> tuple[ChoiceTitle, ...]:
    """Return a title for each hit; equal names get level, agency, province or field added, last the code."""
    names = [one_line(hit.name).removesuffix(".") for hit in hits]
    details = _details(hits, names)
    fulls = [_with(cut(name, LIST_LIMIT), detail) for name, detail in zip(names, details, strict=True)]
    shorts = [_with(name, detail) for name, detail in zip(_short_names(names, details), details, strict=True)]
    fulls, shorts = _made_unique(fulls, hits), _made_unique(shorts, hits)
    return tuple(ChoiceTitle(full, short) for full, short in zip(fulls, shorts, strict=True))


def _level(hit: Hit) -> str | None:
    return wording.join_words([wording.LEVEL_WORD[level] for level in hit.levels]) or None


def _place(hit: Hit) -> str | None:
    return hit.province


def _agency(hit: Hit) -> str | None:
    """Return the agency, or the first of a long list of them."""
    if hit.agency is None:
        return None
    agency = one_line(hit.agency.split(";")[0])
    if len(agency) <= _DETAIL_LIMIT:
        return agency
    first = agency.split(",")[0]
    return f"{first} và nơi khác" if len(first) <= _DETAIL_LIMIT else None


def _field(hit: Hit) -> str | None:
    return hit.field


_DIFFERENCES: tuple[Callable[[Hit], str | None], ...] = (_level, _place, _agency, _field)


def _stem(name: str) -> str:
    """Return a name without its remark on the level, such as ``(thực hiện tại cấp tỉnh)``."""
    return fold(_LEVEL_REMARK.sub("", name)).strip()


def _details(hits: Sequence[Hit], names: Sequence[str]) -> list[list[str]]:
    """Return what to add to each name: what parts it from its twins, and that it is withdrawn."""
    details: list[list[str]] = []
    for hit, name in zip(hits, names, strict=True):
        twins = [other for other, its in zip(hits, names, strict=True) if _stem(its) == _stem(name)]
        speaks = _LEVEL_REMARK.search(name) is not None and sum(fold(its) == fold(name) for its in names) == 1
        detail = [] if speaks else _what_differs(hit, twins)
        if hit.status is ProcedureStatus.WITHDRAWN:
            detail.append("không còn trong danh mục")
        details.append(detail)
    return details


def _what_differs(hit: Hit, twins: Sequence[Hit]) -> list[str]:
    for read in _DIFFERENCES:
        values = [read(twin) for twin in twins]
        own = read(hit)
        if own and len(set(values)) > 1 and values.count(own) == 1:
            return [own]
    parts = [value for read in _DIFFERENCES if (value := read(hit)) and len({read(twin) for twin in twins}) > 1]
    return list(dict.fromkeys(parts))


def _with(name: str, detail: Sequence[str]) -> str:
    return f"{name} ({', '.join(detail)})" if detail else name


def _short_names(names: Sequence[str], details: Sequence[Sequence[str]]) -> list[str]:
    """Cut names to button length: words all long names start with go first, then the middle."""
    too_long = [len(_with(name, detail)) > BUTTON_LIMIT for name, detail in zip(names, details, strict=True)]
    if not any(too_long):
        return list(names)
    shared = _shared_words(names)
    shortened = []
    for name, detail, long in zip(names, details, too_long, strict=True):
        room = BUTTON_LIMIT - len(_with("", detail)) - 12  # the code may have to be added
        shortened.append(_fit(name, shared, room) if long else name)
    return shortened


def _shared_words(names: Sequence[str]) -> int:
    words = [name.split() for name in names]
    count = 0
    for column in zip(*words, strict=False):
        if len({fold(word) for word in column}) > 1:
            break
        count += 1
    return count if _SHARED_START <= count < min(len(line) for line in words) and len(names) > 1 else 0


def _fit(name: str, shared: int, room: int) -> str:
    """Return a name without its first ``shared`` words and, where still too long, without its last ones."""
    words = name.split()
    kept = ["…", *words[shared:]] if shared else words
    return cut(" ".join(kept), room)


def cut(line: str, room: int) -> str:
    """Return a line without its last words where it is longer than ``room``."""
    kept = line.split()
    if len(line) <= room:
        return line
    while len(" ".join(kept)) > room - 2 and len(kept) > 2:
        kept = kept[:-1]
    return f"{' '.join(kept)} …"


def _made_unique(titles: list[str], hits: Sequence[Hit]) -> list[str]:
    """Add the code to titles that still read the same."""
    return [
        f"{title} – {hit.code}" if titles.count(title) > 1 else title for title, hit in zip(titles, hits, strict=True)
    ]
