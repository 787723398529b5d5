"""The short question under which a published answer is found, and other ways people may put it.

Few PAKN are worded as questions, while people ask the assistant in questions: whoever publishes says which question
the answer answers. A proposal is taken from the text itself when a sentence of it asks something.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from api.errors import InvalidField
from api.feedback.redaction import placeholders
from api.feedback.texts import text_of, without_markup
from knowledge.extras import wording_key
from knowledge.text import clean, fold, one_line

LEAST, MOST = 15, 160
"""Characters of the short question."""
MOST_WORDINGS = 10
_LEAST_WORDING = 8
_SENTENCE = re.compile(r"[^.!?…\n]+(?:(?<=\d)\.(?=\d)[^.!?…\n]+)*[.!?…]?")
_ASKS = re.compile(
    r"\b(?:(?:cho|xin|muon|xin cho|toi|em) (?:em |toi |minh )?hoi|tai sao|vi sao|sao (?:lai|phai)|the nao|nhu the nao|"
    r"ra sao|lam sao|bao gio|khi nao|luc nao|bao lau|bao nhieu|may ngay|o dau|can (?:nhung )?gi|la gi|"
    r"co (?:phai|duoc|can|the|bi|dung)\b.{2,80}\b(?:khong|chua)|(?:duoc|dung|phai) khong|hay khong)\b"
)
_OPENING = re.compile(
    r"^(?:(?:kính gửi|kính thưa|thưa|dạ|xin chào|chào)\b[^,:?]{0,80}[,:]\s*)?"
    r"(?:(?:tôi|em|cho tôi|cho em|xin|xin cho|cho)(?: muốn| xin)? hỏi(?: là| rằng)?[,:]?\s+)?",
    re.IGNORECASE,
)
_NEITHER = "Câu này còn chỗ che {mark}; xin viết lại bằng lời chung."
_NO_NEED = "Câu này chưa nêu việc cụ thể nên trợ lý không tìm ra câu trả lời được."


def suggested_question(text: str) -> str:
    """Return the first sentence of a redacted text that asks and fits as it is; empty when none does."""
    for found in _SENTENCE.findall(text):
        sentence = one_line(found)
        if not (sentence.endswith("?") or _ASKS.search(fold(sentence))):
            continue
        question = _OPENING.sub("", sentence).strip(" ,:") or sentence
        question = question[:1].upper() + question[1:].rstrip(".!… ")
        question += "" if question.endswith("?") else "?"
        if LEAST <= len(question) <= MOST and not placeholders(question) and wording_key(question):
            return question
    return ""


def checked_question(given: object) -> str:
    """Return the short question on one line.

    Raises:
        InvalidField: ``asked``: too short, too long, covered in part, or naming no need.
    """
    text = _line("asked", given)
    if not LEAST <= len(text) <= MOST:
        there = f" (đang có {len(text)})" if text else ""
        raise InvalidField("asked", f"Câu hỏi ngắn cần từ {LEAST} đến {MOST} ký tự{there}.")
    return _usable("asked", text)


def checked_wordings(given: Sequence[object], asked: str) -> tuple[str, ...]:
    """Return other ways to put the question; the same one twice, and the question itself, count once.

    Raises:
        InvalidField: ``wordings``: too many, or one that cannot be taken, which is named.
    """
    found: dict[str, str] = {}
    for one in given:
        text = _line("wordings", one)
        if not text:
            continue
        if not _LEAST_WORDING <= len(text) <= MOST:
            raise InvalidField("wordings", f"“{_cut(text)}”: mỗi câu cần từ {_LEAST_WORDING} đến {MOST} ký tự.")
        found.setdefault(_folded(_usable("wordings", text)), text)
    found.pop(_folded(asked), None)
    if len(found) > MOST_WORDINGS:
        raise InvalidField("wordings", f"Nhiều nhất {MOST_WORDINGS} cách hỏi khác.")
    return tuple(found.values())


def _line(field: str, given: object) -> str:
    return one_line(clean(without_markup(text_of(field, given))))


def _usable(field: str, text: str) -> str:
    marks = placeholders(text)
    if marks:
        raise InvalidField(field, _NEITHER.format(mark=marks[0]))
    if not wording_key(text):
        raise InvalidField(field, _NO_NEED)
    return text


def _folded(text: str) -> str:
    return fold(text).rstrip("?.! ")


def _cut(text: str, most: int = 40) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"
