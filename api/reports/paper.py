"""The report as a Word document: A4, headings, tables, and room for names and signatures; no form number."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from api.clock import local_day
from api.reports import wording
from api.reports.build import Report
from api.reports.grids import Form, Grid, written
from api.reports.notes import notes
from api.reports.sections import sections
from api.word import LONG_SIDE, SHORT_SIDE, SMALL, TEXT, clean, new_document

TOP = 20
"""Lines of the longest tables; the workbook has all of them."""

_TINY = Pt(9)
_SHADE = "E5F1EF"
_ROMAN = ("I", "II", "III", "IV", "V", "VI")


def document(report: Report) -> bytes:
    """Return the file: text and signatures upright, the wide tables after them as an annex across."""
    paper = new_document(wording.TITLE, report.rules.office)
    _heading_lines(paper, report)
    found = sections(report, top=TOP)
    for number, section in enumerate(found):
        upright = [grid for grid in section.grids if not grid.wide]
        if upright:
            paper.add_heading(f"{_ROMAN[_position(found, number)]}. {section.title}", 1)
        for grid in upright:
            _grid(paper, grid, SMALL)
    paper.add_heading("Ghi chú", 1)
    for note in notes(report):
        paper.add_paragraph(clean(note), style="List Bullet")
    _signatures(paper)
    _annex(paper, [grid for section in found for grid in section.grids if grid.wide])
    out = io.BytesIO()
    paper.save(out)
    return out.getvalue()


def _position(found: Any, number: int) -> int:
    """Count the sections before this one that stand in the text."""
    return sum(any(not grid.wide for grid in section.grids) for section in found[:number])


def _heading_lines(paper: Any, report: Report) -> None:
    head = paper.add_table(rows=1, cols=2)
    head.alignment = WD_TABLE_ALIGNMENT.CENTER
    left, right = head.rows[0].cells
    _lines(left, [(report.rules.office.upper(), True), ("", False)])
    _lines(
        right,
        [
            ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", True),
            ("Độc lập - Tự do - Hạnh phúc", True),
            (_place_and_day(local_day(report.made_at)), False),
        ],
    )
    for text, size, bold in (
        ("BÁO CÁO", Pt(16), True),
        (wording.TITLE.removeprefix("Báo cáo ").capitalize(), Pt(14), True),
        (report.period.title, TEXT, False),
        (f"Phạm vi: hồ sơ chuyển đến {report.agency}" if report.agency else "", TEXT, False),
    ):
        if text:
            line = paper.add_paragraph()
            line.alignment = WD_ALIGN_PARAGRAPH.CENTER
            run = line.add_run(clean(text))
            run.bold, run.font.size = bold, size


def _grid(paper: Any, grid: Grid, size: Any) -> None:
    paper.add_heading(clean(grid.title), 2)
    if not grid.rows:
        paper.add_paragraph(wording.NOTHING)
        return
    table = paper.add_table(rows=1, cols=len(grid.columns), style="Table Grid")
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    _repeat(table.rows[0])
    for cell, column in zip(table.rows[0].cells, grid.columns, strict=True):
        _fill(cell, column.label, size, bold=True, centred=column.form is not Form.TEXT)
        _shade(cell)
    for row in grid.rows:
        cells = table.add_row().cells
        for number, (cell, value) in enumerate(zip(cells, row.values, strict=True)):
            text = written(value, grid.form(row, number))
            right = grid.columns[number].form is not Form.TEXT
            _fill(cell, text, size, bold=row.total, right=right, indent=row.part and number == 0)
    for row in table.rows:
        _keep_whole(row)
    _set_widths(table, grid, paper.sections[-1])
    if grid.note:
        paper.add_paragraph(clean(grid.note))


def _annex(paper: Any, grids: list[Grid]) -> None:
    section = paper.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = LONG_SIDE, SHORT_SIDE
    section.left_margin = section.right_margin = Mm(15)
    paper.add_heading("Phụ lục: số liệu chi tiết", 1)
    for grid in grids:
        _grid(paper, grid, _TINY)


def _signatures(paper: Any) -> None:
    paper.add_paragraph()
    table = paper.add_table(rows=1, cols=2)
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for cell, who in zip(table.rows[0].cells, (wording.PREPARED_BY, wording.SIGNED_BY), strict=True):
        _lines(cell, [(who, True), (wording.SIGN_HERE, False), ("", False), ("", False), ("", False)])
    _keep_whole(table.rows[0])


def _lines(cell: Any, lines: list[tuple[str, bool]]) -> None:
    for number, (text, bold) in enumerate(lines):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.space_after = Pt(2)
        run = paragraph.add_run(clean(text))
        run.bold, run.italic, run.font.size = bold, not bold, Pt(12)


def _fill(
    cell: Any,
    text: str,
    size: Any,
    *,
    bold: bool = False,
    right: bool = False,
    centred: bool = False,
    indent: bool = False,
) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(1)
    if right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    elif centred:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    if indent:
        paragraph.paragraph_format.left_indent = Mm(5)
    run = paragraph.add_run(clean(text))
    run.bold, run.font.size = bold, size


def _set_widths(table: Any, grid: Grid, section: Any) -> None:
    """Give names the room that numbers leave."""
    room = section.page_width - section.left_margin - section.right_margin
    texts = sum(column.form is Form.TEXT for column in grid.columns)
    narrow = Mm(21) if grid.wide else Mm(24)
    wide = (room - narrow * (len(grid.columns) - texts)) // texts
    table.autofit = False
    for number, column in enumerate(grid.columns):
        width = wide if column.form is Form.TEXT else narrow
        table.columns[number].width = width
        for cell in table.columns[number].cells:
            cell.width = width


def _place_and_day(day: date) -> str:
    return f"…………, ngày {day:%d} tháng {day:%m} năm {day:%Y}"


def _repeat(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _keep_whole(row: Any) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _shade(cell: Any) -> None:
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), _SHADE)
    cell._tc.get_or_add_tcPr().append(shade)
