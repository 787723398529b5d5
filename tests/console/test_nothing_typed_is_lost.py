"""A log-in that ends while somebody writes: the form is not sent, the words stay, and one more click sends them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from api.security.roles import Role
from tests.console.test_in_a_browser import PASSWORD, address, sit_down

__all__ = ["address", "sit_down"]

TEMPLATES = "/admin/mau-tra-loi"
WORDS = "Cơ quan đã nhận được phản ánh của anh/chị và sẽ trả lời trong hạn."
AS_A_BROWSER = {"Accept": "text/html,application/xhtml+xml"}


def end_all_log_ins(office: Any) -> None:
    """Do what twelve hours do."""
    with office.services.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM login_session")


def kept(office: Any) -> list[str]:
    return [one.title for one in office.services.casework.templates(office.actor(Role.ADMIN))]


def write(page: Page) -> Any:
    page.goto(TEMPLATES)
    page.get_by_label("Tên mẫu").fill("Đã nhận")
    page.get_by_label("Nội dung").fill(WORDS)
    return page.get_by_role("button", name="Thêm mẫu")


@pytest.mark.browser
def test_after_the_log_in_has_ended_the_form_waits_until_there_is_a_new_one(
    office: Any, sit_down: Callable[..., Page]
) -> None:
    page = sit_down(Role.ADMIN)
    send = write(page)
    end_all_log_ins(office)
    send.click()
    note = page.get_by_role("alert")
    expect(note).to_contain_text("Phiên đăng nhập đã hết; chữ đã gõ vẫn còn ở đây.")
    expect(page.get_by_label("Nội dung")).to_have_value(WORDS)
    assert kept(office) == []

    with page.context.expect_page() as opened:
        note.get_by_role("link", name="Đăng nhập ở trang mới").click()
    there = opened.value
    there.get_by_label("Tên đăng nhập").fill(Role.ADMIN.value)
    there.get_by_label("Mật khẩu").fill("mot mat khau du dai")
    there.get_by_label("Mật khẩu").press("Enter")
    there.wait_for_url("**/admin")
    send.click()
    expect(page.get_by_text("Đã thêm mẫu")).to_be_visible()
    assert kept(office) == ["Đã nhận"]


@pytest.mark.browser
def test_a_file_beyond_the_limit_of_a_request_is_named_before_it_travels(
    office: Any, sit_down: Callable[..., Page], tmp_path: Path
) -> None:
    large, small = tmp_path / "anh-lon.pdf", tmp_path / "anh.pdf"
    large.write_bytes(b"%PDF-1.4\n" + bytes(60_000_000))
    small.write_bytes(b"%PDF-1.4\n")
    page = sit_down(Role.OPERATOR)
    page.goto("/admin/pakn/moi")
    page.locator("[name=content]").fill(WORDS)
    files, send = page.locator("[name=files]"), page.get_by_role("button", name="Ghi nhận và cấp mã")
    for chosen, said in (([large, small], "Tệp “anh-lon.pdf” lớn quá 10 MB."), ([small] * 6, "Chỉ gửi được 5 tệp")):
        files.set_input_files(chosen)
        send.click()
        expect(page.get_by_role("alert")).to_contain_text(said)
        expect(page.locator("[name=content]")).to_have_value(WORDS)
    files.set_input_files(small)
    send.click()
    expect(page.get_by_text("Chưa ghi nhận được")).to_be_visible()
    expect(page.locator("[name=content]")).to_have_value(WORDS)


@pytest.mark.browser
def test_without_a_connection_the_page_stays_as_it_is(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.ADMIN)
    send = write(page)
    page.context.set_offline(True)
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("Máy chủ chưa trả lời; chữ đã gõ vẫn còn ở đây.")
    expect(page.get_by_label("Nội dung")).to_have_value(WORDS)
    page.context.set_offline(False)
    send.dblclick()  # two clicks are one template
    expect(page.get_by_text("Đã thêm mẫu")).to_be_visible()
    assert kept(office) == ["Đã nhận"]


@pytest.mark.browser
def test_somebody_elses_log_in_does_not_send_what_i_wrote(office: Any, sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.ADMIN)
    send = write(page)
    office.actor(Role.OFFICER)
    token = office.services.accounts.log_in(Role.OFFICER.value, PASSWORD)
    page.context.add_cookies([{"name": "motcua_phien", "value": token, "url": page.url.replace(TEMPLATES, "/admin")}])
    send.click()
    expect(page.get_by_role("alert")).to_contain_text("đang đăng nhập tài khoản khác")
    assert kept(office) == []


def test_without_scripts_the_words_are_handed_back(office: Any) -> None:
    admin = office.admin
    typed = {"csrf": "cu", "title": "Đã nhận", "body": WORDS, "old": "mật khẩu của tôi"}
    end_all_log_ins(office)
    seen = admin.post(TEMPLATES, typed, headers=AS_A_BROWSER)
    assert (seen.status, seen.heading) == (401, "Phiên đăng nhập đã hết")
    assert [area.get_text().strip() for area in seen.soup.find_all("textarea")] == ["Đã nhận", WORDS]
    assert "/admin/dang-nhap" in seen.links()
    assert "mật khẩu của tôi" not in seen.response.text
    assert seen.response.headers["cache-control"] == "no-store"
    assert kept(office) == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({**AS_A_BROWSER, "Sec-Fetch-Site": "cross-site"}, {"body": WORDS}),  # another site's words are not shown
        ({"Accept": "application/json"}, {"body": WORDS}),  # a script follows the redirect
        (AS_A_BROWSER, {"body": "dài " * 20_000}),  # not read for somebody unknown
        (AS_A_BROWSER, {"csrf": "cu"}),  # a button: nothing was typed
    ],
)
def test_otherwise_a_form_without_a_log_in_leads_to_the_log_in(office: Any, headers: Any, body: Any) -> None:
    seen = office.stranger().post(TEMPLATES, body, headers=headers)
    assert (seen.path, seen.heading) == ("/admin/dang-nhap", "Đăng nhập")
    assert "dài dài" not in seen.response.text
    assert WORDS not in seen.response.text


def test_a_form_of_an_older_log_in_hands_its_words_back_too(office: Any) -> None:
    seen = office.admin.post(TEMPLATES, {"csrf": "cu", "title": "Đã nhận", "body": WORDS})
    assert (seen.status, seen.heading) == (403, "Biểu mẫu đã cũ")
    assert WORDS in seen.response.text
    elsewhere = office.admin.post(TEMPLATES, {"csrf": "cu", "body": WORDS}, headers={"Sec-Fetch-Site": "cross-site"})
    assert elsewhere.status == 403
    assert WORDS not in elsewhere.response.text


def test_the_standing_of_a_log_in_is_told_to_its_own_browser_only(office: Any) -> None:
    assert office.stranger().get("/admin/phien").path == "/admin/dang-nhap"
    told = office.admin.request("GET", "/admin/phien", headers={"Origin": "https://vidu.vn"})
    page = office.admin.get(TEMPLATES)
    assert told.json()["csrf"] == page.soup.select_one("[name=csrf]")["value"]
    assert told.json()["person"] == page.soup.body["data-person"]
    assert "access-control-allow-origin" not in told.headers
    assert told.headers["cache-control"] == "no-store"
