"""What the encoder reads: the same few words for training, for the index and for a question."""

from __future__ import annotations

import re

from knowledge.model import Level
from knowledge.spelling import standard_tones
from knowledge.text import one_line

_LEADING = re.compile(r"^thủ tục\s+", re.IGNORECASE)

LEVEL_WORDS: dict[Level, str] = {
    Level.COMMUNE: "cấp xã",
    Level.PROVINCE: "cấp tỉnh",
    Level.MINISTRY: "cấp bộ",
    Level.OTHER: "cơ quan khác",
}


def query_text(question: str) -> str:
    """Return a question with the prefix e5 models expect, cut to 400 characters."""
    return "query: " + standard_tones(one_line(question)[:400])


def passage_text(name: str, field: str | None, levels: str | None) -> str:
    """Return a procedure as one passage: name, field, level."""
    parts = [_LEADING.sub("", one_line(name)), one_line(field or ""), one_line(levels or "").lower()]
    return "passage: " + standard_tones(". ".join(part for part in parts if part))


def phrase_text(phrase: str) -> str:
    """Return a citizen's wording of a need as a passage."""
    return "passage: " + standard_tones(one_line(phrase))
