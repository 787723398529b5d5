"""A procedure in short: what it is for, who handles it, how it is filed, how long, how much."""

from __future__ import annotations

from collections.abc import Callable

from knowledge.answer import Block, ListBlock, NoteBlock
from knowledge.answers import wording
from knowledge.answers.agencies import agencies
from knowledge.answers.channels import in_one_phrase, offered
from knowledge.answers.compare import comparison_table
from knowledge.answers.draft import Ask, Draft
from knowledge.answers.fees import fee_phrase
from knowledge.answers.papers import real_papers, spoken_name
from knowledge.answers.shorten import shorten
from knowledge.answers.times import time_phrase
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind, Procedure
from knowledge.text import one_line

_ITEM_LIMIT = 300
_SPOKEN_AGENCY = 100
_SPOKEN_FACT = 200
_LISTED_PAPERS = 5


def overview(ask: Ask) -> Draft:
    """Compose the answer to a question that names a procedure and nothing more."""
    procedure = ask.procedure
    blocks: list[Block] = [ListBlock(title=wording.label(Aspect.OVERVIEW), items=_items(procedure))]
    if offered(procedure):
        blocks.append(comparison_table(procedure))
    else:
        blocks.append(NoteBlock(text=wording.NO_CHANNELS))
    return Draft(_lead(procedure), tuple(blocks))


def _lead(procedure: Procedure) -> str:
    name = wording.quoted(procedure.name) if len(procedure.name) <= wording.LONG_NAME else "Thủ tục này"
    handling = agencies(procedure)
    parts: list[str] = []
    if len(handling) == 1 and len(handling[0]) <= _SPOKEN_AGENCY:
        parts.append(f"do {handling[0]} giải quyết")
    kinds = offered(procedure)
    parts.append(wording.accepts(kinds) if kinds else "chưa có thông tin về cách nộp")
    opening = f"{name} {', '.join(parts)}."
    facts = [
        _fact("thời hạn", _spoken(procedure, time_phrase)),
        _fact("phí", _spoken(procedure, fee_phrase)),
    ]
    sentence = ". ".join(fact[:1].upper() + fact[1:] for fact in facts if fact)
    return f"{opening} {sentence}." if sentence else opening


def _fact(label: str, phrase: str) -> str:
    return f"{label}: {phrase.rstrip('.')}" if phrase else ""


def _spoken(procedure: Procedure, phrase: Callable[[Procedure, ChannelKind], str]) -> str:
    """Return a fact for every way in one phrase, or a pointer to the table where that grows too long."""
    text = in_one_phrase(procedure, phrase)
    return text if len(text) <= _SPOKEN_FACT else "xem bảng bên dưới"


def _items(procedure: Procedure) -> tuple[str, ...]:
    items: list[str] = []
    if procedure.plain:
        items.append(f"Dùng khi: {one_line(procedure.plain)}")
    if handling := agencies(procedure):
        items.append(f"Cơ quan giải quyết: {shorten('; '.join(handling), _ITEM_LIMIT)}")
    if procedure.subjects:
        items.append(f"Ai làm: {shorten('; '.join(one_line(s) for s in procedure.subjects), _ITEM_LIMIT)}")
    if papers := _papers(procedure):
        items.append(papers)
    if procedure.results:
        items.append(f"Kết quả: {shorten('; '.join(one_line(r).rstrip('.') for r in procedure.results), _ITEM_LIMIT)}")
    items.append(f"Mã thủ tục: {procedure.code}")
    return tuple(items)


def _papers(procedure: Procedure) -> str | None:
    papers = real_papers(procedure)
    if not papers:
        return None
    names = [spoken_name(paper) for paper in papers]
    if len(papers) <= _LISTED_PAPERS and all(names):
        return f"Giấy tờ: {'; '.join(name for name in names if name)}"
    return f"Giấy tờ: {len(papers)} loại, bấm “{wording.label(Aspect.DOCUMENTS)}” để xem"
