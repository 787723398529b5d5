"""Lists and procedures in office files: CSV, Excel, Word."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from openpyxl import Workbook

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.model import ChannelKind, FeeState
from knowledge.sources import Origin, read
from tests.knowledge.sources.reading import TODAY, accepted, only, rules

# --- lists --------------------------------------------------------------------------------------


def test_a_csv_with_a_mark_a_title_and_several_agencies_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        "\ufeffDANH SÁCH THỦ TỤC,,\n,,\nMã số,Tên,Cơ quan thực hiện\n"
        '1.014966,Cấp lại chứng chỉ,"Sở Tư Pháp\nỦy ban nhân dân cấp tỉnh"\n,,\nkhông mã,Tên,x\n',
        encoding="utf-8",
    )

    good, bad = read(path, as_of=TODAY)

    assert good.procedure is not None
    assert good.origin is Origin.LIST
    assert good.procedure.agency == "Sở Tư Pháp; Ủy ban nhân dân cấp tỉnh"
    assert rules(good) == {"thin_record"}
    assert rules(bad) == {"code_broken"}


def test_a_workbook_gives_back_codes_excel_took_for_numbers(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (["DANH SÁCH"], ["Mã số", "Tên", "Lĩnh vực"], [1.0042, "Đăng ký thường trú", "Cư trú"]):
        sheet.append(row)
    path = tmp_path / "a.xlsx"
    book.save(path)

    assert accepted(path).code == "1.004200"


def test_a_table_without_the_needed_headings_is_unknown(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    book = tmp_path / "b.xlsx"
    Workbook().save(book)

    for file in (path, book):
        with pytest.raises(UnknownFormat):
            list(read(file, as_of=TODAY))


@pytest.mark.parametrize("name", ["a.xlsx", "a.docx"])
def test_a_broken_office_file_is_corrupt(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 not a zip")

    with pytest.raises(CorruptFile):
        list(read(path, as_of=TODAY))


# --- Word ---------------------------------------------------------------------------------------


def word(folder: Path) -> Path:
    document = Document()
    document.add_paragraph("Đăng ký tạm trú")
    document.add_paragraph("Mã thủ tục: 1.004194")
    document.add_paragraph("1. Trình tự thực hiện:")
    document.add_paragraph("Bước 1: Nộp hồ sơ.")
    document.add_paragraph("Bước 2: Nhận kết quả.")
    document.add_paragraph("2. Cách thức thực hiện:")
    ways = [["Hình thức nộp", "Thời hạn giải quyết", "Phí, lệ phí", "Mô tả"]]
    ways += [
        ["Trực tuyến", "3 ngày làm việc", "7.000 đồng (cá nhân)", ""],
        ["Trực tiếp", "3 ngày làm việc", "Miễn phí", "Tại xã"],
    ]
    add_table(document, ways)
    document.add_paragraph("3. Thành phần hồ sơ")
    papers = [["Tên giấy tờ", "Mẫu đơn, tờ khai", "Số lượng"]]
    papers += [["Chỗ ở hợp pháp", "", "Bản chính: 0 - Bản sao: 1"], ["Tờ khai CT01", "Mẫu CT01", "01 bản chính"]]
    add_table(document, papers)
    document.add_paragraph("4. Đối tượng thực hiện: Công dân Việt Nam; Người nước ngoài")
    document.add_paragraph("5. Cơ quan thực hiện: Công an cấp xã")
    document.add_paragraph("6. Kết quả: Thông báo kết quả")
    document.add_paragraph("7. Căn cứ pháp lý:")
    document.add_paragraph("- Luật Cư trú (68/2020/QH14)")
    path = folder / "tam-tru.docx"
    document.save(str(path))
    return path


def add_table(document: object, rows: list[list[str]]) -> None:
    table = document.add_table(rows=0, cols=len(rows[0]))  # type: ignore[attr-defined]
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text


def test_a_procedure_written_in_word_is_read_with_its_tables(tmp_path: Path) -> None:
    procedure = accepted(word(tmp_path))

    assert (procedure.code, procedure.name, procedure.agency) == ("1.004194", "Đăng ký tạm trú", "Công an cấp xã")
    online, in_person = procedure.channels
    assert (online.fees[0].amount, online.fees[0].note) == (7000, "cá nhân")
    assert in_person.fees[0].state is FeeState.FREE  # here a person wrote the word
    assert [(paper.name, paper.originals, paper.copies) for paper in procedure.papers] == [
        ("Tờ khai CT01", 1, 0),
        ("Chỗ ở hợp pháp", 0, 1),
    ]
    assert procedure.subjects == ("Công dân Việt Nam", "Người nước ngoài")
    assert procedure.legal_basis[0].number == "68/2020/QH14"
    assert len(procedure.steps) == 2


def test_a_procedure_in_plain_paragraphs_is_read_too(tmp_path: Path) -> None:
    document = Document()
    lines = """Cấp bản sao trích lục hộ tịch
Mã số: 2.000635
Trình tự thực hiện:
Nộp hồ sơ và chờ kết quả.
Cách thức thực hiện:
- Trực tiếp tại Ủy ban nhân dân cấp xã
- Qua dịch vụ bưu chính
Thành phần hồ sơ:
- Tờ khai
Thời hạn giải quyết: 01 ngày làm việc
Phí, lệ phí (nếu có): 8.000 đồng
Kết quả thực hiện: Bản sao trích lục"""
    for line in lines.split("\n"):
        document.add_paragraph(line)
    path = tmp_path / "a.docx"
    document.save(str(path))

    procedure = accepted(path)

    assert [channel.kind for channel in procedure.channels] == [ChannelKind.IN_PERSON, ChannelKind.POSTAL]
    assert {(channel.duration.amount, channel.fees[0].amount) for channel in procedure.channels} == {(1, 8000)}
    assert [paper.name for paper in procedure.papers] == ["Tờ khai"]


def test_a_form_is_told_from_a_procedure(tmp_path: Path) -> None:
    document = Document()
    for line in (
        "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ",
        "Kính gửi: ..........................",
        "Họ và tên: ............",
    ):
        document.add_paragraph(line)
    path = tmp_path / "form.docx"
    document.save(str(path))

    reading = only(path)

    assert rules(reading) == {"form_file"}
    assert "TỜ KHAI THAY ĐỔI THÔNG TIN CƯ TRÚ" in reading.findings[0].message


def test_another_word_document_is_rejected_as_no_procedure(tmp_path: Path) -> None:
    document = Document()
    document.add_paragraph("Biên bản họp tổ dân phố tháng 7")
    path = tmp_path / "a.docx"
    document.save(str(path))

    assert rules(only(path)) == {"not_a_procedure"}


def test_an_old_word_file_is_rejected_with_what_to_do(tmp_path: Path) -> None:
    path = tmp_path / "a.doc"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 100)

    reading = only(path)

    assert rules(reading) == {"word_97"}
    assert ".docx" in reading.findings[0].message
