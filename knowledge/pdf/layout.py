"""Turns the lines of printed pages back into paragraphs: running heads away, wrapped lines joined, also over pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.plans.outline import is_item
from knowledge.text import clean, fold, nfc

_EDGE = 2
"""Lines at the top and at the foot of a page among which a running head or a page number stands."""
_FEWEST = 3
"""Pages that must bear a line for it to be a running one."""
_NUMBER = re.compile(r"^\W*(?:trang\s*)?\d{1,4}(?:\s*/\s*\d{1,4})?\W*$", re.IGNORECASE)
_STARTS = re.compile(r"^(?:Chương|Phần|Mục|Điều|Phụ lục|Bảng|Hình|Biểu|Bước)\s+\S", re.IGNORECASE)
_ENDS = re.compile(r"[.;:!?…”\"]$")
_FULL = 0.8
"""Share of the width of the text from which on a line ends because there is no more room."""
_SHORTEST = 30


def paragraphs(pages: Sequence[str]) -> tuple[str, ...]:
    """Return the text of each page, a paragraph a line; one that runs over a page stands on the page it begins on."""
    lines = [_lines(page) for page in pages]
    running = _running(lines)
    kept = [[line for at, line in enumerate(page) if not _is_edge(at, page, running)] for page in lines]
    width = _width([line for page in kept for line in page])
    found: list[list[str]] = []
    last: list[str] | None = None  # the page that bears the last paragraph so far
    before = ""
    for page in kept:
        found.append([])
        for line in page:
            if last is not None and _goes_on(before, line, width):
                last[-1] = f"{last[-1]} {line}"
            else:
                last = found[-1]
                last.append(line)
            before = line
    return tuple("\n".join(page) for page in found)


def _lines(page: str) -> list[str]:
    return [line for raw in nfc(page).splitlines() if (line := clean(raw.replace("\t", " ")).strip())]


def _running(pages: Sequence[Sequence[str]]) -> frozenset[str]:
    """Return what stands at the top or the foot of most pages, whatever number goes with it."""
    seen = Counter(same for page in pages for same in {_same(line) for line in (*page[:_EDGE], *page[-_EDGE:])})
    least = max(_FEWEST, len(pages) // 2)
    return frozenset(same for same, times in seen.items() if times >= least)


def _same(line: str) -> str:
    return re.sub(r"\d+", "0", fold(line))


def _is_edge(at: int, page: Sequence[str], running: frozenset[str]) -> bool:
    """Tell whether a line is no content; a numbered item is, also where each page begins with the same."""
    if is_item(page[at]) or _EDGE <= at < len(page) - _EDGE:
        return False
    return _NUMBER.match(page[at]) is not None or _same(page[at]) in running


def _width(lines: Sequence[str]) -> int:
    """Return how many characters a full line has: what nine of ten of the longer lines stay within."""
    long = sorted(len(line) for line in lines if len(line) >= _SHORTEST)
    return long[len(long) * 9 // 10] if long else 0


def _goes_on(before: str, line: str, width: int) -> bool:
    if is_item(line) or _STARTS.match(line) or _ENDS.search(before):
        return False
    if line.isupper() != before.isupper():
        return False
    return line[:1].islower() or (width > 0 and len(before) >= _FULL * width)
