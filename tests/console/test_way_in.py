"""Logging in and out: what the browser gets to keep, and what other sites cannot do."""

from __future__ import annotations

from typing import Any

import pytest

from api.security.roles import Role

PASSWORD = "mot mat khau du dai"


def make(office: Any, **more: Any) -> Any:
    wanted = {"username": "hoa", "name": "Nguyễn Thị Hoa", "role": Role.OFFICER, "password": PASSWORD, **more}
    return office.services.accounts.create(None, **{"must_change": False, **wanted})


def cookie_headers(seen: Any) -> str:
    first = seen.response.history[0] if seen.response.history else seen.response
    return " | ".join(first.headers.get_list("set-cookie"))


def test_whoever_is_not_logged_in_meets_the_form_and_comes_back_to_where_they_wanted(office: Any) -> None:
    make(office)
    stranger = office.stranger()
    form = stranger.get("/admin/mau-tra-loi")
    assert form.heading == "Đăng nhập"
    assert form.path == "/admin/dang-nhap"

    there = stranger.submit(form, "/admin/dang-nhap", username="hoa", password=PASSWORD)
    assert there.path == "/admin/mau-tra-loi"
    assert "Nguyễn Thị Hoa" in there.soup.find("header").get_text()


@pytest.mark.parametrize(
    "target", ["https://vidu.vn/admin", "//vidu.vn", "/admin//vidu.vn", "/adminx", "/admin/../x", "javascript:x"]
)
def test_the_log_in_leads_nowhere_but_into_the_console(office: Any, target: str) -> None:
    make(office)
    stranger = office.stranger()
    form = stranger.get("/admin/dang-nhap")
    there = stranger.submit(form, "/admin/dang-nhap", username="hoa", password=PASSWORD, tiep=target)
    assert there.response.history[0].headers["location"] == "/admin"


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(office: Any) -> None:
    make(office)
    kept = cookie_headers(office.stranger().log_in("hoa")).lower()
    session = next(part for part in kept.split(" | ") if part.startswith("motcua_phien="))
    assert "httponly" in session
    assert "samesite=lax" in session
    assert "path=/admin" in session
    assert "secure" not in session


def test_over_https_the_cookie_never_travels_without_it(office: Any) -> None:
    make(office)
    office.client.base_url = "https://testserver"
    assert "secure" in cookie_headers(office.stranger().log_in("hoa")).lower().split("motcua_phien=")[1]


def test_a_wrong_password_and_an_unknown_name_look_the_same(office: Any) -> None:
    make(office)
    wrong, unknown = office.stranger().log_in("hoa", "sai"), office.stranger().log_in("khong-co", "sai")
    assert wrong.status == unknown.status == 401
    assert wrong.text.replace("hoa", "") == unknown.text.replace("khong-co", "")
    assert "không đúng" in wrong.text
    assert wrong.soup.find("input", {"name": "username"})["value"] == "hoa"
    assert not wrong.soup.find("input", {"name": "password"})["value"]


def test_after_ten_wrong_tries_the_account_is_locked_and_says_for_how_long(office: Any) -> None:
    make(office)
    stranger = office.stranger()
    for _ in range(10):
        stranger.log_in("hoa", "sai mat khau")
    assert "khoảng 15 phút" in stranger.log_in("hoa").text


def test_too_many_tries_from_one_address_are_slowed_down(world: Any) -> None:
    world.overrides["rate_per_address"] = 300
    with world.client() as client:
        answers = [client.post("/admin/dang-nhap", data={}) for _ in range(8)]
    assert {answer.status_code for answer in answers} == {403, 429}
    assert "chờ một phút" in answers[-1].text


def test_a_log_in_form_of_another_browser_is_refused(office: Any) -> None:
    make(office)
    form = office.stranger().get("/admin/dang-nhap").form("/admin/dang-nhap")
    token = form.find("input", {"name": "csrf"})["value"]
    other = office.stranger().post(
        "/admin/dang-nhap", {"username": "hoa", "password": PASSWORD, "csrf": token, "tiep": ""}
    )
    assert other.status == 403
    assert other.heading == "Biểu mẫu đã cũ"


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_what_the_browser_says_comes_from_another_site_is_refused_even_with_the_token(office: Any, site: str) -> None:
    page = office.admin.get("/admin/mau-tra-loi")
    token = page.form("/admin/mau-tra-loi").find("input", {"name": "csrf"})["value"]
    body = {"csrf": token, "title": "Mẫu", "body": "Nội dung"}
    assert office.admin.post("/admin/mau-tra-loi", body, headers={"Sec-Fetch-Site": site}).status == 403
    assert office.admin.post("/admin/mau-tra-loi", body, headers={"Sec-Fetch-Site": "same-origin"}).status == 200


@pytest.mark.parametrize("token", ["", "sai", None])
def test_a_form_without_the_token_of_this_log_in_changes_nothing(office: Any, token: str | None) -> None:
    body = {"title": "Mẫu", "body": "Nội dung", **({} if token is None else {"csrf": token})}
    refused = office.admin.post("/admin/mau-tra-loi", body)
    assert refused.status == 403
    assert refused.heading == "Biểu mẫu đã cũ"
    assert "Chưa có mẫu trả lời nào" in office.admin.get("/admin/mau-tra-loi").text


def test_logging_out_ends_the_log_in_on_the_server_too(office: Any) -> None:
    admin = office.admin
    stolen = type(admin.jar)(admin.jar)
    out = admin.submit(admin.get("/admin/mau-tra-loi"), "/admin/dang-xuat")
    assert "đã đăng xuất" in out.text

    thief = office.stranger()
    thief.jar = stolen
    assert thief.get("/admin/mau-tra-loi").heading == "Đăng nhập"


def test_a_temporary_password_must_be_changed_before_anything_else(office: Any) -> None:
    make(office, must_change=True)
    hoa = office.stranger()
    page = hoa.log_in("hoa")
    assert page.path == "/admin/mat-khau"
    assert "mật khẩu tạm" in page.text
    assert hoa.get("/admin/mau-tra-loi").path == "/admin/mat-khau"

    new = "cau tho thu hai trong bai"
    done = hoa.submit(page, "/admin/mat-khau", old=PASSWORD, new=new, again=new)
    assert "Đã đổi mật khẩu" in done.text
    assert hoa.get("/admin/mau-tra-loi").path == "/admin/mau-tra-loi"
    assert office.stranger().log_in("hoa", new).path == "/admin"


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"old": "sai hoan toan", "new": "mot cau du dai khac", "again": "mot cau du dai khac"}, "hiện tại không đúng"),
        ({"old": PASSWORD, "new": "mot cau du dai khac", "again": "mot cau khac han"}, "không giống nhau"),
        ({"old": PASSWORD, "new": "ngan", "again": "ngan"}, "ít nhất 12 ký tự"),
    ],
)
def test_a_password_that_cannot_be_taken_is_refused_with_the_reason(
    office: Any, typed: dict[str, str], says: str
) -> None:
    admin = office.admin
    refused = admin.submit(admin.get("/admin/mat-khau"), "/admin/mat-khau", **typed)
    assert refused.status == 422
    assert says in refused.text
    assert office.stranger().log_in("admin").path == "/admin"


def test_changing_the_password_ends_the_other_log_ins(office: Any) -> None:
    admin, elsewhere = office.admin, office.stranger()
    elsewhere.log_in("admin")
    new = "cau tho thu hai trong bai"
    admin.submit(admin.get("/admin/mat-khau"), "/admin/mat-khau", old=PASSWORD, new=new, again=new)
    assert elsewhere.get("/admin/tai-khoan").heading == "Đăng nhập"
    assert admin.get("/admin/tai-khoan").heading == "Tài khoản và vai trò"
