"""The report as an Excel workbook: one sheet a table, real numbers and dates, and the lines behind them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from api.clock import VIETNAM
from api.reports import raw, wording
from api.reports.build import Report
from api.reports.grids import Form, Grid
from api.reports.notes import notes
from api.reports.sections import sections

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_FORMATS: dict[Form, str] = {
    Form.TEXT: "@",
    Form.WHOLE: "#,##0",
    Form.DECIMAL: "#,##0.0",
    Form.PERCENT: "0.0%",
    Form.CHANGE: "+#,##0;-#,##0;0",
}
_DAY_FORMAT, _MOMENT_FORMAT = "dd/mm/yyyy", "dd/mm/yyyy hh:mm"
_NARROWEST, _WIDEST = 11, 60
_LONGEST = 32_000  # a cell holds 32,767 characters
_HEADING = PatternFill("solid", fgColor="E5F1EF")
_LINE = Border(bottom=Side("thin", color="B8C4C1"))
_CASES_BELOW = "Trạng thái lúc hết ngày cuối kỳ; thông tin người gửi không có trong bảng này."
_TITLE_ROW, _PERIOD_ROW, _HEAD_ROW = 1, 2, 4


def workbook(report: Report, cases: Sequence[Sequence[raw.Cell]]) -> bytes:
    """Return the file.

    Args:
        report: its numbers.
        cases: lines of :func:`api.reports.raw.case_lines`.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title = wording.TITLE
    book.properties.creator = report.rules.office
    for section in sections(report):
        for grid in section.grids:
            _grid_sheet(book, grid, report)
    _lines_sheet(book, "Hồ sơ", f"Danh sách hồ sơ – {report.period.title}", raw.CASE_COLUMNS, cases)
    _notes_sheet(book, report)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class Listing:
    """Lines under headings, for a sheet of their own.

    Attributes:
        name: of the sheet.
        below: what stands under the title.
    """

    name: str
    title: str
    below: str
    columns: Sequence[str]
    lines: Sequence[Sequence[raw.Cell]]


def lists_workbook(title: str, office: str, listings: Iterable[Listing]) -> bytes:
    """Return a file of plain lists, one sheet each."""
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.title, book.properties.creator = title, office
    for one in listings:
        _lines_sheet(book, one.name, one.title, one.columns, one.lines, one.below)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _grid_sheet(book: Workbook, grid: Grid, report: Report) -> None:
    sheet = _sheet(book, grid.sheet, grid.title, report.period.title)
    for number, column in enumerate(grid.columns, 1):
        _head(_at(sheet, _HEAD_ROW, number), column.label)
    for line, row in enumerate(grid.rows, _HEAD_ROW + 1):
        for number, value in enumerate(row.values):
            cell = _at(sheet, line, number + 1)
            form = grid.form(row, number)
            indent = 2 if row.part and number == 0 else 0
            if isinstance(value, str):
                _text(cell, value)
                cell.alignment = Alignment(wrap_text=True, vertical="top", indent=indent)
            else:
                cell.value = value
                cell.number_format = _FORMATS[form]
                cell.alignment = Alignment(vertical="top")
            cell.font = Font(bold=row.total)
            cell.border = _LINE
    if not grid.rows:
        _text(_at(sheet, _HEAD_ROW + 1, 1), wording.NOTHING)
    if grid.note:
        _text(_at(sheet, _HEAD_ROW + len(grid.rows) + 2, 1), grid.note)
    _fit(sheet, [[column.label for column in grid.columns], *(row.values for row in grid.rows)])


def _lines_sheet(
    book: Workbook,
    name: str,
    title: str,
    columns: Sequence[str],
    lines: Sequence[Sequence[raw.Cell]],
    below: str = _CASES_BELOW,
) -> None:
    sheet = _sheet(book, name, title, below)
    for number, label in enumerate(columns, 1):
        _head(_at(sheet, _HEAD_ROW, number), label)
    for line, values in enumerate(lines, _HEAD_ROW + 1):
        for number, value in enumerate(values, 1):
            _put(_at(sheet, line, number), value)
    if lines:
        sheet.auto_filter.ref = f"A{_HEAD_ROW}:{get_column_letter(len(columns))}{_HEAD_ROW + len(lines)}"
    _fit(sheet, [columns, *lines])


def _notes_sheet(book: Workbook, report: Report) -> None:
    sheet = _sheet(book, "Giải thích", "Cách tính các số liệu", report.period.title)
    _head(_at(sheet, _HEAD_ROW, 1), "Số liệu")
    _head(_at(sheet, _HEAD_ROW, 2), "Cách tính")
    lines = [*wording.DEFINITIONS, *(("", note) for note in notes(report))]
    for line, (term, meaning) in enumerate(lines, _HEAD_ROW + 1):
        for number, text in enumerate((term, meaning), 1):
            cell = _at(sheet, line, number)
            _text(cell, text)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        _at(sheet, line, 1).font = Font(bold=True)
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 100


def _sheet(book: Workbook, name: str, title: str, below: str) -> Worksheet:
    sheet: Worksheet = book.create_sheet(name)
    _text(_at(sheet, _TITLE_ROW, 1), title)
    _at(sheet, _TITLE_ROW, 1).font = Font(bold=True, size=14)
    _text(_at(sheet, _PERIOD_ROW, 1), below)
    sheet.freeze_panes = f"B{_HEAD_ROW + 1}"
    sheet.print_title_rows = f"{_HEAD_ROW}:{_HEAD_ROW}"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    return sheet


def _at(sheet: Worksheet, line: int, column: int) -> Cell:
    found = sheet.cell(line, column)
    if not isinstance(found, Cell):
        raise TypeError("no cell is merged here")
    return found


def _head(cell: Cell, label: str) -> None:
    _text(cell, label)
    cell.font = Font(bold=True, color="0A5553")
    cell.fill = _HEADING
    cell.alignment = Alignment(wrap_text=True, vertical="center")
    cell.border = _LINE


def _put(cell: Cell, value: raw.Cell) -> None:
    if isinstance(value, str):
        _text(cell, value)
    elif isinstance(value, datetime):
        cell.value = value.astimezone(VIETNAM).replace(tzinfo=None)
        cell.number_format = _MOMENT_FORMAT
    elif isinstance(value, date):
        cell.value = value
        cell.number_format = _DAY_FORMAT
    else:
        cell.value = value
    cell.alignment = Alignment(vertical="top")


def _text(cell: Cell, text: str) -> None:
    """Write a text that stays one, also when it begins like a formula."""
    cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", text)[:_LONGEST]
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(raw.DANGEROUS)


def _fit(sheet: Worksheet, lines: Iterable[Sequence[object]]) -> None:
    widths: dict[int, int] = {}
    for line in lines:
        for number, value in enumerate(line, 1):
            longest = max((len(part) for part in str(value if value is not None else "").split("\n")), default=0)
            widths[number] = max(widths.get(number, 0), longest)
    for number, width in widths.items():
        sheet.column_dimensions[get_column_letter(number)].width = min(max(width + 2, _NARROWEST), _WIDEST)
