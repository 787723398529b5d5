"""The pages without JavaScript after the receipt: following a PAKN, and the published answers."""

from __future__ import annotations

from typing import Any

import pytest

from api.security.roles import Role
from tests.api.public.page_visits import TYPED, opened, sent


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
