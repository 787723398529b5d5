"""What a person may ask about a procedure, and how to hear it in a message.

Standard library only: Rasa's environment reads it too. The words stand in ``lexicon/aspects.tsv``
(columns ``aspect``, ``strength``, ``pattern``), one pattern a line, written in this small language:

* syllables are separated by spaces; ``a|b`` is either, ``a_b`` is two syllables in one alternative;
* ``?`` after a word makes it optional; ``..`` stands for up to two words of any kind;
* a syllable also matches without its marks (``phi`` for ``phí``); ``=giá`` matches only as written.

The aspect ``-`` marks words that look like an aspect and are not ("học phí", "kinh doanh có điều
kiện"); ``~`` marks words that carry no need of their own. Where patterns overlap the longest wins.
A ``weak`` pattern counts only when no strong one was heard ("làm thế nào", "bao nhiêu").
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache, lru_cache
from pathlib import Path

from knowledge.text import fold, has_diacritics, normalise_query

LEXICON_FILE = Path(__file__).parent / "lexicon" / "aspects.tsv"


class Aspect(StrEnum):
    """A side of a procedure that can be asked for; the values are part of the public contract."""

    OVERVIEW = "overview"
    STEPS = "steps"
    DOCUMENTS = "documents"
    FEE = "fee"
    TIME = "time"
    ONLINE = "online"
    POSTAL = "postal"
    IN_PERSON = "in_person"
    WHERE = "where"
    CONDITIONS = "conditions"
    FORMS = "forms"
    LEGAL = "legal"
    RESULT = "result"
    COMPARE = "compare"


ASPECT_LABELS: dict[Aspect, str] = {
    Aspect.OVERVIEW: "Tóm tắt",
    Aspect.STEPS: "Các bước thực hiện",
    Aspect.DOCUMENTS: "Giấy tờ cần chuẩn bị",
    Aspect.FEE: "Phí, lệ phí",
    Aspect.TIME: "Thời hạn giải quyết",
    Aspect.ONLINE: "Nộp trực tuyến",
    Aspect.POSTAL: "Nộp qua bưu chính",
    Aspect.IN_PERSON: "Nộp trực tiếp",
    Aspect.WHERE: "Nơi nộp hồ sơ",
    Aspect.CONDITIONS: "Điều kiện",
    Aspect.FORMS: "Mẫu đơn, tờ khai",
    Aspect.LEGAL: "Căn cứ pháp lý",
    Aspect.RESULT: "Kết quả nhận được",
    Aspect.COMPARE: "So sánh các cách nộp",
}
"""Vietnamese label of each aspect, as a person reads it on buttons and headings."""

CHANNEL_ASPECTS = frozenset({Aspect.ONLINE, Aspect.POSTAL, Aspect.IN_PERSON})
"""The aspects that are ways of filing; their values are those of ``model.ChannelKind``."""

_MASK, _FILLER = "-", "~"
_ASKED_APART = frozenset({Aspect.STEPS, Aspect.CONDITIONS})
_PARTS = re.compile(r"[,;.?!\n]+|\s(?:và|va)\s", re.IGNORECASE)

# "online được không", "bưu điện thì sao": a way of filing that is asked for, not only a circumstance.
_ASKED = re.compile(r"(?: \S+){0,2} (?:được|duoc|thế nào|the nao|thì sao|thi sao|sao|kiểu gì|kieu gi|không|khong) ")
# "có online", "có nhận qua bưu điện không".
_ASKED_BEFORE = re.compile(r" (?:có|co)(?: (?!phí|phi|tiền|tien)\S+){0,2} $")

_POINTER = re.compile(
    r" (?:thủ tục|thu tuc|cái|cai|giấy|giay|hồ sơ|ho so|việc|viec|chuyện|chuyen|loại|loai|vụ|vu)"
    r" (?:này|nay|đó|do|đấy|day|ấy|nớ|ni|trên|tren|kia|lúc nãy|vừa rồi) "
)
_CONNECTIVE = re.compile(
    r"^ (?:(?:dạ|da|ừ|ok|à|vâng|rồi|roi) )*(?:thế|the|vậy|vay|rứa|rua|còn|con thi|thế còn|the con) "
)


@dataclass(frozen=True)
class _Pattern:
    """One line of the lexicon, ready to search with."""

    label: str
    weak: bool
    heads: frozenset[str]  # a message with none of these words need not be searched
    regex: re.Pattern[str]


@dataclass(frozen=True)
class _Mention:
    """Words of a message that name something: where they stand in the padded text, and what."""

    start: int
    end: int
    label: str
    weak: bool

    def overlaps(self, other: _Mention) -> bool:
        """Tell whether the two share a character beyond the space between words."""
        return self.start < other.end - 1 and other.start < self.end - 1


def aspects_in(text: str) -> tuple[Aspect, ...]:
    """Return what a message asks about a procedure, in order of mention; empty when it names nothing.

    A way of filing that only sets the scene ("nộp online phí bao nhiêu") is left to
    :func:`channel_in`; one that is asked for itself ("nộp online được không") is an aspect.
    """
    padded = _padded(text)
    mentions = [m for m in _mentions(padded) if m.label != _MASK]
    if any(not m.weak for m in mentions):
        mentions = sorted([*(m for m in mentions if not m.weak), *_asked_apart(text, padded)], key=lambda m: m.start)
    heard = list(dict.fromkeys(Aspect(m.label) for m in mentions))
    own = {Aspect(m.label) for m in mentions if _is_asked(padded, m)}
    return tuple(_reconciled(heard, own))


def _asked_apart(text: str, padded: str) -> Iterator[_Mention]:
    """Yield how and whether something is done where a part of the message asks nothing else.

    "Khai báo lưu trú làm thế nào, cần giấy gì" asks two things; "phí nộp online thế nào" one.
    """
    for part in _PARTS.split(text):
        own = _padded(part)
        mentions = [m for m in _mentions(own) if m.label != _MASK]
        at = padded.find(own.strip())
        if at > 0 and mentions and all(m.weak and m.label in _ASKED_APART for m in mentions):
            yield from (replace(m, start=m.start + at - 1, end=m.end + at - 1) for m in mentions)


def channel_in(text: str) -> Aspect | None:
    """Return the one way of filing a message restricts itself to, or ``None`` for none or several."""
    named = _channels(_mentions(_padded(text)))
    return named.pop() if len(named) == 1 else None


def is_follow_up(text: str) -> bool:
    """Tell whether a message names no need of its own, so that it continues what was spoken of.

    True for "thế phí bao nhiêu", "gửi bưu điện được hông", "còn giấy tờ thì sao"; False for a
    message that names a thing ("phí làm hộ chiếu") and for one without any word.
    """
    mentions = _mentions(_padded(text))
    asks = any(m.label != _MASK for m in mentions) or refers_back(text)
    return asks and not content_words(text)


def content_words(text: str) -> tuple[str, ...]:
    """Return the words of a message that name a need: neither an aspect nor filler.

    ``"còn làm hộ chiếu thì phí sao"`` → ``("hộ", "chiếu")``.
    """
    accented = has_diacritics(text)
    return tuple(word for word in other_words(text) if not _is_filler(word, accented=accented))


def other_words(text: str) -> tuple[str, ...]:
    """Return the words of a message without those that ask for an aspect; filler words stay."""
    padded = _padded(text)
    return tuple(_without(padded, [m for m in _mentions(padded) if m.label != _MASK]).split())


def refers_back(text: str) -> bool:
    """Tell whether a message points at something said before ("cái đó", "thế còn …")."""
    padded = _padded(text)
    return bool(_POINTER.search(padded) or _CONNECTIVE.search(padded))


def _padded(text: str) -> str:
    """Return the normalised message with one space on either side, so that words can be matched whole."""
    return f" {normalise_query(text)} "


@lru_cache(maxsize=64)
def _mentions(padded: str) -> tuple[_Mention, ...]:
    """Return non-overlapping mentions in order; the longest wins, and a mask wins over its equal."""
    present = set(padded.split())
    found = [
        _Mention(m.start(), m.end(), pattern.label, pattern.weak)
        for pattern in _patterns()
        if not pattern.heads.isdisjoint(present)
        for m in pattern.regex.finditer(padded)
    ]
    found.sort(key=lambda m: (m.start - m.end, m.label != _MASK, m.weak, m.start))
    kept: list[_Mention] = []
    for mention in found:
        if not any(mention.overlaps(other) for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


def _channels(mentions: Iterable[_Mention]) -> set[Aspect]:
    named = {Aspect(m.label) for m in mentions if m.label != _MASK}
    return named & CHANNEL_ASPECTS


def _is_asked(padded: str, mention: _Mention) -> bool:
    """Tell whether a question hangs on these very words."""
    words = f" {padded[mention.start : mention.end]}"
    return bool(
        _ASKED.match(padded[mention.end - 1 :]) or _ASKED_BEFORE.search(padded[: mention.start]) or _ASKED.search(words)
    )


def _reconciled(heard: list[Aspect], own: set[Aspect]) -> list[Aspect]:
    """Settle which of the aspects heard is meant when they speak of the same thing."""
    channels = [a for a in heard if a in CHANNEL_ASPECTS]
    others = [a for a in heard if a not in CHANNEL_ASPECTS]
    if Aspect.COMPARE in heard:  # the comparison shows ways, fees and times side by side
        return [a for a in heard if a not in CHANNEL_ASPECTS | {Aspect.FEE, Aspect.TIME, Aspect.STEPS}]
    if len(channels) > 1:
        return others or [Aspect.COMPARE]
    if channels and others:
        heard = _channel_or_scene(channels[0], others, heard, asked=channels[0] in own)
    if len(heard) > 1:
        heard = [a for a in heard if a is not Aspect.OVERVIEW]
    return heard


def _channel_or_scene(channel: Aspect, others: list[Aspect], heard: list[Aspect], *, asked: bool) -> list[Aspect]:
    """Keep or drop the one channel named beside other aspects.

    How and where to file online or by post is the channel's own guide; "trực tiếp ở đâu" is about
    the place; otherwise the channel stays only when the question hangs on it.
    """
    if channel is Aspect.IN_PERSON and Aspect.WHERE in others:
        return [a for a in heard if a is not channel]
    absorbed = {Aspect.STEPS, Aspect.WHERE} | ({Aspect.RESULT} if channel is Aspect.POSTAL else set())
    if not set(others) - absorbed:
        return [channel]
    return heard if asked else [a for a in heard if a is not channel]


def _without(padded: str, mentions: Iterable[_Mention]) -> str:
    """Return the message with the mentioned words taken out."""
    out, position = [], 0
    for mention in mentions:
        out.append(padded[position : mention.start])
        position = mention.end - 1
    return "".join([*out, padded[position:]])


def _is_filler(word: str, *, accented: bool) -> bool:
    """Tell whether a word carries no need of its own; without marks in the message, fold both."""
    exact, folded = _fillers()
    return word in exact if accented else fold(word) in folded


@cache
def _rows() -> tuple[tuple[str, str, str], ...]:
    with LEXICON_FILE.open(encoding="utf-8", newline="") as file:
        return tuple((row["aspect"], row["strength"], row["pattern"]) for row in csv.DictReader(file, delimiter="\t"))


@cache
def _patterns() -> tuple[_Pattern, ...]:
    return tuple(
        _Pattern(label, strength == "weak", _heads(pattern), compile_pattern(pattern))
        for label, strength, pattern in _rows()
        if label != _FILLER
    )


@cache
def _fillers() -> tuple[frozenset[str], frozenset[str]]:
    exact = frozenset(word for label, _, line in _rows() if label == _FILLER for word in line.split("|"))
    return exact, frozenset(fold(word) for word in exact)


def compile_pattern(pattern: str) -> re.Pattern[str]:
    """Compile one line of the lexicon's language (see the module's docstring) to search padded text with.

    Raises:
        ValueError: when the pattern begins with ``..`` or all of it is optional.
    """
    slots = pattern.split()
    if not slots or slots[0] == ".." or all(slot.endswith(("?", "..")) for slot in slots):
        raise ValueError(f"a pattern needs a word that must be there, and not begin with '..': {pattern!r}")
    parts = [r"(?:\S+ ){0,2}?" if slot == ".." else _slot(slot) for slot in slots]
    return re.compile("(?<= )" + "".join(parts))


def _heads(pattern: str) -> frozenset[str]:
    """Return the first syllables, with and without marks, of the first word that must be there."""
    required = next(slot for slot in pattern.split() if not slot.endswith(("?", "..")))
    firsts = {option.removeprefix("=").split("_")[0] for option in required.split("|")}
    return frozenset(firsts | {fold(first) for first in firsts})


def _slot(slot: str) -> str:
    optional = slot.endswith("?")
    options = "|".join(_alternative(option) for option in slot.removesuffix("?").split("|"))
    return f"(?:(?:{options}) )" + ("?" if optional else "")


def _alternative(option: str) -> str:
    """Return the regular expression of one alternative: as written or, without ``=``, also folded."""
    syllables = option.removeprefix("=").split("_")
    if option.startswith("="):
        return " ".join(re.escape(s) for s in syllables)
    return " ".join(f"(?:{re.escape(s)}|{re.escape(fold(s))})" if fold(s) != s else re.escape(s) for s in syllables)
