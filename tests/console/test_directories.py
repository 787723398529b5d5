"""Offices, templates, accounts, the log and the notices."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from api.clock import utc_now
from api.security.roles import Role
from api.storage.feedback_tables import OutboxRow

AGENCIES, TEMPLATES, ACCOUNTS = "/admin/co-quan", "/admin/mau-tra-loi", "/admin/tai-khoan"


def test_an_office_is_added_changed_and_taken_out_of_use(office: Any) -> None:
    admin = office.admin
    seen = admin.submit(admin.get(AGENCIES), AGENCIES, name="Sở Tư pháp", phone="0251 000 000", source="Trang của sở")
    assert "Đã thêm “Sở Tư pháp”" in seen.text
    edit = next(link for link in seen.links() if link.startswith(f"{AGENCIES}/"))
    form = admin.get(edit)
    values = {"name": "Sở Tư pháp tỉnh"}
    body = {"csrf": form.soup.find("input", {"name": "csrf"})["value"], **values}  # the box is not ticked
    seen = admin.post(edit, body)
    assert "Sở Tư pháp tỉnh" in seen.text
    assert "Ngừng dùng" in seen.text
    assert office.services.casework.agencies() == ()
    log = admin.get("/admin/nhat-ky?loai=agency").text
    assert "Sở Tư pháp tỉnh" in log


@pytest.mark.parametrize(
    ("typed", "says"), [({"name": " "}, "không được để trống"), ({"name": "Sở A", "url": "javascript:x"}, "http://")]
)
def test_an_office_that_cannot_be_kept_comes_back_as_typed(office: Any, typed: dict[str, str], says: str) -> None:
    back = office.admin.submit(office.admin.get(AGENCIES), AGENCIES, phone="0251 000 000", **typed)
    assert back.status == 422
    assert says in back.text
    assert back.form(AGENCIES).find("input", {"name": "phone"})["value"] == "0251 000 000"


def test_a_viewer_reads_the_directory_without_a_form(office: Any) -> None:
    office.agency("Công an phường")
    seen = office.viewer.get(AGENCIES)
    assert "Công an phường" in seen.text
    assert not seen.has_form(AGENCIES)


def test_templates_are_kept_by_title(office: Any) -> None:
    officer = office.officer
    seen = officer.submit(officer.get(TEMPLATES), TEMPLATES, title="Mở đầu", body="Kính gửi anh/chị,")
    twin = officer.submit(seen, TEMPLATES, title="Mở đầu", body="Nội dung khác hẳn")
    assert twin.status == 422
    assert "Đã có mẫu mang tên này" in twin.text
    edit = next(link for link in seen.links() if link.startswith(f"{TEMPLATES}/"))
    changed = officer.submit(officer.get(edit), edit, body="Thưa anh/chị,")
    assert "Thưa anh/chị," in changed.text
    assert officer.get(f"{TEMPLATES}/khong-co").status == 404


def test_an_account_is_made_with_a_password_shown_once(office: Any) -> None:
    admin = office.admin
    seen = admin.submit(admin.get(ACCOUNTS), ACCOUNTS, name="Nguyễn Thị Hoa", username="hoa", role="officer")
    password = seen.soup.find("div", class_="good").find("strong", class_="code").get_text()
    assert password not in admin.get(ACCOUNTS).response.text
    assert office.stranger().log_in("hoa", password).path == "/admin/mat-khau"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"username": "Hoa Nguyễn", "role": "officer"}, "Tên đăng nhập gồm"),
        ({"username": "hoa", "role": "chu-tich"}, "chọn một vai trò"),
        ({"username": "admin", "role": "officer"}, "đã có người dùng"),
    ],
)
def test_an_account_that_cannot_be_made_is_explained(office: Any, typed: dict[str, str], says: str) -> None:
    back = office.admin.submit(office.admin.get(ACCOUNTS), ACCOUNTS, name="Nguyễn Thị Hoa", **typed)
    assert back.status == 422
    assert says in back.text
    assert back.form(ACCOUNTS).find("input", {"name": "name"})["value"] == "Nguyễn Thị Hoa"


def test_role_lock_and_new_password_count_at_once(office: Any) -> None:
    admin, officer = office.admin, office.officer
    one = f"{ACCOUNTS}/{office.actor(Role.OFFICER).account_id}"
    admin.submit(admin.get(ACCOUNTS), f"{one}/vai-tro", role="viewer")
    assert officer.get("/admin/thong-bao").status == 403
    shown = admin.submit(admin.get(ACCOUNTS), f"{one}/mat-khau")
    password = shown.soup.find("div", class_="good").find("strong", class_="code").get_text()
    assert officer.get("/admin").heading == "Đăng nhập"
    assert office.stranger().log_in("officer", password).path == "/admin/mat-khau"
    admin.submit(admin.get(ACCOUNTS), f"{one}/dong")
    assert office.stranger().log_in("officer", password).status == 401
    admin.submit(admin.get(ACCOUNTS), f"{one}/mo")
    assert office.stranger().log_in("officer", password).path == "/admin/mat-khau"


def test_the_last_administrator_stays(office: Any) -> None:
    admin = office.admin
    one = f"{ACCOUNTS}/{office.actor(Role.ADMIN).account_id}"
    refused = admin.submit(admin.get(ACCOUNTS), f"{one}/dong")
    assert refused.status == 422
    assert "tài khoản quản trị cuối cùng" in refused.text


def test_the_log_is_filtered_by_the_address_and_says_values_in_words(office: Any) -> None:
    code = office.in_progress()
    seen = office.approver.get(f"/admin/nhat-ky?ma={code}&viec=forwarded")
    assert len(seen.soup.select("tbody tr")) == 1
    assert "Đã chuyển cơ quan xử lý" in seen.text
    assert "Công an phường Ví Dụ" in seen.text
    assert "Không có dòng nào" in office.approver.get("/admin/nhat-ky?tu=2099-01-01&trang=x").text
    everything = office.approver.get("/admin/nhat-ky").response.text
    assert "0912345678" not in everything
    assert "an@vidu.vn" not in everything


def test_a_notice_that_was_given_up_is_sent_again(office: Any) -> None:
    office.case()
    database = office.services.database
    with database.session() as session:
        row = session.scalars(select(OutboxRow)).first()
        row.dead_at, row.error, row.attempts = utc_now() - timedelta(hours=1), "host unreachable", 9
        number = row.number
    seen = office.approver.get("/admin/thong-bao")
    assert "Không gửi được (1)" in seen.text
    assert "a…@vidu.vn" in seen.text
    assert "an@vidu.vn" not in seen.response.text
    done = office.approver.submit(seen, f"/admin/thong-bao/{number}/gui-lai")
    assert "hàng chờ gửi lại" in done.text
    with database.session() as session:
        row = session.get_one(OutboxRow, number)
        assert (row.dead_at, row.error, row.attempts) == (None, None, 0)
    token = done.soup.find("input", {"name": "csrf"})["value"]
    twice = office.approver.post(f"/admin/thong-bao/{number}/gui-lai", {"csrf": token})
    assert twice.status == 422


def test_an_empty_directory_says_who_fills_it_and_where(office: Any) -> None:
    seen = office.officer.get("/admin/co-quan")
    assert "Chỉ tài khoản vai trò “Quản trị” thêm được cơ quan" in seen.text
    assert "/admin/co-quan" in seen.links()
    assert "#add-title" in office.somebody(Role.ADMIN).get("/admin/co-quan").links()
