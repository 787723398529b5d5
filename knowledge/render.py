"""An answer as plain text: for a message, for an SMS, for an operator to read out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise

from knowledge.answer import Answer, Block, Citation, LinkBlock, ListBlock, NoteBlock, TableBlock, TextBlock
from knowledge.answers.numbers import day
from knowledge.answers.shorten import MORE, sentence_ends
from knowledge.aspects import Aspect
from knowledge.model import PLAN
from knowledge.text import fold, one_line

SMS_LIMIT = 459
"""Three joined SMS of 153 characters."""

_ALOUD_LIMIT = 400
_LISTED_ASPECTS = (Aspect.STEPS, Aspect.DOCUMENTS, Aspect.FORMS, Aspect.LEGAL, Aspect.RESULT, Aspect.WHERE)
_POINTER = re.compile(r",? (?:xem|liệt kê|ghi đầy đủ|ghi|nêu)(?: ở)? bên dưới")
_NAMED_BELOW = (
    ("nơi ghi ở bên dưới", "nơi ghi trong bản công bố"),
    ("xem bảng bên dưới", "ghi chi tiết trong bản công bố"),
)
"""Pointers that stand in the place of a fact: without them the sentence would end in the air."""
_BELOW = "bên dưới"
_LEFT_POINTER = re.compile(r"(?: ở| như)? bên dưới")
_SIGNS = str.maketrans(
    {"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "...", "•": "-", "\u00a0": " ", "≤": "<="}
    | {"≥": ">="}
)
"""Signs that would make a whole SMS cost twice as much."""
_MORE = "(Còn nữa, anh/chị hỏi thêm từng phần.)"


def as_text(answer: Answer, *, limit: int | None = None) -> str:
    """Return the whole answer as plain text, complete and readable alone, its source last.

    Args:
        answer: what to say.
        limit: longest result in characters (2,000 on Zalo). Details are then left out from the
            end, whole lines at a time, and the text says so; lead and source always stay.

    Raises:
        ValueError: ``limit`` leaves no room for lead and source.
    """
    head = _head(answer)
    tail = source_line(answer)
    lines = [line for block in answer.blocks for line in _paragraph(block)]
    whole = _join(head, lines, tail)
    if limit is None or len(whole) <= limit:
        return whole
    return _within(head, lines, tail, limit)


def as_sms(answer: Answer, *, accents: bool = True) -> str:
    """Return lead and source in at most :data:`SMS_LIMIT` characters; :func:`knowledge.sms.sms_size` counts messages.

    Args:
        answer: what to say.
        accents: False writes without Vietnamese marks, which costs the sender less than half.
    """
    source = _short_source(answer)
    room = SMS_LIMIT - len(source) - (1 if source else 0)
    name = f"{one_line(answer.name)}: " if answer.name and answer.name not in answer.lead else ""
    lead = _without_screen(_aloud(answer.lead))
    text = f"{name}{lead}" if len(name) + len(lead) <= room else _cut(lead, room)
    joined = f"{text} {source}".strip()
    if accents:
        return joined
    short = _unaccented(joined)  # an ellipsis is three characters in the alphabet of SMS
    return short if len(short) <= SMS_LIMIT else f"{_unaccented(_cut(text, room - 4))} {_unaccented(source)}".strip()


def as_script(answer: Answer) -> str:
    """Return what an operator reads out on the phone: the direct answer and where it is from."""
    spoken = f"Dạ, thưa anh/chị. {_aloud(answer.lead)}{_aloud_list(answer)}"
    first = answer.citations[0] if answer.citations else None
    if first is None:
        return spoken
    if first.code is not None:
        codes = [one.code for one in answer.citations if one.code]
        subject = f"Thông tin này theo thủ tục mã số {' và '.join(codes)}"
    else:
        subject = f"Thông tin này theo {first.document or 'kế hoạch đã ban hành'}"
        subject += f", mục {first.path}" if first.path else ""
    dated = f", dữ liệu ngày {day(first.snapshot_date)}" if first.snapshot_date else ""
    return f"{spoken} {subject}{dated}."


def _aloud(lead: str) -> str:
    """Return a lead without pointers to what only a screen shows."""
    said = one_line(lead).replace(MORE, "")
    for pointer, place in _NAMED_BELOW:
        said = said.replace(pointer, place)
    said = _POINTER.sub("", said).rstrip(" ;")
    return said if said.endswith((".", "?", "!", ".”")) else f"{said}."


def _without_screen(said: str) -> str:
    """Leave out sentences that only send the reader further down a screen; from the only one the pointer goes."""
    starts = [0, *sentence_ends(said)]
    parts = [said[start:end].strip() for start, end in pairwise(starts)]
    kept = [part for part in parts if part and _BELOW not in part]
    return " ".join(kept) if kept else _LEFT_POINTER.sub("", said)


def _aloud_list(answer: Answer) -> str:
    """Return the short list a lead points to, so that a listener gets it too."""
    if answer.aspect not in _LISTED_ASPECTS or not _POINTER.search(answer.lead):
        return ""
    for block in answer.blocks:
        if isinstance(block, ListBlock):
            said = "; ".join(one_line(item).rstrip(" .;") for item in block.items)
            return f" Cụ thể: {said}." if len(said) <= _ALOUD_LIMIT else ""
    return ""


def source_line(answer: Answer) -> str:
    """Return the line that names the sources; empty where an answer cites nothing."""
    lines = []
    for citation in answer.citations:
        parts = _source_parts(citation)
        line = f"Nguồn: {', '.join(parts)}."
        lines.append(f"{line}\n{citation.url}" if citation.url else line)
    return "\n".join(lines)


def _source_parts(citation: Citation) -> list[str]:
    if citation.code is not None:
        parts = [f"thủ tục {citation.code}"]
        parts += [_decision(citation.decision)] if citation.decision else []
    else:
        parts = [citation.document or "kế hoạch"]
        if citation.decision:
            parts.append(f"số {citation.decision}")
        elif (citation.document or PLAN).startswith(PLAN):  # every plan bears a number; other papers need none
            parts.append("số để trống trong bản công bố")
        parts += [f"mục {citation.path}"] if citation.path else []
    return parts + ([f"dữ liệu ngày {day(citation.snapshot_date)}"] if citation.snapshot_date else [])


def _decision(number: str) -> str:
    return number if fold(number).startswith("quyet dinh") else f"Quyết định {number}"


def _head(answer: Answer) -> str:
    if not answer.name or answer.name in answer.lead:
        return answer.lead
    return f"{one_line(answer.name)}\n\n{answer.lead}"


def _paragraph(block: Block) -> list[str]:
    """Return a block as lines; an empty line comes before each block."""
    match block:
        case TextBlock():
            return ["", *_title(block.title), *block.text.split("\n")]
        case ListBlock():
            return ["", *_title(block.title), *_items(block)]
        case TableBlock():
            return ["", *_title(block.title), *(line for row in block.rows for line in _row(block.columns, row))]
        case NoteBlock():
            return ["", f"Lưu ý: {block.text}"]
        case LinkBlock():
            return ["", f"{block.title}{f'; {block.note}' if block.note else ''}: {block.url}"]


def _title(title: str | None) -> list[str]:
    return [f"{title}:"] if title else []


def _items(block: ListBlock) -> list[str]:
    marks: Iterable[str] = (
        (f"{n}." for n in range(1, len(block.items) + 1)) if block.ordered else ("-" for _ in block.items)
    )
    return [f"{mark} {item.replace(chr(10), chr(10) + '  ')}" for mark, item in zip(marks, block.items, strict=True)]


def _row(columns: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    cells = [f"{column.lower()}: {cell}" for column, cell in zip(columns[1:], row[1:], strict=True) if cell != "—"]
    if len(cells) > 1 and any("; " in cell for cell in cells):  # else nobody sees where a cell ends
        return [f"- {row[0]}:", *(f"  + {cell}" for cell in cells)]
    return [f"- {row[0]}: {'; '.join(cells)}"]


def _join(head: str, lines: Iterable[str], tail: str) -> str:
    body = "\n".join(lines).strip("\n")
    return "\n\n".join(part for part in (head, body, tail) if part)


def _within(head: str, lines: list[str], tail: str, limit: int) -> str:
    if len(_join(head, [], tail)) > limit:
        room = limit - len(_join("", [], tail)) - 2
        if room < 40:
            raise ValueError(f"{limit} characters leave no room for lead and source")
        return _join(_cut(head, room), [], tail)
    kept: list[str] = []
    for line in lines:
        if len(_join(head, [*kept, line, "", _MORE], tail)) > limit:
            break
        kept.append(line)
    while kept and (not kept[-1] or kept[-1].endswith(":")):  # no heading without its text
        kept.pop()
    text = _join(head, [*kept, "", _MORE], tail)
    return text if len(text) <= limit else _join(head, [], tail)


def _cut(text: str, room: int) -> str:
    """Return whole sentences of ``text`` that fit into ``room``, else whole clauses, never half a figure."""
    if len(text) <= room:
        return text
    ends = [end for end in sentence_ends(text) if end <= room]
    if ends:
        kept = text[: ends[-1]].rstrip(" ;")
        return kept if kept[-1:] in ".!?" else f"{kept} …"
    clauses = [i for i, char in enumerate(text) if char in ";,:" and i < room - 1 and text[i + 1 : i + 2] == " "]
    return f"{text[: clauses[-1]]} …" if clauses else f"{text[: room - 2].rsplit(' ', 1)[0]} …"


def _short_source(answer: Answer) -> str:
    if not answer.citations:
        return ""
    citation = answer.citations[0]
    codes = ", ".join(one.code for one in answer.citations if one.code)
    where = f"mã {codes}" if codes else f"mục {citation.path}" if citation.path else "kế hoạch"
    dated = f", dữ liệu {day(citation.snapshot_date)}" if citation.snapshot_date else ""
    return f"Nguồn: {where}{dated}."


def _unaccented(text: str) -> str:
    """Take the marks off and keep capitals; printers' signs become those of the SMS alphabet."""
    text = text.translate(_SIGNS)
    return "".join(fold(char).upper() if char.isupper() else fold(char) if char.isalpha() else char for char in text)
