"""Words that say by themselves that somebody wants to be heard, whatever a classifier makes of them.

For the time when Rasa does not answer: a complaint that names a procedure must not be answered like a question about
that procedure. Rules on the text without diacritics, so that typed with or without them it is heard alike.
"""

from __future__ import annotations

import re

from knowledge.text import fold, normalise_query

_NAMED = r"(?:phan anh|kien nghi|gop y)"
_WANTS = re.compile(rf"\b(?:muon|xin|can|gui|de|cho) (?:duoc )?{_NAMED}\b|^{_NAMED}\b")
_WHO = re.compile(
    r"\b(?:can bo|cong chuc|nhan vien|chuyen vien|cb|nv|mot cua|1 cua|ubnd|uy ban|cong an|tu phap|dia chinh|phuong|xa|"
    r"van phong|trung tam)\b"
)
_LATE = re.compile(
    r"\b(?:(?:tre|that|lo) hen|hen (?:di|toi|lui|lai|mai)\b.{0,12}\bhen|ngam ho so|khat (?:hoai|mai|lan)|cham tra|"
    r"(?:tra|lam|giai quyet)\b.{0,40}\b(?:cham\b(?! (?:nhat|soc|dut|nop))|tre \d+))\b"
)
_BADLY = re.compile(
    r"\b(?:thai do|hach dich|cua quyen|nhung nhieu|phien ha|quat|nat no|mang (?:toi|dan|chui)|voi (?:tien|vinh)|"
    r"doi (?:them )?tien|gay kho|lam kho|hanh (?:dan|toi)|khong chiu|dun day|lam (?:sai|mat)|"
    r"bat (?:toi|dan|di|ve|lam)\b.{0,30}\b(?:lai|lan))\b"
)
_COUNTED = re.compile(r"\b(?:\d+|hai|ba|bon|nam|may|nhieu) (?:lan|bua|ngay|tuan|thang)\b")
_ASKS = re.compile(
    r"\b(?:la gi|the nao|nhu the nao|bao nhieu|bao lau|may ngay|khi nao|o dau|lam sao|ra sao|can gi|"
    r"can (?:nhung )?giay|giay to gi|thu tuc gi|duoc khong|co (?:phai|bi|duoc|can)\b.{1,40}\bkhong|phai lam gi|"
    r"cho hoi|xin hoi)\b"
)
_LEAST_WORDS = 5


def wants_to_report(text: str) -> bool:
    """Tell whether a text asks in so many words to send a phản ánh, kiến nghị or góp ý."""
    return bool(_WANTS.search(fold(normalise_query(text))))


def tells_a_grievance(text: str) -> bool:
    """Tell whether a text tells what an office did wrong and asks nothing.

    That is: somebody of an office and a delay or bad conduct; or a delay that is counted ("trễ hẹn 2 lần").
    """
    line = fold(normalise_query(text))
    if text.rstrip().endswith("?") or _ASKS.search(line) or len(line.split()) < _LEAST_WORDS:
        return False
    if _LATE.search(line):
        return bool(_WHO.search(line) or _COUNTED.search(line))
    return bool(_BADLY.search(line) and _WHO.search(line))


def is_plain_report(text: str) -> bool:
    """Tell whether a text is a PAKN by its words alone."""
    return wants_to_report(text) or tells_a_grievance(text)
