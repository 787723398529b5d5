"""The call log through its pages: the clock, writing down, finding again, the file, the report, and what is kept."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.calls.log import CallLog
from api.clock import local_day
from api.keeping.person import Person as Somebody
from api.keeping.person import PersonalData
from api.keeping.retention import Periods, Retention
from api.reports.build import Reports
from api.reports.periods import Against, of_days
from api.reports.sections import sections
from api.security.roles import Role
from tests.operator.conftest import BIRTH, RESIDENCE

LOG = "/admin/tong-dai/cuoc-goi"
NEW = f"{LOG}/moi"
CALL = {"question": "phí thường trú", "minutes": "4,5", "resolved": "yes"}
PHONE = "0912345678"


def rows(office: Any, query: str) -> list[tuple[Any, ...]]:
    with office.services.database.engine.connect() as connection:
        return [tuple(row) for row in connection.exec_driver_sql(query)]


def write_down(person: Any, **typed: Any) -> Any:
    """Write a call down afterwards; return the page that follows."""
    return person.submit(person.get(NEW), NEW, **{**CALL, **typed})


def started(person: Any) -> str:
    """Start the clock; return the address of the call."""
    person.submit(person.get(LOG), f"{LOG}/bat-dau")
    return str(person.request("GET", f"{LOG}/dang-goi").json()["running"]["link"])


def moved(office: Any, **back: float) -> None:
    """Have the running clock started earlier."""
    now = datetime.now(UTC) - timedelta(**back)
    log = CallLog(office.services.database, office.services.keeper.catalogue, lambda: now)
    log.drop(office.actor(Role.OPERATOR))
    log.start(office.actor(Role.OPERATOR))


def test_the_clock_runs_until_the_call_is_written_down_and_knows_the_sheets_opened(office: Any) -> None:
    operator = office.operator
    moved(office, minutes=6)
    operator.get(f"/admin/tong-dai/thu-tuc/{RESIDENCE.code}")
    operator.get("/admin/tong-dai/thu-tuc/9.999999")
    address = str(operator.request("GET", f"{LOG}/dang-goi").json()["running"]["link"])
    assert address in operator.get(LOG).links()
    form = operator.get(address)
    values = {name: form.soup.find(attrs={"name": name})["value"] for name in ("codes", "minutes")}
    done = operator.submit(form, address, question="thường trú cần gì", resolved="no")

    assert values["codes"] == RESIDENCE.code
    assert values["minutes"].startswith("6,")
    assert "Đã ghi cuộc gọi" in done.response.text
    assert "thường trú cần gì" in done.text
    assert "Chưa giải quyết" in done.text
    assert operator.request("GET", f"{LOG}/dang-goi").json() == {"running": None}


def test_a_clock_that_was_started_for_nothing_leaves_nothing(office: Any) -> None:
    address = started(office.operator)
    office.operator.submit(office.operator.get(address), f"{LOG}/bo")

    assert rows(office, "SELECT count(*) FROM hotline_call") == [(0,)]


def test_each_operator_has_a_clock_of_their_own(office: Any) -> None:
    assert started(office.operator) != started(office.officer)
    assert "Chưa có cuộc gọi nào" in office.admin.get(LOG).text  # a running call is in no list


def test_minutes_can_be_corrected_later(office: Any) -> None:
    operator = office.operator
    write_down(operator)
    address = next(link for link in operator.get(LOG).links() if link.startswith(f"{LOG}/") and link != NEW)
    operator.submit(operator.get(address), address, minutes="7")

    assert rows(office, "SELECT seconds FROM hotline_call") == [(420,)]
    actions = rows(office, "SELECT action FROM audit WHERE subject_kind = 'call' ORDER BY number")
    assert actions == [("call_saved",), ("call_changed",)]


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ({"question": " "}, "ghi người gọi hỏi gì"),
        ({"minutes": "0"}, "ghi số phút"),
        ({"minutes": "nan"}, "ghi số phút"),
        ({"minutes": "601"}, "ghi số phút"),
        ({"resolved": ""}, "đã giải quyết hay chưa"),
        ({"codes": "9.999999"}, "Không có thủ tục mang mã 9.999999"),
        ({"phone": "12"}, "0912 345 678 (di động)"),
        ({"wrong": "Phí sai"}, "ghi mã của thủ tục"),
    ],
)
def test_what_cannot_be_taken_is_told_and_nothing_is_kept(office: Any, typed: dict[str, str], reason: str) -> None:
    refused = write_down(office.operator, **{"answer": "đã đọc phí", **typed})

    assert refused.status == 422
    assert reason in refused.text
    assert "đã đọc phí" in refused.text
    assert rows(office, "SELECT count(*) FROM hotline_call") == [(0,)]


def test_a_wrong_card_reaches_those_who_correct(office: Any) -> None:
    done = write_down(office.operator, codes=RESIDENCE.code, wrong="Phí trực tuyến nay là 0 đồng")

    assert "Đã gửi báo phiếu sai" in done.response.text
    queue = office.admin.get("/admin/kien-thuc/sai-thong-tin").text
    assert "Phí trực tuyến nay là 0 đồng" in queue
    assert RESIDENCE.code in queue
    assert "đã báo phiếu sai" in office.operator.get(LOG).text


def test_the_list_is_narrowed_by_day_operator_and_result(office: Any) -> None:
    write_down(office.operator, question="câu của người nhận")
    write_down(office.officer, question="câu của cán bộ", resolved="no")
    me = office.actor(Role.OPERATOR).account_id
    today = f"{local_day(datetime.now(UTC)):%d/%m/%Y}"

    def found(query: str) -> str:
        return str(office.operator.get(f"{LOG}?{query}").text)

    assert "câu của người nhận" in found(f"nguoi={me}")
    assert "câu của cán bộ" not in found(f"nguoi={me}")
    assert "câu của cán bộ" in found("ket-qua=khong")
    assert "câu của người nhận" not in found("ket-qua=khong")
    assert "câu của cán bộ" in found(f"tu={today}&den={today}")
    assert "Chưa có cuộc gọi nào" in found("den=01/01/2020")


def test_the_file_has_every_call_and_no_number_and_no_formula(office: Any) -> None:
    write_down(office.operator, question="=HYPERLINK(1)", codes=f"{RESIDENCE.code}, {BIRTH.code}", phone=PHONE)
    content = office.operator.request("GET", f"{LOG}.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(content)))

    assert len(lines) == 2
    assert lines[1][3] != "=HYPERLINK(1)"
    assert lines[1][3].endswith("=HYPERLINK(1)")
    assert lines[1][4] == f"{RESIDENCE.code} {BIRTH.code}"
    assert PHONE not in content


def test_a_number_for_a_call_back_is_sealed_covered_and_shown_once_with_a_line_in_the_log(office: Any) -> None:
    operator = office.operator
    write_down(operator, question="gọi tôi số 0987654321", phone="0912 345 678")
    address = next(link for link in operator.get(LOG).links() if link.startswith(f"{LOG}/") and link != NEW)
    page = operator.get(address)
    kept = b"".join(path.read_bytes() for path in office.services.settings.data.rglob("*") if path.is_file())

    assert "•••••••678" in page.text
    assert PHONE not in page.response.text
    assert b"0912345678" not in kept
    assert b"0987654321" not in kept
    assert "[SoDienThoai]" in page.response.text
    assert PHONE in operator.submit(page, f"{address}/so-goi").text
    assert ("call_phone",) in rows(office, "SELECT action FROM audit")
    operator.submit(page, address, drop_phone="on")
    assert "•••" not in operator.get(address).text


def test_operators_change_their_own_calls_only(office: Any) -> None:
    write_down(office.officer)
    address = next(link for link in office.operator.get(LOG).links() if link.startswith(f"{LOG}/") and link != NEW)
    page = office.operator.get(address)

    assert office.operator.submit(page, address, minutes="9").status == 403
    assert office.operator.submit(page, f"{address}/xoa").status == 403
    assert office.viewer.get(LOG).status == 403


def test_the_report_counts_calls(office: Any) -> None:
    write_down(office.operator, minutes="2", codes=RESIDENCE.code)
    write_down(office.operator, minutes="4", codes=RESIDENCE.code)
    write_down(office.operator, minutes="6", resolved="no")
    services, today = office.services, local_day(datetime.now(UTC))
    reports = Reports(services.database, services.casework.rules, services.keeper.catalogue, 90)
    report = reports.report(office.actor(Role.ADMIN), of_days(today, today, today), Against.BEFORE)
    section = next(one for one in sections(report) if one.title == "Cuộc gọi tổng đài")
    numbers = {row.values[0]: row.values[1] for row in section.grids[0].rows}

    assert numbers["Số cuộc gọi"] == 3
    assert numbers["Tỷ lệ đã giải quyết"] == pytest.approx(2 / 3)
    assert numbers["Số phút trung bình một cuộc"] == pytest.approx(4.0)
    assert [row.values for row in section.grids[1].rows] == [(RESIDENCE.code, RESIDENCE.name, 2)]


def test_a_person_is_found_by_their_number_and_erased_while_the_call_still_counts(office: Any) -> None:
    write_down(office.operator, phone=PHONE, answer="đã đọc phí")
    data, person = PersonalData(office.services.database), Somebody(phone=PHONE)
    handed = data.export(None, person).calls
    data.erase(None, person)

    assert [(one.question, one.answer, one.phone) for one in handed] == [("phí thường trú", "đã đọc phí", PHONE)]
    assert data.find(None, person).nothing
    kept = rows(office, "SELECT question, answer, phone, phone_hash, seconds, resolved FROM hotline_call")
    assert kept == [(None, None, None, None, 270, 1)]


def test_words_go_by_age_and_numbers_stay(office: Any) -> None:
    write_down(office.operator, phone=PHONE)
    started(office.operator)
    later = datetime.now(UTC) + timedelta(days=366)
    cleared = Retention(office.services.database, Periods(), lambda: later).run()

    assert cleared.calls == 2
    assert rows(office, "SELECT question, phone_hash, seconds FROM hotline_call") == [(None, None, 270)]
