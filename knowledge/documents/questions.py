"""Whether a question asks if a legal document is in force, and which document it means."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.text import fold, one_line

_KINDS = {
    "nghi dinh": "nd",
    "nghi quyet": "nq",
    "quyet dinh": "qd",
    "thong tu lien tich": "ttlt",
    "thong tu": "tt",
    "ke hoach": "kh",
    "chi thi": "ct",
    "cong van": "cv",
    "phap lenh": r"pl|ubtvqh\d+",
    "bo luat": r"qh\d+",
    "luat": r"qh\d+",
    "van ban": "",
    "nd": "nd",
    "nq": "nq",
    "qd": "qd",
    "tt": "tt",
    "ct": "ct",
}
_LONGEST = 30
"""Words; a longer text tells of a case of its own."""
_ASKS = re.compile(
    r"\bhieu luc\b|\bcon (?:gia tri|ap dung|duoc ap dung|duoc dung|dung duoc)\b"
    r"|\b(?:bi|da|duoc) (?:thay the|bai bo|huy bo)\b|\bthay the (?:boi|bang|chua)\b|\b(?:bai bo|sua doi) chua\b"
)
_NUMBER = re.compile(
    rf"(?:\b(?P<kind>{'|'.join(_KINDS)})\s+(?:so\s*:?\s*)?)?"
    r"(?<![\w/.-])(?P<number>\d{1,5}(?:\.\d{1,3})?[a-z]?)(?:\s*[/-]\s*|\s+nam\s+)"
    r"(?:(?P<year>(?:19|20)\d\d)(?:\s*/\s*(?P<full>[a-z]{2,8}\d{0,3}(?:-[a-z&]+\d*)*))?"
    r"|(?P<bare>[a-z]{2,4}(?:[-/][a-z&]+)+))(?![\w/])"
)
_BY_NAME = re.compile(r"\b(?:bo luat|luat|phap lenh) [a-z]")
_FORCE_OF_LAW = re.compile(r"\b(?:con|het|co) hieu luc\b|\bhieu luc (?:khong|chua|nua)\b|\bbi (?:thay the|bai bo)\b")


@dataclass(frozen=True)
class Asked:
    """What a question names.

    Attributes:
        text: the question, folded.
        shown: the number as it was typed, for an answer that knows no such document.
        number: without leading zeros; ``None``: a law by its name.
        symbol: folded, e.g. ``nd-cp``.
        kind: pattern of the first part of the symbol.
    """

    text: str
    shown: str
    number: str | None = None
    year: int | None = None
    symbol: str | None = None
    kind: str | None = None


def asked_in(question: str) -> Asked | None:
    """Return which document a question asks the validity of; ``None``: it asks something else."""
    text = fold(one_line(question)).replace(" ?", "").rstrip("?!. ")
    if len(text.split()) > _LONGEST or not _ASKS.search(text):
        return None
    for match in _NUMBER.finditer(text):
        symbol = match["full"] or (match["bare"] or "").replace("/", "-") or None
        if match["kind"] or symbol:
            return Asked(
                text=text,
                shown=_as_typed(one_line(question), text, match),
                number=match["number"].lstrip("0"),
                year=int(match["year"]) if match["year"] else None,
                symbol=symbol,
                kind=_KINDS.get(match["kind"] or "") or None,
            )
    named = _BY_NAME.search(text) and _FORCE_OF_LAW.search(text)
    return Asked(text=re.sub(r"[^\w ]", " ", text), shown="") if named else None


def _as_typed(question: str, text: str, match: re.Match[str]) -> str:
    """Return the words of the question that name the document; folding keeps every letter in its place."""
    same_length = len(question) >= len(text)
    return (question[match.start() : match.end()] if same_length else match[0]).strip()
