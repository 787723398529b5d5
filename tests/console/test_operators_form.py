"""A PAKN by phone or on paper: in the order of the law, nothing typed is lost, one click or two."""

from __future__ import annotations

from typing import Any

import pytest

FORM = "/admin/pakn/moi"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
SAID = {
    "channel": "phone_1022",
    "sender_name": "Trần Thị Bình",
    "sender_address": "Số 3 đường Ví Dụ, phường Ví Dụ",
    "sender_phone": "0912 345 678",
    "kind": "hanh_vi",
    "content": "Bộ phận một cửa đóng cửa lúc 10 giờ sáng thứ hai, tôi đi hai lần đều không nộp được hồ sơ.",
    "consent": "1",
}


def send(office: Any, **changed: Any) -> Any:
    files = changed.pop("files", None)
    page = office.operator.get(FORM)
    return office.operator.submit(page, FORM, do="register", files=files, **{**SAID, **changed})


def total(office: Any) -> str:
    return office.viewer.get("/admin/pakn").soup.select_one(".sorting strong").get_text()


def test_a_call_becomes_a_pakn_with_a_receipt_to_read_out(office: Any) -> None:
    done = send(office, files={"files": ("don.pdf", PDF, "application/pdf")})
    assert done.heading == "Đã ghi nhận"
    code = done.soup.find("strong", class_="code").get_text()
    assert code in done.soup.find(class_="prose").get_text()
    case = office.officer.get(f"/admin/pakn/{code}")
    assert "Điện thoại 1022" in case.text
    assert "don.pdf" in case.text


def test_everything_wrong_is_said_at_once_and_everything_typed_stays(office: Any) -> None:
    back = send(
        office, sender_phone="12", kind="", content="ngắn", consent=None, received_on="2099-01-01", title="Chậm trễ"
    )
    assert back.status == 422
    problems = back.soup.find("div", class_="bad").get_text()
    for said in ("Số điện thoại chưa đúng", "Loại", "ít nhất 20 ký tự", "đọc nội dung này cho người gửi"):
        assert said in problems
    form = back.form(FORM)
    assert form.find("input", {"name": "sender_name"})["value"] == "Trần Thị Bình"
    assert form.find("input", {"name": "title"})["value"] == "Chậm trễ"
    assert form.find("textarea").get_text().strip() == "ngắn"
    assert form.find("input", {"name": "sender_phone"})["aria-invalid"] == "true"
    assert "0 hồ sơ" in total(office)
    later = office.operator.submit(back, FORM, do="register", **{**SAID, "received_on": "2099-01-01"})
    assert "không thể sau hôm nay" in later.text


def test_two_clicks_are_one_pakn(office: Any) -> None:
    page = office.operator.get(FORM)
    first = office.operator.submit(page, FORM, do="register", **SAID)
    second = office.operator.submit(page, FORM, do="register", **SAID)
    assert first.soup.find("strong", class_="code").get_text() == second.soup.find("strong", class_="code").get_text()
    assert total(office) == "1 hồ sơ"


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("can-cuoc.pdf", PDF, "giấy tờ tùy thân"),
        ("don.pdf", b"MZ not a pdf", "không phải loại đó"),
        ("don.exe", PDF, "Chỉ nhận tệp"),
    ],
)
def test_a_refused_file_stops_the_entry_and_is_explained(office: Any, name: str, content: bytes, says: str) -> None:
    back = send(office, files={"files": (name, content, "application/pdf")})
    assert back.status == 422
    assert says in back.text
    assert "chọn lại các tệp" in back.text
    assert "0 hồ sơ" in total(office)


def test_a_body_beyond_the_limit_is_refused_by_a_page(world: Any) -> None:
    from tests.console.conftest import Office

    world.overrides.update(attachment_bytes=1024, attachment_count=1, body_bytes=1024)
    with world.client() as client:
        office = Office(client)
        page = office.operator.get(FORM)
        back = office.operator.submit(page, FORM, files={"files": ("don.pdf", PDF + b"0" * 200_000, "application/pdf")})
    assert back.status == 413
    assert back.heading == "Tệp quá lớn"


def test_a_paper_needs_no_consent_and_its_deadline_runs_from_the_day_it_came(office: Any) -> None:
    done = send(office, channel="paper", consent=None, received_on="2026-01-05")
    code = done.soup.find("strong", class_="code").get_text()
    assert "05/01/2026" in office.viewer.get(f"/admin/pakn/{code}").text


def test_whoever_gives_no_name_leaves_a_remark(office: Any) -> None:
    done = send(office, anonymous="1", sender_name="", sender_address="", sender_phone="", consent=None)
    assert "góp ý" in done.text
    assert "1 góp ý" in office.viewer.get("/admin/pakn?gop-y=1").text


def test_a_procedure_is_looked_up_by_its_name_without_losing_the_form(office: Any) -> None:
    page = office.operator.get(FORM)
    found = office.operator.submit(page, FORM, **{**SAID, "do": "search", "search": "khai sinh"})
    assert "1.001193" in found.text
    assert found.form(FORM).find("input", {"name": "sender_name"})["value"] == "Trần Thị Bình"
    assert "0 hồ sơ" in total(office)
