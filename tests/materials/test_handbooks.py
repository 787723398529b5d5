"""Handbooks: officials find the passage that says it; what could not be read is found by its title."""

from __future__ import annotations

from typing import Any

import pytest

from api.materials.handbooks import MOST_PASSAGES, Text, passages_for
from api.materials.model import Upload
from api.security.roles import Role
from tests.materials.files import PDF, published, typed, word

PAGE = "/admin/tong-dai/so-tay"
BOOK = """SỔ TAY NGHIỆP VỤ
I. TIẾP NHẬN
1. Cán bộ tiếp nhận trả giấy hẹn ngay khi nhận đủ hồ sơ.
2. Hồ sơ thiếu thì lập phiếu yêu cầu bổ sung một lần.
II. TRẢ KẾT QUẢ
1. Quá hạn thì gửi thư xin lỗi người dân, nêu rõ lý do.
"""


def handbook(office: Any, title: str = "Sổ tay nghiệp vụ", content: bytes = word(BOOK), **more: str) -> str:
    name = "so-tay.docx" if content != PDF else "so-tay.pdf"
    fields = typed(**{"kind": "handbook", "title": title, "readers": "staff", **more})
    return published(office, office.actor(Role.ADMIN), fields, code=None, file=Upload(name, content))


def test_an_operator_finds_the_passage_with_its_place(office: Any) -> None:
    handbook(office)
    for question in ("quá hạn thì xin lỗi thế nào", "qua han gui thu xin loi"):
        seen = office.operator.get(f"{PAGE}?tim={question}")
        assert "Sổ tay nghiệp vụ, mục II.1" in seen.text
        assert "gửi thư xin lỗi người dân, nêu rõ lý do" in seen.text
    nothing = office.operator.get(f"{PAGE}?tim=nuôi trồng thuỷ sản lồng bè")
    assert "Không có đoạn nào nói rõ điều này" in nothing.text


def test_a_handbook_that_cannot_be_read_is_found_by_its_title_and_fetched(office: Any) -> None:
    book = handbook(office, content=PDF)
    seen = office.operator.get(f"{PAGE}?tim=nghiệp vụ")

    assert "chỉ tìm theo tên" in seen.text
    assert f"/admin/tong-dai/tai-lieu/{book}/tep" in seen.links()
    assert office.operator.request("GET", f"/admin/tong-dai/tai-lieu/{book}/tep").content == PDF


def test_without_handbooks_the_page_says_where_they_come_from(office: Any) -> None:
    seen = office.operator.get(PAGE)

    assert "Chưa có sổ tay nào" in seen.text
    assert office.viewer.get(PAGE).status == 403


def test_a_handbook_for_officials_is_no_answer_for_the_public(office: Any) -> None:
    handbook(office)

    assert "Sổ tay nghiệp vụ" not in office.stranger().get("/tai-lieu").text
    said = office.services.keeper.current().reply("quá hạn thì gửi thư xin lỗi người dân thế nào")
    assert "nêu rõ lý do" not in str(said)


@pytest.mark.parametrize("question", ["", "   "])
def test_nothing_asked_finds_nothing(question: str) -> None:
    assert passages_for(question, [Text("a", "Sổ tay", BOOK)]) == ()


def test_passages_of_several_handbooks_are_ranked_together_and_limited() -> None:
    books = [Text(str(n), f"Sổ tay {n}", BOOK) for n in range(12)]
    empty = Text("x", "Trống", "")

    found = passages_for("quá hạn thì gửi thư xin lỗi người dân", [*books, empty])
    assert len(found) == MOST_PASSAGES
    assert {one.path for one in found} == {"II.1"}


def test_the_page_shows_the_keys_of_the_hotline(office: Any) -> None:
    keys, home = (office.operator.get(path).soup.find(id="op-keys") for path in (PAGE, "/admin/tong-dai"))
    assert keys == home
    assert office.operator.get(PAGE).soup.find("input", attrs={"data-home": True})["name"] == "tim"
