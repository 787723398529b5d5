"""A term as an answer: what it means, what has overtaken it, and where both come from."""

from __future__ import annotations

from knowledge.answer import Answer, AnswerStatus, Block, Citation, ListBlock, NoteBlock
from knowledge.answers.turns import HANDOVER, HELP
from knowledge.glossary import Glossary, Term


def say(term: Term, table: Glossary) -> Answer:
    """Return what is said to somebody who asks what a term means."""
    blocks: list[Block] = [NoteBlock(text=f"Từ {one.since:%d/%m/%Y}: {one.text}") for one in term.notes]
    if term.ask:
        more = "Muốn biết thêm" if term.meaning else "Muốn biết rõ"
        blocks.append(NoteBlock(text=f"{more}, anh/chị hỏi {term.ask}."))
    blocks.append(ListBlock(title="Căn cứ", items=tuple(f"{one.short}: {one.states}" for one in term.sources)))
    blocks.append(NoteBlock(text=f"Lời giải thích viết cho dễ hiểu, kiểm tra ngày {table.checked:%d/%m/%Y}."))
    first = term.sources[0]
    return Answer(
        status=AnswerStatus.ANSWERED,
        lead=lead_of(term),
        blocks=tuple(blocks),
        quick_replies=(HELP, HANDOVER),
        citations=(Citation(document=first.title, decision=first.number, path=first.path),),
    )


def lead_of(term: Term) -> str:
    """Return the sentence that explains, or says that nothing we hold does."""
    name = term.term[0].upper() + term.term[1:]
    if term.meaning:
        return f"{name}: {term.meaning}"
    return f"{name}: tài liệu mà trợ lý có không giải thích chữ này, nên trợ lý không tự định nghĩa. {term.known}"
