"""What stands on a leaflet: every figure comes from the record."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from api.knowledge_keeper import KnowledgeBase
from api.leaflet.fitting import fits, fitting
from api.leaflet.sheet import Leaflet, Papers, Way
from knowledge.answer import Answer, Block, ListBlock, NoteBlock, TextBlock
from knowledge.answers import wording
from knowledge.answers.channels import missing, offered
from knowledge.answers.compare import comparison_table
from knowledge.answers.fees import fee_blocks
from knowledge.answers.papers import checklist
from knowledge.answers.times import time_blocks
from knowledge.aspects import Aspect
from knowledge.model import Procedure, ProcedureStatus
from knowledge.render import source_line
from knowledge.text import one_line


def leaflet(knowledge: KnowledgeBase, code: str, case: int | None = None) -> Leaflet:
    """Make the leaflet of a procedure.

    A record whose cases do not fit on two pages together names them, and each is printed on its own.

    Args:
        knowledge: the snapshot in use.
        code: of the procedure.
        case: number of the case that is wanted; one there is not means all.

    Raises:
        ProcedureNotFound: no such code.
    """
    record = knowledge.procedure(code)
    overview = knowledge.answer(code)
    base = Leaflet(
        record=record,
        name=one_line(record.name),
        plain=one_line(record.plain) if record.plain else None,
        source=source_line(overview).split("\n", maxsplit=1)[0],
    )
    if record.status is not ProcedureStatus.IN_FORCE:
        return replace(base, said=(overview.lead, *_notes([overview])))
    where = knowledge.answer(code, Aspect.WHERE)
    answers = [overview, where, knowledge.answer(code, Aspect.DOCUMENTS), knowledge.answer(code, Aspect.FEE)]
    gaps = missing(record)
    ways = _ways(record)
    whole = replace(
        base,
        papers=_papers(record),
        ways=ways,
        refused=wording.not_offered(gaps) if gaps else "",
        details=_details(record, ways),
        places=tuple(block for block in where.blocks if isinstance(block, ListBlock | TextBlock)),
        notes=tuple(note for note in _notes(answers) if note not in (where.lead, wording.NO_CHANNELS)),
    )
    return _fitting(whole, case)


def _papers(record: Procedure) -> tuple[Papers, ...]:
    return tuple(
        Papers(
            number=number,
            title=block.title or "",
            items=block.items,
            count=sum(not is_remark(item) for item in block.items),
        )
        for number, block in enumerate(checklist(record), start=1)
    )


def is_remark(item: str) -> bool:
    """Tell whether a line of a list of papers is a remark, which has no box to tick."""
    return item.startswith("Lưu ý:")


def _ways(record: Procedure) -> tuple[Way, ...]:
    kinds = offered(record)
    titles = {wording.channels_title([kind]) for kind in kinds}
    return tuple(Way(row[0], row[2], row[3]) for row in comparison_table(record).rows if row[0] in titles)


def _details(record: Procedure, ways: Sequence[Way]) -> tuple[Block, ...]:
    """Return lists of fees and times that say more than the cells of the table."""
    kinds = offered(record)
    fees = fee_blocks(record, kinds)
    times = time_blocks(record, kinds)
    if all(way.time[:1].isdigit() and wording.BY_CASE not in way.time for way in ways):
        times = ()  # one clear limit for every way: the notes beside it are about other things
    return (
        *_titled("Phí, lệ phí", _saying_more(fees, [way.fee for way in ways])),
        *_titled("Thời hạn", _saying_more(times, [way.time for way in ways])),
    )


def _saying_more(blocks: Sequence[Block], cells: Sequence[str]) -> Sequence[Block]:
    return [
        block
        for block in blocks
        if not isinstance(block, ListBlock) or any(all(item not in cell for cell in cells) for item in block.items)
    ]


def _titled(subject: str, blocks: Sequence[Block]) -> Iterable[Block]:
    for block in blocks:
        if isinstance(block, ListBlock | TextBlock):
            own = block.title or ""
            title = subject if not own or own == subject else f"{subject} – {own[:1].lower()}{own[1:]}"
            yield block.model_copy(update={"title": title})


def _notes(answers: Sequence[Answer]) -> tuple[str, ...]:
    found = [
        block.text
        for answer in answers
        for block in answer.blocks
        if isinstance(block, NoteBlock) and block.tone == "warning"
    ]
    return tuple(dict.fromkeys(found))


def _fitting(sheet: Leaflet, case: int | None) -> Leaflet:
    """Leave cases to leaflets of their own where one is wanted, or all together are too long."""
    numbers = {one.number for one in sheet.papers}
    chosen = case if case in numbers and len(numbers) > 1 else None
    if chosen is None and (len(numbers) < 2 or fits(sheet)):
        return fitting(sheet)
    common = {one.number for one in sheet.papers if one.title == wording.OTHER_PAPERS}
    shown = tuple(replace(one, shown=one.number == chosen or one.number in common) for one in sheet.papers)
    kept = tuple(one for one in shown if chosen is None or one.shown)
    return fitting(replace(sheet, papers=kept, case=chosen))
