"""Reads what an operator typed about a call."""

from __future__ import annotations

import re
from typing import Any

from api.calls.model import ANSWER_CHARACTERS, MOST_CODES, MOST_MINUTES, QUESTION_CHARACTERS, Typed
from api.errors import InvalidField
from api.feedback.fields import phone as read_phone
from api.security.masking import mask
from knowledge.text import clean

_CODE = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{2,63}")
_SHOWN_DIGITS = 3


def read(typed: Typed) -> dict[str, Any]:
    """Return the values of a call as they are kept; the codes are not looked up yet.

    Raises:
        InvalidField: the first one that cannot be taken.
    """
    question, answer = mask(clean(typed.question)), mask(clean(typed.answer))
    if not question:
        raise InvalidField("question", "Vui lòng ghi người gọi hỏi gì.")
    if len(question) > QUESTION_CHARACTERS:
        raise InvalidField("question", f"Câu hỏi dài quá {QUESTION_CHARACTERS} ký tự.")
    if len(answer) > ANSWER_CHARACTERS:
        raise InvalidField("answer", f"Câu trả lời dài quá {ANSWER_CHARACTERS} ký tự.")
    if typed.resolved not in ("yes", "no"):
        raise InvalidField("resolved", "Vui lòng chọn đã giải quyết hay chưa.")
    phone_of(typed.phone)
    return {
        "question": question,
        "answer": answer or None,
        "seconds": _seconds(typed.minutes),
        "codes": list(dict.fromkeys(_CODE.findall(typed.codes)))[:MOST_CODES] or None,
        "resolved": typed.resolved == "yes",
    }


def _seconds(typed: str) -> int:
    try:
        minutes = float(typed.strip().replace(",", "."))
    except ValueError:
        minutes = -1.0
    if not 0 < minutes <= MOST_MINUTES:
        raise InvalidField("minutes", f"Vui lòng ghi số phút, ví dụ 4 hoặc 4,5 (không quá {MOST_MINUTES}).")
    return max(1, round(minutes * 60))


def phone_of(typed: str) -> str | None:
    """Return a number that can be called; ``None`` when none was typed.

    Raises:
        InvalidField: what was typed is none.
    """
    if not typed.strip():
        return None
    try:
        return read_phone(typed)
    except InvalidField as error:
        raise InvalidField("phone", error.reason) from None


def covered(phone: str) -> str:
    """Return a number with all but its last digits covered."""
    return "•" * (len(phone) - _SHOWN_DIGITS) + phone[-_SHOWN_DIGITS:]
