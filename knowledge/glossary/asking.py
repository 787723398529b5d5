"""Which term a message asks to have explained, if it does nothing else."""

from __future__ import annotations

import re
from functools import lru_cache

from knowledge.glossary import Term, read_glossary
from knowledge.text import clean, fold, words

_LONGEST = 160
"""Characters; a longer message tells of a case of its own."""
_MARKS = re.compile(r"[^\w]+")
_PEOPLE = "toi|em|minh|chau|con|bac|chu|co|anh|chi|ban|ad|admin|tro|ly|nguoi|ta"
_TELLS = "giai thich|giai nghia|dinh nghia|the nao la|nhu the nao la|y nghia|nghia"
_ASKS = (
    "la gi|la j|la sao|la cai gi|la the nao|la nhu the nao|la nhu nao|la ntn|nghia gi|nghia nhu the nao|nghia la"
    "|viet tat|tuc la|hieu the nao|hieu la|nghia"
)
_LEADING = re.compile(
    rf"(?:(?:{_TELLS}|da|vang|a|alo|xin|chao|cho|hoi|lam on|vui long|muon|biet|can|hieu|nghe|noi|thay|cai|tu"
    rf"|chu|cum|oi|giup|ho|ve|cua|thuat ngu|khai niem|{_PEOPLE})(?: |$))*+"
)
_TRAILING = re.compile(
    rf"(?:(?:{_ASKS}|gi|sao|cua tu|cua chu|co|duoc|hieu|vay|the|a|ha|nhi|nhe|nha|oi|khong|ko|day|z|cho|voi"
    rf"|giup|{_PEOPLE})(?: |$))*+"
)
_TOLD = re.compile(rf"\b(?:{_TELLS})\b")
_ASKED = re.compile(rf"\b(?:{_ASKS})\b")


def term_asked(question: str) -> Term | None:
    """Return the term a message is about: a question what it means, or the bare term, and nothing besides.

    A message that names a need of its own as well ("đăng ký khai sinh liên thông là sao") is left to the search.
    """
    line = _line(question)
    if not line or len(line) > _LONGEST:
        return None
    padded = f" {line} "
    for written, term in _by_writing():
        at = padded.find(f" {written} ")
        if at < 0:
            continue
        before, after = padded[:at].strip(), padded[at + len(written) + 1 :].strip()
        if not _LEADING.fullmatch(before) or not _TRAILING.fullmatch(after):
            continue
        if _TOLD.search(before) or _ASKED.search(after) or (term.alone and written == line):
            return term
    return None


def _line(text: str) -> str:
    return " ".join(_MARKS.sub(" ", fold(" ".join(words(clean(text))))).split())


@lru_cache(maxsize=1)
def _by_writing() -> tuple[tuple[str, Term], ...]:
    """Return every way to write a term, the longest first."""
    written = [(said, term) for term in read_glossary().terms for said in term.said]
    return tuple(sorted(written, key=lambda pair: -len(pair[0])))
