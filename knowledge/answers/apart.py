"""How far the records of two procedures say the same: read from the cells of :mod:`knowledge.answers.versus`."""

from __future__ import annotations

from enum import StrEnum

from knowledge.answers import wording
from knowledge.answers.shorten import is_shortened

_SAYS_NOTHING = frozenset({wording.SILENT, wording.UNCLEAR, wording.IN_RECORD})
_NOT_ALL = (wording.UNCLEAR, wording.IN_RECORD, wording.SOME_UNCLEAR, wording.ELSEWHERE)


class Verdict(StrEnum):
    """What two cells side by side are to each other.

    Attributes:
        DIFFERENT: both state something, and not the same.
        ONE_SILENT: only one of the records states it.
        ALIKE: both state the same.
        READ_BOTH: neither states it in full, so that equal words do not mean that the matter is equal.
    """

    DIFFERENT = "different"
    ONE_SILENT = "one_silent"
    ALIKE = "alike"
    READ_BOTH = "read_both"


def verdict(one: str, other: str) -> Verdict:
    """Compare what two records say of one aspect."""
    silent = [cell in _SAYS_NOTHING for cell in (one, other)]
    if all(silent):
        return Verdict.READ_BOTH
    if any(silent):
        return Verdict.ONE_SILENT
    if one != other:
        return Verdict.DIFFERENT
    whole = not is_shortened(one) and not any(words in one for words in _NOT_ALL)
    return Verdict.ALIKE if whole else Verdict.READ_BOTH
