"""Two procedures for the phone: what differs first, the rest folded, and words that say what differs.

All of it is read from the answer that the chat and ``/api/v1/procedures/compare`` give; nothing is added.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from api.knowledge_keeper import KnowledgeBase
from api.operator.addresses import compared_with, sheet_of
from api.operator.reading import read_out
from knowledge.answer import Answer, NoteBlock, TableBlock
from knowledge.answers.apart import Verdict, verdict
from knowledge.answers.wording import LEVEL_WORD, LONG_NAME, join_words, label, quoted
from knowledge.aspects import Aspect
from knowledge.model import Procedure
from knowledge.render import as_script, source_line
from knowledge.text import one_line

_SOURCE = " Thông tin này theo "
_FIGURES = (label(Aspect.TIME), label(Aspect.FEE))
"""What callers ask for by its figure; of the other rows only the name is read out."""
_HEARD = 90
"""Characters of one record that a listener still follows inside a sentence."""
_PARTS = "; "
_WORDS = {
    Verdict.DIFFERENT: "Khác nhau",
    Verdict.ONE_SILENT: "Chỉ một bản ghi rõ",
    Verdict.ALIKE: "Ghi như nhau",
    Verdict.READ_BOTH: "Cả hai bản chưa ghi rõ",
}
_APART = (Verdict.DIFFERENT, Verdict.ONE_SILENT)


class _Shown(BaseModel):
    model_config = ConfigDict(frozen=True)


class Side(_Shown):
    """One of the two.

    Attributes:
        heading: of its column and of each of its figures on a narrow screen.
        about: level, field and province, as far as published.
        link: of its sheet.
    """

    heading: str
    code: str
    name: str
    about: str
    link: str


class Piece(_Shown):
    """A part of a cell; ``own``: the other record does not say it so."""

    text: str
    own: bool


class Row(_Shown):
    """One aspect of both; ``words`` tells what the two cells are to each other."""

    label: str
    verdict: Verdict
    words: str
    cells: tuple[tuple[Piece, ...], tuple[Piece, ...]]


class Note(_Shown):
    """A remark; a warning must be told."""

    text: str
    warning: bool


class Versus(_Shown):
    """Everything the page shows.

    Attributes:
        read: what to read out; of a record out of force, why nothing is compared.
        apart: rows in which the records differ, first.
        folded: the other rows; ``folded_words`` is what stands above them.
        source: the lines that name both records.
        again: where another second one is chosen.
    """

    sides: tuple[Side, Side]
    read: str
    apart: tuple[Row, ...]
    folded: tuple[Row, ...]
    folded_words: str
    notes: tuple[Note, ...]
    source: str
    again: str


def versus(knowledge: KnowledgeBase, first: str, second: str) -> Versus:
    """Put two procedures side by side.

    Raises:
        ProcedureNotFound: no such code.
        ValueError: it is twice the same procedure.
    """
    pair = knowledge.procedure(first), knowledge.procedure(second)
    answer = knowledge.compare(first, second)
    table = next((block for block in answer.blocks if isinstance(block, TableBlock)), None)
    rows = tuple(_row(*cells) for cells in table.rows) if table else ()
    folded = tuple(row for row in rows if row.verdict not in _APART)
    apart = tuple(row for row in rows if row.verdict in _APART)
    return Versus(
        sides=(_side(1, pair[0]), _side(2, pair[1])),
        read=_read_out(pair, apart, folded, answer) if rows else read_out(answer),
        apart=apart,
        folded=folded,
        folded_words="; ".join(_gathered(folded)),
        notes=tuple(
            Note(text=block.text, warning=block.tone == "warning")
            for block in answer.blocks
            if isinstance(block, NoteBlock)
        ),
        source=source_line(answer),
        again=compared_with(first),
    )


def _side(number: int, record: Procedure) -> Side:
    levels = ", ".join(LEVEL_WORD[level] for level in record.levels)
    return Side(
        heading=f"Thủ tục {number} ({record.code})",
        code=record.code,
        name=one_line(record.name),
        about=" · ".join(filter(None, (levels, record.field, record.province))),
        link=sheet_of(record.code),
    )


def _row(title: str, one: str, other: str) -> Row:
    found = verdict(one, other)
    return Row(label=title, verdict=found, words=_WORDS[found], cells=(_pieces(one, other), _pieces(other, one)))


def _pieces(cell: str, beside: str) -> tuple[Piece, ...]:
    """Return the parts of a cell, those marked that do not stand in the other one."""
    there = beside.split(_PARTS)
    return tuple(Piece(text=part, own=part not in there) for part in cell.split(_PARTS))


def _gathered(rows: tuple[Row, ...]) -> list[str]:
    """Return the names of rows by what is said of them: ``Ghi như nhau: thời hạn giải quyết, cách nộp``."""
    kinds = dict.fromkeys(row.words for row in rows)
    return [f"{kind}: {', '.join(_small(row.label) for row in rows if row.words == kind)}" for kind in kinds]


def _read_out(
    pair: tuple[Procedure, Procedure], apart: tuple[Row, ...], folded: tuple[Row, ...], answer: Answer
) -> str:
    """Return three sentences: which two, what differs with the figures asked for, and the records."""
    which = f"Thứ nhất là {_spoken_name(pair[0])}, thứ hai là {_spoken_name(pair[1])}."
    if apart:
        told = [row for row in apart if row.label in _FIGURES and _is_short(row)]
        named = [_small(row.label) for row in apart if row not in told]
        figures = [f"{_small(row.label)} (thứ nhất: {_heard(row, 0)}; thứ hai: {_heard(row, 1)})" for row in told]
        said = f"Hai bản công bố ghi khác nhau ở {join_words([*figures, *named])}."
    else:
        said = f"Hai bản công bố không ghi khác nhau ở mục nào được so sánh: {_small('; '.join(_gathered(folded)))}."
    _, found, source = as_script(answer).rpartition(_SOURCE)
    return " ".join([which, said, *([_SOURCE.strip() + " " + source] if found else [])])


def _spoken_name(record: Procedure) -> str:
    name = one_line(record.name).removesuffix(".")
    said = quoted(name) if len(name) <= LONG_NAME else f"thủ tục mã {record.code}"
    return f"{said} của {record.province}" if record.province else said


def _is_short(row: Row) -> bool:
    return all(len(_heard(row, number)) <= _HEARD for number in (0, 1))


def _heard(row: Row, number: int) -> str:
    return ", ".join(piece.text for piece in row.cells[number])


def _small(words: str) -> str:
    return words[:1].lower() + words[1:]
