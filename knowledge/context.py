"""What a turn means in the light of the turns before it, where no dialogue engine keeps track of that.

The dialogue bot keeps context itself; this serves single calls (``motcua search`` with ``history``, and the
gateway when Rasa does not answer).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.aspects import is_follow_up
from knowledge.text import fold

# Each pattern is matched on the folded question, whose characters line up with the cleaned one.
_NOT_THIS = re.compile(r"\s*,?\s*\b(?:chu|cho)?\s*(?:khong|hong|ko|hok) phai (?:la )?(?P<not>[^,.;]+)$")
_CORRECTION = re.compile(
    r"^(?:a |o |u |oi )?"
    r"(?:khong phai|hong phai|khong|nham|nham roi|lon roi|sai roi|y (?:minh|toi|em|tui|con|chau) (?:la|hoi))"
    r"\b[^,]{0,40},\s*"
)
_CONDITION = re.compile(r"^(?:ma |the |con |vay |va )*(?:neu|truong hop|lo |nho |gia su)\b.*")
_ORDINALS = (
    (re.compile(r"\b(?:cai|thu tuc|viec) (?:dau tien|thu nhat|dau)\b|\bban dau\b"), 0),
    (re.compile(r"\b(?:cai|thu tuc|viec) (?:thu hai|thu 2)\b"), 1),
    (re.compile(r"\b(?:cai|thu tuc|viec) (?:thu ba|thu 3)\b"), 2),
)


@dataclass(frozen=True)
class Need:
    """The question to search for.

    Attributes:
        text: in place of the turn as typed.
        support: an earlier turn that may decide between candidates; empty when the turn stands alone.
        from_history: the need was named in an earlier turn.
    """

    text: str
    support: str = ""
    from_history: bool = False


def without_negated(question: str) -> str:
    """Drop what the person says they do not mean: ``"… chứ không phải thường trú"``, ``"không phải, tôi hỏi …"``."""
    folded = fold(question)
    if len(folded) != len(question):
        return question
    found = _CORRECTION.match(folded)
    if found and len(question) - found.end() > 5:
        question, folded = question[found.end() :], folded[found.end() :]
    found = _NOT_THIS.search(folded)
    if found and found.start() > 5:
        question = question[: found.start()]
    return question


def need_of(question: str, history: Sequence[str]) -> Need:
    """Return what to search for, given the earlier turns of the same person, oldest first."""
    folded = fold(question)
    own = without_negated(question)
    needs = [turn for turn in history if not is_follow_up(turn)]
    if not needs:
        return Need(own)
    for pattern, position in _ORDINALS:
        if pattern.search(folded) and position < len(needs):
            return Need(needs[position], from_history=True)
    if is_follow_up(own):
        return Need(without_negated(needs[-1]), support=needs[-2] if len(needs) > 1 else "", from_history=True)
    if _CONDITION.match(folded):
        return Need(f"{needs[-1]} {own}", support=needs[-1], from_history=True)
    return Need(own, support=needs[-1])
