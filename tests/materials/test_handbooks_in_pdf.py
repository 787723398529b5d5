"""Handbooks in PDF: found by what they say, with title, page and publisher; one that gives no text is told why."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text, update

from api.materials.handbooks import Text, passages_for
from api.materials.model import Upload
from api.materials.reading import BREAK
from api.materials.shelf import Materials
from api.security.accounts import Actor
from api.security.roles import Role
from api.storage.database import Database
from api.storage.material_tables import MaterialFileRow
from knowledge.pdf import WORDING, Trouble, reader
from tests.materials.files import RESIDENCE, published, typed, word
from tests.pdfs import locked, pdf

DESK, HOTLINE, HOME = "/admin/tai-lieu", "/admin/tong-dai/so-tay", "/tai-lieu"
TITLE = "Sổ tay tiếp nhận hồ sơ"
PAGES = (
    "SỔ TAY TIẾP NHẬN HỒ SƠ\nI. TIẾP NHẬN\n1. Cán bộ trả giấy hẹn ngay khi nhận đủ hồ sơ.",
    "2. Hồ sơ thiếu thì lập phiếu yêu cầu bổ sung một lần.\nII. TRẢ KẾT QUẢ",
    "1. Quá hạn thì gửi thư xin lỗi người dân, nêu rõ lý do và ngày hẹn lại.",
)
ASKED = "qua han gui thu xin loi nguoi dan"
FOUND = f"{TITLE}, mục II.1, trang 3"
SAID = "gửi thư xin lỗi người dân, nêu rõ lý do và ngày hẹn lại"
SOURCE = "Do Công an tỉnh Ví Dụ đăng, số 12/QĐ-VD, ngày 01/02/2026"
SOMEBODY = Actor("a1", "Đỗ Thị Quản", Role.ADMIN)


def handbook(office: Any, content: bytes, *, code: str | None = None, **more: str) -> str:
    fields = typed(**{"kind": "handbook", "title": TITLE, **more})
    return published(office, office.actor(Role.ADMIN), fields, code=code, file=Upload("so-tay.pdf", content))


def test_everybody_finds_the_line_with_title_page_and_publisher(office: Any) -> None:
    book = handbook(office, pdf(*PAGES))
    seen = office.stranger().get(f"{HOME}?q={ASKED}")

    for fact in (FOUND, SAID, SOURCE):
        assert fact in seen.text
    assert f"{HOME}/{book}/tep" in seen.links()
    other = office.stranger().get(f"{HOME}?q=nuôi trồng thuỷ sản lồng bè")
    assert "Trong sổ tay hướng dẫn" not in other.text
    assert "Trong sổ tay hướng dẫn" not in office.stranger().get(f"{HOME}?q={ASKED}&loai=form").text


def test_the_hotline_finds_it_too_and_the_desk_says_that_it_was_read(office: Any) -> None:
    book = handbook(office, pdf(*PAGES), readers="staff")
    seen = office.operator.get(f"{HOTLINE}?tim={ASKED}")

    for fact in (FOUND, SAID, SOURCE, "tìm được từng đoạn"):
        assert fact in seen.text
    assert "câu hỏi tìm được từng đoạn" in office.admin.get(f"{DESK}/{book}").text
    assert SAID not in office.stranger().get(f"{HOME}?q={ASKED}").text  # for officials only


def test_the_handbook_of_a_procedure_that_is_gone_is_not_quoted_to_people(office: Any) -> None:
    handbook(office, pdf(*PAGES), code="9.999999")
    assert SAID not in office.stranger().get(f"{HOME}?q={ASKED}").text

    handbook(office, pdf(*PAGES), code=RESIDENCE)
    for address in (f"{HOME}?q={ASKED}", f"{HOME}?q={ASKED}&thu-tuc={RESIDENCE}"):
        assert office.stranger().get(address).text.count(SAID) == 1


@pytest.mark.parametrize(
    ("content", "trouble"),
    [
        (pdf(""), Trouble.IMAGES),
        (locked(pdf(*PAGES), "mật khẩu"), Trouble.ENCRYPTED),
        (b"%PDF-1.7 and no more", Trouble.BROKEN),
    ],
)
def test_a_file_that_gives_no_text_is_kept_and_the_office_is_told_why(
    office: Any, content: bytes, trouble: Trouble
) -> None:
    book = handbook(office, content)

    assert WORDING[trouble] in office.admin.get(f"{DESK}/{book}").text
    assert TITLE in office.stranger().get(HOME).text
    assert "chỉ tìm theo tên" in office.operator.get(f"{HOTLINE}?tim={ASKED}").text
    assert office.stranger().request("GET", f"{HOME}/{book}/tep").content == content


def test_a_book_kept_before_files_were_read_is_read_on_request(office: Any) -> None:
    book = handbook(office, pdf(*PAGES))
    with office.services.database.session() as session:
        session.execute(update(MaterialFileRow).values(text=None, reading=None))
    page = office.admin.get(f"{DESK}/{book}")
    assert "máy chưa đọc chữ trong tệp này" in page.text

    said = office.admin.submit(page, f"{DESK}/{book}/doc-lai")
    assert "câu hỏi tìm được từng đoạn" in said.text
    assert FOUND in office.stranger().get(f"{HOME}?q={ASKED}").text
    assert not office.officer.get(f"{DESK}/{book}").has_form(f"{DESK}/{book}/doc-lai")


def test_text_is_read_once_and_kept(shelf: Materials, database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    book = shelf.add(SOMEBODY, None, typed(kind="handbook"), Upload("so-tay.pdf", pdf(*PAGES)))
    shelf.put(SOMEBODY, book, published=True)
    monkeypatch.setattr(reader, "subprocess", None)

    books, texts = shelf.handbooks.published()
    assert [one.words.count(BREAK) for one in texts] == [2]
    assert shelf.handbooks.published() is shelf.handbooks.published()
    assert shelf.reading(book) == "Máy đã đọc được chữ: câu hỏi tìm được từng đoạn."
    with database.session() as session:
        assert session.execute(text("SELECT reading FROM material_file")).scalar_one() == "whole"
    shelf.put(SOMEBODY, book, published=False)
    assert shelf.handbooks.published() == ((), ())
    assert [one.shown.id for one in books] == [book]


def test_another_file_brings_other_words(shelf: Materials) -> None:
    fields = typed(kind="handbook")
    book = shelf.add(SOMEBODY, None, fields, Upload("so-tay.pdf", pdf(*PAGES)))
    shelf.put(SOMEBODY, book, published=True)

    shelf.change(SOMEBODY, book, fields, Upload("so-tay.docx", word("1. Cán bộ đóng dấu vào từng trang.")))
    assert shelf.handbooks.published()[1][0].words == "1. Cán bộ đóng dấu vào từng trang."
    shelf.change(SOMEBODY, book, fields, Upload("anh.pdf", pdf("")))
    assert shelf.handbooks.published()[1] == ()
    assert WORDING[Trouble.IMAGES] in shelf.reading(book)
    form = shelf.add(SOMEBODY, RESIDENCE, typed(), Upload("to-khai.pdf", pdf(*PAGES)))
    assert shelf.reading(form) == ""


def test_of_a_long_book_the_first_pages_are_found_and_the_office_knows(
    shelf: Materials, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "PAGES", 2)
    book = shelf.add(SOMEBODY, None, typed(kind="handbook"), Upload("so-tay.pdf", pdf(*PAGES)))
    shelf.put(SOMEBODY, book, published=True)

    assert "Tệp dài" in shelf.reading(book)
    _, texts = shelf.handbooks.published()
    assert [one.page for one in passages_for("lập phiếu yêu cầu bổ sung", texts)] == [2]
    assert passages_for("gửi thư xin lỗi người dân", texts) == ()


def test_pages_are_told_apart_where_they_say_the_same_again() -> None:
    again = "Nộp hồ sơ tại bộ phận một cửa của xã."
    words = BREAK.join(f"{item}. Việc thứ {item}\n- {again}" for item in (1, 2, 3))
    pages = {one.path.split(".")[0]: one.page for one in passages_for(again, [Text("a", "Sổ tay", words)])}
    assert pages == {"1": 1, "2": 2, "3": 3}
    (only,) = passages_for(again, [Text("a", "Sổ tay", f"1. {again}")])
    assert (only.page, only.place) == (None, "mục 1")
