"""Reads lists of procedures in CSV and XLSX: title rows above the head, several agencies in a cell."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from pathlib import Path

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.sources.reading import Reading
from knowledge.sources.record import thin_record
from knowledge.text import fold, one_line

HEAD_WITHIN = 30
"""Rows looked through for the head of the table."""

_NO_HEAD = "Bảng không có dòng tiêu đề nào có cả cột “Mã số” và cột “Tên”. Anh/chị thêm hai tiêu đề đó rồi nhập lại."
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1258")


class Column(StrEnum):
    """A column of a list that is read."""

    CODE = "code"
    NAME = "name"
    PROMULGATOR = "promulgator"
    AGENCY = "agency"
    FIELD = "field"
    URL = "url"
    SUBJECTS = "subjects"


_HEADS = {
    "ma so": Column.CODE,
    "ma": Column.CODE,
    "ma thu tuc": Column.CODE,
    "ma tthc": Column.CODE,
    "ma so tthc": Column.CODE,
    "ma thu tuc hanh chinh": Column.CODE,
    "ten": Column.NAME,
    "ten thu tuc": Column.NAME,
    "ten thu tuc hanh chinh": Column.NAME,
    "ten tthc": Column.NAME,
    "co quan ban hanh": Column.PROMULGATOR,
    "co quan cong bo": Column.PROMULGATOR,
    "co quan thuc hien": Column.AGENCY,
    "linh vuc": Column.FIELD,
    "url": Column.URL,
    "duong dan": Column.URL,
    "lien ket": Column.URL,
    "doi tuong": Column.SUBJECTS,
    "doi tuong thuc hien": Column.SUBJECTS,
}


def read_csv(path: Path) -> Iterator[Reading]:
    """Yield one reading a row.

    Raises:
        UnknownFormat: no row looks like the head of a list of procedures.
        CorruptFile: the bytes are no text.
    """
    text = _decoded(path)
    sample = text[:4096]
    delimiter = max(",;\t", key=sample.count)
    yield from _readings(path, csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))


def read_xlsx(path: Path) -> Iterator[Reading]:
    """Yield one reading a row of every sheet that holds a list.

    Raises:
        UnknownFormat: no sheet holds a list of procedures.
        CorruptFile: the workbook cannot be opened.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl remarks on styles it does not keep; we read values only
            book = load_workbook(path, read_only=True, data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise CorruptFile(path, f"not a readable workbook: {error}") from error
    try:
        found = False
        for sheet in book.worksheets:
            rows = [[_cell(value) for value in row] for row in sheet.iter_rows(values_only=True)]
            if _head(rows) is not None:
                found = True
                yield from _readings(path, rows)
        if not found:
            raise UnknownFormat(path, _NO_HEAD)
    finally:
        book.close()


def _decoded(path: Path) -> str:
    data = path.read_bytes()
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CorruptFile(path, "not text in UTF-8, UTF-16 or Windows-1258")


def _cell(value: object) -> str:
    """Return the text of a cell; a code Excel took for a number gets its six digits back."""
    if value is None:
        return ""
    if isinstance(value, float) and value < 10:
        return f"{value:.6f}"
    return str(value)


def _head(rows: Iterable[Sequence[str]]) -> tuple[int, dict[Column, int]] | None:
    for position, row in enumerate(rows):
        if position >= HEAD_WITHIN:
            break
        columns: dict[Column, int] = {}
        for index, cell in enumerate(row):
            column = _HEADS.get(fold(one_line(cell)).strip(" :."))
            if column:
                columns.setdefault(column, index)
        if {Column.CODE, Column.NAME} <= columns.keys():
            return position, columns
    return None


def _readings(path: Path, source: Iterable[Sequence[str]]) -> Iterator[Reading]:
    try:
        rows = list(source)
    except csv.Error as error:
        raise CorruptFile(path, f"not a readable table: {error}") from error
    head = _head(rows)
    if head is None:
        raise UnknownFormat(path, _NO_HEAD)
    start, columns = head
    for number, row in enumerate(rows[start + 1 :], start=start + 2):
        cells = {column: row[index] if index < len(row) else "" for column, index in columns.items()}
        if not any(cell.strip() for cell in cells.values()):
            continue
        yield thin_record(
            f"dòng {number}",
            code=cells[Column.CODE],
            name=cells[Column.NAME],
            field=cells.get(Column.FIELD),
            promulgator=cells.get(Column.PROMULGATOR),
            agency=cells.get(Column.AGENCY),
            url=cells.get(Column.URL),
            subjects=cells.get(Column.SUBJECTS, "").split("\n"),
        )
