"""/admin/ca-nhan: what is kept about a person is found, handed out and erased, each step in the log."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest

from api.feedback.model import Channel
from api.security.roles import Role
from api.storage.conversations import Conversations
from tests.console.conftest import CONTENT, SENDER, Seen, values_of

PAGE = "/admin/ca-nhan"
PROOF = "giay_to"


def look(office: Any, code: str, /, **typed: str) -> Seen:
    given = {"code": code, "proof": PROOF, "reference": "12/PYC", **typed}
    found: Seen = office.admin.submit(office.admin.get(PAGE), PAGE, **given)
    return found


def logged(office: Any, code: str) -> str:
    seen: Seen = office.admin.get(f"/admin/nhat-ky?loai=pakn&ma={code}")
    rows = seen.soup.find("tbody")
    return " ".join(rows.get_text(" ").split()) if rows else ""


def test_the_page_says_what_there_is_without_showing_it(office: Any) -> None:
    closed, still = office.answered(), office.case()
    office.case(sender_name="Trần Văn Bình", sender_phone="0987654321", sender_email="binh@vidu.vn")

    seen = look(office, closed)

    facts = {
        row.find("dt").get_text(): row.find("dd").get_text(strip=True) for row in seen.soup.select("dl.facts > div")
    }
    assert facts["Phản ánh đã xử lý xong"] == closed
    assert facts["Phản ánh đang xử lý"] == still
    for secret in (*SENDER.values(), CONTENT):
        assert secret not in seen.response.text
    words = logged(office, closed)
    assert "Tìm dữ liệu của một người" in words
    assert "Xác minh bằng: Đã xem giấy tờ tuỳ thân của người gửi" in words
    assert "Số phiếu hoặc văn bản: 12/PYC" in words


def test_the_copy_is_an_archive_of_everything_and_the_log_knows_who_took_it(office: Any) -> None:
    code = office.case()
    form = look(office, code).form(f"{PAGE}/xuat")

    answer = office.admin.request("POST", f"{PAGE}/xuat", data=values_of(form))

    assert answer.headers["content-type"] == "application/zip"
    assert answer.headers["content-disposition"].startswith("attachment;")
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
        data = json.loads(archive.read("du-lieu.json"))
    assert [case["sender_phone"] for case in data["cases"]] == [SENDER["sender_phone"]]
    assert data["cases"][0]["content"] == CONTENT
    assert "Xuất dữ liệu của một người" in logged(office, code)


def test_erasing_needs_a_reason_and_a_tick_and_leaves_the_case_without_its_sender(office: Any) -> None:
    code = office.answered()
    seen = look(office, code)

    unsure = office.admin.submit(seen, f"{PAGE}/xoa", reason="yeu_cau")
    assert unsure.status == 422
    assert "đánh dấu vào ô xác nhận" in unsure.text
    without = office.admin.submit(unsure, f"{PAGE}/xoa", sure="1", reason="")
    assert without.status == 422
    assert "Vui lòng chọn một mục." in without.text
    assert look(office, code).status == 200  # nothing is gone yet

    done = office.admin.submit(without, f"{PAGE}/xoa", sure="1", reason="yeu_cau")
    assert "Đã xoá dữ liệu cá nhân: 1 phản ánh đã ẩn danh" in done.text
    for secret in SENDER.values():
        assert (
            secret
            not in office.officer.submit(
                office.officer.get(f"/admin/pakn/{code}"), f"/admin/pakn/{code}/ghi-chu", text="Đã xem."
            ).response.text
        )
    words = logged(office, code)
    assert "Xoá dữ liệu cá nhân theo yêu cầu" in words
    assert "Lý do: Người gửi yêu cầu xoá" in words
    assert not any(secret in words for secret in SENDER.values())
    again = look(office, code)
    assert again.status == 422
    assert "người gửi đã được xoá" in again.text


def test_what_is_still_handled_keeps_its_sender_and_that_is_said(office: Any) -> None:
    code = office.case()

    done = office.admin.submit(look(office, code), f"{PAGE}/xoa", sure="1", reason="rut_dong_y")

    assert f"Đang xử lý nên còn giữ người gửi: {code}" in done.text
    assert "Người gửi yêu cầu xoá dữ liệu" in logged(office, code)


def test_drafts_and_conversations_of_the_person_are_counted(office: Any) -> None:
    code = office.case()
    chat = Conversations(office.services.database).accept(None, "web", "tôi muốn phản ánh", None)
    desk = office.services.desk
    desk.change_draft(desk.open_draft(channel=Channel.WEB, conversation_id=chat.id), **SENDER)

    words = look(office, code).text

    assert "Bản nháp chưa gửi 1" in words
    assert "Cuộc trò chuyện với trợ lý 1" in words


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"code": "KN-0000-0000-0"}, "Không có phản ánh mang mã này."),
        ({"code": "abc"}, "ã"),
        ({"proof": ""}, "Vui lòng chọn một mục."),
        ({"reference": "ông An 0912345678"}, "không ghi họ tên"),
        ({"reference": "x" * 61}, "Chỉ ghi số của phiếu"),
    ],
)
def test_nonsense_is_refused_and_what_was_typed_stays(office: Any, typed: dict[str, str], said: str) -> None:
    code = office.case()

    seen = look(office, code, **typed)

    assert seen.status == 422
    assert said in seen.soup.find(class_="problem-text").get_text()
    assert not seen.has_form(f"{PAGE}/xuat")
    assert seen.form(PAGE).find("input", {"name": "code"})["value"] == typed.get("code", code)
    assert "Tìm dữ liệu" not in logged(office, code)


def test_a_remark_has_no_sender_to_hand_out(office: Any) -> None:
    code = office.case(content="Ghế ngồi chờ thiếu, người già phải đứng lâu, mong bổ sung.", anonymous=True)

    assert "không có người gửi" in look(office, code).text


def test_only_administrators_get_there(office: Any) -> None:
    for role in (Role.VIEWER, Role.OPERATOR, Role.OFFICER, Role.APPROVER):
        assert office.somebody(role).get(PAGE).status == 403
    assert PAGE not in office.approver.get("/admin").links()
    assert PAGE in office.admin.get("/admin").links()
