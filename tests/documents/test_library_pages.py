"""The library: a file is read, looked at, used, quoted with title and place, and withdrawn."""

from __future__ import annotations

import io
from typing import Any

import docx
import pytest

from knowledge.pdf import WORDING, Trouble
from knowledge.render import as_text
from tests.pdfs import pdf

PAGE = "/admin/thu-vien"
NOTICE = """ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ
Số: 15/TB-UBND
Ví Dụ, ngày 05 tháng 10 năm 2026
THÔNG BÁO
Lịch tiếp công dân định kỳ quý IV năm 2026
1. Thời gian
- Sáng thứ Tư tuần đầu của tháng, từ 7 giờ 30.
- Chiều thứ Sáu tuần cuối của tháng, từ 13 giờ 30.
2. Địa điểm
Phòng tiếp công dân, tầng 1 trụ sở phường.
"""
PLAN = """ỦY BAN NHÂN DÂN
TỈNH BÌNH MINH
Số: 77/KH-UBND
Bình Minh, ngày 05 tháng 3 năm 2026
KẾ HOẠCH
Tuyên truyền chuyển đổi số năm 2026
Căn cứ Nghị định số 61/2018/NĐ-CP ngày 23/4/2018, UBND tỉnh ban hành kế hoạch như sau:
I. MỤC ĐÍCH
1. Người dân dùng được dịch vụ công trực tuyến.
II. NHIỆM VỤ
1. Tổ công nghệ số cộng đồng hướng dẫn từng hộ.
"""


def said(office: Any, question: str) -> str:
    return as_text(office.services.keeper.current().reply(question))


def take_in(office: Any, content: bytes, name: str) -> Any:
    return office.admin.submit(
        office.admin.get(PAGE), f"{PAGE}/nhap", files=[("file", (name, content, "application/octet-stream"))]
    )


def use(office: Any, page: Any) -> Any:
    return office.admin.submit(office.admin.get(page.path), f"{page.path}/trang-thai")


def word(text: str) -> bytes:
    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["thong-bao.txt", "thong-bao.docx", "thong-bao.pdf"])
def test_a_notice_is_looked_at_used_quoted_and_withdrawn(office: Any, name: str) -> None:
    question = "thông báo số 15 lịch tiếp công dân chiều thứ sáu từ mấy giờ"
    content = {"docx": word, "pdf": pdf, "txt": str.encode}[name.rpartition(".")[2]](NOTICE)
    seen = take_in(office, content, name)

    assert seen.heading == "Thông báo lịch tiếp công dân định kỳ quý IV năm 2026"
    assert "Chờ duyệt" in seen.text
    assert "Chiều thứ Sáu tuần cuối của tháng" in seen.text
    assert seen.form(seen.path).find(attrs={"name": "number"})["value"] == "15/TB-UBND"
    assert "13 giờ 30" not in said(office, question)

    used = use(office, seen)
    text = said(office, question)
    assert "Đang dùng" in used.text
    assert "Theo mục 1.-2, Thông báo số 15/TB-UBND" in text
    assert "13 giờ 30" in text
    assert "tầng 1" in said(office, "lịch tiếp công dân định kỳ ở tầng mấy")

    use(office, seen)
    assert "13 giờ 30" not in said(office, question)
    assert "Đã rút" in office.admin.get(PAGE).text
    log = office.admin.get("/admin/nhat-ky").text
    assert "Thư viện văn bản" in log
    assert "Đang dùng" in log


def test_a_plan_of_the_office_is_quoted_like_the_shipped_ones(office: Any) -> None:
    use(office, take_in(office, PLAN.encode(), "ke-hoach.txt"))
    text = said(office, "kế hoạch 77/KH-UBND giao tổ công nghệ số cộng đồng làm gì")

    assert "Theo mục II.1, Kế hoạch số 77/KH-UBND" in text
    assert "hướng dẫn từng hộ" in text
    assert "77-kh-ubnd" in str([one.key for one in office.services.keeper.current().legal_documents()])
    assert "61/2018/NĐ-CP" in said(office, "kế hoạch 77/KH-UBND căn cứ nghị định nào")


def test_the_other_questions_are_answered_as_before(office: Any) -> None:
    questions = ["đăng ký khai sinh cần giấy tờ gì", "kế hoạch 44/KH-UBND kinh phí bao nhiêu", "tiếp công dân là gì"]
    before = [said(office, one) for one in questions]
    use(office, take_in(office, NOTICE.encode(), "tb.txt"))

    assert [said(office, one) for one in questions] == before


def test_what_was_misread_is_corrected_before_use(office: Any) -> None:
    seen = take_in(office, "Một hướng dẫn không có phần đầu.\nBước một: lấy số thứ tự tại quầy.\n".encode(), "hd.txt")
    form = seen.path

    refused = office.admin.submit(seen, form + "/trang-thai")
    assert "tên văn bản" in str(refused.soup)
    wrong = office.admin.submit(office.admin.get(form), form, title="Hướng dẫn lấy số", kind="Kế hoạch")
    assert wrong.status == 422
    assert wrong.soup.find(attrs={"name": "kind"})["aria-invalid"] == "true"
    done = office.admin.submit(office.admin.get(form), form, title="Hướng dẫn lấy số thứ tự tại quầy", kind="Hướng dẫn")
    assert done.heading == "Hướng dẫn lấy số thứ tự tại quầy"
    use(office, done)
    assert "lấy số thứ tự tại quầy" in said(office, "hướng dẫn lấy số thứ tự tại quầy bước một")


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.pdf", b"%PDF-1.7"), ("a.docx", b"no zip"), ("a.txt", b"\xff\x00"), ("a.txt", b"  \n"), ("", b"")],
)
def test_what_cannot_be_read_is_told_and_not_kept(office: Any, name: str, content: bytes) -> None:
    refused = take_in(office, content, name)

    assert refused.status == 422
    assert refused.soup.find(attrs={"name": "file"})["aria-invalid"] == "true"
    assert office.services.library.all() == ()


def test_a_pdf_of_pictures_is_refused_with_what_to_do(office: Any) -> None:
    refused = take_in(office, pdf(""), "chup.pdf")
    assert (refused.status, WORDING[Trouble.IMAGES] in refused.text) == (422, True)


def test_only_who_may_write_adds(office: Any) -> None:
    assert office.officer.get(PAGE).status == 200
    assert not office.officer.get(PAGE).has_form(f"{PAGE}/nhap")
    assert office.viewer.get(PAGE).status == 403
    assert "736/KH-UBND" in office.officer.get(PAGE).text
