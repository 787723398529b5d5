"""What a name says is done with a paper, and whether the question speaks of doing just that.

"Mất bằng lái" is the re-issue, "sắp hết hạn" the exchange or the extension: words no name holds.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from knowledge import lexicon
from knowledge.model import Level
from knowledge.text import fold

Scores = npt.NDArray[np.float32]

_TABLE = Path(lexicon.__file__).with_name("deeds.tsv")
# Who is spoken of as handling it; a citizen says "lên xã", "ra phường", "xuống tỉnh", "gửi bộ".
_LEVELS = (
    (Level.COMMUNE, r"(?:o|len|ra|xuong|tai|nop|gui|cap|ubnd|uy ban|ben|toi|den) (?:xa|phuong|thi tran|dac khu)"),
    (Level.PROVINCE, r"(?:o|len|ra|xuong|tai|nop|gui|cap|ubnd|uy ban|ben|toi|den) (?:tinh|thanh pho|so)"),
    (Level.MINISTRY, r"(?:o|len|ra|tai|nop|gui|cap|ben|toi|den) (?:bo|cuc|trung uong|tong cuc|tw)"),
)

_NOT_LOST = re.compile(r"\bm[ắặáậàạ]t\b")
"""Words that fold to the one for \"lost\" and mean a face, an eye, a floor."""


class Deed(NamedTuple):
    """One kind of deed: how names say it, and how people do; both matched on folded text."""

    names: re.Pattern[str]
    hints: re.Pattern[str]


class Agreement(NamedTuple):
    """How names agree with a question, 0 or 1 each, shape (procedures,).

    Attributes:
        done: the name says what the question speaks of doing.
        undone: the name says something else is done.
        level: the agency the question speaks of handles it.
        elsewhere: another one does.
    """

    done: Scores
    undone: Scores
    level: Scores
    elsewhere: Scores


@cache
def deeds() -> tuple[Deed, ...]:
    """Read the table."""
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return tuple(Deed(_whole(row["names"]), _whole(row["hints"])) for row in rows)


class DeedIndex:
    """Which names say which deeds, and which levels handle them.

    Args:
        names: names of the procedures, in order.
        levels: of their agencies.
    """

    def __init__(self, names: Sequence[str], levels: Sequence[Sequence[Level]]) -> None:
        plain = [fold(name) for name in names]
        self._done = _table([[deed.names.search(name) is not None for deed in deeds()] for name in plain])
        self._levels = _table([[level in own for level, _ in _LEVELS] for own in levels])
        self._level_hints = [_whole(pattern) for _, pattern in _LEVELS]

    def agreement(self, question: str) -> Agreement:
        """Return how every name agrees with a question."""
        plain = fold(_NOT_LOST.sub("_", question.lower()))
        done, undone = _compared(self._done, [deed.hints.search(plain) is not None for deed in deeds()])
        level, elsewhere = _compared(self._levels, [hint.search(plain) is not None for hint in self._level_hints])
        return Agreement(done, undone, level, elsewhere)


def _whole(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{pattern})\b")


def _table(rows: list[list[bool]]) -> Scores:
    return np.array(rows, dtype=np.float32).reshape(len(rows), -1)


def _compared(held: Scores, hinted: list[bool]) -> tuple[Scores, Scores]:
    """Return which rows hold something of what is hinted at, and which hold only other things."""
    if not any(hinted):
        nothing = np.zeros(len(held), dtype=np.float32)
        return nothing, nothing
    same = (held @ np.array(hinted, dtype=np.float32) > 0).astype(np.float32)
    other = ((held.sum(axis=1) > 0) & (same == 0)).astype(np.float32)
    return same, other
