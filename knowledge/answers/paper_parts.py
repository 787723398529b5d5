"""A long list of papers in parts that one message holds: the groups with their counts, then group by group."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.answer import Block, LinkBlock, ListBlock, NoteBlock, QuickReply
from knowledge.answers import buttons, wording
from knowledge.answers.choices import cut
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.papers import counting_note, paper_lists, real_papers
from knowledge.aspects import Aspect, content_words
from knowledge.model import Procedure
from knowledge.text import fold, words

LONGEST_WHOLE = 2500
"""Characters of papers said in one go; a longer list comes in parts."""
_PART = 1300
"""Characters of one part: with lead, source and link it stays below the 2,000 of a Zalo message."""
_LEAST = 500
_TITLE = 110
_MOST_GROUPS = 12
_MOST_JUMPS = 3
_PLACE = re.compile(r"(\d{1,3})-(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a part begins: ``item`` of ``group``, both from 0."""

    group: int
    item: int = 0

    def __str__(self) -> str:
        return f"{self.group}-{self.item}"


@dataclass(frozen=True, slots=True)
class PapersWanted:
    """Which part of a long list is asked for.

    Attributes:
        at: where it begins, as a button or :func:`next_part` names it; ``None``: the first answer.
        need: what the person has said; the group whose case it names comes first.
    """

    at: str | None = None
    need: str = ""


def is_long(procedure: Procedure) -> bool:
    """Tell whether the papers of a record come in parts."""
    return sum(map(_size, paper_lists(procedure.papers))) > LONGEST_WHOLE


def papers_in_parts(ask: Ask, wanted: PapersWanted) -> Draft:
    """Compose one part of a long list of papers; the whole list stays one link away."""
    groups = paper_lists(ask.procedure.papers)
    counts = _counts(ask.procedure, groups)
    start = _read(wanted.at, groups)
    first = start is None
    start = start or Place(_fitting(groups, wanted.need))
    shown, end = _part(groups, counts, start, _room(groups, first=first))
    blocks: list[Block] = []
    if first and len(groups) > 1:
        blocks.append(_overview(groups, counts))
    blocks += shown
    blocks += counting_note(ask.procedure.papers) if first else ()
    if ask.procedure.url:
        blocks.append(LinkBlock(title=wording.READ_FULL, url=ask.procedure.url))
    else:
        blocks.append(NoteBlock(text=wording.PAPERS_ELSEWHERE))
    return Draft(_lead(ask.procedure, groups, start, end, first=first), tuple(blocks))


def part_buttons(procedure: Procedure, wanted: PapersWanted) -> tuple[QuickReply, ...]:
    """Return what leads on: the next part, then the beginnings of other groups."""
    groups = paper_lists(procedure.papers)
    start, end = _span(procedure, groups, wanted)
    shown = {start.group, *range(start.group, end.group + (1 if end.item else 0))}
    targets = {str(end): wording.PAPERS_ON if str(end) != "0-0" else wording.PAPERS_FROM_START}
    others = [group for group in range(len(groups)) if group not in shown]
    for group in others[:_MOST_JUMPS]:
        targets.setdefault(str(Place(group)), wording.PAPERS_GROUP.format(number=group + 1))
    return tuple(
        QuickReply(title=title, payload=buttons.ask_payload(procedure.code, Aspect.DOCUMENTS, part=place))
        for place, title in targets.items()
    )


def next_part(procedure: Procedure, wanted: PapersWanted) -> str:
    """Return where the list goes on after a part; after its end it begins anew."""
    return str(_span(procedure, paper_lists(procedure.papers), wanted)[1])


def group_part(procedure: Procedure, number: int) -> str | None:
    """Return where the group of a number typed ("nhóm 3") begins; ``None``: there is no such group."""
    return str(Place(number - 1)) if 0 < number <= len(paper_lists(procedure.papers)) else None


def _span(procedure: Procedure, groups: Sequence[ListBlock], wanted: PapersWanted) -> tuple[Place, Place]:
    there = _read(wanted.at, groups)
    start = there or Place(_fitting(groups, wanted.need))
    return start, _part(groups, _counts(procedure, groups), start, _room(groups, first=there is None))[1]


def _read(at: str | None, groups: Sequence[ListBlock]) -> Place | None:
    """Return a place that is there; one of another snapshot may not be any more."""
    match = _PLACE.fullmatch(at or "")
    if match is None:
        return None
    group, item = map(int, match.groups())
    return Place(group, item) if group < len(groups) and item < len(groups[group].items) else Place(0)


def _room(groups: Sequence[ListBlock], *, first: bool) -> int:
    """Return how many characters of papers a part holds; the first answer also shows the groups."""
    return max(_LEAST, _PART - sum(len(_line(group)) for group in groups[:_MOST_GROUPS])) if first else _PART


def _part(groups: Sequence[ListBlock], counts: Sequence[int], start: Place, room: int) -> tuple[list[ListBlock], Place]:
    """Return what one message holds from ``start`` on, and where the next part begins (``0-0`` after the last)."""
    shown: list[ListBlock] = []
    for number in range(start.group, len(groups)):
        group, begin = groups[number], start.item if number == start.group else 0
        title = _titled(group, number, counts[number], begin, alone=len(groups) == 1)
        room -= len(title)
        end = begin
        while end < len(group.items) and (len(group.items[end]) <= room or (not shown and end == begin)):
            room -= len(group.items[end])
            end += 1
        if end > begin:
            shown.append(ListBlock(title=title, items=group.items[begin:end]))
        if end < len(group.items):
            return shown, Place(number, end)
    return shown, Place(0)


def _titled(group: ListBlock, number: int, count: int, begin: int, *, alone: bool) -> str:
    said = cut(group.title or "", _TITLE * 2)
    numbered = said if alone else f"Nhóm {number + 1}. {said}"
    return f"{numbered} ({_count(count)}{', tiếp theo' if begin else ''})"


def _line(group: ListBlock) -> str:
    return cut(group.title or "", _TITLE)


def _count(count: int) -> str:
    return f"{count} loại" if count else "ghi chú"


def _overview(groups: Sequence[ListBlock], counts: Sequence[int]) -> ListBlock:
    lines = [f"{_line(group)} ({_count(count)})" for group, count in zip(groups, counts, strict=True)]
    rest = len(lines) - _MOST_GROUPS
    kept = lines if rest <= 0 else lines[:_MOST_GROUPS]
    title = "Các nhóm" if rest <= 0 else f"Các nhóm ({_MOST_GROUPS} nhóm đầu, còn {rest} nhóm nữa)"
    return ListBlock(title=title, items=tuple(kept), ordered=True)


def _lead(procedure: Procedure, groups: Sequence[ListBlock], start: Place, end: Place, *, first: bool) -> str:
    papers = len(real_papers(procedure))
    if not first:
        here = f"nhóm {start.group + 1} trong {len(groups)} nhóm" if len(groups) > 1 else "phần tiếp theo"
        over = " Đến đây là hết danh sách." if str(end) == "0-0" else ""
        return f"Giấy tờ cần chuẩn bị, {here}.{over}"
    divided = f", chia thành {len(groups)} nhóm" if len(groups) > 1 else ""
    shown = f" Dưới đây bắt đầu từ nhóm {start.group + 1}." if len(groups) > 1 else ""
    return f"Bản công bố liệt kê {papers} loại giấy tờ{divided}; danh sách dài nên gửi từng phần.{shown}"


def _fitting(groups: Sequence[ListBlock], need: str) -> int:
    """Return the group whose heading holds most of what was said and no other one does; 0 when none stands out."""
    said = {fold(word) for word in content_words(need)}
    held = [said & {fold(word) for word in words(group.title or "")} for group in groups]
    shared = set.intersection(*held) if held else set()
    scores = [len(one - shared) for one in held]
    best = max(scores, default=0)
    return scores.index(best) if best and scores.count(best) == 1 else 0


def _counts(procedure: Procedure, groups: Sequence[ListBlock]) -> list[int]:
    """Return how many papers each group holds, remarks left out."""
    cases: dict[str | None, int] = {None: 0} if any(paper.case is None for paper in procedure.papers) else {}
    for paper in procedure.papers:
        cases[paper.case] = cases.get(paper.case, 0) + (not paper.is_note)
    return list(cases.values())[: len(groups)]


def _size(group: ListBlock) -> int:
    return len(group.title or "") + sum(map(len, group.items))
