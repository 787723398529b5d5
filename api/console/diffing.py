"""What was changed between a text and its redacted version, word by word, for the eye."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

_LONGEST = 20_000
"""Characters compared; beyond it the texts stand beside each other without marks."""


class Mark(StrEnum):
    """What became of a piece of text."""

    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words with one mark; all pieces but the new ones give the old text, all but the gone ones the new."""

    mark: Mark
    text: str


def compare(old: str, new: str) -> tuple[Piece, ...]:
    """Return the pieces of both texts in reading order."""
    if max(len(old), len(new)) > _LONGEST:
        return (Piece(Mark.GONE, old), Piece(Mark.NEW, new)) if old != new else (Piece(Mark.SAME, old),)
    before, after = _words(old), _words(new)
    runs = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    pieces: list[Piece] = []
    for number, (kind, start, end, first, last) in enumerate(runs):
        was, now = "".join(before[start:end]), "".join(after[first:last])
        if kind != "equal" or (was.isspace() and 0 < number < len(runs) - 1):  # a space between two changes is one too
            _add(pieces, Mark.GONE, was)
            _add(pieces, Mark.NEW, now)
        else:
            pieces.append(Piece(Mark.SAME, was))
    return tuple(pieces)


def _add(pieces: list[Piece], mark: Mark, text: str) -> None:
    """Add a text to the run of changes at the end, which has at most one piece of each mark."""
    if not text:
        return
    run = len(pieces)
    while run and pieces[run - 1].mark is not Mark.SAME:
        run -= 1
    changed = {piece.mark: piece.text for piece in pieces[run:]}
    changed[mark] = changed.get(mark, "") + text
    pieces[run:] = [Piece(kind, changed[kind]) for kind in (Mark.GONE, Mark.NEW) if kind in changed]


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s\w]|\w+", text)
