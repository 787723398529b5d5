"""The ways of filing side by side."""

from __future__ import annotations

from knowledge.answer import NoteBlock, TableBlock
from knowledge.answers import wording
from knowledge.answers.channels import missing, offered
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.fees import fee_phrase
from knowledge.answers.fees import lines_of as fee_lines_of
from knowledge.answers.times import lines_of as time_lines_of
from knowledge.answers.times import time_phrase
from knowledge.aspects import Aspect
from knowledge.model import Procedure

_NOTHING = "—"


def comparison_table(procedure: Procedure) -> TableBlock:
    """Return ways of filing × (accepted, time limit, fee); a way that is not offered says so."""
    kinds = offered(procedure)
    rows = []
    for kind in wording.CHANNEL_ORDER:
        title = wording.channels_title([kind])
        if kind in kinds:
            rows.append((title, "có", time_phrase(procedure, kind), fee_phrase(procedure, kind)))
        else:
            rows.append((title, "không", _NOTHING, _NOTHING))
    columns = ("Cách nộp", "Nhận hồ sơ", "Thời hạn", "Phí, lệ phí")
    return TableBlock(title=wording.label(Aspect.COMPARE), columns=columns, rows=tuple(rows))


def compare(ask: Ask) -> Draft:
    """Compose the answer to "which way is better": the facts side by side, no advice of our own."""
    procedure = ask.procedure
    kinds = offered(procedure)
    if not kinds:
        return Draft(f"{wording.NO_CHANNELS} {wording.NO_CHANNELS_ADVICE}")
    note = NoteBlock(text="Chi tiết từng trường hợp có ở mục phí và mục thời hạn.")
    return Draft(_lead(procedure), (comparison_table(procedure), note))


def _lead(procedure: Procedure) -> str:
    kinds = offered(procedure)
    gaps = missing(procedure)
    if len(kinds) == 1:
        return f"Thủ tục này chỉ {wording.accepts(kinds)}, nên không có cách nộp khác để so sánh."
    opening = f"Thủ tục này {wording.accepts(kinds)}"
    if gaps:
        opening += f", không nhận {wording.channels_in_words(gaps, 'hoặc')}"
    return f"{opening}. {_verdict(procedure)}"


def _verdict(procedure: Procedure) -> str:
    """Say where the ways differ, judged on every case and not on the short phrases of the table."""
    kinds = offered(procedure)
    times = {time_lines_of(procedure, kind) for kind in kinds}
    fees = {fee_lines_of(procedure, kind) for kind in kinds}
    time_words = "thời hạn ghi như nhau" if len(times) == 1 else "thời hạn khác nhau"
    fee_words = "phí ghi như nhau" if len(fees) == 1 else "phí khác nhau"
    if all(line.value == wording.UNCLEAR for lines in times for line in lines):
        time_words = f"thời hạn {wording.UNCLEAR}"
    if all(line.value == wording.UNCLEAR for lines in fees for line in lines):
        fee_words = f"phí {wording.UNCLEAR}"
    return f"Theo bản công bố, {time_words}, {fee_words}."
