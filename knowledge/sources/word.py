"""Reads a procedure written in Word under the usual headings; recognises forms and the old format.

A form ("Tờ khai…", "Mẫu CT01") is not a procedure and is rejected as such, and so is a ``.doc`` file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.table import Table
from docx.text.paragraph import Paragraph

from knowledge.errors import CorruptFile
from knowledge.model import DurationState, Fee
from knowledge.sources.durations import duration
from knowledge.sources.fees import fees_of_text
from knowledge.sources.nulls import is_nothing
from knowledge.sources.papers import RawPaper
from knowledge.sources.raw import RawMethod
from knowledge.sources.reading import Reading
from knowledge.sources.record import channel_kind, no_record, read_record, split_results
from knowledge.sources.sections import Section, labelled, name_and_number, record_of, section_of
from knowledge.text import fold, one_line

OLD_WORD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of a Word 97–2003 file."""

ENOUGH_HEADINGS = 3
"""Headings of a procedure a document must have to be read as one."""

_LOCATOR = "toàn tệp"
_CODE = re.compile(r"\b([1-9]\.\d{6}(?:\.\d{3}\.\d{2}\.\d{2}\.H\d{2}|\.H\d{2})?)\b")
_FORM_TITLE = re.compile(r"^(mau (so )?[\w./-]+|to khai|don (de nghi|xin|dang ky|yeu cau)|phieu|giay de nghi|ban khai)")
_BLANKS = re.compile(r"[.…_]{6,}")
_COUNT = re.compile(r"\d+")
_CHANNEL_LINE = re.compile(
    r"^[-+*\s]*(?:nộp\s+)?(trực tiếp|trực tuyến|qua dịch vụ bưu chính|dịch vụ bưu chính|bưu chính)", re.I
)
_KIND_WORD = {"trực tiếp": "trực tiếp", "trực tuyến": "trực tuyến"}

_Rows = list[list[str]]


def read_word(path: Path, *, as_of: date) -> Iterator[Reading]:
    """Yield the one reading of a Word file.

    Raises:
        CorruptFile: the file is neither a readable ``.docx`` nor an old ``.doc``.
    """
    with path.open("rb") as file:
        if file.read(8) == OLD_WORD:
            message = (
                "Tệp Word đời cũ (.doc) không đọc được. Mở bằng Word hoặc LibreOffice, lưu lại dạng .docx rồi nhập."
            )
            yield no_record(_LOCATOR, "word_97", message)
            return
    try:
        document = Document(str(path))
    except (PackageNotFoundError, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise CorruptFile(path, f"not a readable Word document: {error}") from error
    yield _read(document, as_of)


def _read(document: WordDocument, as_of: date) -> Reading:
    title, texts, tables = _outline(document)
    if len(texts.keys() | tables.keys()) < ENOUGH_HEADINGS:
        return _not_a_procedure(document)
    everything = "\n".join([title, *texts.values()])
    if not texts.get(Section.CODE) and (found := _CODE.search(everything)):
        texts[Section.CODE] = found[1]
    texts[Section.NAME] = texts.get(Section.NAME) or title
    paper_rows = tables.get(Section.PAPERS, [])
    record = record_of(
        texts,
        methods=_methods(texts, tables.get(Section.METHODS, []), as_of),
        papers=list(_papers(paper_rows)) if paper_rows else _listed(texts.get(Section.PAPERS, "")),
        legal_basis=_legal(texts, tables.get(Section.LEGAL, [])),
        results=[piece for line in texts.get(Section.RESULT, "").split("\n") for piece in split_results(line)],
    )
    return read_record(record, _LOCATOR, as_of=as_of)


def _not_a_procedure(document: WordDocument) -> Reading:
    lines = [one_line(block.text) for block in document.paragraphs if block.text.strip()]
    cells = [one_line(cell.text) for table in document.tables for row in table.rows for cell in row.cells]
    folded = [fold(line) for line in (*lines, *cells)]
    looks_like_form = any(_FORM_TITLE.match(line) or line.startswith("kinh gui") for line in folded)
    blanks = sum(bool(_BLANKS.search(line)) for line in (*lines, *cells))
    if looks_like_form or blanks >= ENOUGH_HEADINGS:
        titles = [line for line in (*lines, *cells) if _FORM_TITLE.match(fold(line))]
        shown = f" (“{titles[0][:80]}”)" if titles else ""
        message = f"Tệp này là biểu mẫu{shown}, không phải thủ tục hành chính; không có gì để nhập."
        return no_record(_LOCATOR, "form_file", message)
    message = "Tệp Word này không có các mục của một thủ tục hành chính (trình tự, cách thức, thành phần hồ sơ…)."
    return no_record(_LOCATOR, "not_a_procedure", message)


def _outline(document: WordDocument) -> tuple[str, dict[Section, str], dict[Section, _Rows]]:
    """Walk paragraphs and tables in order and sort them under the headings."""
    title = ""
    texts: dict[Section, str] = {}
    tables: dict[Section, _Rows] = {}
    current: Section | None = None
    for block in document.iter_inner_content():
        if isinstance(block, Paragraph):
            line = block.text.strip()
            found = labelled(line) or ((section, "") if (section := section_of(line)) else None)
            if found:
                current = found[0]
                texts[current] = f"{texts.get(current, '')}\n{found[1]}".strip()
            elif current is None:
                title = title or ("" if is_nothing(line) else line)
            else:
                texts[current] = f"{texts[current]}\n{line}".strip()
        elif isinstance(block, Table):
            current = _sort_table(_cells(block), current, texts, tables)
    return title, texts, tables


def _cells(table: Table) -> _Rows:
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


def _sort_table(
    rows: _Rows, current: Section | None, texts: dict[Section, str], tables: dict[Section, _Rows]
) -> Section | None:
    """Put a table under its section: by its head, as pairs of heading and text, or where it stands."""
    head = fold(" | ".join(rows[0])) if rows else ""
    if "hinh thuc nop" in head:
        tables.setdefault(Section.METHODS, []).extend(rows)
    elif "ten giay to" in head or "thanh phan ho so" in head:
        tables.setdefault(Section.PAPERS, []).extend(rows)
    elif "so ky hieu" in head or "ma van ban" in head:
        tables.setdefault(Section.LEGAL, []).extend(rows)
    else:
        for row in rows:
            section = section_of(row[0]) if len(row) > 1 else None
            if section:
                texts[section] = f"{texts.get(section, '')}\n{row[1]}".strip()
            elif current is not None:
                texts[current] = f"{texts.get(current, '')}\n{' '.join(row)}".strip()
    return current


def _column(head: Sequence[str], *words: str) -> int | None:
    return next((index for index, cell in enumerate(head) if any(word in fold(cell) for word in words)), None)


def _at(row: Sequence[str], index: int | None) -> str:
    return row[index] if index is not None and index < len(row) else ""


def _methods(texts: dict[Section, str], rows: _Rows, as_of: date) -> list[RawMethod]:
    """Read the table of ways of filing, or lines that begin with one, with the fee and time of their own sections."""
    if rows:
        head = rows[0]
        kind, time = _column(head, "hinh thuc"), _column(head, "thoi han", "thoi gian")
        fee, note = _column(head, "phi"), _column(head, "mo ta", "ghi chu")
        return [
            RawMethod(
                _at(row, kind), duration(_at(row, time)), fees_of_text(_at(row, fee), as_of=as_of), _at(row, note)
            )
            for row in rows[1:]
        ]
    limit = duration(texts.get(Section.TIME))
    fees: tuple[Fee, ...] = fees_of_text(texts.get(Section.FEE), as_of=as_of)
    found: dict[str, str] = {}
    for line in texts.get(Section.METHODS, "").split("\n"):
        match = _CHANNEL_LINE.match(line)
        if match:
            kind_word = _KIND_WORD.get(match[1].lower(), "bưu chính")
            found[kind_word] = "\n".join(part for part in (found.get(kind_word), line) if part)
    if not found and (limit.state is not DurationState.NOT_STATED or fees):
        found = _named_anywhere(texts.get(Section.METHODS, ""))
    return [RawMethod(kind_word, limit, fees, note_text) for kind_word, note_text in found.items()]


def _named_anywhere(text: str) -> dict[str, str]:
    folded = fold(text)
    words = {"trực tiếp": "truc tiep", "trực tuyến": "truc tuyen", "bưu chính": "buu chinh"}
    return {kind: text for kind, word in words.items() if word in folded and channel_kind(kind)}


def _papers(rows: _Rows) -> Iterator[RawPaper]:
    head = rows[0]
    name = _column(head, "ten giay to", "thanh phan ho so", "giay to")
    originals, copies = _column(head, "ban chinh"), _column(head, "ban sao")
    form, amount = _column(head, "mau don", "bieu mau", "mau"), _column(head, "so luong")
    case: str | None = None
    for row in rows[1:]:
        if len({cell for cell in row if cell}) == 1 and len(row) > 1:
            case = next(cell for cell in row if cell)  # a heading over the width of the table
            continue
        quantity = _at(row, amount)
        first, second = _count(_at(row, originals)), _count(_at(row, copies))
        if first is None and second is None and quantity:
            first, second = _quantities(quantity)
        yield RawPaper(_at(row, name), case, first, second, _at(row, form) or None)


def _quantities(text: str) -> tuple[int | None, int | None]:
    """Read ``Bản chính: 1 - Bản sao: 0`` or ``01 bản chính``; a bare number does not say which it counts."""
    folded = fold(text)
    originals = re.search(r"ban chinh\s*:\s*(\d+)|(\d+)\s*ban chinh", folded)
    copies = re.search(r"ban sao\s*:\s*(\d+)|(\d+)\s*ban sao", folded)
    if not (originals or copies):
        return None, None
    return _group(originals), _group(copies)


def _group(match: re.Match[str] | None) -> int:
    return int(next(part for part in match.groups() if part)) if match else 0


def _count(cell: str) -> int | None:
    match = _COUNT.search(cell)
    return int(match.group()) if match else None


def _listed(text: str) -> list[RawPaper]:
    return [RawPaper(line) for line in text.split("\n") if not is_nothing(line)]


def _legal(texts: dict[Section, str], rows: _Rows) -> list[tuple[str | None, str | None]]:
    if rows:
        head = rows[0]
        number, name = _column(head, "so ky hieu", "ma van ban"), _column(head, "trich yeu", "ten van ban")
        return [(_at(row, number), _at(row, name)) for row in rows[1:]]
    return [name_and_number(line.strip("-+* ")) for line in texts.get(Section.LEGAL, "").split("\n") if line.strip()]
