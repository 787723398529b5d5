"""Reading fee rows into lines a person can read; nothing is summed, guessed or translated.

A bare zero on the national portal does not mean free, so only the state FREE is ever called
``miễn phí``, and always with its condition where one is published.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.answers import wording
from knowledge.answers.numbers import money
from knowledge.answers.shorten import shorten
from knowledge.model import Channel, Currency, Fee, FeeState
from knowledge.text import fold, one_line

BULLETS = "-+*•–· \n"
_LABEL_LIMIT = 70
_CASE_LIMIT = 350
_UNIT = re.compile(
    r"^\(?\s*(?:đồng|đ|VNĐ|USD)?\s*(/[^\s(;,.:]{1,20}(?: [a-zà-ỹđ]+){0,2})(?=$|[\s(;,.:)])", re.IGNORECASE
)
_INNER_BULLET = re.compile(r":\s*[+\-*•]\s+")
_EMPTY_NOTE = re.compile(r"^(?:phí|lệ phí|phí, lệ phí|đồng|vnđ|usd|không|không có|[-–.]*)$", re.IGNORECASE)
_FREE_WORDS = re.compile(
    r"miễn\s+(?:thu\s+)?(?:các\s+khoản\s+)?(?:phí|lệ phí)(?:\s*(?:,|và)\s*(?:lệ\s+)?phí)?"
    r"|không\s+(?:thu|mất|phải nộp|nộp)\s+(?:phí|lệ phí)(?:\s*(?:,|và)\s*lệ phí)?"
    r"|\b(?:lệ\s+)?phí\b\s*:?|\bđồng\b",
    re.IGNORECASE,
)
_FREE_OPENING = re.compile(
    r"^(?:miễn (?:lệ )?phí)(?:\s+đồng)?[\s\-–:,.(]*(?=(?:trường hợp|đối với|cho|với|nếu)\b)", re.IGNORECASE
)
_CONDITION = re.compile(
    r"trường hợp|đối với|nếu|cho (?:người|trẻ|hộ|công dân|gia đình|các)|thuộc|hộ nghèo|có công|khuyết tật|"
    r"trẻ em|người|dưới|lần đầu|khi ",
    re.IGNORECASE,
)
_EXEMPTION = re.compile(r"\bmiễn\b(?! trừ\b)", re.IGNORECASE)
_EXEMPTION_NOTE = re.compile(r"^[^:.;]{0,60}\bmiễn\b", re.IGNORECASE)
_COUNCIL = re.compile(r"HĐND|hội đồng nhân dân", re.IGNORECASE)
_PLACE = re.compile(r"\btỉnh\b|địa phương|UBND|[uủ]ỷ? ban nhân dân|thành phố trực thuộc", re.IGNORECASE)
# The portal's page prints "Miễn phí" for an empty field, so the bare words say no more than a bare zero.
_NO_WORDS = re.compile(r"^\s*(?:miễn phí|0*\s*(?:VNĐ|VND|đồng|USD)?\s*(?:\(\s*\))?)\s*$", re.IGNORECASE)
_LOWERED = frozenset(
    {
        "trường",
        "đối",
        "với",
        "cá",
        "hộ",
        "tổ",
        "cấp",
        "đăng",
        "phí",
        "lệ",
        "mức",
        "theo",
        "người",
        "nộp",
        "thẩm",
        "gia",
        "đổi",
        "thay",
        "nếu",
        "tại",
        "từ",
        "cho",
        "loại",
    }
)


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line of a fee list.

    Attributes:
        value: what is due, readable alone: ``"7.000 đồng"``, ``"miễn phí"``, ``"chưa có thông tin rõ"``.
        detail: for whom or why, in published words; ``None`` when nothing more was published.
        label: a short form of ``detail`` for one spoken sentence.
        fee: the published line it was read from.
    """

    state: FeeState
    value: str
    detail: str | None = None
    label: str | None = None
    fee: Fee | None = None

    @property
    def spoken(self) -> str:
        """The line for a sentence: the value with its short case."""
        return f"{self.value} ({self.label})" if self.label else self.value

    @property
    def is_conditional_free(self) -> bool:
        """Tell whether this FREE line holds only as far as its published words go."""
        return self.state is FeeState.FREE and self.detail is not None

    @property
    def mentions_exemption(self) -> bool:
        """Tell whether the words beside a sum or a local fee say that some pay nothing."""
        stated = self.state in (FeeState.AMOUNT, FeeState.LOCAL, FeeState.TEXT)
        return stated and bool(_EXEMPTION.search(f"{self.value} {self.detail or ''}"))

    @property
    def names_condition(self) -> bool:
        """Tell whether the published words name for whom the line holds."""
        return self.detail is not None and bool(_CONDITION.search(self.detail))

    def item(self) -> str:
        """The line for a list: the value and the published words."""
        if self.state is FeeState.AMOUNT and self.detail and _EXEMPTION_NOTE.match(self.detail):
            return f"{self.value}. {wording.RECORD_NOTE}: {self.detail}"
        return f"{self.value.rstrip('.')}: {self.detail}" if self.detail else self.value


def fee_lines(rows: Sequence[Channel], procedure_name: str) -> tuple[FeeLine, ...]:
    """Return the fee lines of one way of filing: equal rows merged, cases named where rows differ."""
    tables: dict[tuple[Fee, ...], list[str]] = {}
    for row in rows:
        cases = tables.setdefault(row.fees, [])
        if row.note and row.note not in cases:
            cases.append(row.note)
    lines: dict[FeeLine, None] = {}
    for fees, cases in tables.items():
        case = _case(tuple(cases)) if len(tables) > 1 else None
        for line in _table(fees, procedure_name, case):
            lines.setdefault(line)
    return tuple(lines)


@lru_cache(maxsize=1024)
def _case(notes: tuple[str, ...]) -> str | None:
    return "; ".join(shorten(one_line(note).strip(BULLETS), _CASE_LIMIT) for note in notes) or None


def _table(fees: Sequence[Fee], name: str, case: str | None) -> list[FeeLine]:
    """Return the lines of one row; a row's empty lines say nothing where others say something."""
    lines = [_read(fee, name) for fee in fees] or [_read(Fee(state=FeeState.NOT_STATED), name)]
    stated = [line for line in lines if line.state is not FeeState.NOT_STATED or line.detail]
    lines = [_beside_others(line) for line in stated] if len(stated) > 1 else stated or lines[:1]
    if case is None:
        return lines
    return [_with_case(line, case) for line in lines]


def _beside_others(line: FeeLine) -> FeeLine:
    """A FREE line in a table with other lines never stands for the whole procedure."""
    if line.state is FeeState.FREE and line.detail is None:
        return FeeLine(line.state, line.value, wording.FREE_CASE_UNNAMED, None, line.fee)
    return line


def _with_case(line: FeeLine, case: str) -> FeeLine:
    detail = f"{line.detail} (trường hợp: {case})" if line.detail else case
    return FeeLine(line.state, line.value, detail, line.label, line.fee)


# Pure, and asked several times for one answer: lead, list and table each need the lines.
@lru_cache(maxsize=4096)
def _read(fee: Fee, name: str) -> FeeLine:
    match fee.state:
        case FeeState.AMOUNT if fee.amount is not None:
            return _amount(fee, name)
        case FeeState.FREE:
            return _free(fee)
        case FeeState.LOCAL:
            return _local(fee)
        case FeeState.TEXT:
            words = _words(fee)
            return FeeLine(fee.state, wording.UNCLEAR) if words is None else FeeLine(fee.state, words)
        case _:
            return _unclear(fee)


def _amount(fee: Fee, name: str) -> FeeLine:
    assert fee.amount is not None  # noqa: S101 - checked by the caller
    value = money(fee.amount, fee.currency)
    note = _clean(fee.note)
    if note and note.startswith(value):
        note = _clean(note[len(value) :].lstrip(" .;,:"))
    unit = _UNIT.match(note) if note else None
    if note and unit:
        value += unit.group(1)
        note = _clean(note[unit.end() :].strip(" .;,:"))
    return FeeLine(fee.state, value, note, _label(note, name, money(fee.amount, fee.currency)), fee)


def _free(fee: Fee) -> FeeLine:
    note = _clean(fee.note) or _clean(fee.source)
    if note is None or not _FREE_WORDS.sub("", note).strip(" .;:,()-–"):
        return FeeLine(fee.state, wording.FREE, None, None, fee)
    opening = _FREE_OPENING.match(note)
    return FeeLine(fee.state, wording.FREE, note[opening.end() :] if opening else note, None, fee)


def _local(fee: Fee) -> FeeLine:
    """Name who sets the fee: the people's council, or only "the locality" where the words go no further."""
    words = _clean(fee.source) or _clean(fee.note)
    if words and _COUNCIL.search(words):
        return FeeLine(fee.state, wording.LOCAL_COUNCIL, words, None, fee)
    if words and _PLACE.search(words):
        return FeeLine(fee.state, wording.LOCAL_PLACE, words, None, fee)
    label = words if words and len(words) <= _LABEL_LIMIT else None
    return FeeLine(fee.state, wording.LOCAL_COUNCIL, words, label, fee)


def _unclear(fee: Fee) -> FeeLine:
    words = _words(fee)
    if fee.state is FeeState.SUSPECT:
        reason = f"{wording.published_as(words)}; {wording.FEE_SUSPECT}" if words else wording.FEE_SUSPECT
        return FeeLine(fee.state, wording.UNCLEAR, reason, None, fee)
    if words is None or _NO_WORDS.match(words):
        return FeeLine(FeeState.NOT_STATED, wording.UNCLEAR, None, None, None)
    return FeeLine(FeeState.NOT_STATED, wording.UNCLEAR, wording.published_as(words), None, fee)


def _words(fee: Fee) -> str | None:
    """Return the published words of a fee that is not a sum; the raw text wins over its note."""
    source, note = _clean(fee.source), _clean(fee.note)
    if source and note and note not in source:
        return f"{source} ({note})"
    return source or note


def _clean(text: str | None) -> str | None:
    if text is None:
        return None
    line = one_line(text).strip()
    if line.startswith("(") and line.endswith(")") and line.count("(") == 1:
        line = line[1:-1].strip()
    line = line.lstrip(BULLETS)
    line = _INNER_BULLET.sub(": ", line).rstrip(";, ")
    return None if _EMPTY_NOTE.match(line) else line


def _label(note: str | None, name: str, value: str) -> str | None:
    """Return the short case a note names, or ``None`` when it cannot be said in a few words."""
    if note is None:
        return None
    head = note.split(":", 1)[0] if 0 < note.find(":") <= _LABEL_LIMIT else note
    head = head.strip(f" .;,:{BULLETS}")
    for prefix in (name, name.removeprefix("Thủ tục ")):
        if len(head) > len(prefix) and fold(head[: len(prefix)]) == fold(prefix):
            head = head[len(prefix) :].strip(f" .;,:{BULLETS}")
            break
    if head.startswith("(") and head.endswith(")") and head.count("(") == 1:
        head = head[1:-1].strip()
    if not head or len(head) > _LABEL_LIMIT or head.count("(") != head.count(")") or _EMPTY_NOTE.match(head):
        return None
    if value in head or _COUNCIL.search(head):  # said in a sentence of its own
        return None
    first = head.split()[0]
    return head[0].lower() + head[1:] if first.lower() in _LOWERED else head


def spoken_range(lines: Sequence[FeeLine]) -> str | None:
    """Return ``"từ 50.000 đồng đến 100.000 đồng"`` for sums of one currency; ``None`` otherwise."""
    sums = [line.fee for line in lines if line.state is FeeState.AMOUNT and line.fee is not None]
    currencies = {fee.currency for fee in sums}
    if len(sums) < 2 or len(currencies) != 1:
        return None
    currency: Currency = currencies.pop()
    amounts = sorted(fee.amount for fee in sums if fee.amount is not None)
    if amounts[0] == amounts[-1]:
        return money(amounts[0], currency)
    return f"từ {money(amounts[0], currency)} đến {money(amounts[-1], currency)}"
