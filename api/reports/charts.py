"""Charts drawn on the server as SVG: no script, readable without colour, with words for whoever does not see them.

Colours come from ``/reports.css`` by class, so that dark mode and paper have their own. Every bar carries its number;
bars of a second kind are hatched as well.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

WIDTH = 720
_ROW = 34
_LABEL = 250
_BAR = 20
_NUMBER = 70
_LETTER = 7.2
_HEIGHT = 230
_TOP = 34
_FOOT = 42
_LEFT = 46
_HATCH = (
    '<defs><pattern id="{id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">'
    '<rect class="hatch-back" width="7" height="7"/><rect class="hatch-line" width="3.2" height="7"/></pattern></defs>'
)


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar with its number.

    Attributes:
        tone: ``""`` usual, ``good``, ``late``, ``wait`` or ``off``; the label says the same.
    """

    label: str
    number: int
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two columns side by side."""

    label: str
    first: int
    second: int


def bars(key: str, title: str, rows: Sequence[Bar]) -> Markup:
    """Return horizontal bars, the names on the left and the numbers at their ends; empty without a number.

    Args:
        key: makes the ids of this chart unique on the page.
        title: read out as its name.
        rows: from top to bottom.
    """
    largest = max((row.number for row in rows), default=0)
    if not largest:
        return Markup("")
    scale = (WIDTH - _LABEL - _NUMBER) / largest
    parts = []
    for number, row in enumerate(rows):
        top = number * _ROW + 8
        length = max(row.number * scale, 1.5 if row.number else 0)
        parts.append(
            f'<text class="name" x="{_LABEL - 10}" y="{top + 15}" text-anchor="end">{_short(row.label)}</text>'
            f'<rect class="bar {escape(row.tone)}" x="{_LABEL}" y="{top}" width="{length:.1f}" height="{_BAR}" rx="3"/>'
            f'<text class="value" x="{_LABEL + length + 7:.1f}" y="{top + 15}">{_whole(row.number)}</text>'
        )
    said = "; ".join(f"{row.label}: {_whole(row.number)}" for row in rows)
    axis = f'<line class="axis" x1="{_LABEL}" y1="2" x2="{_LABEL}" y2="{len(rows) * _ROW}"/>'
    return _svg(key, title, said, len(rows) * _ROW + 4, axis + "".join(parts))


def columns(key: str, title: str, names: tuple[str, str], pairs: Sequence[Pair]) -> Markup:
    """Return pairs of columns over time with a legend; empty without a number.

    Args:
        key: makes the ids of this chart unique on the page.
        title: read out as its name.
        names: of the first and the second column of each pair.
        pairs: from left to right.
    """
    largest = max((max(pair.first, pair.second) for pair in pairs), default=0)
    if not largest:
        return Markup("")
    steps = _steps(largest)
    floor = _HEIGHT - _FOOT
    scale = (floor - _TOP) / steps[-1]
    parts = [_HATCH.format(id=f"{escape(key)}-hatch"), _legend(key, names)]
    for step in steps:
        y = floor - step * scale
        parts.append(
            f'<line class="{"axis" if step == 0 else "grid"}" x1="{_LEFT}" y1="{y:.1f}" x2="{WIDTH}" y2="{y:.1f}"/>'
            f'<text class="tick" x="{_LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{_whole(step)}</text>'
        )
    room = (WIDTH - _LEFT) / len(pairs)
    every = math.ceil(len(pairs) * 62 / (WIDTH - _LEFT))  # labels that would run into each other are left out
    for number, pair in enumerate(pairs):
        middle = _LEFT + room * (number + 0.5)
        parts.append(_pair(key, pair, middle, min(room * 0.36, 44), floor, scale))
        if number % every == 0:
            parts.append(
                f'<text class="tick" x="{middle:.1f}" y="{floor + 20}" text-anchor="middle">{escape(pair.label)}</text>'
            )
    said = "; ".join(
        f"{pair.label}: {names[0].lower()} {_whole(pair.first)}, {names[1].lower()} {_whole(pair.second)}"
        for pair in pairs
    )
    return _svg(key, title, said, _HEIGHT, "".join(parts))


def _pair(key: str, pair: Pair, middle: float, width: float, floor: float, scale: float) -> str:
    parts = []
    kinds = (("bar", pair.first, middle - width), (f'bar second" fill="url(#{escape(key)}-hatch)', pair.second, middle))
    for kind, number, left in kinds:
        height = number * scale
        parts.append(
            f'<rect class="{kind}" x="{left:.1f}" y="{floor - height:.1f}" '
            f'width="{width - 2:.1f}" height="{height:.1f}"/>'
        )
        if number and width >= len(_whole(number)) * _LETTER:
            parts.append(
                f'<text class="value small" x="{left + width / 2 - 1:.1f}" y="{floor - height - 5:.1f}" '
                f'text-anchor="middle">{_whole(number)}</text>'
            )
    return "".join(parts)


def _legend(key: str, names: tuple[str, str]) -> str:
    second = _LEFT + 40 + len(names[0]) * 9
    return (
        f'<rect class="bar" x="{_LEFT}" y="4" width="16" height="14"/>'
        f'<text class="tick" x="{_LEFT + 22}" y="16">{escape(names[0])}</text>'
        f'<rect class="bar second" fill="url(#{escape(key)}-hatch)" x="{second}" y="4" width="16" height="14"/>'
        f'<text class="tick" x="{second + 22}" y="16">{escape(names[1])}</text>'
    )


def _svg(key: str, title: str, said: str, height: float, inside: str) -> Markup:
    key = str(escape(key))
    return Markup(  # noqa: S704 (everything inside is a number or escaped)
        f'<svg class="chart" viewBox="0 0 {WIDTH} {height:.0f}" role="img" aria-labelledby="{key}-name {key}-said">'
        f'<title id="{key}-name">{escape(title)}</title><desc id="{key}-said">{escape(said)}</desc>'
        f'<g aria-hidden="true">{inside}</g></svg>'
    )


def _steps(largest: int) -> list[int]:
    """Return round numbers from 0 to at least the largest, four or five of them."""
    rough = max(largest / 4, 1)
    power = 10 ** math.floor(math.log10(rough))
    step = next(int(power * factor) for factor in (1, 2, 5, 10) if power * factor >= rough)
    return list(range(0, largest + step, step))


def _short(label: str) -> str:
    most = int((_LABEL - 14) / _LETTER)
    text = label if len(label) <= most else label[: most - 1].rstrip() + "…"
    return str(escape(text))


def _whole(number: int) -> str:
    return f"{number:,}".replace(",", ".")
