"""The pages without JavaScript up to the receipt: the form, looking it over, sending it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.feedback.dates import read_day
from api.clock import local_day, utc_now
from api.storage.feedback_tables import CaseRow, DraftRow
from knowledge.errors import StorageFull
from tests.api.public.page_visits import TYPED, post, sent

PDF = b"%PDF-1.7\n%%EOF"


def test_the_page_says_what_it_takes_and_where_else_to_go(counter: Any, soup: Any) -> None:
    page = soup(counter.client.get("/phan-anh"))
    words = page.get_text(" ")

    assert page.html["lang"] == "vi"
    assert [a["href"] for a in page.select(".danger a")] == ["tel:113", "tel:114", "tel:115"]
    for said in ("Khiếu nại", "Tố cáo", "1022", "Trang này nhận"):
        assert said in words
    assert not page.select_one("#consent").has_attr("checked")
    assert not page.select_one("#identity_hidden").has_attr("checked")
    assert "Phiên bản 1 của lời xin đồng ý" in words


@pytest.mark.parametrize("typed", ["5/11", "hôm qua", "05-11-2025"])
def test_the_page_reads_days_as_the_chat_does(counter: Any, soup: Any, typed: str) -> None:
    seen = soup(post(counter, occurred_on=typed))
    day = read_day(typed, local_day(utc_now()))
    assert day is not None
    assert f"{day:%d/%m/%Y}" in seen.get_text(" ")


def test_every_box_of_the_form_has_a_label(counter: Any, soup: Any) -> None:
    page = soup(counter.client.get("/phan-anh"))
    labelled = {label["for"] for label in page.select("label")}
    boxes = [box for box in page.select("form input, form textarea, form select") if box.get("type") != "hidden"]

    assert len(boxes) > 12
    assert [box["id"] for box in boxes if box["id"] not in labelled] == []
    described = {name for box in boxes for name in box.get("aria-describedby", "").split()}
    assert [name for name in described if page.find(id=name) is None] == []


def test_pages_carry_a_strict_policy_and_are_not_kept(counter: Any) -> None:
    headers = counter.client.get("/phan-anh").headers

    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert headers["cache-control"] == "no-store"
    assert headers["x-frame-options"] == "DENY"


def test_looking_at_the_page_keeps_nothing(counter: Any) -> None:
    counter.client.get("/phan-anh")

    assert counter.count(DraftRow) == 0


def test_filled_in_looked_over_sent_and_receipted(counter: Any, soup: Any) -> None:
    review = soup(post(counter))

    assert "Xem lại trước khi gửi" in review.h1.text
    assert TYPED["content"] in review.get_text()
    receipt = soup(counter.client.post("/phan-anh/gui"))
    code = receipt.select_one("#code").text.strip()
    assert code in receipt.select_one("#receipt-text").text
    assert soup(counter.client.get("/phan-anh/bien-nhan")).select_one("#code").text.strip() == code
    assert (
        counter.client.get(f"/api/v1/feedback/{code}", params={"phone": "5678"}).json()["content"] == TYPED["content"]
    )


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("Tôi muốn tố cáo ông trưởng phòng nhận tiền của nhiều người dân.", "Luật Tố cáo"),
        ("Tôi khiếu nại quyết định xử phạt số 12 của phường đối với tôi.", "Luật Khiếu nại"),
        ("Nhà bên cạnh đang cháy, gọi mãi không thấy ai đến cứu giúp.", "114"),
    ],
)
def test_words_of_another_matter_are_pointed_out_before_sending(
    counter: Any, soup: Any, content: str, said: str
) -> None:
    advice = soup(post(counter, content=content)).select(".danger")

    assert [said in one.text for one in advice] == [True]
    assert soup(post(counter)).select(".danger") == []


def test_sent_twice_or_reloaded_it_is_one_pakn(counter: Any, soup: Any) -> None:
    post(counter)
    codes = {soup(counter.client.post("/phan-anh/gui")).select_one("#code").text for _ in range(3)}

    assert len(codes) == 1
    assert counter.count(CaseRow) == 1


def test_after_the_receipt_the_form_is_empty_again(counter: Any, soup: Any) -> None:
    sent(counter)
    page = soup(counter.client.get("/phan-anh"))

    assert page.select_one("#content").text == ""
    assert page.select_one("#sender_name")["value"] == ""


def test_an_error_is_told_beside_its_box_and_nothing_typed_is_lost(counter: Any, soup: Any) -> None:
    reply = post(counter, sender_phone="12", occurred_on="31/02/2026", consent="")
    page = soup(reply)

    assert reply.status_code == 422
    linked = {a["href"] for a in page.select("#summary a")}
    assert linked == {"#sender_phone", "#occurred_on", "#consent"}
    assert page.select_one("#sender_phone")["value"] == "12"
    assert page.select_one("#sender_phone")["aria-invalid"] == "true"
    assert "sender_phone-error" in page.select_one("#sender_phone")["aria-describedby"].split()
    assert page.select_one("#occurred_on")["value"] == "31/02/2026"
    assert page.select_one("#content").text.strip() == TYPED["content"]
    assert page.title.text.startswith("Có mục cần sửa")


def test_what_was_typed_is_there_again_after_a_reload(counter: Any, soup: Any) -> None:
    post(counter, "", content=TYPED["content"], sender_name="", consent="")
    page = soup(counter.client.get("/phan-anh"))

    assert page.select_one("#content").text.strip() == TYPED["content"]
    assert page.select_one("#occurred_on")["value"] == "11/11/2026"
    assert page.select_one("#kind-hanh_vi").has_attr("checked")


def test_what_is_written_is_kept_while_somebody_writes(counter: Any, soup: Any) -> None:
    half = {**TYPED, "sender_phone": "09", "content": "Tôi mới viết được nửa câu thôi nhé"}

    assert counter.client.post("/phan-anh/luu", data=half).status_code == 204
    page = soup(counter.client.get("/phan-anh"))
    assert page.select_one("#content").text.strip() == "Tôi mới viết được nửa câu thôi nhé"
    assert page.select_one("#sender_phone")["value"] == ""
    assert counter.count(DraftRow) == 1


def test_markup_that_was_typed_is_shown_as_text(counter: Any, soup: Any) -> None:
    page = soup(post(counter, sender_name='"><script>alert(1)</script>', sender_phone="1"))

    assert page.select("script:not([src])") == []
    assert page.select_one("#sender_name")["value"] == '"><script>alert(1)</script>'


@pytest.mark.parametrize("content", ["", "lặp lại mãi " * 5000])
def test_an_empty_and_an_endless_text_are_refused(counter: Any, soup: Any, content: str) -> None:
    page = soup(post(counter, content=content))

    assert page.select_one("#content-error") is not None
    assert counter.count(CaseRow) == 0


def test_a_procedure_is_searched_chosen_and_dropped(counter: Any, soup: Any) -> None:
    found = soup(post(counter, "tim", search="khai sinh", consent=""))
    assert found.select_one("#summary") is None
    assert found.select_one("input[name=procedure_code][value='1.001193']") is not None
    assert found.select_one("#content").text.strip() == TYPED["content"]
    chosen = soup(post(counter, "tep", search="khai sinh", procedure_code="1.001193"))
    assert "Thủ tục đăng ký khai sinh" in chosen.select_one(".chosen").text
    dropped = soup(post(counter, "bo-thu-tuc", procedure_code="1.001193"))
    assert dropped.select_one(".chosen") is None


def test_the_enter_key_in_the_search_box_searches(counter: Any, soup: Any) -> None:
    assert soup(post(counter, "", search="khai sinh", searched="")).select_one(".found") is not None
    assert "Xem lại" in soup(post(counter, "", search="khai sinh", searched="khai sinh")).h1.text


def test_files_are_taken_and_taken_off(counter: Any, soup: Any) -> None:
    files = {"files": ("giấy hẹn.pdf", PDF, "application/pdf")}
    undeclared = soup(post(counter, "tep", files=files))
    assert "giấy tờ tùy thân" in undeclared.select_one("#files-error").text
    taken = soup(post(counter, "tep", files=files, not_identity_paper="1"))
    assert "giấy hẹn.pdf" in taken.select_one(".files").text
    button = taken.select_one(".files button")["value"]
    assert soup(post(counter, button)).select_one(".files") is None


def test_a_disguised_file_is_refused_and_the_rest_stays(counter: Any, soup: Any) -> None:
    files = {"files": ("ảnh.jpg", b"MZ program", "image/jpeg")}
    page = soup(post(counter, files=files, not_identity_paper="1"))

    assert "không phải loại đó" in page.select_one("#files-error").text
    assert page.select_one("#sender_name")["value"] == TYPED["sender_name"]


def test_a_request_that_is_far_too_large_gets_a_page_and_not_json(counter: Any) -> None:
    limit = counter.services.settings.attachment_bytes * 6
    headers = {"Content-Length": str(limit), "Content-Type": "multipart/form-data; boundary=x"}
    reply = counter.client.post("/phan-anh", headers=headers, content=b"--x")

    assert reply.status_code == 413
    assert "Tệp gửi kèm quá lớn" in reply.text
    assert reply.headers["content-type"].startswith("text/html")


def test_a_remark_without_a_name_needs_no_consent_and_keeps_no_sender(counter: Any, soup: Any) -> None:
    post(counter, anonymous="1", consent="")
    receipt = soup(counter.client.post("/phan-anh/gui"))

    assert "Đã ghi nhận góp ý" in receipt.h1.text
    with counter.services.database.session() as session:
        row = session.query(CaseRow).one()
        assert (row.completeness, row.sender_name, row.sender_phone) == ("gop_y", None, None)


def test_throwing_away_forgets_the_draft(counter: Any, soup: Any) -> None:
    post(counter, "", consent="")
    post(counter, "xoa")

    assert counter.count(DraftRow) == 0
    assert soup(counter.client.get("/phan-anh")).select_one("#content").text == ""


@pytest.mark.parametrize("path", ["/phan-anh/xem-lai", "/phan-anh/bien-nhan"])
def test_without_a_draft_there_is_nothing_to_look_over_or_to_receipt(counter: Any, path: str) -> None:
    assert counter.client.get(path, follow_redirects=False).headers["location"].startswith("/phan-anh")


def test_a_receipt_cookie_submits_nothing_that_is_not_complete(counter: Any) -> None:
    counter.client.cookies.set("motcua_bien_nhan", counter.draft(kind="de_xuat"), path="/phan-anh")
    counter.client.get("/phan-anh/bien-nhan")

    assert counter.count(CaseRow) == 0


def test_a_form_on_another_site_is_refused(counter: Any) -> None:
    reply = counter.client.post("/phan-anh", data=TYPED, headers={"Sec-Fetch-Site": "cross-site"})

    assert reply.status_code == 403
    assert counter.count(DraftRow) == 0


def test_the_draft_lies_in_a_cookie_that_scripts_and_other_sites_do_not_get(counter: Any) -> None:
    cookie = post(counter).history[0].headers["set-cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/phan-anh" in cookie
    assert "expires" not in cookie.lower()


def test_a_full_disk_is_told_and_keeps_the_draft(counter: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    post(counter)
    with monkeypatch.context() as patch:
        patch.setattr(type(counter.services.desk), "submit", _raises(StorageFull(Path("var"))))
        refused = counter.client.post("/phan-anh/gui")
    assert refused.status_code == 507
    assert "chưa được nhận" in refused.text
    assert counter.client.post("/phan-anh/gui").url.path == "/phan-anh/bien-nhan"


def _raises(error: Exception) -> Any:
    def fail(*_arguments: object) -> None:
        raise error

    return fail
