"""Trap 4: papers come unordered, some are notes, and forms are named badly."""

from __future__ import annotations

import pytest

from knowledge.sources.papers import RawPaper, form_name, read_papers


def test_the_form_comes_first_in_its_case_and_notes_last() -> None:
    papers, reordered = read_papers(
        [
            RawPaper("Lưu ý: mang theo bản chính", "Hồ sơ gồm:", 0, 0),
            RawPaper("- Giấy chứng sinh", "Hồ sơ gồm:", 1, 0),
            RawPaper("Tờ khai đăng ký khai sinh", "Hồ sơ gồm:", 1, 0),
        ]
    )

    assert reordered
    assert [(paper.name, paper.is_note) for paper in papers] == [
        ("Tờ khai đăng ký khai sinh", False),
        ("Giấy chứng sinh", False),
        ("Lưu ý: mang theo bản chính", True),
    ]
    assert {paper.case for paper in papers} == {"Hồ sơ gồm"}


def test_papers_without_a_case_are_common_and_come_first_while_remarks_come_last() -> None:
    papers, _ = read_papers(
        [
            RawPaper("Cá nhân có quyền lựa chọn nơi nộp", "* Lưu ý:", 0, 0),
            RawPaper("Hộ chiếu", "* Giấy tờ phải xuất trình:", 1, 0),
            RawPaper("Tờ khai", "", 1, 0),
        ]
    )

    assert [paper.case for paper in papers] == [None, "Giấy tờ phải xuất trình", "Lưu ý"]


def test_a_form_printed_under_the_remarks_is_taken_out_of_them() -> None:
    papers, reordered = read_papers(
        [RawPaper("Nộp một bộ", "* Lưu ý:", 0, 0), RawPaper("- Tờ khai đăng ký khai sinh", "* Lưu ý:", 1, 0)]
    )

    assert reordered
    assert (papers[0].name, papers[0].case) == ("Tờ khai đăng ký khai sinh", None)


def test_numbering_decides_when_every_paper_of_a_case_carries_it() -> None:
    papers, reordered = read_papers(
        [RawPaper("(3) Bản đồ", "a", 1, 0), RawPaper("(1) Bản gốc", "a", 1, 0), RawPaper("(2) Đơn", "a", 1, 0)]
    )

    assert reordered
    assert [paper.name[:3] for paper in papers] == ["(1)", "(2)", "(3)"]


def test_the_order_of_letters_is_the_vietnamese_one() -> None:
    papers, _ = read_papers([RawPaper(f"{mark}) Giấy {mark}", None, 1, 0) for mark in ("đ", "e", "c", "d")])

    assert [paper.name[0] for paper in papers] == ["c", "d", "đ", "e"]


def test_an_order_that_is_right_is_left_alone() -> None:
    papers, reordered = read_papers([RawPaper("Đơn đề nghị", None, 1, 0), RawPaper("Căn cước", None, 0, 1)])

    assert not reordered
    assert [paper.copies for paper in papers] == [0, 1]


def test_a_missing_quantity_does_not_make_a_note() -> None:
    papers, _ = read_papers([RawPaper("Đơn đề nghị", None, None, None)])

    assert not papers[0].is_note


def test_an_application_of_quantity_zero_is_still_a_paper_but_its_heading_is_not() -> None:
    papers, _ = read_papers(
        [RawPaper("Văn bản đề nghị theo Mẫu số 04", None, 0, 0), RawPaper("Đơn đề nghị gồm:", None, 0, 0)]
    )

    assert [(paper.name, paper.is_note) for paper in papers] == [
        ("Văn bản đề nghị theo Mẫu số 04", False),
        ("Đơn đề nghị gồm:", True),
    ]


@pytest.mark.parametrize(
    ("file_name", "paper", "shown"),
    [
        ("1.MuCT01banhnhkmtheoThngts53.doc", "Tờ khai (Mẫu CT01 ban hành kèm theo Thông tư)", "Mẫu CT01"),
        ("Mus04.docx", "Văn bản đề nghị theo Mẫu số 04 của Phụ lục", "Mẫu 04"),
        ("Mẫu số 36..docx", "Đơn", "Mẫu số 36"),
        ("mẫu 1c (2).docx", "Biên bản", "Mẫu 1c"),
        ("maudon.docx", "Đơn đề nghị hỗ trợ chi phí học tập, bản chính", "Đơn đề nghị hỗ trợ chi phí học tập"),
        (" kinh doanh theo quy địnhvăn bản đề nghị.docx", "Giấy tờ khác", "Mẫu kèm theo"),
        ("TỜ KHAI ĐĂNG KÝ THAY ĐỔI HỘ TỊCH.docx", "x", "Tờ khai đăng ký thay đổi hộ tịch"),
    ],
)
def test_forms_get_a_readable_name(file_name: str, paper: str, shown: str) -> None:
    assert form_name(file_name, paper) == shown


def test_several_files_become_one_form_with_every_name_once() -> None:
    papers, _ = read_papers([RawPaper("Đơn", None, 1, 0, "Mẫu số 31.docx; Mẫu số 22.docx; Mẫu số 31.docx")])

    assert papers[0].form is not None
    assert papers[0].form.name == "Mẫu số 31; Mẫu số 22"
