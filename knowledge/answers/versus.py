"""Two procedures side by side: what their records say, and no advice which one to take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from knowledge.answer import Answer, AnswerStatus, Block, ListBlock, NoteBlock, QuickReply, TableBlock
from knowledge.answers import buttons, wording
from knowledge.answers.agencies import agencies
from knowledge.answers.channels import in_one_phrase, offered
from knowledge.answers.choices import choice_titles
from knowledge.answers.citations import cite
from knowledge.answers.fees import fee_phrase
from knowledge.answers.papers import real_papers
from knowledge.answers.shorten import shorten
from knowledge.answers.stale import procedure_notes, shown_text
from knowledge.answers.times import time_phrase
from knowledge.aspects import Aspect
from knowledge.model import Procedure, ProcedureStatus
from knowledge.results import Hit
from knowledge.text import fold, one_line

MOST_PAIRS = 5
"""Most buttons one message can carry (Zalo OA v3)."""
_CELL = 300
_HEADING = 40
"""Longest name that heads a column; longer ones stand above the table."""
_NUMBERED = ("Thủ tục 1", "Thủ tục 2")


def compare_two(
    first: Procedure,
    second: Procedure,
    *,
    snapshot_date: date,
    asked: Aspect | None = None,
    province: str | None = None,
) -> Answer:
    """Return time, fee, papers, places and ways of filing of two procedures side by side.

    Args:
        first: one record; its column comes first.
        second: the other.
        snapshot_date: date of the data, shown with both sources.
        asked: what "which one is quicker, cheaper" asks for; said first.
        province: the deployment's, to mark a record of another one.

    Raises:
        ValueError: it is twice the same procedure.
    """
    if first.code == second.code:
        raise ValueError("a procedure is not compared with itself")
    pair = (first, second)
    gone = [one for one in pair if one.status is not ProcedureStatus.IN_FORCE]
    names = ListBlock(title=wording.TWO_PROCEDURES, items=tuple(map(_named, pair)), ordered=True)
    blocks: tuple[Block, ...] = (names,)
    if gone:  # no figure of such a record is shown anywhere
        lead = wording.NOT_COMPARED.format(codes=wording.join_words([one.code for one in gone]))
    else:
        table = _table(pair, asked)
        lead = _lead(pair, asked)
        blocks = (names, table, *_remarks(pair, lead, table, snapshot_date, province))
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead,
        aspect=Aspect.COMPARE,
        blocks=blocks,
        quick_replies=_replies(pair),
        citations=tuple(cite(one, snapshot_date) for one in pair),
    )


def which_two(hits: tuple[Hit, ...]) -> Answer:
    """Ask which two of several procedures are to be compared; the numbers can be typed too."""
    titles = [title.full for title in choice_titles(hits)]
    pairs = [(one, other) for one in range(len(hits)) for other in range(one + 1, len(hits))][:MOST_PAIRS]
    replies = tuple(
        QuickReply(
            title=wording.COMPARE_PAIR.format(one=one + 1, other=other + 1),
            payload=buttons.compare_payload(hits[one].code, hits[other].code),
        )
        for one, other in pairs
    )
    return Answer(
        status=AnswerStatus.ASK_MORE,
        lead=wording.WHICH_TWO if titles else wording.WHICH_TWO_NAMES,
        aspect=Aspect.COMPARE,
        blocks=(ListBlock(items=tuple(titles), ordered=True),) if titles else (),
        quick_replies=replies or (QuickReply(title="Trợ giúp", payload="/help"),),
    )


def _named(procedure: Procedure) -> str:
    name = one_line(procedure.name).removesuffix(".")
    gone = "; không còn trong danh mục dành cho người dân" if procedure.status is not ProcedureStatus.IN_FORCE else ""
    return f"{name} (mã {procedure.code}{gone})"


def _table(pair: tuple[Procedure, Procedure], asked: Aspect | None) -> TableBlock:
    rows = [(label, *map(read, pair)) for label, read in _rows(asked)]
    names = [one_line(one.name).removesuffix(".") for one in pair]
    columns = names if all(len(name) <= _HEADING for name in names) else _NUMBERED
    return TableBlock(title=wording.SIDE_BY_SIDE, columns=("Nội dung", *columns), rows=tuple(rows))


def _rows(asked: Aspect | None) -> list[tuple[str, Callable[[Procedure], str]]]:
    """Return what is read of both records under which heading, what was asked first."""
    ordered = sorted(_readers().items(), key=lambda row: row[0] is not asked)
    rows = [(wording.label(aspect), read) for aspect, read in ordered]
    return [*rows, ("Cơ quan giải quyết", _where), ("Số giấy tờ", _papers), ("Cách nộp", _ways)]


def _readers() -> dict[Aspect, Callable[[Procedure], str]]:
    return {Aspect.TIME: _time, Aspect.FEE: _fee}


def _time(procedure: Procedure) -> str:
    return _whole(in_one_phrase(procedure, time_phrase)) if offered(procedure) else wording.SILENT


def _fee(procedure: Procedure) -> str:
    return _whole(in_one_phrase(procedure, fee_phrase)) if offered(procedure) else wording.SILENT


def _whole(phrase: str) -> str:
    """Return a phrase without pointers to what only the answer about one procedure shows."""
    return phrase.replace(f", {wording.SEE_BELOW}", "").replace(wording.SEE_BELOW, wording.IN_RECORD)


def _where(procedure: Procedure) -> str:
    handling = agencies(procedure)
    if not handling:
        return wording.SILENT
    joined = "; ".join(handling)
    if len(joined) <= _CELL:
        return joined
    return f"{shorten(handling[0], _CELL)} {wording.ELSEWHERE} ({len(handling)} cơ quan)"


def _papers(procedure: Procedure) -> str:
    papers = real_papers(procedure)
    if not papers:
        return wording.SILENT
    cases = len({paper.case for paper in procedure.papers if paper.case is not None})
    return f"{len(papers)} loại" + (f", chia thành {cases} nhóm theo trường hợp" if cases > 1 else "")


def _ways(procedure: Procedure) -> str:
    return wording.channels_in_words(offered(procedure)) or wording.SILENT


def _lead(pair: tuple[Procedure, Procedure], asked: Aspect | None) -> str:
    """Say first what was asked of both; which one is better is for the person to say."""
    read = _readers().get(asked) if asked else None
    if asked and read:
        said = [read(one).rstrip(".") for one in pair]
        label = wording.label(asked)
        if all(len(one) <= _CELL // 2 for one in said):
            return f"{label} theo bản công bố: thủ tục 1: {said[0]}; thủ tục 2: {said[1]}. {wording.NO_ADVICE}"
    return f"{wording.COMPARED} {wording.NO_ADVICE}"


def _remarks(
    pair: tuple[Procedure, Procedure], lead: str, table: TableBlock, snapshot_date: date, province: str | None
) -> tuple[Block, ...]:
    elsewhere = {one.province for one in pair if one.province and province and fold(one.province) != fold(province)}
    notes = [NoteBlock(tone="warning", text=wording.ONLY_THERE.format(place=place)) for place in sorted(elsewhere)]
    shown = shown_text(lead, [table])
    silent = f" {wording.SILENT_MEANS}" if wording.SILENT in shown else ""
    return (*notes, *procedure_notes(shown, snapshot_date), NoteBlock(text=f"{wording.TWO_MATTERS}{silent}"))


def _replies(pair: tuple[Procedure, Procedure]) -> tuple[QuickReply, ...]:
    numbered = list(enumerate(pair, start=1))
    see = [QuickReply(title=f"Xem thủ tục {n}", payload=buttons.choose_payload(one.code)) for n, one in numbered]
    papers = [
        QuickReply(title=f"Giấy tờ thủ tục {n}", payload=buttons.ask_payload(one.code, Aspect.DOCUMENTS))
        for n, one in numbered
        if one.status is ProcedureStatus.IN_FORCE and real_papers(one)
    ]
    return (*see, *papers)
