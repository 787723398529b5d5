"""Time-limit answers: per way of filing and per case; a number without its unit is never shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache, partial

from knowledge.answer import Block, ListBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.channels import asked, channel_notes, grouped, lead_in, offered
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.numbers import number
from knowledge.answers.shorten import shorten, spoken
from knowledge.model import Channel, ChannelKind, Duration, DurationState, Procedure, TimeUnit
from knowledge.text import one_line

_UNIT = {
    TimeUnit.HOUR: "giờ",
    TimeUnit.DAY: "ngày",
    TimeUnit.WORKING_DAY: "ngày làm việc",
    TimeUnit.MONTH: "tháng",
    TimeUnit.YEAR: "năm",
}
_SPOKEN_TEXT = 220
_SPOKEN_VALUES = 3
_ITEM_LIMIT = 700
_TIME_WORDS = re.compile(
    r"\d+\s*(?:\([^)]{1,20}\)\s*)?(?:ngày|giờ|tháng|năm)\b|thời hạn|thời gian|ngay (?:trong|sau)", re.IGNORECASE
)
_VALUE = re.compile(
    r"(?<![\d/.,])(\d+(?:[.,]\d+)?)\s*(?:\([^)]{1,20}\)\s*)?(giờ|ngày làm việc|ngày|tháng|năm)(?!\s*\d)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class TimeLine:
    """One time limit.

    Attributes:
        value: ``"3 ngày làm việc"``, published words, or ``"chưa có thông tin rõ"``.
        case: the published case, where rows of one way differ.
    """

    value: str
    case: str | None = None
    is_text: bool = False

    def item(self) -> str:
        """The line for a list."""
        return f"{self.value}: {self.case}" if self.case else self.value


def duration(value: Duration) -> str | None:
    """Return a limit in words; ``None`` when nothing certain was published.

    A raw value such as ``1 OTHER`` has no meaning without its note and is left out on purpose.
    """
    if value.state is DurationState.STATED and value.amount is not None and value.unit is not None:
        return f"{number(value.amount)} {_UNIT[value.unit]}"
    if value.state is DurationState.TEXT and value.text:
        return one_line(value.text)
    return None


def time_lines(rows: Sequence[Channel]) -> tuple[TimeLine, ...]:
    """Return the limits of one way of filing: equal ones merged, cases named where they differ."""
    limits: dict[tuple[str, bool], list[str]] = {}
    for row in rows:
        words = duration(row.duration) or wording.UNCLEAR
        cases = limits.setdefault((words, row.duration.state is DurationState.TEXT), [])
        if row.note and row.note not in cases:
            cases.append(row.note)
    several = len(limits) > 1
    return tuple(
        TimeLine(words, _case(tuple(cases)) if several else None, text) for (words, text), cases in limits.items()
    )


@lru_cache(maxsize=1024)
def _case(notes: tuple[str, ...]) -> str | None:
    return "; ".join(shorten(one_line(note).lstrip("-+*•– "), _ITEM_LIMIT) for note in notes) or None


def lines_of(procedure: Procedure, kind: ChannelKind) -> tuple[TimeLine, ...]:
    """Return the time lines of one way of filing, in the order the first way names the same limits."""
    lines = time_lines(procedure.channels_of(kind))
    first = offered(procedure)[:1]
    if len(lines) < 2 or not first or kind in first:
        return lines
    order = [line.value for line in time_lines(procedure.channels_of(first[0]))]
    if any(line.value not in order for line in lines):
        return lines
    return tuple(sorted(lines, key=lambda line: order.index(line.value)))


def time_notes(rows: Sequence[Channel]) -> tuple[str, ...]:
    """Return row notes that speak of time, unless the rows' limits differ (then they name the cases)."""
    if len({duration(row.duration) for row in rows}) > 1:
        return ()
    notes = dict.fromkeys(one_line(row.note).lstrip("-+*•– ") for row in rows if row.note)
    return tuple(note for note in notes if _TIME_WORDS.search(note))


def time_phrase(procedure: Procedure, kind: ChannelKind) -> str:
    """Return the limit of one way in a few words, for a table cell or a sentence."""
    return _phrase(lines_of(procedure, kind))


def _phrase(lines: Sequence[TimeLine]) -> str:
    if len(lines) == 1 and lines[0].is_text:
        words = spoken(lines[0].value, _SPOKEN_TEXT)
        return wording.quoted(words) if words else wording.TIME_IN_WORDS
    if len(lines) == 1:
        return lines[0].value
    if len(lines) > _SPOKEN_VALUES or any(line.is_text for line in lines):
        return f"có {len(lines)} mức, {wording.BY_CASE}"
    return f"{wording.join_words([line.value for line in lines], 'hoặc')}, {wording.BY_CASE}"


def time(ask: Ask) -> Draft:
    """Compose the answer to "how long does it take"."""
    kinds = asked(ask)
    if not kinds:
        return Draft(wording.TIME_UNCLEAR)
    lead = _lead(ask.procedure, kinds)
    blocks = time_blocks(ask.procedure, kinds)
    if refused := lead_in(ask):
        return Draft(f"{refused} {lead}", blocks)
    return Draft(lead, (*blocks, *channel_notes(ask)))


def time_blocks(procedure: Procedure, kinds: Sequence[ChannelKind], title: str | None = None) -> tuple[Block, ...]:
    """Return one list for each set of ways with the same limits, and the row notes that speak of time."""
    blocks: list[Block] = []
    groups = grouped(kinds, partial(lines_of, procedure))
    for members, lines in groups:
        if len(groups) == 1 and title is None and all(line.item() == wording.UNCLEAR for line in lines):
            continue
        items = tuple(shorten(line.item(), _ITEM_LIMIT) for line in lines)
        blocks.append(ListBlock(title=title or wording.channels_title(members), items=items))
    for members, notes in grouped(kinds, lambda kind: time_notes(procedure.channels_of(kind))):
        if notes:
            ways = wording.channels_title(members).lower()
            heading = wording.RECORD_NOTE if len(kinds) == 1 else f"{wording.RECORD_NOTE} ({ways})"
            blocks.append(TextBlock(title=heading, text=shorten("\n".join(notes), _ITEM_LIMIT)))
    return tuple(blocks)


def _lead(procedure: Procedure, kinds: Sequence[ChannelKind]) -> str:
    tables = {kind: lines_of(procedure, kind) for kind in kinds}
    if all(line.value == wording.UNCLEAR for lines in tables.values() for line in lines):
        return _from_notes(procedure, kinds)
    groups = grouped(kinds, lambda kind: _phrase(tables[kind]))
    if len(groups) == 1:
        lead = _same_everywhere(groups[0][1])
    else:
        text = "; ".join(
            f"{wording.channels_title(members).lower()} thì {_clause(phrase)}" for members, phrase in groups
        )
        lead = text[:1].upper() + text[1:] + "."
    return f"{lead} {wording.TIME_OTHER_VALUES}" if _has_other_values(procedure, kinds) else lead


def _clause(phrase: str) -> str:
    """Return a phrase as a clause: the subject and the verb it needs go before it."""
    if phrase.startswith("“"):
        return f"thời hạn được ghi là {phrase}"
    return f"thời hạn {phrase}" if phrase.startswith(("có ", wording.UNCLEAR)) else f"thời hạn là {phrase}"


def _same_everywhere(phrase: str) -> str:
    if phrase.startswith("“"):
        return f"Về thời hạn giải quyết, bản công bố ghi: {phrase}."
    if phrase.startswith("có "):
        return f"Thời hạn giải quyết {phrase}."
    return f"Thời hạn giải quyết là {phrase}."


def _from_notes(procedure: Procedure, kinds: Sequence[ChannelKind]) -> str:
    """Quote the note where the field itself says nothing; else say that nothing is known."""
    notes = [note for kind in kinds for note in time_notes(procedure.channels_of(kind))]
    if len(set(notes)) != 1:
        return f"{wording.TIME_UNCLEAR} {_below(notes)}".strip()
    words = spoken(notes[0], _SPOKEN_TEXT)
    return f"{wording.TIME_NOTE_ONLY} {wording.quoted(words)}." if words else f"{wording.TIME_UNCLEAR} {_below(notes)}"


def _below(notes: Sequence[str]) -> str:
    return "Phần ghi chú có nêu thêm, xem bên dưới." if notes else "Anh/chị nên hỏi nơi tiếp nhận."


def _has_other_values(procedure: Procedure, kinds: Sequence[ChannelKind]) -> bool:
    """Tell whether notes name limits that are not among the stated ones."""
    rows = [row for kind in kinds for row in procedure.channels_of(kind)]
    stated = {(row.duration.amount, _UNIT[row.duration.unit]) for row in rows if row.duration.unit}
    notes = [note for kind in kinds for note in time_notes(procedure.channels_of(kind))]
    named = {(Decimal(value.replace(",", ".")), unit.lower()) for note in notes for value, unit in _VALUE.findall(note)}
    return bool(named - stated)
