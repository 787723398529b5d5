"""The pages without JavaScript: the form, looking it over, the receipt, following a PAKN, published answers."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from actions.feedback.dates import read_day
from api.clock import local_day, utc_now
from api.security.roles import Role
from api.storage.feedback_tables import CaseRow, DraftRow
from knowledge.errors import StorageFull

TYPED = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết quả.",
    "location": "Phường Trấn Biên, Đồng Nai",
    "occurred_on": "11/11/2026",
    "anonymous": "0",
    "sender_kind": "ca_nhan",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên",
    "sender_phone": "0912 345 678",
    "identity_hidden": "1",
    "consent": "1",
}
PDF = b"%PDF-1.7\n%%EOF"


def post(counter: Any, todo: str = "xem-lai", files: Any = None, **changes: str) -> Any:
    return counter.client.post(
        "/phan-anh", data={**TYPED, "viec": todo, **changes}, files=files or {"files": ("", b"")}
    )


def sent(counter: Any, **changes: str) -> str:
    """Fill the form in, look it over and send it; the code on the receipt."""
    post(counter, **changes)
    counter.client.post("/phan-anh/gui")
    with counter.services.database.session() as session:
        return str(session.query(CaseRow.code).order_by(CaseRow.number.desc()).first()[0])


def opened(counter: Any, code: str, proof: str = "5678") -> Any:
    return counter.client.post("/phan-anh/tra-cuu", data={"code": code, "proof": proof})


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


def test_the_sender_follows_the_pakn_with_four_digits(counter: Any, soup: Any) -> None:
    code = sent(counter)
    assert soup(counter.client.get(f"/phan-anh/{code}")).select_one("#code")["value"] == code
    page = soup(opened(counter, code.lower()))

    assert "Đã tiếp nhận" in page.select_one(".state").text
    assert len(page.select(".timeline li")) == 1
    assert TYPED["content"] in page.get_text()
    assert counter.client.get(f"/phan-anh/{code}").text == counter.client.get(f"/phan-anh/{code}").text


def test_the_note_of_one_pakn_opens_no_other(counter: Any, soup: Any) -> None:
    first, second = sent(counter), sent(counter, sender_phone="0987 654 321")
    opened(counter, first)

    assert soup(counter.client.get(f"/phan-anh/{second}")).select_one("#proof") is not None
    assert counter.client.post(f"/phan-anh/{second}/rut", data={"reason": "x"}).url.path == f"/phan-anh/{second}"
    assert counter.client.get(f"/api/v1/feedback/{second}", params={"phone": "4321"}).json()["status"] == "da_tiep_nhan"


@pytest.mark.parametrize("note", ["", "giả", "gAAAAABmZm9yZ2Vk"])
def test_a_forged_note_opens_nothing(counter: Any, soup: Any, note: str) -> None:
    code = sent(counter)
    counter.client.cookies.set("motcua_xem", note.encode("ascii", "replace").decode(), path="/phan-anh")

    assert soup(counter.client.get(f"/phan-anh/{code}")).select_one("#proof") is not None


@pytest.mark.parametrize(
    ("code", "proof", "box"),
    [
        ("", "5678", "code"),
        ("KN-1", "5678", "code"),
        (None, "", "proof"),
        (None, "12", "proof"),
        (None, "0000", "proof"),
    ],
)
def test_a_wrong_look_up_says_which_box(counter: Any, soup: Any, code: str | None, proof: str, box: str) -> None:
    page = soup(opened(counter, sent(counter) if code is None else code, proof))

    assert page.select_one(f"#{box}-error") is not None
    assert page.select_one(".timeline") is None


def test_guessing_on_the_page_is_stopped(counter: Any) -> None:
    code = sent(counter)
    statuses = [opened(counter, code, f"{n:04}").status_code for n in range(6)]

    assert statuses == [404] * 5 + [429]


def test_the_sender_adds_rates_reopens_and_withdraws_on_the_page(counter: Any, soup: Any) -> None:
    code = sent(counter)
    opened(counter, code)
    page = soup(counter.client.post(f"/phan-anh/{code}/bo-sung", data={"text": "Tôi nộp ở quầy số 3."}))
    assert "Đã nhận thông tin bổ sung" in page.select_one("#done").text
    assert "Tôi nộp ở quầy số 3." in page.select_one(".timeline").text
    refused = counter.client.post(f"/phan-anh/{code}/danh-gia", data={"stars": "5", "note": "tốt"})
    assert refused.status_code == 409
    gone = soup(counter.client.post(f"/phan-anh/{code}/rut", data={"reason": "Đã có kết quả."}))
    assert "Người gửi đã rút" in gone.select_one(".state").text
    assert gone.select("form.once") == []


def test_an_answer_is_shown_rated_and_asked_about_once(counter: Any, soup: Any) -> None:
    code = counter.answered()
    page = soup(opened(counter, code))
    assert "Hồ sơ chậm" in page.select_one(".answered").text
    missing = counter.client.post(f"/phan-anh/{code}/danh-gia", data={"note": "Nên nhanh hơn."})
    assert missing.status_code == 422
    assert soup(missing).select_one("#note").text == "Nên nhanh hơn."
    counter.client.post(f"/phan-anh/{code}/danh-gia", data={"stars": "2", "note": "Nên nhanh hơn."})
    short = counter.client.post(f"/phan-anh/{code}/mo-lai", data={"reason": "sai"})
    assert soup(short).select_one("#mo-lai").text == "sai"
    again = soup(counter.client.post(f"/phan-anh/{code}/mo-lai", data={"reason": "Chưa nói rõ vì sao thiếu giấy."}))
    assert "Đã nhận yêu cầu xem xét lại" in again.select_one("#done").text
    assert again.select_one("#viec-mo-lai") is None


def test_what_the_office_asks_is_shown_first(counter: Any, soup: Any) -> None:
    code = counter.sent()
    counter.casework.ask_more(counter.actor(Role.OFFICER), code, "Anh/chị cho biết số giấy hẹn?")
    page = soup(opened(counter, code))

    assert "số giấy hẹn" in page.select_one(".asked").text
    assert page.select_one("#viec-bo-sung").has_attr("open")


def test_published_answers_empty_listed_searched_filtered_and_read(counter: Any, soup: Any) -> None:
    assert "Chưa có câu hỏi nào được đăng" in counter.client.get("/hoi-dap").text
    code, slug = counter.published("Khai sinh cho con mất bao lâu?", "Trong ngày làm việc.\nCó thể đến 5 ngày.")

    page = soup(counter.client.get("/hoi-dap"))
    assert page.select_one(".answers a")["href"] == f"/hoi-dap/{slug}"
    assert [o["value"] for o in page.select("#linh-vuc option")] == ["", "Hộ tịch"]
    assert soup(counter.client.get("/hoi-dap", params={"linh-vuc": "Hộ tịch", "q": "con mat bao lau"})).select(
        ".answers"
    )
    none = soup(counter.client.get("/hoi-dap", params={"q": "<script>xe máy</script>"}))
    assert none.select_one(".empty") is not None
    assert none.select_one("#q")["value"] == "<script>xe máy</script>"
    one = soup(counter.client.get(f"/hoi-dap/{slug}"))
    assert one.h1.text == "Khai sinh cho con mất bao lâu?"
    assert "đăng ngày" in one.select_one(".source-line").text
    assert code not in one.get_text()
    assert counter.client.get("/hoi-dap/khong-co").status_code == 404


def test_many_answers_are_leafed_through(counter: Any, soup: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        type(counter.services.published).page, "__kwdefaults__", {"field": None, "number": 1, "size": 1}
    )
    counter.published("Khai sinh cho con mất bao lâu?", "Trong ngày làm việc.")
    counter.published("Khai sinh muộn có bị phạt không?", "Xem quy định hiện hành.", sender_phone="0987654321")
    page = soup(counter.client.get("/hoi-dap"))

    assert [a["rel"] for a in page.select(".pages a")] == [["next"]]
    last = soup(counter.client.get(page.select_one(".pages a")["href"]))
    assert last.select_one(".answers a").text.startswith("Khai sinh cho con")


@pytest.mark.parametrize("path", ["/phan-anh/khong-phai-ma", "/hoi-dap/x", "/phan-anh/KN-0000-0000-1"])
def test_an_unknown_address_is_answered_by_a_page(counter: Any, path: str) -> None:
    assert counter.client.get(path).headers["content-type"].startswith("text/html")


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
