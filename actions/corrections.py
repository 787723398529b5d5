"""What a person meant who says "không phải X, tôi hỏi Y"."""

from __future__ import annotations

import re

from knowledge.aspects import aspects_in, content_words
from knowledge.text import fold, one_line, spell_out

_WHO = r"(?:toi|em|minh|tui|bac|con|chau|anh|chi|ta|co|chu|e|a|c)"
# The words before what is meant, in text without marks. The last of them wins.
_LEAD = re.compile(
    rf"\by (?:cua )?(?:{_WHO} )?(?:muon )?(?:hoi |noi )?la "
    rf"|\bcai (?:ma )?{_WHO} (?:can|muon|hoi|noi)(?: hoi)? la "
    rf"|\b(?:ma|,) la |, la "
    rf"|\b{_WHO} (?:dang |chi |moi )?(?:muon |can )?(?:hoi|noi|can|muon|tim)(?: (?:ve|chuyen|vu|viec|thu tuc|cai))* "
    rf"|(?:^|, |\. )(?:hoi|can|muon)(?: (?:ve|chuyen|vu|viec))* "
)
# "… chứ không phải X", "… chứ có phải X đâu": what is not meant, at the end.
_NOT_AT_END = re.compile(r",? chu (?:co |khong |dau |hong |hong phai |nao )*(?:phai|hoi|can|co|muon)?\b.*$")
# "không phải X,", "sai rồi", "nhầm": what is not meant, at the beginning.
_NOT_AT_START = re.compile(
    r"^(?:(?:da|a|u|o|oi|xin loi|khong|hong|ko|khoan)[ ,]+)*"
    r"(?:(?:khong|hong|no|chua|dau)(?: co)? (?:phai|dung)[^,.]*"
    r"|(?:ban |em |ad |bot )?(?:sai|nham|lon|hieu (?:sai|nham|lam)|lac de)\b[^,.]*"
    r"|(?:cau )?tra loi (?:sai|lac|khong)[^,.]*)(?:[,.]+|$)\s*"
)
_PARTICLES = re.compile(r"(?:[ ,.!?]+(?:ma|co|day|do|nhe|nha|a|oi|ad|ban|em|anh|chi|chu|luon|the))*[ ,.!?]*$")


def meant(text: str) -> str:
    """Return the part of a correction that says what is wanted, or ``""`` when it says only what is not.

    ``"không phải hộ chiếu, tôi hỏi căn cước"`` → ``"căn cước"``; ``"sai rồi"`` → ``""``.
    """
    line = " ".join(spell_out(one_line(text).replace(",", " , ").replace(".", " . ").lower().split()))
    line = re.sub(r" ([,.])", r"\1", line)
    if (excluded := _NOT_AT_END.search(fold(line))) is not None:
        line = line[: excluded.start()]
    leads = list(_LEAD.finditer(f"{fold(line)} "))
    if leads:
        line = line[leads[-1].end() :]
    elif (start := _NOT_AT_START.match(fold(line))) is not None:
        line = line[start.end() :]
    particles = _PARTICLES.search(fold(line))
    line = line[: particles.start()] if particles else line
    return line.strip() if content_words(line) or aspects_in(line) else ""
