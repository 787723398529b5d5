"""The one question that tells sibling procedures apart, made from their records.

Siblings are procedures about the same paper that differ in what is done with it (first issue, exchange, re-issue),
in the level or the province that handles them, or in a foreign element.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.answers import wording
from knowledge.answers.wording import join_words
from knowledge.aspects import content_words
from knowledge.results import Hit
from knowledge.text import fold, words

_ALIKE = 0.7
"""Share of their words the names must have in common, what they differ in left out."""
_REMARK = re.compile(r"\([^()]*\bcap [^()]*\)")
_FOREIGN = re.compile(r"\b(?:co )?(?:yeu to|nguoi|o|ra) nuoc ngoai\b")

_FIRST_TIME = "làm lần đầu"

# What a name says is done, folded; the first pattern that fits counts. The order matters: "cấp lại" holds "cấp".
_DEEDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(rf"\b(?:{pattern})\b"), said)
    for pattern, said in (
        ("dang ky lai", "đăng ký lại"),
        ("cap lai", "cấp lại"),
        ("cap doi|doi", "đổi"),
        ("gia han|keo dai", "gia hạn"),
        ("sua doi|dieu chinh|thay doi|bo sung|cai chinh|cap nhat", "thay đổi, bổ sung"),
        ("tam ngung|tam dung", "tạm ngừng"),
        ("thu hoi|cham dut|huy|xoa|giai the", "chấm dứt hoặc xóa"),
        ("cap trich luc|cap ban sao", "xin bản sao"),
        ("dang ky|cap moi|cap|lan dau|thanh lap", _FIRST_TIME),
    )
)
_DEED_WORDS = frozenset(
    fold(
        "thủ tục đăng ký cấp lại đổi mới gia hạn sửa điều chỉnh thay bổ sung lần đầu thu hồi chấm dứt hủy xóa của và"
    ).split()
)
_RENEWALS = {"cấp lại", "đổi", "gia hạn"}
"""What people do with a paper they hold already."""
_AGAIN = "cấp lại"
_ASKS_AGAIN = re.compile(r"\b(?:lam|xin|cap) lai\b(?! (?:xe|tau))")
"""Words that tell a re-issue and are no words of need: folded, "lại" is also the verb of driving."""
_LONGEST_NAMING = 20
"""Words of the longest question that may name no more than a paper."""
LOOKED_AT = 10
"""Hits among which the other deeds of a paper are looked for."""


def either(choices: Sequence[str]) -> str:
    """Return ``a, b hay c``."""
    return join_words(choices, "hay")


def separating_question(hits: Sequence[Hit]) -> str | None:
    """Return the question whose answer picks one of the offered procedures; ``None`` when they are no siblings."""
    if len(hits) < 2:
        return None
    names = [_REMARK.sub(" ", fold(hit.name)) for hit in hits]
    if not _are_alike(names):
        return None
    return _about_deeds(names) or _about_foreign(names) or _about_levels(hits) or _about_provinces(hits)


def is_deed_untold(question: str, first: Hit, others: Sequence[Hit]) -> bool:
    """Tell whether a question names no more than the paper, and another hit does something else with that paper.

    "Giấy phép lái xe": first issue, exchange or re-issue? Registrations ("khai tử") are not meant: what is asked of
    them without a verb is the registration itself.
    """
    said = _said(question)
    mine, deed = _core(fold(first.name)), _deed(fold(first.name))
    if not said or not said <= mine or _is_told(question, deed):
        return False
    return any(_core(fold(hit.name)) == mine and _deed(fold(hit.name)) in _RENEWALS - {deed} for hit in others)


def other_deeds_first(question: str, hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return hits with what else is done with the same paper right behind the first, one a deed.

    Only for a question that names no more than the paper: the choice it gets is then between deeds.
    """
    said = _said(question)
    if not hits or not said or not said <= _core(fold(hits[0].name)) or _is_told(question, _deed(fold(hits[0].name))):
        return tuple(hits)
    mine, deeds = _core(fold(hits[0].name)), {_deed(fold(hits[0].name))}
    ahead = [hits[0]]
    for hit in hits[1:LOOKED_AT]:
        deed = _deed(fold(hit.name))
        if _core(fold(hit.name)) == mine and deed in {*_RENEWALS, _FIRST_TIME} - deeds:
            ahead.append(hit)
            deeds.add(deed)
    return (*ahead, *(hit for hit in hits if hit not in ahead))


def paper_words(text: str) -> tuple[str, ...]:
    """Return the words of a need that name the paper, without what is done with it, folded and in order."""
    return tuple(fold(word) for word in content_words(text) if fold(word) not in _DEED_WORDS)


def _said(question: str) -> frozenset[str]:
    """Return the words of need of a question; none of a long one, which says more than the name of a paper.

    Folded first: "lái" is then the filler "lại" as well, which the words of names leave out too.
    """
    return frozenset(content_words(fold(question))) if question.count(" ") < _LONGEST_NAMING else frozenset()


def _is_told(question: str, deed: str | None) -> bool:
    """Tell whether a question speaks of just this deed, in words that are fillers elsewhere ("làm lại")."""
    return deed == _AGAIN and _ASKS_AGAIN.search(fold(question)) is not None


def _core(name: str) -> frozenset[str]:
    return frozenset(words(_REMARK.sub(" ", name))) - _DEED_WORDS


def _deed(name: str) -> str | None:
    return next((said for pattern, said in _DEEDS if pattern.search(name)), None)


def _are_alike(names: Sequence[str]) -> bool:
    cores = [_core(_FOREIGN.sub(" ", name)) for name in names]
    shared = frozenset.intersection(*cores)
    every = frozenset.union(*cores)
    return bool(every) and len(shared) / len(every) >= _ALIKE


def _about_deeds(names: Sequence[str]) -> str | None:
    deeds = [_deed(name) for name in names]
    known = [deed for deed in deeds if deed]
    if len(known) < len(names) or len(set(known)) < 2:
        return None
    return wording.WHICH_DEED.format(choices=either(list(dict.fromkeys(known))))


def _about_foreign(names: Sequence[str]) -> str | None:
    foreign = [_FOREIGN.search(name) is not None for name in names]
    return wording.WHICH_FOREIGN if any(foreign) and not all(foreign) else None


def _about_levels(hits: Sequence[Hit]) -> str | None:
    levels = [wording.LEVEL_WORD[level] for hit in hits for level in hit.levels]
    return wording.WHICH_LEVEL.format(choices=either(list(dict.fromkeys(levels)))) if len(set(levels)) > 1 else None


def _about_provinces(hits: Sequence[Hit]) -> str | None:
    provinces = list(dict.fromkeys(hit.province for hit in hits if hit.province))
    return wording.WHICH_PROVINCE.format(choices=either(provinces)) if len(provinces) > 1 else None
