"""Which of the procedures offered a person means: by number, by place or by name."""

from __future__ import annotations

import re
from collections.abc import Sequence

from knowledge.aspects import content_words, other_words
from knowledge.results import Hit
from knowledge.text import fold, has_diacritics, normalise_query, words

_NUMBERS = {
    "mot": 1, "nhat": 1, "hai": 2, "nhi": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5,
    "1": 1, "2": 2, "3": 3, "4": 4, "5": 5,
}  # fmt: skip
_NUMBER = "|".join(_NUMBERS)
_COUNTER = r"(?:so|muc|cai|thu|chon|cau|phuong an|lua chon|dong|y|option|opt|truong hop|nut|lay|xem)"
_ORDINAL = re.compile(rf"\b{_COUNTER} (?:thu |so |t)?({_NUMBER})\b|\bt([1-5])\b")
_ALONE = re.compile(rf"^(?:(?:da|u|vang|ok|em|toi|minh|bac|chon|lay) )*({_NUMBER})(?: (?:nhe|nha|a|di|em|ad|ban|do))*$")
_FIRST = re.compile(r"\b(?:dau tien|dau het|tren cung|cai dau|muc dau|so dau)\b|^dau$")
_LAST = re.compile(r"\b(?:cuoi cung|cuoi|duoi cung|sau cung|chot)\b")
_MIDDLE = re.compile(r"\bo? ?giua\b")

# Words of choosing itself; in a name they would tell nothing apart.
_CHOOSING_WORDS = frozenset(
    words("chọn lấy cái mục số thứ trường hợp phương án lựa ý dòng câu option thuộc danh cho loại vụ chuyện")
)
_CHOOSING = frozenset(fold(word) for word in _CHOOSING_WORDS)


def ordinal(text: str, count: int) -> int | None:
    """Return the place a message names among ``count`` things, from 0; ``count`` is "none of these".

    ``None`` when it names no place, or one that is not there.
    """
    line = fold(normalise_query(text))
    match = _ORDINAL.search(line) or _ALONE.match(line)
    if match is not None:
        place = _NUMBERS[next(group for group in match.groups() if group)] - 1
        return place if place <= count else None
    if _FIRST.search(line):
        return 0
    if _LAST.search(line):
        return count - 1
    if _MIDDLE.search(line) and count == 3:
        return 1
    return None


def named(text: str, offered: Sequence[Hit], *, whole: bool = False) -> Hit | None:
    """Return the one procedure whose name a message points at, or ``None`` when it fits none or several.

    A name said in full counts before all; else only the words that tell the offered apart.

    Args:
        text: the message.
        offered: the procedures to choose from.
        whole: every word that names a need must stand in the name; for messages that may just as
            well be a new question.
    """
    need = {fold(word) for word in content_words(text)} - _CHOOSING
    if whole and not need:
        return None
    names = [{fold(word) for word in words(hit.name)} for hit in offered]
    if (full := _named_in_full(text, names)) is not None:
        return offered[full] if not whole or need <= names[full] else None
    shared = set.intersection(*names) if len(names) > 1 else set()
    scores = [
        (len(need & (name - shared)), _filler_matches(text, hit.name, shared)) if not whole or need <= name else (0, 0)
        for hit, name in zip(offered, names, strict=True)
    ]
    best = max(scores, default=(0, 0))
    if best == (0, 0) or scores.count(best) > 1:
        return None
    return offered[scores.index(best)]


def _named_in_full(text: str, names: Sequence[set[str]]) -> int | None:
    """Return the place of the longest name whose words are all said; ``None`` without one, or with two."""
    said = {fold(word) for word in words(text)}
    lengths = [len(name) if name <= said else 0 for name in names]
    longest = max(lengths, default=0)
    return lengths.index(longest) if longest and lengths.count(longest) == 1 else None


def _filler_matches(text: str, name: str, shared: set[str]) -> int:
    """Count filler words that stand in a name: "lại" may be all that tells "cấp lại" from "cấp đổi".

    With marks in the message they must agree ("thế" is not "thẻ").
    """
    said, there = set(other_words(text)), {word for word in words(name) if fold(word) not in shared}
    if not has_diacritics(text):
        there = {fold(word) for word in there}
    return len((said - _CHOOSING_WORDS) & there)
