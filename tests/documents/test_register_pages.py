"""The register in the console: listed from the data, stated with a source, said at once, out and in as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from api.documents.sheet import COLUMNS
from api.security.roles import Role
from knowledge.render import as_text

PAGE = "/admin/van-ban"
DECREE = f"{PAGE}/48-2013-nd-cp"
QUESTION = "nghị định 48/2013 còn hiệu lực không"


def said(office: Any, question: str) -> str:
    """What the assistant answers now."""
    return as_text(office.services.keeper.current().reply(question))


def upload(office: Any, content: str) -> Any:
    page = office.admin.get(PAGE)
    return office.admin.submit(page, f"{PAGE}/nhap", files=[("file", ("van-ban.csv", content.encode(), "text/csv"))])


def rows(office: Any, query: str = "") -> list[dict[str, str]]:
    answer = office.admin.request("GET", f"{PAGE}/danh-muc.csv{query}")
    assert answer.headers["content-type"].startswith("text/csv")
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def sheet(**values: str) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, restval="")
    writer.writeheader()
    writer.writerow({name.replace("_", " "): value for name, value in values.items()})
    return out.getvalue()


def test_the_documents_of_plans_and_procedures_stand_in_the_register_unverified(office: Any) -> None:
    page = office.admin.get(f"{PAGE}?nguon=ke-hoach&tim=48/2013")

    assert "Nghị định 48/2013/NĐ-CP" in page.text
    assert "Chưa xác minh" in page.text
    assert DECREE in page.links()
    one = office.admin.get(DECREE).text
    assert "44/KH-UBND, mục căn cứ (in ngày 14/5/2013)" in one
    assert "tra cứu tại vbpl.vn" in one
    assert int(rows(office, "?nguon=thu-tuc&tim=60/2014/QH13")[0]["Số thủ tục viện dẫn"]) > 0


def test_a_statement_with_its_source_is_what_the_assistant_says_from_then_on(office: Any) -> None:
    before = said(office, QUESTION)
    page = office.admin.get(DECREE)
    done = office.admin.submit(
        page,
        DECREE,
        force="partly",
        since="01/02/2020",
        replaced_by="nghị định 92/2017/NĐ-CP",
        source="vbpl.vn, xem trang của văn bản",
        checked="20/11/2026",
    )

    assert "hiệu lực chưa xác minh" in before
    assert done.path == DECREE
    text = said(office, QUESTION)
    expected = (
        "hết hiệu lực một phần từ 01/02/2020, được thay thế bởi 92/2017/NĐ-CP"
        " (theo vbpl.vn, xem trang của văn bản, kiểm tra ngày 20/11/2026)"
    )
    assert expected in text
    assert "Đỗ Thị Quản ghi lúc" in done.text
    log = office.admin.get("/admin/nhat-ky").text
    assert "Hiệu lực văn bản" in log
    assert "48/2013/NĐ-CP" in log
    office.admin.submit(office.admin.get(DECREE), f"{DECREE}/rut")
    assert "hiệu lực chưa xác minh" in said(office, QUESTION)


def test_the_operator_sees_the_state_beside_the_passage(office: Any) -> None:
    address = "/admin/tong-dai/ke-hoach?hoi=kế hoạch 44/KH-UBND căn cứ văn bản nào"
    page = office.operator.get(address)

    assert "Hiệu lực của văn bản được nhắc" in page.text
    assert "hiệu lực chưa xác minh" in page.text
    assert "vbpl.vn" in page.text
    office.admin.submit(
        office.admin.get(DECREE), DECREE, force="in_force", source="Công báo số 1", checked="20/11/2026"
    )
    assert "còn hiệu lực (theo Công báo số 1, kiểm tra ngày 20/11/2026)" in office.operator.get(address).text


def test_the_chat_answers_from_the_register(office: Any) -> None:
    answer = office.client.post("/api/v1/chat/messages", json={"text": "nghị định 63/2010 còn hiệu lực không"}).json()

    settled = office.services.keeper.current().decided("nghị định 63/2010 còn hiệu lực không")
    assert settled is not None  # whatever the dialogue takes the question for, it is settled before
    assert (settled.by_office, settled.cued) == (True, False)
    text = " ".join(str(one) for one in answer["messages"])
    assert "63/2010/NĐ-CP" in text
    assert "hiệu lực chưa xác minh" in text
    assert "48/2013/NĐ-CP và 92/2017/NĐ-CP" in text


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"force": "expired", "checked": "20/11/2026"}, "source"),
        ({"force": "expired", "source": "vbpl.vn"}, "checked"),
        ({"amended_by": "92/2017/NĐ-CP"}, "source"),
        ({"force": "expired", "source": "vbpl.vn", "checked": "20/11/2199"}, "checked"),
        ({"since": "31/02/2020"}, "since"),
        ({"replaced_by": "nghị định mới"}, "replaced_by"),
        ({"force": "perhaps"}, "force"),
    ],
)
def test_nothing_is_stated_without_source_day_and_shape(office: Any, typed: dict[str, str], field: str) -> None:
    refused = office.admin.submit(office.admin.get(DECREE), DECREE, **typed)

    assert refused.status == 422
    assert refused.soup.find(attrs={"name": field})["aria-invalid"] == "true"
    assert "hiệu lực chưa xác minh" in said(office, QUESTION)


def test_the_file_goes_out_is_filled_in_and_comes_back(office: Any) -> None:
    found = rows(office, "?tim=48/2013")
    assert [one["Số, ký hiệu"] for one in found] == ["48/2013/NĐ-CP"]
    filled = sheet(**{**found[0], "Hiệu lực": "Còn hiệu lực", "Nguồn": "vbpl.vn", "Ngày kiểm tra": "20/11/2026"})

    done = upload(office, filled)

    assert "Đã ghi thông tin hiệu lực của 1 văn bản" in str(done.soup)
    assert "còn hiệu lực (theo vbpl.vn" in said(office, QUESTION)
    assert rows(office, "?hieu-luc=in_force")[0]["Số, ký hiệu"] == "48/2013/NĐ-CP"
    again = upload(office, sheet(**rows(office, "?tim=48/2013")[0]))
    assert "của 0 văn bản" in str(again.soup)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (sheet(**{"Số, ký hiệu": "48/2013/NĐ-CP", "Hiệu lực": "Còn hiệu lực"}), "Dòng 2"),
        (sheet(**{"Số, ký hiệu": "48/2013/NĐ-CP", "Hiệu lực": "chắc là còn"}), "Dòng 2"),
        ("a,b\n1,2\n", "thiếu cột"),
        (sheet(**{"Số, ký hiệu": "không số", "Hiệu lực": "Còn hiệu lực", "Nguồn": "x"}), "Dòng 2"),
    ],
)
def test_a_file_with_a_wrong_line_changes_nothing_and_says_which(office: Any, content: str, reason: str) -> None:
    refused = upload(office, content)

    assert refused.status == 422
    assert reason in refused.text
    assert office.services.documents.all() == ()


def test_a_document_nothing_names_can_be_put_down(office: Any) -> None:
    form = office.admin.get(PAGE)
    done = office.admin.submit(form, f"{PAGE}/them", number="Nghị định số 356/2025/NĐ-CP", title="Quy định chi tiết")

    assert done.path == f"{PAGE}/356-2025-nd-cp"
    assert "Nghị định 356/2025/NĐ-CP" in done.heading
    assert "hiệu lực chưa xác minh" in said(office, "nghị định 356/2025/NĐ-CP còn hiệu lực không")
    bare = office.admin.submit(office.admin.get(PAGE), f"{PAGE}/them", number="02/NQ-CP")
    assert bare.status == 422
    assert "ngày ban hành" in bare.text


def test_who_may_not_write_sees_no_form_and_an_unknown_document_is_told(office: Any) -> None:
    officer = office.officer.get(DECREE)

    assert officer.status == 200
    assert not officer.has_form(DECREE)
    assert office.viewer.get(PAGE).status == 403
    assert office.somebody(Role.APPROVER).request("POST", DECREE, data={}).status_code == 403
    assert "không có văn bản này" in str(office.admin.get(f"{PAGE}/1-2-3").soup)
