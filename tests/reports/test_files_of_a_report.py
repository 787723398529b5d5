"""Workbook, document and raw files: they open, say the same as the report, and hide what must stay hidden."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from docx import Document
from openpyxl import load_workbook

from api.feedback.model import Channel
from api.reports import raw
from api.reports.chat import PRIVATE, asked_in
from api.reports.grids import Form, written
from api.reports.paper import document
from api.reports.sections import sections
from api.reports.wording import DEFINITIONS, SIGNED_BY
from api.reports.workbook import workbook
from api.storage.tables import ConversationRow, MessageRow
from knowledge.answer import AnswerStatus
from tests.reports.conftest import Desk

PERIOD = (date(2026, 10, 1), date(2026, 12, 31))


@pytest.fixture
def database_url(chosen_database_url: str) -> str:
    """One database at a time is enough here: files are made from the numbers."""
    return chosen_database_url


@pytest.fixture
def busy(desk: Desk) -> Desk:
    desk.go_to(date(2026, 10, 20))
    desk.answered()
    code = desk.sent(title="=HYPERLINK(0) Tiêu đề nguy hiểm")
    desk.office.casework.reject(desk.office.officer, code, "+84 không thuộc thẩm quyền")
    desk.registered(channel=Channel.POST, content="-2+3 là nội dung bắt đầu bằng dấu trừ, gửi từ số 0912 345 678.")
    desk.sent(anonymous=True, content="Bộ phận một cửa nên có thêm ghế ngồi cho người già.")
    desk.go_to(date(2026, 11, 20))
    return desk


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def test_the_workbook_holds_every_table_with_real_numbers(busy: Desk) -> None:
    report = busy.report(*PERIOD)

    book = load_workbook(io.BytesIO(workbook(report, busy.lines(*PERIOD))))

    grids = [grid for section in sections(report) for grid in section.grids]
    assert book.sheetnames == [*(grid.sheet for grid in grids), "Hồ sơ", "Giải thích"]
    for grid in grids:
        sheet = book[grid.sheet]
        assert [sheet.cell(4, number).value for number in range(1, len(grid.columns) + 1)] == [
            column.label for column in grid.columns
        ]
        for line, row in enumerate(grid.rows, 5):
            found = [sheet.cell(line, number).value for number in range(1, len(row.values) + 1)]
            assert found == pytest.approx(list(row.values))
        assert sheet.freeze_panes == "B5"
        assert all(dimension.width >= 11 for dimension in sheet.column_dimensions.values())


def test_the_lines_of_the_workbook_have_dates_and_no_formulas(busy: Desk) -> None:
    lines = busy.lines(*PERIOD)
    sheet = load_workbook(io.BytesIO(workbook(busy.report(*PERIOD), lines)))["Hồ sơ"]

    head = [cell.value for cell in sheet[4]]
    assert head == list(raw.CASE_COLUMNS)
    received = sheet.cell(5, head.index("Ngày nhận") + 1)
    assert received.value == datetime(2026, 10, 20)
    assert received.number_format == "dd/mm/yyyy"
    assert {cell.data_type for row in sheet.iter_rows(min_row=5) for cell in row} <= {"s", "n", "d"}
    titles = [sheet.cell(line, head.index("Tiêu đề") + 1) for line in range(5, 5 + len(lines))]
    assert "=HYPERLINK(0) Tiêu đề nguy hiểm" in [cell.value for cell in titles]


def test_the_document_has_period_tables_and_room_to_sign_and_no_form_number(busy: Desk) -> None:
    report = busy.report(*PERIOD)
    paper = Document(io.BytesIO(document(report)))

    words = "\n".join(paragraph.text for paragraph in paper.paragraphs)
    cells = "\n".join(cell.text for table in paper.tables for row in table.rows for cell in row.cells)
    assert "Từ 01/10/2026 đến 20/11/2026" in words
    assert SIGNED_BY in cells
    assert "UBND PHƯỜNG TRẤN BIÊN" in cells
    assert "Mẫu số" not in words + cells
    assert "VPCP" not in words + cells
    headings = [paragraph.text for paragraph in paper.paragraphs if paragraph.style.name == "Heading 1"]
    assert headings[0] == "I. Tổng hợp"
    assert headings[-1].startswith("Phụ lục")
    assert (paper.sections[0].page_width.mm, paper.sections[0].page_height.mm) == pytest.approx((210, 297), abs=0.1)
    assert (paper.sections[1].page_width.mm, paper.sections[1].page_height.mm) == pytest.approx((297, 210), abs=0.1)
    totals = [[cell.text for cell in row.cells] for row in paper.tables[1].rows]
    assert totals[0] == ["Nội dung", "Kỳ này", "Kỳ so sánh", "Tăng, giảm", "Tỷ lệ tăng, giảm"]
    assert totals[1][:2] == ["Tiếp nhận trong kỳ", str(report.cases.received.total)]


def test_the_raw_file_opens_in_a_spreadsheet_without_formulas_and_without_the_sender(busy: Desk) -> None:
    content = raw.as_csv(raw.CASE_COLUMNS, busy.lines(*PERIOD))

    rows = rows_of(content)
    text = content.decode("utf-8-sig")
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows[0] == list(raw.CASE_COLUMNS)
    assert len(rows) == 5
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
    assert "'=HYPERLINK(0)" in text
    assert "'+84 không thuộc" in text
    for personal in ("Nguyễn Thị Hoa", "0912", "hoa@example.vn", "Số 5 đường số 2"):
        assert personal not in text
    assert rows[1][rows[0].index("Ngày nhận")] == "20/10/2026"


@pytest.mark.parametrize("text", ["=1+1", "+84", "-5", "@SUM(A1)", "\t=1", "\r=1", "  =1", "\n=1", "＝1"])
def test_what_a_spreadsheet_would_run_is_written_as_text(text: str) -> None:
    assert raw.harmless(text) == f"'{text}"


@pytest.mark.parametrize("text", ["1.004222", "Đăng ký", "KN-7M3Q-X0VD-9", "", "5 - 3"])
def test_what_no_spreadsheet_would_run_stays_as_it_is(text: str) -> None:
    assert raw.harmless(text) == text


def test_questions_are_exported_with_what_they_brought_and_without_the_words_of_a_pakn(desk: Desk) -> None:
    at = datetime(2026, 11, 2, 3, 4, tzinfo=UTC)
    said: tuple[tuple[str, str, dict[str, Any]], ...] = (
        ("user", "=lệ phí khai sinh, gọi 0912345678", {}),
        ("assistant", "Miễn phí.", {"status": "answered", "answer": {"code": "1.001193"}, "via": "bot"}),
        ("user", "Tôi bị cán bộ gây khó dễ", {}),
        ("assistant", "Anh/chị kể thêm.", {"status": "feedback", "via": "bot"}),
        ("user", "Có", {"payload": "/affirm"}),
    )
    with desk.office.database.session() as session:
        session.add(ConversationRow(id="bi-mat", channel="web", created_at=at, last_at=at))
        session.flush()
        for number, (role, text, more) in enumerate(said):
            session.add(
                MessageRow(id=f"m{number}", conversation_id="bi-mat", role=role, text=text, created_at=at, **more)
            )
    with desk.office.database.session() as session:
        content = raw.as_csv(raw.QUESTION_COLUMNS, raw.question_lines(asked_in(session, desk.days(*PERIOD))))

    rows = rows_of(content)
    assert rows[1] == [
        "02/11/2026 10:04:00",
        "1",
        "Trang web",
        "Gõ",
        "'=lệ phí khai sinh, gọi [SoDienThoai]",
        "Trả lời được",
        "1.001193",
        "Trợ lý",
        "",
        "",
    ]
    assert rows[2][4] == PRIVATE
    assert rows[3][3:6] == ["Bấm nút", "Có", ""]
    assert "bi-mat" not in content.decode()


def test_every_number_has_a_meaning_in_the_report(busy: Desk) -> None:
    book = load_workbook(io.BytesIO(workbook(busy.report(*PERIOD), [])))

    terms = [row[0].value for row in book["Giải thích"].iter_rows(min_row=5, max_row=4 + len(DEFINITIONS))]

    assert terms == [term for term, _ in DEFINITIONS]


def test_a_period_without_anything_gives_files_that_open(desk: Desk) -> None:
    desk.go_to(date(2026, 11, 20))
    report = desk.report(date(2026, 11, 3), date(2026, 11, 4))

    assert load_workbook(io.BytesIO(workbook(report, []))).sheetnames
    assert Document(io.BytesIO(document(report))).tables
    assert rows_of(raw.as_csv(raw.CASE_COLUMNS, [])) == [list(raw.CASE_COLUMNS)]
    assert report.cases.mean_days is None


def test_signs_that_xml_cannot_hold_do_not_break_a_file(busy: Desk) -> None:
    report = busy.report(*PERIOD)
    broken = replace(report, cases=replace(report.cases, reasons=(("Lý do \x0b\x1f lạ", 1),)))

    assert "Lý do" in str(load_workbook(io.BytesIO(workbook(broken, [])))["Lý do từ chối"]["A5"].value)
    assert document(broken)


@pytest.mark.parametrize(
    ("value", "form", "said"),
    [
        (None, Form.WHOLE, "—"),
        (1234, Form.WHOLE, "1.234"),
        (1234.56, Form.DECIMAL, "1.234,6"),
        (0.125, Form.PERCENT, "12,5%"),
        (3, Form.CHANGE, "+3"),
        (-3, Form.CHANGE, "-3"),
        (0, Form.CHANGE, "0"),
        ("chữ", Form.WHOLE, "chữ"),
    ],
)
def test_numbers_are_written_as_people_here_write_them(value: Any, form: Form, said: str) -> None:
    assert written(value, form) == said


def test_all_outcomes_of_a_turn_have_a_name() -> None:
    from api.reports.wording import STATUS_LABELS

    assert set(STATUS_LABELS) == set(AnswerStatus)
