"""Two procedures beside each other at the hotline: the data of the API, what differs first, and words to read out."""

from __future__ import annotations

from typing import Any

import pytest

from tests.operator.conftest import BIRTH, LOCAL, OLD, RESIDENCE

HOME = "/admin/tong-dai"
PATH = f"{HOME}/so-sanh"
PAIR = f"{PATH}?mot={RESIDENCE.code}&hai={BIRTH.code}"


def data(office: Any, address: str = PAIR) -> dict[str, Any]:
    answer = office.operator.request("GET", address, headers={"accept": "application/json"})
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def said(row: dict[str, Any]) -> list[str]:
    return [row["label"], *("; ".join(piece["text"] for piece in cell) for cell in row["cells"])]


def test_every_row_is_the_one_of_the_api_and_those_that_differ_come_first(office: Any) -> None:
    api = office.stranger().request("GET", f"/api/v1/procedures/compare?codes={RESIDENCE.code},{BIRTH.code}").json()
    table = next(block for block in api["blocks"] if block["kind"] == "table")
    shown = data(office)
    assert sorted(map(said, shown["apart"] + shown["folded"])) == sorted(table["rows"])
    assert [row["label"] for row in shown["apart"]][:2] == ["Thời hạn giải quyết", "Phí, lệ phí"]
    assert {row["verdict"] for row in shown["apart"]} <= {"different", "one_silent"}
    assert RESIDENCE.code in shown["source"]
    assert BIRTH.code in shown["source"]
    assert [side["link"] for side in shown["sides"]] == [f"{HOME}/thu-tuc/{one.code}" for one in (RESIDENCE, BIRTH)]


def test_what_is_read_out_names_both_the_figures_asked_for_and_the_records(office: Any) -> None:
    read = data(office)["read"]
    assert read == (
        "Thứ nhất là “Đăng ký thường trú”, thứ hai là “Đăng ký khai sinh”. "
        "Hai bản công bố ghi khác nhau ở thời hạn giải quyết (thứ nhất: 7 ngày làm việc; thứ hai: 1 ngày làm việc), "
        "phí, lệ phí (thứ nhất: trực tuyến 10.000 đồng, trực tiếp 20.000 đồng; thứ hai: 8.000 đồng), "
        "cơ quan giải quyết, số giấy tờ và cách nộp. "
        f"Thông tin này theo thủ tục mã số {RESIDENCE.code} và {BIRTH.code}, dữ liệu ngày 15/07/2026."
    )


def test_what_neither_record_states_is_not_called_equal(office: Any) -> None:
    shown = data(office, f"{PATH}?mot={BIRTH.code}&hai={LOCAL.code}")
    papers = next(row for row in shown["folded"] if row["label"] == "Số giấy tờ")
    assert (papers["verdict"], papers["words"]) == ("read_both", "Cả hai bản chưa ghi rõ")
    time = next(row for row in shown["apart"] if row["label"] == "Thời hạn giải quyết")
    assert (time["verdict"], time["words"]) == ("one_silent", "Chỉ một bản ghi rõ")
    assert "“Hỗ trợ tiền điện” của Đồng Nai" in shown["read"]


def test_a_record_out_of_force_is_not_compared(office: Any) -> None:
    shown = data(office, f"{PATH}?mot={RESIDENCE.code}&hai={OLD.code}")
    assert (shown["apart"], shown["folded"]) == ([], [])
    assert shown["read"].startswith("Không so sánh được")
    page = office.operator.get(f"{PATH}?mot={RESIDENCE.code}&hai={OLD.code}")
    assert "Không so sánh được" in page.text
    assert "20.000" not in page.text


def test_without_scripts_the_second_one_is_searched_and_opened(office: Any) -> None:
    sheet = office.operator.get(f"{HOME}/thu-tuc/{RESIDENCE.code}")
    link = sheet.soup.find(id="op-versus-link")
    page = office.operator.get(link["href"])
    assert page.soup.find("input", attrs={"name": "mot"})["value"] == RESIDENCE.code
    found = office.operator.get(f"{link['href']}&tim=khai+sinh")
    hits = [one["href"] for one in found.soup.select(".op-hits a")]
    assert f"{PATH}?mot={RESIDENCE.code}&hai={BIRTH.code}" in hits
    assert not [one for one in hits if one.endswith(f"hai={RESIDENCE.code}")]
    table = office.operator.get(hits[0])
    rows = [row.get_text(" ", strip=True) for row in table.soup.select(".op-sides tbody tr")]
    assert any("7 ngày làm việc" in row and "1 ngày làm việc" in row for row in rows)
    assert table.soup.select_one("mark").get_text() == "7 ngày làm việc"


@pytest.mark.parametrize("codes", ["mot=9.999999", f"mot={RESIDENCE.code}&hai=9.999999", "hai=1.001193", ""])
def test_what_is_in_no_record_leads_back_to_the_search(office: Any, codes: str) -> None:
    page = office.operator.get(f"{PATH}?{codes}")
    assert page.path == HOME
    assert "Không có thủ tục mang mã này" in page.text


def test_a_procedure_is_not_compared_with_itself(office: Any) -> None:
    page = office.operator.get(f"{PATH}?mot={RESIDENCE.code}&hai={RESIDENCE.code}")
    assert "Chọn một thủ tục khác" in page.text
    assert not page.soup.select(".op-sides")


def test_both_belong_to_the_call_whose_clock_runs(office: Any) -> None:
    office.operator.get(f"{HOME}/thu-tuc/{RESIDENCE.code}")
    form = office.operator.get(HOME)
    token = form.soup.find("input", attrs={"name": "csrf"})["value"]
    office.operator.request("POST", f"{HOME}/cuoc-goi/bat-dau", data={"csrf": token})
    office.operator.get(f"{HOME}/thu-tuc/{RESIDENCE.code}")
    data(office)
    running = office.operator.request("GET", f"{HOME}/cuoc-goi/dang-goi").json()["running"]
    written = office.operator.get(running["link"])
    assert written.soup.find("input", attrs={"name": "codes"})["value"] == f"{RESIDENCE.code}, {BIRTH.code}"


def test_a_viewer_does_not_compare(office: Any) -> None:
    assert office.viewer.get(PAIR).status == 403
