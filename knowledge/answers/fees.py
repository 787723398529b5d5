"""Fee answers: per way of filing and per case, values that are the same said once."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial

from knowledge.answer import Block, ListBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.channels import asked, channel_notes, grouped, lead_in, offered
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.fee_lines import BULLETS, FeeLine, fee_lines, spoken_range
from knowledge.answers.shorten import shorten, spoken
from knowledge.model import Channel, ChannelKind, FeeState, Procedure
from knowledge.text import one_line

_SPOKEN_LINES = 3
_SPOKEN_TEXT = 160
_ITEM_LIMIT = 700
_NOTE_LIMIT = 1200
_MONEY = re.compile(r"\d[\d.,]*\s*(?:đồng|đ\b|VNĐ|VND|USD)|\bphí\b", re.IGNORECASE)
_SUM = re.compile(r"(\d[\d.]*\d|\d)\s*(?:đồng|đ\b|VNĐ|VND)", re.IGNORECASE)
_COUNCIL_SETS = re.compile(r"(?:hội đồng nhân dân|HĐND)[^.;]{0,60}(?:quyết định|quy định|ban hành)", re.IGNORECASE)


def fee(ask: Ask) -> Draft:
    """Compose the answer to "how much does it cost"."""
    kinds = asked(ask)
    if not kinds:
        return Draft(f"{wording.FEE_UNCLEAR} {wording.FEE_ASK}")
    if refused := lead_in(ask):
        return Draft(f"{refused} {_lead(ask.procedure, kinds)}", fee_blocks(ask.procedure, kinds))
    return Draft(_lead(ask.procedure, kinds), (*fee_blocks(ask.procedure, kinds), *channel_notes(ask)))


def lines_of(procedure: Procedure, kind: ChannelKind) -> tuple[FeeLine, ...]:
    """Return the fee lines of one way of filing, in the order the first way names the same cases."""
    lines = fee_lines(procedure.channels_of(kind), procedure.name)
    first = offered(procedure)[:1]
    if not first or kind in first:
        return lines
    order = [line.label for line in fee_lines(procedure.channels_of(first[0]), procedure.name)]
    if any(line.label not in order for line in lines):
        return lines
    return tuple(sorted(lines, key=lambda line: order.index(line.label)))


def fee_blocks(procedure: Procedure, kinds: Sequence[ChannelKind], title: str | None = None) -> tuple[Block, ...]:
    """Return one list for each set of ways with the same fees, and the row notes that speak of money."""
    groups = grouped(kinds, partial(lines_of, procedure))
    shared = _shared_exemptions([lines for _, lines in groups]) if len(groups) > 1 else ()
    blocks: list[Block] = []
    for members, lines in groups:
        if len(groups) == 1 and title is None and all(line.item() == wording.UNCLEAR for line in lines):
            continue
        items = tuple(shorten(line.item(), _ITEM_LIMIT) for line in lines if line not in shared)
        blocks.append(ListBlock(title=title or wording.channels_title(members), items=items))
    if shared:
        items = tuple(shorten(line.item(), _ITEM_LIMIT) for line in shared)
        blocks.append(ListBlock(title=wording.EXEMPTIONS, items=items))
    for members, notes in grouped(kinds, lambda kind: money_notes(procedure.channels_of(kind))):
        if notes:
            heading = wording.RECORD_NOTE if len(kinds) == 1 else f"{wording.RECORD_NOTE} ({_ways(members)})"
            blocks.append(TextBlock(title=heading, text=shorten("\n".join(notes), _NOTE_LIMIT)))
    return tuple(blocks)


def _shared_exemptions(tables: Sequence[tuple[FeeLine, ...]]) -> tuple[FeeLine, ...]:
    """Return the exemptions every way of filing names in the same words beside its sums."""
    if any(all(line.is_conditional_free for line in table) for table in tables):
        return ()
    return tuple(line for line in tables[0] if line.is_conditional_free and all(line in table for table in tables))


def _ways(kinds: Sequence[ChannelKind]) -> str:
    return wording.channels_title(kinds).lower()


def money_notes(rows: Sequence[Channel]) -> tuple[str, ...]:
    """Return row notes that speak of money, unless the rows' fees differ (then they name the cases)."""
    if len({row.fees for row in rows}) > 1:
        return ()
    notes = dict.fromkeys(one_line(row.note).lstrip(BULLETS) for row in rows if row.note)
    return tuple(note for note in notes if _MONEY.search(note))


def fee_phrase(procedure: Procedure, kind: ChannelKind) -> str:
    """Return the fee of one way in a few words, for a table cell or a sentence."""
    return _phrase(lines_of(procedure, kind))


def _phrase(lines: Sequence[FeeLine]) -> str:
    firm = [line for line in lines if not line.is_conditional_free]
    if not firm:
        return _free_phrase(lines)
    clear = [line for line in firm if line.value != wording.UNCLEAR]
    if not clear:
        return wording.UNCLEAR
    rest = f", {wording.SOME_UNCLEAR}" if len(clear) < len(firm) else ""
    if len(clear) <= _SPOKEN_LINES:
        said = list(dict.fromkeys(_spoken(line) for line in clear))
        unnamed = len(said) > 1 and not all(line.label for line in clear)
        return wording.join_words(said, "hoặc") + (f", {wording.BY_CASE}" if unnamed else "") + rest
    spread = spoken_range(clear)
    if spread and all(line.state is FeeState.AMOUNT for line in clear):
        return f"{spread}, {wording.BY_CASE}{rest}"
    return f"nhiều mức, {wording.BY_CASE}{rest}"


def _free_phrase(lines: Sequence[FeeLine]) -> str:
    conditions = [spoken(line.detail or "", _SPOKEN_TEXT) for line in lines]
    if len(conditions) > 1 or conditions[0] is None:
        return f"{wording.FREE} cho một số trường hợp, {wording.SEE_BELOW}"
    if any(line.names_condition for line in lines):
        return f"{wording.FREE} trong trường hợp {wording.quoted(conditions[0])}"
    return f"{wording.FREE} ({wording.published_as(conditions[0])})"


def _spoken(line: FeeLine) -> str:
    if line.state is not FeeState.TEXT:
        return line.spoken
    words = spoken(line.value, _SPOKEN_TEXT)
    return wording.quoted(words) if words else wording.FEE_IN_WORDS


def _lead(procedure: Procedure, kinds: Sequence[ChannelKind]) -> str:
    tables = {kind: lines_of(procedure, kind) for kind in kinds}
    every = [line for lines in tables.values() for line in lines]
    if all(line.value == wording.UNCLEAR for line in every):
        return f"{wording.FEE_UNCLEAR} {wording.FEE_ASK}"
    groups = grouped(kinds, lambda kind: _phrase(tables[kind]))
    if len(groups) == 1:
        first = _same_everywhere(groups[0][1])
    else:
        first = _capital("; ".join(f"{_ways(members)} thì {_clause(phrase)}" for members, phrase in groups)) + "."
    return " ".join([first, *_remarks(procedure, kinds, tables)])


def _same_everywhere(phrase: str) -> str:
    if phrase == wording.FREE:
        return "Theo bản công bố, thủ tục này miễn phí."
    if phrase.startswith(wording.FREE):
        return f"Bản công bố ghi {phrase}."
    if phrase.startswith("“"):
        return f"Về phí, bản công bố ghi: {phrase}."
    return _capital(_clause(phrase)) + "."


def _clause(phrase: str) -> str:
    """Return a phrase as a clause: the subject and the verb it needs go before it."""
    if phrase.startswith(wording.FREE):
        return phrase
    if phrase.startswith("“"):
        return f"phí được ghi là {phrase}"
    if phrase.startswith("nhiều "):
        return f"phí có {phrase}"
    verbless = ("do ", "từ ", "theo ", "chưa ", "ghi ")
    return f"phí {phrase}" if phrase.startswith(verbless) else f"phí là {phrase}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _remarks(
    procedure: Procedure, kinds: Sequence[ChannelKind], tables: Mapping[ChannelKind, tuple[FeeLine, ...]]
) -> list[str]:
    """Return what must be said beside the sum: exemptions, other levels, a local rule."""
    lines = [line for table in tables.values() for line in table]
    remarks: list[str] = []
    if any(_exempts_some(table) for table in tables.values()):
        remarks.append(wording.FEE_EXEMPTIONS)
    elif all(line.is_conditional_free for line in lines) and any(line.names_condition for line in lines):
        remarks.append(wording.FEE_FREE_OTHERS)
    if any(line.state is FeeState.AMOUNT and _COUNCIL_SETS.search(line.detail or "") for line in lines):
        remarks.append(wording.FEE_LOCAL_TOO)
    elif _has_other_sums(procedure, kinds, lines):
        remarks.append(wording.FEE_OTHER_LEVELS)
    return remarks


def _exempts_some(table: Sequence[FeeLine]) -> bool:
    """Tell whether one way of filing names a fee and somebody who does not pay it."""
    free = sum(line.is_conditional_free for line in table)
    return 0 < free < len(table) or any(line.mentions_exemption for line in table)


def _has_other_sums(procedure: Procedure, kinds: Sequence[ChannelKind], lines: Sequence[FeeLine]) -> bool:
    """Tell whether notes name sums of đồng that are not among the stated ones."""
    stated = {int(line.fee.amount) for line in lines if line.fee and line.fee.amount is not None}
    notes = [note for kind in kinds for note in money_notes(procedure.channels_of(kind))]
    notes += [line.detail for line in lines if line.state is FeeState.AMOUNT and line.detail]
    return any(int(found.replace(".", "")) not in stated for note in notes for found in _SUM.findall(note))
