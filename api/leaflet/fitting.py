"""How much of a leaflet fits on the two sides of A5, in which print, and what is shortened where it does not fit.

Nobody can measure a page on the server, so lines are counted as print sets them; the page itself measures again and
prints larger where there is room. The numbers are checked in a browser against the longest published records.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from api.leaflet.sheet import Leaflet, Papers
from knowledge.answer import Block, ListBlock, TextBlock
from knowledge.answers.papers import checklist
from knowledge.answers.shorten import MORE, is_shortened, shorten
from knowledge.model import Paper, Procedure

PRINTS = (11.0, 10.0, 9.2, 8.5)
"""Sizes of print in points, largest first, as ``leaflet.css`` has them; nobody has to read a smaller one."""
LIMITS = (700, 420, 280, 200, 150, 110, 80, 60, 45)
"""Up to how many characters a line of a list is printed, one limit tried after the other."""
_WIDTH = 368.0
"""Points between the margins of A5."""
_HEIGHT = 550.0
_LEADING = 1.28
_LETTER = 0.53
"""Width of a letter, as a part of the size of print; Vietnamese text, signs included."""
_FULL = 0.89
"""Part of two pages that is used: a page break leaves some lines empty."""
_TITLE = 3
"""A name may be this many times as long as a line of a list."""
_PLACE, _NOTE = 220, 200
"""Where to go and what not to miss are not shortened below this."""
_FORM = 60
_BARE = 110
"""From this limit on, the names of forms beside papers are left out, and fees and times run on in one paragraph."""
_BROKEN_END = re.compile(r"(?:\s+\S*\d\S*|\s+[^\w\s]+|[\s,;:(“\"–-]+)$")


def fitting(sheet: Leaflet) -> Leaflet:
    """Return the sheet with its size of print, shortened as little as two pages ask for."""
    smallest = len(PRINTS) - 1
    for limit in (None, *LIMITS):
        tried = sheet if limit is None else shortened(sheet, limit)
        size = _size(tried)
        if size is not None:
            return replace(tried, size=size)
    return replace(tried, size=smallest)


def fits(sheet: Leaflet) -> bool:
    """Tell whether the sheet stands on two pages in one of the sizes of print as it is."""
    return _size(sheet) is not None


def shortened(sheet: Leaflet, limit: int) -> Leaflet:
    """Return the sheet with no line of a list longer than ``limit`` characters; sums, times and counts stay.

    A sum or a time begins its line, and the number of copies follows the name, so neither is lost.
    """
    made = replace(
        sheet,
        name=clip(sheet.name, max(limit * _TITLE, 240)),
        papers=_papers(sheet, limit),
        details=_details(sheet.details, limit),
        places=tuple(_block(block, max(limit, _PLACE)) for block in sheet.places),
        notes=tuple(clip(note, max(limit, _NOTE)) for note in sheet.notes),
    )
    return replace(made, is_shortened=limit <= _BARE or any(is_shortened(text) for text in _texts(made)))


def clip(text: str, limit: int) -> str:
    """Return whole sentences within ``limit`` characters, else whole words; never half a figure with its unit gone."""
    if len(text) <= limit:
        return text
    by_sentence = shorten(text, limit)
    if len(by_sentence) <= limit + len(MORE):
        return by_sentence
    kept = text[: limit + 1].rsplit(maxsplit=1)[0]
    while len(cut := _BROKEN_END.sub("", kept)) < len(kept):
        kept = cut
    return kept + MORE


def _papers(sheet: Leaflet, limit: int) -> tuple[Papers, ...]:
    record = sheet.record.model_copy(update={"papers": tuple(_paper(one, limit) for one in sheet.record.papers)})
    lists = checklist(Procedure.model_validate(record))
    return tuple(
        replace(one, title=clip(one.title, max(limit, 120)), items=lists[one.number - 1].items) for one in sheet.papers
    )


def _paper(paper: Paper, limit: int) -> Paper:
    shown = paper.form if limit > _BARE else None
    form = shown.model_copy(update={"name": clip(shown.name, _FORM)}) if shown else None
    return paper.model_copy(update={"name": clip(" ".join(paper.name.split()), limit), "form": form})


def _details(blocks: Sequence[Block], limit: int) -> tuple[Block, ...]:
    """Return lists of fees and times; in the shortest form what all ways share stands once, and lines run on."""
    cut = tuple(_block(block, limit) for block in blocks)
    if limit > _BARE:
        return cut
    made: list[Block] = [block for block in cut if isinstance(block, TextBlock)]
    subjects: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
    for block in cut:
        if isinstance(block, ListBlock):
            subject, _, ways = (block.title or "").partition(" – ")
            subjects.setdefault(subject, []).append((ways, block.items))
    for subject, lists in subjects.items():
        shared = [item for item in lists[0][1] if len(lists) > 1 and all(item in items for _, items in lists)]
        lines = [
            ("mọi cách nộp", shared),
            *((ways, [one for one in items if one not in shared]) for ways, items in lists),
        ]
        told = [
            (f"{ways[:1].upper()}{ways[1:]}: " if ways else "") + "; ".join(items) for ways, items in lines if items
        ]
        made.append(TextBlock(title=subject, text="\n".join(told)))
    return tuple(made)


def _block(block: Block, limit: int) -> Block:
    if isinstance(block, ListBlock):
        return block.model_copy(update={"items": tuple(clip(item, limit) for item in block.items)})
    if isinstance(block, TextBlock):
        return block.model_copy(update={"text": clip(block.text, limit)})
    return block


def _texts(sheet: Leaflet) -> Iterator[str]:
    yield from (sheet.name, *sheet.notes)
    for one in sheet.papers:
        yield one.title
        yield from one.items if one.shown else ()
    for block in (*sheet.details, *sheet.places):
        yield from block.items if isinstance(block, ListBlock) else ()
        yield block.text if isinstance(block, TextBlock) else ""


def _size(sheet: Leaflet) -> int | None:
    """Return the largest print that needs one page, else the largest that needs two; ``None``: none does."""
    pages = [_lines(sheet, _WIDTH / (points * _LETTER)) * points * _LEADING / _HEIGHT for points in PRINTS]
    one = next((at for at, needed in enumerate(pages[:3]) if needed <= _FULL), None)
    return one if one is not None else next((at for at, needed in enumerate(pages) if needed <= 2 * _FULL), None)


def _lines(sheet: Leaflet, width: float) -> float:
    """Return how many lines of ``width`` letters the sheet takes, space between parts included."""
    total = 12.0 + _set(sheet.plain or sheet.name, width / 1.5) * 1.4 + _set(sheet.refused, width)
    total += _set(sheet.name, width) if sheet.plain else 0
    total += 3 if sheet.is_split else 0
    for one in sheet.papers:
        total += 0.5 + _set(one.title, width)
        total += sum(0.16 + _set(item, width - 3.5) for item in one.items) if one.shown else 0.3
    for way in sheet.ways:
        total += 0.4 + max(_set(way.title, width * 0.22), _set(way.time, width * 0.3), _set(way.fee, width * 0.36))
    for block in (*sheet.details, *sheet.places):
        total += 0.5 + _set(block.title or "", width) if isinstance(block, ListBlock | TextBlock) else 0
        total += sum(0.16 + _set(item, width - 2) for item in block.items) if isinstance(block, ListBlock) else 0
        total += sum(_set(line, width) for line in block.text.split("\n")) if isinstance(block, TextBlock) else 0
    return total + sum(0.8 + _set(note, width - 12) for note in sheet.notes)


def _set(text: str, width: float) -> int:
    return math.ceil(len(text) / width)
