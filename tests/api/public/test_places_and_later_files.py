"""Former places on the page of the form, and files that come after the PAKN was sent."""

from __future__ import annotations

from typing import Any

from api.storage.feedback_tables import CaseRow

TYPED = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết quả.",
    "location": "ấp 5, xã Bàn Long, huyện Châu Thành, Tiền Giang",
    "anonymous": "0",
    "sender_kind": "ca_nhan",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên",
    "sender_phone": "0912 345 678",
    "consent": "1",
}
PDF = ("giấy hẹn.pdf", b"%PDF-1.7\n%%EOF", "application/pdf")


def post(counter: Any, **changes: str) -> Any:
    return counter.client.post("/phan-anh", data={**TYPED, "viec": "xem-lai", **changes}, files={"files": ("", b"")})


def sent(counter: Any) -> str:
    post(counter, location="phường Trấn Biên, tỉnh Đồng Nai")
    counter.client.post("/phan-anh/gui")
    with counter.services.database.session() as session:
        return str(session.query(CaseRow.code).order_by(CaseRow.number.desc()).first()[0])


def add(counter: Any, code: str, *, files: Any, text: str = "", declared: bool = True) -> Any:
    ticked = {"not_identity_paper": "1"} if declared else {}
    data = {"text": text, **ticked}
    return counter.client.post(f"/phan-anh/{code}/bo-sung", data=data, files=[("files", one) for one in files])


def test_a_former_place_is_answered_with_the_one_of_today_before_the_review(counter: Any, soup: Any) -> None:
    asked = soup(post(counter))
    choices = [label.text for label in asked.select(".place-now label")]
    assert choices == ["Xã Vĩnh Kim, tỉnh Đồng Tháp", "Chưa rõ, giữ như đã ghi"]
    assert asked.select(".place-now input[checked]") == []
    assert asked.select_one("#location")["value"] == TYPED["location"]
    review = soup(post(counter, place_of=TYPED["location"], place_now="1"))
    assert "Xem lại trước khi gửi" in review.h1.text
    assert "ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành" in review.get_text()


def test_a_former_place_may_stay_as_it_was_written(counter: Any, soup: Any) -> None:
    review = soup(post(counter, place_of=TYPED["location"], place_now="giu"))
    assert "Xem lại trước khi gửi" in review.h1.text
    assert "xã Bàn Long" in review.get_text()


def test_what_was_said_to_another_place_is_asked_anew(counter: Any, soup: Any) -> None:
    asked = soup(post(counter, place_of="xã Khác, Tiền Giang", place_now="1"))
    assert asked.select(".place-now")


OLD_HOME = "số 9 ấp 5, xã Bàn Long, huyện Châu Thành, Tiền Giang"
TODAY = {"location": "phường Trấn Biên, tỉnh Đồng Nai"}


def test_a_former_address_is_answered_with_the_one_of_today_too(counter: Any, soup: Any) -> None:
    asked = soup(post(counter, **TODAY, sender_address=OLD_HOME))
    choices = asked.select("#nguoi-gui .place-now label")
    assert [label.text for label in choices] == ["Xã Vĩnh Kim, tỉnh Đồng Tháp", "Chưa rõ, giữ như đã ghi"]
    assert asked.select(".place-now input[checked]") == []
    assert asked.select_one("#sender_address")["value"] == OLD_HOME
    assert "Địa chỉ là tên trước 01/07/2025" in asked.get_text()
    review = soup(post(counter, **TODAY, sender_address=OLD_HOME, home_of=OLD_HOME, home_now="1"))
    assert "Xem lại trước khi gửi" in review.h1.text
    assert "số 9 ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành" in review.get_text()


def test_a_former_address_may_stay_as_it_was_written(counter: Any, soup: Any) -> None:
    review = soup(post(counter, **TODAY, sender_address=OLD_HOME, home_of=OLD_HOME, home_now="giu"))
    assert "Xem lại trước khi gửi" in review.h1.text
    assert OLD_HOME in review.get_text()


def test_place_and_address_are_asked_about_apart(counter: Any, soup: Any) -> None:
    asked = soup(post(counter, sender_address=OLD_HOME, place_of=TYPED["location"], place_now="giu"))
    ids = [one["id"] for one in asked.select(".place-now input[id]")]
    assert len(ids) == len(set(ids)) == 4
    assert [one["id"] for one in asked.select(".place-now input[checked]")] == ["place-now-keep"]
    both = {"place_of": TYPED["location"], "place_now": "giu", "home_of": OLD_HOME, "home_now": "1"}
    assert "Xem lại trước khi gửi" in soup(post(counter, sender_address=OLD_HOME, **both)).h1.text


def test_who_leaves_no_name_is_not_asked_about_an_address(counter: Any, soup: Any) -> None:
    review = soup(post(counter, **TODAY, sender_address=OLD_HOME, anonymous="1"))
    assert "Xem lại trước khi gửi" in review.h1.text


def test_the_review_shows_the_title_that_will_stand_and_who_speaks(counter: Any, soup: Any) -> None:
    company = "Công ty TNHH Hoa Mai, người liên hệ Nguyễn Thị Hoa"
    review = soup(post(counter, **TODAY, sender_kind="to_chuc", sender_name=company)).get_text(" ", strip=True)
    assert "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết… Sửa" in review
    assert "Gửi với tư cách Tổ chức, doanh nghiệp" in review
    assert f"Tên tổ chức, người liên hệ {company}" in review


def test_files_are_added_later_by_code_and_proof(counter: Any, soup: Any) -> None:
    code = sent(counter)
    assert add(counter, code, files=[PDF]).url.path == f"/phan-anh/{code}"  # not proved yet: asked for it
    page = soup(counter.client.post("/phan-anh/tra-cuu", data={"code": code, "proof": "5678"}))
    form = page.select_one("#viec-bo-sung form")
    assert form["enctype"] == "multipart/form-data"
    assert form.select_one("input[type=file]")["accept"].startswith(".jpg")
    done = soup(add(counter, code, files=[PDF], text="Tôi gửi thêm giấy hẹn."))
    assert "Đã nhận thông tin bổ sung" in done.select_one("#done").text
    assert "giấy hẹn.pdf" in done.get_text()


def test_a_file_that_cannot_be_taken_is_told_and_what_was_typed_stays(counter: Any, soup: Any) -> None:
    code = sent(counter)
    counter.client.post("/phan-anh/tra-cuu", data={"code": code, "proof": "5678"})
    bad = ("giay hen.pdf", b"MZ\x90\x00", "application/pdf")
    reply = add(counter, code, files=[PDF, bad], text="Tôi gửi thêm giấy hẹn.")
    page = soup(reply)
    assert reply.status_code == 422
    assert "nội dung không phải loại đó" in page.get_text()
    assert "Tôi gửi thêm giấy hẹn." in page.select_one("#bo-sung").text
    assert "giấy hẹn.pdf" not in page.get_text()
    undeclared = add(counter, code, files=[PDF], declared=False)
    assert undeclared.status_code == 422
    assert "xác nhận" in undeclared.text


def test_no_more_files_than_one_pakn_may_have(counter: Any, soup: Any) -> None:
    code = sent(counter)
    counter.client.post("/phan-anh/tra-cuu", data={"code": code, "proof": "5678"})
    add(counter, code, files=[PDF] * 5)
    page = soup(counter.client.get(f"/phan-anh/{code}"))
    assert page.select("#viec-bo-sung input[type=file]") == []
    assert page.select("#viec-bo-sung textarea")
    assert add(counter, code, files=[PDF]).status_code == 422
