"""Raw fee → :class:`Fee`: what may be printed as a sum, and what may not.

On the national portal ``0`` is what an office leaves in the field when it does not fill it in, and the
portal's page shows that zero as "Miễn phí". So free is only what the words beside the number say.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import lru_cache

from knowledge.model import Currency, Fee, FeeState
from knowledge.sources.dates import lapsed
from knowledge.sources.money import (
    NUMBER,
    SMALLEST_DONG,
    currency_named,
    dollars_in,
    dong_in,
    names_sum,
    number,
)
from knowledge.sources.nulls import is_nothing
from knowledge.text import clean, fold, one_line

_SHORTEST = 3
_UNIT = r"(?:VNĐ|VND|Việt Nam Đồng|Đồng|đồng|USD)"
_RAW = re.compile(rf"(?:(?:Phí|Lệ phí)\s*:\s*)?({NUMBER})\s*({_UNIT})\s*(?:\((.*)\)?)?", re.DOTALL)
_LABELLED = re.compile(r"(?:^|\s)(?=(?:Phí|Lệ phí)\s*:)")
_LABEL = re.compile(r"^(?:Phí|Lệ phí)\s*:\s*")
_LABELLED_WORDS = re.compile(r"(.*?)\s*Đồng\s*(?:\((.*)\))?", re.DOTALL)
_ROWS = re.compile(rf"\s*\|\s*(?={NUMBER}\s*{_UNIT}|[^\d|])")
_SQUEEZED = re.compile(r"^Đồng\s*\(.*(?:Phí|Lệ phí)\s*:", re.DOTALL)
_STARTS_WITH_SUM = re.compile(rf"^(?:Phí|Lệ phí)\s*:\s*{NUMBER}\s*{_UNIT}")
_EMPTY_LABEL = re.compile(r"^(?:Phí|Lệ phí)\s*:\s*Đồng\s*(?=\S)")
_GROUPED = r"\d{1,3}(?:[.,]\d{3})+"
_NO_ONE_SUM = re.compile(rf"theo tỷ lệ|{_GROUPED}\s*[-–]\s*{_GROUPED}", re.IGNORECASE)
_SHOWN_FREE = re.compile(r"miễn phí\s*(?:\((.*)\))?", re.IGNORECASE | re.DOTALL)
_LEFT_OVER_UNIT = re.compile(r"\s*(?<![\w.,])Đồng\.?$")

_FREE_START = re.compile(
    r"[\W_]*(mien (le )?phi|mien thu|(duoc )?mien nop|khong thu (phi|le phi|tien)|khong (mat|phai nop) (phi|le phi))\b"
)
_FREE_FOR = re.compile(r"\b(duoc|thuoc dien( duoc)?) mien (le )?phi\b")
_MORE_MONEY = re.compile(
    r"\d\s*(dong|d\b|vnd|usd|%)|phi (cap|cong bo|tham dinh)|giam phi|(muc|theo) .*(hoi dong nhan dan|hdnd)"
)
_DATED_FREE = re.compile(r"\btu ngay \d|\bden (het )?(ngay )?\d")
_FREE_UNTIL = re.compile(r"\bmien\b[^.;]{0,60}\b(tu|den)\b")
_FREE_LABEL = re.compile(r"^miễn phí(?: đồng)?\s*[-–:.]\s*(?=\S)", re.IGNORECASE)
_LOCAL = re.compile(
    r"hoi dong nhan dan|\bhdnd\b|(uy ban nhan dan|ubnd)[^.;]{0,40}(quy dinh|quyet dinh|ban hanh)|"
    r"(quy dinh|quyet dinh) cua (uy ban nhan dan|ubnd|dia phuong|tinh|tung dia phuong)|dia phuong quy dinh"
)
_INFORMS = re.compile(
    r"\btheo\b|quy dinh|thong tu|nghi dinh|nghi quyet|quyet dinh|\bluat\b|bieu (phi|gia|muc)|\bmuc\b|\bnop\b|"
    r"khong thu|mien|thoa thuan|\d{1,3}(\.\d{3})+|\d\s*(dong|d\b|vnd|usd|%|trieu)|^(tu )?\d{4,}"
)
_NO_RULE = re.compile(
    r"[\W_]*(phi|le phi|phi, le phi)?[\W_]*(khong|chua)( co)?( quy dinh)?( (phi|le phi))?[\W_]*(dong)?[\W_]*"
)
_ENDS_WITH_NO_RULE = re.compile(r".*:\s*(khong|chua co|chua co quy dinh|khong quy dinh)[\W_]*")


@lru_cache(maxsize=8192)
def fee(amount: Decimal | None, note: str | None, *, currency: Currency = Currency.VND, as_of: date) -> Fee:
    """Read one line of a fee table.

    Args:
        amount: the number in the amount field; ``None`` when there is none.
        note: the words beside it.
        currency: unit the source prints.
        as_of: day the data is read for; a sum whose note says it has lapsed before is not printed.
    """
    words = _note(note)
    if not amount:
        return _without_sum(words, "0" if amount == 0 else None)
    source = f"{amount:f} {'USD' if currency is Currency.USD else 'VNĐ'}" + (f" ({words})" if words else "")
    if _doubtful(amount, words, currency, as_of):
        return Fee(state=FeeState.SUSPECT, currency=currency, note=words, source=source)
    if words and _NO_ONE_SUM.search(words):
        return Fee(state=FeeState.TEXT, currency=currency, source=source)
    return Fee(state=FeeState.AMOUNT, amount=amount, currency=currency, note=words)


def fees_of_items(items: Iterable[tuple[Decimal | None, str | None]], *, as_of: date) -> tuple[Fee, ...]:
    """Read the lines of one channel; lines that say the same appear once."""
    return tuple(
        dict.fromkeys(
            line for amount, note in items for line in lines_of(amount, note, currency=Currency.VND, as_of=as_of)
        )
    )


def fees_of_text(raw: str | None, *, as_of: date, zero_is_shown_as_free: bool = False) -> tuple[Fee, ...]:
    """Read a rendered fee cell, such as ``7000 VNĐ (…) | 0 VNĐ ()`` or ``Lệ phí : 05 USD (…)``.

    An empty cell has no lines.

    Args:
        raw: the cell.
        as_of: see :func:`fee`.
        zero_is_shown_as_free: the source is a page of the portal, which prints "Miễn phí" for a bare zero.
    """
    text = clean(raw or "").strip(" |\n")
    if not text.strip(" .-–—*"):
        return ()
    if is_nothing(text):
        return (Fee(state=FeeState.NOT_STATED, source=text),)
    shown_free = _SHOWN_FREE.fullmatch(text)
    if zero_is_shown_as_free and shown_free:
        return (_without_sum(_note(shown_free[1]), "Miễn phí"),)
    read: list[Fee] = []
    for row in _ROWS.split(text):
        pieces = [piece.strip() for piece in _LABELLED.split(row)] if _LABEL.match(row) else [row]
        for piece in filter(None, pieces):
            read.extend(_piece(piece, as_of))
    return tuple(dict.fromkeys(read))


def lines_of(amount: Decimal | None, note: str | None, *, currency: Currency, as_of: date) -> Iterator[Fee]:
    """Read one line of a fee table, or several an office squeezed into the words of one; see :func:`fee`."""
    words = clean(note or "").lstrip("( ") if note else ""
    if amount and _SQUEEZED.match(words):
        yield from fees_of_text(f"Phí: {amount:f} {words}", as_of=as_of)
    elif not amount and _STARTS_WITH_SUM.match(words):
        yield from fees_of_text(words, as_of=as_of)
    else:
        yield fee(amount, note, currency=currency, as_of=as_of)


def _piece(text: str, as_of: date) -> Iterator[Fee]:
    if match := _RAW.fullmatch(text):
        amount, unit, note = match.groups()
        currency = currency_named(unit)
        yield from lines_of(number(amount), _close(note), currency=currency, as_of=as_of)
        return
    words = _LABEL.sub("", text)
    source = words if words != text else None
    if source and (match := _LABELLED_WORDS.fullmatch(words)):
        words = " ".join(part for part in match.groups() if part and not is_nothing(part))
    yield _without_sum(_note(words), source)


def _close(note: str | None) -> str | None:
    """Take the closing bracket of the cell off a note that does not need it itself."""
    if note and note.rstrip().endswith(")") and note.count(")") > note.count("("):
        return note.rstrip()[:-1]
    return note


def _note(note: str | None) -> str | None:
    words = one_line(note or "").strip()
    words = _EMPTY_LABEL.sub("", _LEFT_OVER_UNIT.sub("", words)).strip()
    if words.startswith("(") and words.endswith(")") and words.count("(") == 1:
        words = words[1:-1].strip()
    return words or None


def _without_sum(words: str | None, source: str | None) -> Fee:
    """Read a line whose number is zero or missing: only the words count."""
    if words is None:
        return Fee(state=FeeState.NOT_STATED, source=source)
    folded = fold(words)
    if is_nothing(words) or _NO_RULE.fullmatch(folded) or len(words) < _SHORTEST:
        return Fee(state=FeeState.NOT_STATED, source=words)
    if _says_free(folded):
        bare = _FREE_START.fullmatch(folded.rstrip(" ."))
        return Fee(state=FeeState.FREE, note=None if bare else _FREE_LABEL.sub("", words))
    if _LOCAL.search(folded) and not dong_in(words):
        return Fee(state=FeeState.LOCAL, note=words)
    if _ENDS_WITH_NO_RULE.fullmatch(folded) or not _INFORMS.search(folded):
        return Fee(state=FeeState.NOT_STATED, note=words, source=source)
    return Fee(state=FeeState.TEXT, source=words)


def _says_free(folded: str) -> bool:
    """Tell whether words only say that something is free; free for a while or beside a fee is not enough."""
    says = _FREE_START.match(folded) or _FREE_FOR.search(folded)
    return bool(says) and not _MORE_MONEY.search(folded) and not _DATED_FREE.search(folded)


def _doubtful(amount: Decimal, words: str | None, currency: Currency, as_of: date) -> bool:
    """Tell whether a positive sum contradicts its unit, its note or the calendar."""
    if currency is Currency.VND and amount < SMALLEST_DONG:
        return True
    if words is None:
        return False
    if currency is Currency.VND and amount in dollars_in(words):
        return True
    others = dong_in(words)
    if lapsed(words, as_of) and others <= {amount} and not _FREE_UNTIL.search(fold(words)):
        return True
    if currency is Currency.USD or not others or names_sum(words, amount):
        return False
    # A rule of law may halve a fee for a time (TT 64/2025/TT-BTC): then the note names one and the field the other.
    halved = any(amount in (other * 2, other / 2) for other in others)
    return not (halved and re.search(r"\d{4}", words) and re.search(r"ngày|năm", words))
