"""A PDF is read in a process of its own: text by pages, and a reason where there is none, whatever the file does."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.cli_wording import explain
from knowledge.errors import CorruptFile
from knowledge.pdf import WORDING, PdfText, PdfUnreadable, Trouble, read_pdf, reader, whole_text
from knowledge.pdf.worker import text_of as text_of_page
from knowledge.pdf.worker import torn
from knowledge.plans.papers import head_of, read_paper, text_of
from knowledge.sources import read
from tests.pdfs import locked, pdf

BOOK = """SỔ TAY NGHIỆP VỤ TIẾP NHẬN
I. TIẾP NHẬN
1. Cán bộ tiếp nhận trả giấy hẹn ngay khi nhận đủ hồ sơ của
Người dân tại bộ phận một cửa và ghi rõ ngày trả kết quả.
2. Hồ sơ thiếu thì lập phiếu yêu cầu bổ sung một lần, nêu đủ"""
NEXT = """mọi giấy tờ còn thiếu.
II. TRẢ KẾT QUẢ
1. Quá hạn thì gửi thư xin lỗi, nêu rõ lý do."""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: 77/KH-UBND
Bình Minh, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền chuyển đổi số năm 2026
I. MỤC ĐÍCH
1. Người dân dùng được dịch vụ công trực tuyến."""
BOMB = b"%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 1 0 R/Kids[1 0 R]/Count 9>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"

Put = Callable[..., Path]


@pytest.fixture
def put(tmp_path: Path) -> Put:
    """Write a file and return where it lies."""

    def go(content: bytes, name: str = "tep.pdf") -> Path:
        (tmp_path / name).write_bytes(content)
        return tmp_path / name

    return go


def trouble_of(path: Path, seconds: int = reader.SECONDS) -> Trouble:
    with pytest.raises(PdfUnreadable) as caught:
        read_pdf(path, seconds=seconds)
    return caught.value.trouble


def test_pages_give_paragraphs_and_one_that_runs_over_a_page_stays_whole(put: Put) -> None:
    found = read_pdf(put(pdf(BOOK, NEXT)))

    assert found.whole
    first, second = (page.split("\n") for page in found.pages)
    assert first[2].endswith("đủ hồ sơ của Người dân tại bộ phận một cửa và ghi rõ ngày trả kết quả.")
    assert first[-1] == "2. Hồ sơ thiếu thì lập phiếu yêu cầu bổ sung một lần, nêu đủ mọi giấy tờ còn thiếu."
    assert second == ["II. TRẢ KẾT QUẢ", "1. Quá hạn thì gửi thư xin lỗi, nêu rõ lý do."]


def test_running_heads_and_page_numbers_are_no_text(put: Put) -> None:
    pages = [f"Sổ tay tiếp nhận hồ sơ\n{part}. Bước thứ {part} của việc này.\nTrang {part}/4" for part in range(1, 5)]
    found = read_pdf(put(pdf(*pages)))

    assert found.pages == tuple(f"{part}. Bước thứ {part} của việc này." for part in range(1, 5))


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (locked(pdf(BOOK), "mật khẩu"), Trouble.ENCRYPTED),
        (pdf("", ""), Trouble.IMAGES),
        (pdf("Céng hoµ x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc"), Trouble.LETTERS),
        (b"%PDF-1.7\nno more than this", Trouble.BROKEN),
        (b"", Trouble.BROKEN),
        (pdf(BOOK)[:400], Trouble.BROKEN),
    ],
)
def test_a_file_that_gives_no_text_is_told_why(put: Put, content: bytes, trouble: Trouble) -> None:
    path = put(content)
    assert trouble_of(path) is trouble
    assert explain(PdfUnreadable(path, trouble)) == f"không đọc được tệp tep.pdf: {WORDING[trouble]}"


def test_a_page_tree_that_bites_its_own_tail_ends(put: Put) -> None:
    assert trouble_of(put(BOMB)) in {Trouble.BROKEN, Trouble.HEAVY, Trouble.IMAGES}


class Page:
    """A page whose words lie in pieces when they are read in the order they were drawn."""

    def __init__(self, placed: str) -> None:
        self.placed = placed

    def extract_text(self, **how: Any) -> str:
        if how and not self.placed:
            raise ValueError("a font without a name")
        return self.placed if how else "TR Ả K Ế T QU Ả quá h ạ n"


def test_words_torn_apart_by_fonts_are_read_by_their_places() -> None:
    assert text_of_page(Page("TRẢ  KẾT  QUẢ        Số: 12\nquá hạn")) == "TRẢ  KẾT  QUẢ\nSố: 12\nquá hạn"
    assert text_of_page(Page("")) == "TR Ả K Ế T QU Ả quá h ạ n"
    assert not torn("a) Ý kiến ở nơi có bà con: cơ quan trả lời ngay, ghi rõ ngày hẹn.")


def test_a_file_that_only_its_author_may_change_is_read(put: Put) -> None:
    assert "trả giấy hẹn" in read_pdf(put(locked(pdf(BOOK), ""))).pages[0]


def test_reading_that_takes_too_long_is_ended(put: Put) -> None:
    assert trouble_of(put(pdf(BOOK)), seconds=0) is Trouble.HEAVY


def test_a_file_that_wants_too_much_memory_is_ended(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MEMORY", 1)
    lines = "\n".join(["Cán bộ tiếp nhận hồ sơ của người dân tại bộ phận một cửa."] * 60)
    assert trouble_of(put(pdf(*[lines] * 200))) in {Trouble.HEAVY, Trouble.BROKEN}


def test_of_a_book_the_first_pages_are_read_and_a_paper_must_be_whole(
    put: Put, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGES", 1)
    path = put(pdf(BOOK, NEXT))

    assert read_pdf(path) == PdfText((read_pdf(path).pages[0],), 2)
    with pytest.raises(CorruptFile, match="more than 1 pages"):
        whole_text(path)
    monkeypatch.setattr(reader, "PAGES", 9)
    monkeypatch.setattr(reader, "CHARACTERS", len(BOOK) + 20)
    assert not read_pdf(path).whole


def test_only_so_many_files_are_read_at_once(put: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "_places", threading.BoundedSemaphore(1))
    with reader._places:
        assert trouble_of(put(pdf(BOOK)), seconds=0) is Trouble.BUSY
    assert "trả giấy hẹn" in read_pdf(put(pdf(BOOK))).pages[0]


def test_a_paper_and_a_plan_are_read_like_from_word(put: Put) -> None:
    path = put(pdf(PLAN), "ke-hoach.pdf")
    (plan,) = read(path)
    assert plan.plan is not None
    assert (plan.plan[0].number, plan.plan[1][-1].path) == ("77/KH-UBND", "I.1")

    text = text_of(path)
    assert head_of(text, path).number == "77/KH-UBND"
    notice = put(pdf("THÔNG BÁO\nLịch tiếp công dân\n1. Sáng thứ Tư tuần đầu, từ 7 giờ 30."), "tb.PDF")
    _, passages = read_paper(text_of(notice), head_of(text_of(notice), notice), notice)
    assert [(one.path, one.text) for one in passages] == [("1", "Sáng thứ Tư tuần đầu, từ 7 giờ 30.")]
