"""What an operator says on the phone: the answer in at most three sentences, the source last."""

from __future__ import annotations

import re

from knowledge.answer import Answer
from knowledge.answers.shorten import sentence_ends
from knowledge.render import as_script

MOST_SENTENCES = 3
"""With the one that names the source."""

_GREETING = "Dạ, thưa anh/chị. "
_LIST = " Cụ thể: "
_SOURCE = " Thông tin này theo "
_MORE = "Còn nội dung khác, tôi đọc tiếp khi anh/chị cần; thông tin này theo "
_BELOW = "bên dưới"
_POINTING = re.compile(r"(?: ở)? bên dưới")
_CLOSING = '"”’)]'


def read_out(answer: Answer) -> str:
    """Return what to read out of an answer.

    Nothing is added to the answer and no figure is changed: whole sentences of it, then procedure code and date of the
    data in one sentence. What does not fit, or sends the reader to something on a screen, is left out as a whole, and
    the last sentence says that there is more.

    Args:
        answer: of one aspect, as published.
    """
    script = as_script(answer).removeprefix(_GREETING)
    body, found, source = script.rpartition(_SOURCE)
    if not found:
        body, source = script, ""
    lead, _, listed = body.partition(_LIST)
    said = sentences(lead)
    heard_alone = [one for one in said if _BELOW not in one] or [_POINTING.sub("", one) for one in said]
    room = MOST_SENTENCES - (1 if source else 0)
    kept, more = heard_alone[:room], len(said) > min(room, len(heard_alone)) or _BELOW in answer.lead
    if listed and len(kept) < room and len(sentences(listed)) == 1:
        kept, more = [*kept, f"{_LIST.strip()} {listed}"], len(said) > len(heard_alone)
    closing = [(_MORE if more else _SOURCE.strip() + " ") + source] if source else []
    return " ".join([*kept, *closing])


def sentences(text: str) -> list[str]:
    """Return the sentences of a text; a semicolon or the dot of an abbreviation ends none."""
    found, start = [], 0
    for end in sentence_ends(text):
        last = text[:end].rstrip(_CLOSING)[-1:]
        if (last in {".", "?", "!"} or end == len(text)) and text[start:end].strip():
            found.append(text[start:end].strip())
            start = end
    return found
