"""Reads the Markdown rendering of a portal detail: headings, a list of facts, and tables.

The rendering prints the portal's "1 OTHER" as "1 ngày", so a bare "N ngày" there is no time limit.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date

from knowledge.model import Duration, DurationState, TimeUnit
from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_text
from knowledge.sources.nulls import is_nothing
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod
from knowledge.sources.reading import Reading
from knowledge.sources.record import read_record
from knowledge.sources.sections import Section, record_of, section_of
from knowledge.text import nfc

_HEADING = re.compile(r"^(#{1,4})\s+(.*?)\s*$")
_FACT = re.compile(r"^\s*[*-]\s+\*\*(.+?):?\*\*:?\s*(.*)$")
_RULE = re.compile(r"^[\s|:-]+$")
_RESULT = re.compile(r"^\s*[*-]\s+(.*?)(?:\s*\(Mã:[^)]*\))?\s*$")
_NUMBERED = re.compile(r"^\s*\d+\.\s+")


def is_portal_markdown(text: str) -> bool:
    """Tell whether a text is a procedure in Markdown with tables."""
    sections = {section_of(match[2]) for line in text.splitlines() if (match := _HEADING.match(line))}
    return text.lstrip("\ufeff \n").startswith("# ") and {Section.GENERAL, Section.STEPS, Section.METHODS} <= sections


def read_portal_markdown(text: str, *, as_of: date) -> Reading:
    """Read the one record of a file."""
    title, blocks, facts = _outline(nfc(text.lstrip("\ufeff")).splitlines())
    texts = {section: "\n".join(lines) for section, lines in blocks.items()}
    texts.update(facts)
    texts[Section.NAME] = texts.get(Section.NAME) or title
    texts[Section.STEPS] = "\n".join(_NUMBERED.sub("", line) for line in blocks.get(Section.STEPS, ()))
    record = record_of(
        texts,
        methods=[_method(row, as_of) for row in _rows(blocks.get(Section.METHODS, ()))],
        papers=list(_papers(blocks.get(Section.PAPERS, ()))),
        legal_basis=[(row[1] if len(row) > 1 else None, row[0]) for row in _rows(blocks.get(Section.LEGAL, ()))],
        results=[match[1] for line in blocks.get(Section.RESULT, ()) if (match := _RESULT.match(line))],
    )
    return read_record(record, "toàn tệp", as_of=as_of)


def _outline(lines: Sequence[str]) -> tuple[str, dict[Section, list[str]], dict[Section, str]]:
    title = ""
    blocks: dict[Section, list[str]] = {}
    facts: dict[Section, str] = {}
    current: list[str] | None = None
    for line in lines:
        heading = _HEADING.match(line)
        if heading and len(heading[1]) == 1 and not title:
            title = heading[2]
        elif heading and len(heading[1]) == 2:
            section = section_of(heading[2])
            current = blocks.setdefault(section, []) if section else None
        elif (fact := _FACT.match(line)) and (section := section_of(fact[1])):
            facts[section] = fact[2]
        elif current is not None:
            current.append(line)
    return title, blocks, facts


def _cells(line: str) -> list[str]:
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line.strip())[1:-1]]


def _rows(lines: Sequence[str]) -> Iterator[list[str]]:
    """Yield the cells of table rows, without heads and rules."""
    for position, line in enumerate(lines):
        is_head = position + 1 < len(lines) and bool(_RULE.match(lines[position + 1])) and "|" in lines[position + 1]
        if line.lstrip().startswith("|") and not _RULE.match(line) and not is_head:
            yield _cells(line)


def _method(cells: Sequence[str], as_of: date) -> RawMethod:
    kind, time, fee, note = (*cells, "", "", "", "")[:4]
    return RawMethod(kind, _time(time), fees_of_text(fee, as_of=as_of, zero_is_shown_as_free=True), note)


def _time(text: str) -> Duration:
    read = duration(text)
    if read.state is DurationState.STATED and read.unit is TimeUnit.DAY:
        return Duration(state=DurationState.NOT_STATED, source=text)
    return Duration(state=DurationState.NOT_STATED) if is_nothing(text) else read


def _papers(lines: Sequence[str]) -> Iterator[RawPaper]:
    """Read the tables; a table without a heading of its own holds the papers of the unnamed case."""
    case: str | None = None
    table = False
    for position, line in enumerate(lines):
        heading = _HEADING.match(line)
        if heading:
            case, table = heading[2], False
        elif line.lstrip().startswith("|"):
            if position + 1 < len(lines) and _RULE.match(lines[position + 1]):
                case = None if table else case
                table = True
            elif not _RULE.match(line):
                name, originals, copies, form = (*_cells(line), "", "", "", "")[:4]
                yield RawPaper(name, case, _count(originals), _count(copies), None if is_nothing(form) else form)


def _count(cell: str) -> int | None:
    return int(cell) if cell.isdigit() else None
