from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import CorruptFile
from knowledge.plans.names import document_id, readable
from knowledge.plans.reader import is_plan
from knowledge.text import one_line
from tests.knowledge.plans.conftest import read_plan


@pytest.fixture
def plan(plan_file, plan_text):
    document, passages = read_plan(plan_file(plan_text))
    return document, {passage.path: passage for passage in passages}


def test_head_of_a_plan_becomes_document_data(plan):
    document, _ = plan

    assert document.model_dump() == {
        "id": "12-KH-UBND-2022",
        "title": "Kế hoạch tuyên truyền cải cách hành chính tỉnh Bình Minh năm 2022",
        "number": "12/KH-UBND",
        "issuer": "UBND tỉnh Bình Minh",
        "place": "Bình Minh",
        "kind": "Kế hoạch",
        "issued": date(2022, 3, 5),
        "year": 2022,
        "signer": "Nguyễn Văn Thử",
    }


def test_passages_follow_the_printed_numbering_in_reading_order(plan):
    _, passages = plan

    assert list(passages) == [
        "căn cứ",
        "I.1.1", "I.1.2", "I.2.-1", "I.2.-2",
        "II.1.1.a.-1", "II.1.1.a.-1.+1", "II.1.1.a.-1.+2", "II.1.1.a.-2", "II.1.1.b", "II.1.2.a", "II.2.c",
        "III.1", "III.2", "III.3.¶1", "III.3.¶2", "III.¶cuối",
        "Nơi nhận", "ký",
        "PHỤ LỤC.1", "PHỤ LỤC.2", "PHỤ LỤC.tổng",
    ]  # fmt: skip


def test_headings_are_the_titles_of_the_sections_above(plan):
    _, passages = plan

    assert passages["II.1.1.a.-1"].heading == ("Nội dung", "Cho cán bộ", "Nội dung", "Văn bản mới")
    assert passages["III.1"].heading == ("Tổ chức thực hiện", "Văn phòng UBND tỉnh")
    assert passages["III.2"].heading == ("Tổ chức thực hiện",)


def test_a_paragraph_cut_by_a_page_break_is_joined(plan):
    _, passages = plan

    assert passages["I.1.1"].text == "Người dân hiểu thủ tục rõ ràng, đầy đủ hơn."


def test_page_dirt_does_not_reach_a_passage(plan):
    _, passages = plan
    everything = "\n".join(passage.text for passage in passages.values())

    assert "Đang tải" not in everything
    assert "✓" not in everything
    assert "3" not in passages["I.2.-2"].text
    assert "Lưu: VT." in passages["Nơi nhận"].text
    assert passages["ký"].text.endswith("Nguyễn Văn Thử")


def test_annex_rows_keep_the_names_of_their_columns_and_skip_empty_cells(plan):
    _, passages = plan

    assert passages["PHỤ LỤC.1"].text == "Nhiệm vụ: In tờ rơi\nKinh phí: 5.000.000đ\nThời gian: Quý II"
    assert passages["PHỤ LỤC.2"].text == "Nhiệm vụ: Quay video\nThời gian: Quý III"
    assert passages["PHỤ LỤC.tổng"].text == "Tổng kinh phí: 5.000.000đ"


def test_what_the_copy_leaves_blank_stays_blank(plan_file, plan_text):
    text = (
        plan_text.replace("Số: 12/KH-UBND", "Số: /KH-SXD")
        .replace("ngày **05** tháng 3 năm", "ngày tháng năm")
        .replace("Nguyễn Văn Thử", "")
    )

    document, passages = read_plan(plan_file(text))

    assert (document.number, document.issued, document.year, document.signer) == (None, None, 2022, None)
    assert document.id == "KH-SXD-binh-minh-2022"
    assert {passage.document_id for passage in passages} == {document.id}


def test_an_issuer_not_printed_above_is_read_from_the_issuing_sentence(plan_file, plan_text):
    head = plan_text.index("ỦY BAN")
    text = plan_text[head:].replace("ỦY BAN NHÂN DÂN\nTỈNH BÌNH MINH\t", "", 1)

    document, _ = read_plan(plan_file(text))

    assert document.issuer == "UBND tỉnh"


def test_a_title_on_the_line_of_the_word_plan_is_read(plan_file, plan_text):
    document, _ = read_plan(plan_file(plan_text.replace("KẾ HOẠCH\nTUYÊN", "KẾ HOẠCH TUYÊN")))

    assert document.title == "Kế hoạch tuyên truyền cải cách hành chính tỉnh Bình Minh năm 2022"


def test_a_number_printed_twice_does_not_hide_a_passage(plan_file, plan_text):
    _, passages = read_plan(plan_file(plan_text.replace("b) Gương tốt.", "b) Gương tốt.\nb) Gương xấu.")))

    paths = [passage.path for passage in passages]
    assert len(paths) == len(set(paths))
    assert "II.1.1.b (2)" in paths


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_common_encodings_are_read(plan_file, plan_text, encoding):
    document, _ = read_plan(plan_file(plan_text, encoding))

    assert document.place == "Bình Minh"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "no line 'KẾ HOẠCH'"),
        ("Số: 1/KH-UBND\nI. MỤC ĐÍCH\n1. Nội dung", "no line 'KẾ HOẠCH'"),
        ("Số: 1/KH-UBND\nKẾ HOẠCH\nTuyên truyền năm 2022\nKhông có mục nào.", "numbered items"),
        ("KẾ HOẠCH\nTuyên truyền\nI. MỤC ĐÍCH\n1. Nội dung", "no number of a plan"),
    ],
)
def test_a_text_without_the_structure_of_a_plan_is_refused(plan_file, text, reason):
    assert not is_plan(text)
    with pytest.raises(CorruptFile, match=reason):
        read_plan(plan_file(text))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path):
    path = tmp_path / "ke-hoach.txt"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" * 20)

    with pytest.raises(CorruptFile):
        read_plan(path)


def test_a_plan_is_told_from_a_procedure(plan_text):
    procedure = (
        "Mã thủ tục: 1.004194\nTên thủ tục: Đăng ký tạm trú\nCăn cứ: Kế hoạch số 12/KH-UBND\n"
        "Trình tự thực hiện:\n1. Nộp hồ sơ\n2. Nhận kết quả"
    )

    assert is_plan(plan_text)
    assert not is_plan(procedure)


def test_a_damaged_copy_is_read_or_refused_but_never_breaks_the_reader(plan_file, plan_text):
    lines = plan_text.split("\n")
    for at in range(len(lines)):
        path = plan_file("\n".join(lines[:at] + lines[at + 1 :]))
        try:
            document, passages = read_plan(path)
        except CorruptFile:
            assert lines[at].startswith(("Số:", "KẾ HOẠCH"))
        else:
            assert document.id
            assert len({passage.path for passage in passages}) == len(passages) > 15


@pytest.mark.parametrize(
    ("printed", "place", "year", "expected"),
    [
        ("736/KH-UBND", "Đồng Nai", 2020, "736-KH-UBND-2020"),
        ("/KH-SXD", "Tây Ninh", 2021, "KH-SXD-tay-ninh-2021"),
        ("12 / KH - UBND", "Huế", None, "12-KH-UBND"),
    ],
)
def test_the_id_rule(printed, place, year, expected):
    assert document_id(printed, place=place, year=year) == expected


def test_the_number_of_another_kind_of_document_has_no_plan_id():
    with pytest.raises(ValueError, match="not the number of a plan"):
        document_id("12/QĐ-UBND", place="Huế", year=2020)


def test_capitals_become_sentence_case_with_names_and_acronyms_kept():
    assert readable("VĂN PHÒNG UBND TỈNH ĐỒNG NAI:", ("Đồng Nai",)) == "Văn phòng UBND tỉnh Đồng Nai"
    assert readable("Sở Nội vụ") == "Sở Nội vụ"


@pytest.mark.corpus
def test_every_quoted_item_of_the_five_plans_is_found_at_its_path(published, items):
    exact, under, missing = 0, [], []
    for item in items:
        passages = [p for p in published[item.document][1] if f"{p.path}.".startswith(f"{item.path}.")]
        quote = one_line(item.quote)
        if any(p.path == item.path and quote in one_line(p.text) for p in passages):
            exact += 1
        elif any(quote in one_line(p.text) or quote in p.heading for p in passages):
            under.append(item.id)
        else:
            missing.append(item.id)

    # PI074 stands in a plus item of the dash named, PI154 in the second paragraph of its item; PI120 quotes
    # a title, which is the heading of the passages under it.
    assert missing == []
    assert under == ["PI074", "PI120", "PI154"]
    assert exact == len(items) - 3


@pytest.mark.corpus
def test_the_data_of_the_five_plans_is_read_and_blanks_stay_blank(published):
    read = {i: (d.number, d.place, d.issued, d.year, d.signer) for i, (d, _) in published.items()}

    assert read == {
        "736-KH-UBND-2020": ("736/KH-UBND", "Đồng Nai", date(2020, 1, 22), 2020, "Cao Tiến Dũng"),
        "KH-SVHTTDL-lang-son-2023": (None, "Lạng Sơn", None, 2023, "Dương Minh Tuệ"),
        "44-KH-UBND-2020": ("44/KH-UBND", "Hà Nội", date(2020, 2, 25), 2020, "Lê Hồng Sơn"),
        "KH-SXD-tay-ninh-2021": (None, "Tây Ninh", None, 2021, None),
        "52-KH-UBND-2017": ("52/KH-UBND", "Nghệ An", date(2017, 2, 6), 2017, None),
    }
