"""The hotline's pages: searched, filtered, read out, and open only to those who take calls."""

from __future__ import annotations

from typing import Any

import pytest

from api.knowledge_desk.corrections import Corrections
from api.security.roles import Role
from tests.operator.conftest import BIRTH, LOCAL, OLD, RESIDENCE

HOME = "/admin/tong-dai"
SHEET = f"{HOME}/thu-tuc/{RESIDENCE.code}"


def found(office: Any, query: str) -> dict[str, Any]:
    answer = office.operator.request("GET", f"{HOME}/tim?{query}")
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def codes(office: Any, query: str) -> list[str]:
    return [hit["code"] for hit in found(office, query)["hits"]]


def test_the_short_address_leads_through_the_log_in_to_the_search(office: Any) -> None:
    seen = office.stranger().request("GET", "/operator?tim=ho+tich", follow_redirects=False)
    assert (seen.status_code, seen.headers["location"]) == (303, f"{HOME}?tim=ho+tich")
    assert office.stranger().get("/operator").path == "/admin/dang-nhap"
    office.actor(Role.OPERATOR)
    person = office.stranger()
    form = person.get("/operator")
    to = str(form.soup.find("input", attrs={"name": "tiep"})["value"])
    assert to == HOME
    assert person.log_in(Role.OPERATOR.value).status == 200
    assert person.get("/operator").heading == "Tra cứu khi nghe máy"


@pytest.mark.parametrize("path", ["", "/tim?tim=a", f"/thu-tuc/{RESIDENCE.code}", "/ke-hoach", "/ho-so?ma=x"])
def test_a_viewer_does_not_take_calls(office: Any, path: str) -> None:
    assert office.viewer.get(HOME + path).status == 403


def test_one_request_answers_with_what_a_line_shows(office: Any) -> None:
    first = found(office, "tim=thuong+tru")["hits"][0]
    assert first == {
        "code": RESIDENCE.code,
        "name": "Đăng ký thường trú",
        "field": "Đăng ký, quản lý cư trú",
        "level": "cấp xã",
        "province": None,
        "status": None,
        "link": SHEET,
    }


def test_a_question_about_the_fee_opens_the_sheet_at_the_fee(office: Any) -> None:
    assert found(office, "tim=ph%C3%AD+th%C6%B0%E1%BB%9Dng+tr%C3%BA")["hits"][0]["link"] == f"{SHEET}#fee"


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ("linh-vuc=H%E1%BB%99+t%E1%BB%8Bch", [BIRTH.code]),
        ("cap=province", [LOCAL.code]),
        ("kenh=online", [RESIDENCE.code]),
        ("kenh=postal", [BIRTH.code]),
        ("noi=T%E1%BB%89nh+%C4%90%E1%BB%93ng+Nai", [RESIDENCE.code, BIRTH.code, LOCAL.code, OLD.code]),
        ("noi=H%C3%A0+N%E1%BB%99i", [RESIDENCE.code, BIRTH.code, OLD.code]),
        ("cap=khong-co", [RESIDENCE.code, BIRTH.code, LOCAL.code, OLD.code]),
    ],
)
def test_filters_narrow_the_hits(office: Any, filters: str, expected: list[str]) -> None:
    assert codes(office, f"tim=giay+to&{filters}") == expected


def test_filters_without_words_list_what_they_leave(office: Any) -> None:
    assert codes(office, "kenh=postal") == [BIRTH.code]
    nothing = found(office, "")
    assert (nothing["hits"], nothing["advice"], nothing["said"], nothing["plans"]) == ([], "", None, None)


def test_what_is_left_of_nothing_is_said(office: Any) -> None:
    body = found(office, "tim=giay+to&linh-vuc=Khong+co")
    assert (body["hits"], body["advice"][:22]) == ([], "Không tìm thấy thủ tục")


def test_without_scripts_the_form_shows_the_same_hits(office: Any) -> None:
    seen = office.operator.get(f"{HOME}?tim=thuong+tru&cap=commune")
    hits = seen.soup.select(".op-hits a")
    assert [hit["href"] for hit in hits] == [SHEET, f"{HOME}/thu-tuc/{BIRTH.code}"]
    assert seen.soup.select_one("#op-box")["value"] == "thuong tru"
    assert seen.soup.select_one("select[name=cap] option[selected]")["value"] == "commune"
    assert {one.get_text() for one in seen.soup.select("select[name=noi] option")} == {"Mọi nơi", "Đồng Nai"}


def test_what_was_typed_is_shown_as_text(office: Any) -> None:
    seen = office.operator.get(f"{HOME}?tim=%22%3E%3Cscript%3Ealert(1)%3C/script%3E")
    assert seen.status == 200
    assert [one for one in seen.soup.find_all("script") if not one.get("src")] == []


def test_the_sheet_has_a_sentence_and_an_sms_for_every_aspect(office: Any) -> None:
    soup = office.operator.get(SHEET).soup
    parts = {part["id"]: part for part in soup.select(".op-part[data-key]")}
    assert [part["data-key"] for part in parts.values()] == [*"123456", "0", *"789"]
    for name, part in parts.items():
        if name == "compare":
            continue
        said = part.select_one(".op-read").get_text()
        assert said.endswith("Thông tin này theo thủ tục mã số 1.004222, dữ liệu ngày 15/07/2026."), name
        marked, plain = (one.get_text() for one in part.select(".op-sms .paper"))
        assert max(len(marked), len(plain)) <= 480
        assert plain.isascii(), name
    assert "10.000 đồng" in parts["fee"].select_one(".op-read").get_text()


def test_papers_are_a_checklist_and_ways_of_filing_a_table(office: Any) -> None:
    soup = office.operator.get(SHEET).soup
    boxes = soup.select("#documents label.check")
    assert [" ".join(one.get_text().split()) for one in boxes] == [
        "Tờ khai thay đổi thông tin cư trú (1 bản chính)",
        "Giấy tờ chứng minh chỗ ở hợp pháp (1 bản sao)",
    ]
    assert all(one.input["type"] == "checkbox" for one in boxes)
    rows = [[cell.get_text(strip=True) for cell in row.select("th, td")] for row in soup.select("#compare tbody tr")]
    assert rows[0][:3] == ["Nộp trực tuyến", "có", "7 ngày làm việc"]
    assert rows[1][1] == "không"


def test_a_procedure_out_of_force_is_said_to_be_so_and_gives_no_figures(office: Any) -> None:
    soup = office.operator.get(f"{HOME}/thu-tuc/{OLD.code}").soup
    assert soup.select(".op-part[data-key]") == []
    said = soup.select_one(".op-read").get_text()
    assert "không còn trong danh mục" in said
    assert "1.004222" in said


def test_an_unknown_code_leads_back_to_the_search(office: Any) -> None:
    seen = office.operator.get(f"{HOME}/thu-tuc/9.999999")
    assert (seen.path, "Không có thủ tục mang mã này" in seen.text) == (HOME, True)


def test_a_note_on_a_wrong_card_reaches_the_queue_of_corrections(office: Any) -> None:
    to = f"{SHEET}/bao-sai"
    seen = office.operator.submit(office.operator.get(SHEET), to, text="Nay là 15.000 đồng.", part="fee")
    assert "Đã gửi báo sai" in seen.text
    (kept,) = Corrections(office.services.database).list().items
    assert (kept.code, kept.text, kept.created_by) == (
        RESIDENCE.code,
        "Phí, lệ phí: Nay là 15.000 đồng.",
        "Trần Văn Nhận",
    )
    assert RESIDENCE.code in office.admin.get("/admin/kien-thuc/sai-thong-tin").text


def test_a_note_is_seen_by_all_who_take_calls_and_its_outcome_by_who_sent_it(office: Any) -> None:
    operator, admin, queue = office.operator, office.admin, "/admin/kien-thuc/sai-thong-tin"
    operator.submit(operator.get(SHEET), f"{SHEET}/bao-sai", text="Nay là 15.000 đồng, hỏi 0912345678.", part="fee")
    sheet = office.officer.get(SHEET).soup
    assert "1 báo sai đang chờ kiểm tra" in sheet.select_one(".notice").get_text()
    told = " ".join(sheet.select_one("#bao-sai-da-gui").get_text().split())
    assert "Đang chờ kiểm tra “Phí, lệ phí: Nay là 15.000 đồng, hỏi [số điện thoại đã che].”" in told
    assert "đang chờ kiểm tra" not in operator.get(f"{HOME}/thu-tuc/{BIRTH.code}").text

    waits = admin.get("/admin").soup.select_one(f'.figure[href="{queue}"]')
    assert "1 Báo sai thông tin" in " ".join(waits.get_text().split())
    (kept,) = Corrections(office.services.database).list().items
    admin.submit(admin.get(queue), f"{queue}/{kept.id}", outcome="Đã nhập lại bản mới.", state="done")

    for path, place in ((SHEET, "#bao-sai-da-gui"), (HOME, "#bao-sai-cua-toi")):
        told = " ".join(operator.get(path).soup.select_one(place).get_text().split())
        assert "Đã xử lý" in told, path
        assert "Kết quả: Đã nhập lại bản mới. (Đỗ Thị Quản" in told, path
        assert "đang chờ kiểm tra" not in operator.get(path).text, path
    assert office.officer.get(HOME).soup.select_one("#bao-sai-cua-toi") is None


def test_an_empty_note_is_refused_with_the_sheet_still_there(office: Any) -> None:
    seen = office.operator.submit(office.operator.get(SHEET), f"{SHEET}/bao-sai", text=" ", part="fee")
    assert (seen.status, seen.heading) == (422, RESIDENCE.name)
    assert "Vui lòng ghi điều sai" in seen.text
    assert seen.soup.select_one("select[name=part] option[selected]")["value"] == "fee"
    assert Corrections(office.services.database).waiting() == 0


def test_a_note_from_another_site_is_refused(office: Any) -> None:
    assert office.operator.post(f"{SHEET}/bao-sai", {"text": "Sai rồi", "csrf": "khac"}).status == 403
    assert Corrections(office.services.database).waiting() == 0


def test_a_pakn_is_found_by_its_code_as_the_caller_reads_it(office: Any) -> None:
    code = office.case()
    seen = office.operator.get(f"{HOME}/ho-so?ma={code.lower().replace('-', '+')}")
    assert seen.path == f"/admin/pakn/{code}"
    assert "0912345678" not in seen.text
    missed = office.operator.get(f"{HOME}/ho-so?ma=KN-0000-0000-0")
    assert (missed.path, "Không có hồ sơ mang mã này" in missed.text) == (HOME, True)


def test_plan_passages_are_read_with_their_place(office: Any) -> None:
    seen = office.operator.get(f"{HOME}/ke-hoach?hoi=m%E1%BB%A5c+ti%C3%AAu")
    assert "Theo mục II.1" in seen.soup.select_one(".op-read").get_text()
    assert "Nâng cao chất lượng phục vụ" in seen.text
    assert "Không có đoạn kế hoạch nào" in office.operator.get(f"{HOME}/ke-hoach?hoi=abc").text


def test_the_menu_offers_the_hotline_to_who_takes_calls(office: Any) -> None:
    assert HOME in office.operator.get("/admin").links()
    assert HOME not in office.viewer.get("/admin").links()
