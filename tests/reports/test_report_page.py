"""The page of the report as officials of each role get it, with real accounts over HTTP."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document
from fastapi.testclient import TestClient
from openpyxl import load_workbook

from api.clock import local_day, utc_now
from api.feedback.model import Channel, DraftFields, Kind
from api.security.accounts import Actor
from api.security.roles import Role
from api.services import Services
from tests.api.conftest import SmallKnowledge, World
from tests.api.feedback.conftest import FIELDS
from tests.console.conftest import PASSWORD, Person

PAGE = "/admin/bao-cao"
FILES = ("bao-cao.xlsx", "bao-cao.docx", "ho-so.csv", "cau-hoi.csv")


class Office:
    """The running application with one PAKN, and people who log in."""

    def __init__(self, client: TestClient) -> None:
        self.client = client
        services: Services = client.app.state.services  # type: ignore[attr-defined]
        self.services = services

    def account(self, role: Role, agency_id: str | None = None) -> Actor:
        made = self.services.accounts.create(
            None,
            username=f"{role.value}{'-ngoai' if agency_id else ''}",
            name=f"Cán bộ {role.value}",
            role=role,
            password=PASSWORD,
            must_change=False,
            agency_id=agency_id,
        )
        return Actor(made.id, made.name, made.role, agency_id)

    def somebody(self, role: Role, agency_id: str | None = None) -> Person:
        self.account(role, agency_id)
        person = Person(self.client)
        person.log_in(f"{role.value}{'-ngoai' if agency_id else ''}")
        return person


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    for name in list(os.environ):
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)
    world = World(tmp_path / "var", SmallKnowledge(), {"office_name": "UBND phường Trấn Biên"})
    with world.client() as client:
        found = Office(client)
        fields = DraftFields(**{**FIELDS, "kind": Kind.CONDUCT, "occurred_on": None, "procedure_code": None})
        operator = found.account(Role.OPERATOR)
        found.services.casework.register(operator, fields, channel=Channel.PAPER)
        yield found


def test_the_page_shows_the_running_quarter_with_tables_charts_and_notes(office: Office) -> None:
    seen = office.somebody(Role.VIEWER).get(PAGE)

    today = local_day(utc_now())
    assert seen.status == 200
    assert f"Quý {('I', 'II', 'III', 'IV')[(today.month - 1) // 3]} năm {today.year}" in seen.text
    assert "1 tiếp nhận trong kỳ" in seen.text
    assert "Đã đối chiếu 1 hồ sơ với nhật ký chỉ ghi thêm: khớp." in seen.text
    row = seen.soup.find("table", id="kenh").find("tbody").find("tr")
    assert [cell.get_text(strip=True) for cell in row.find_all(["th", "td"])][:4] == ["Văn bản giấy", "1", "0", "1"]


def test_every_chart_says_its_numbers_in_words_and_every_table_has_headings(office: Office) -> None:
    seen = office.somebody(Role.VIEWER).get(PAGE)

    charts = seen.soup.find_all("svg", class_="chart")
    assert len(charts) >= 3
    for chart in charts:
        assert chart["role"] == "img"
        named = str(chart["aria-labelledby"]).split()
        assert all(chart.find(id=one).get_text(strip=True) for one in named)
        assert chart.find(id=named[1]).get_text().count("1")
    for table in seen.soup.find_all("table"):
        assert table.find("caption").get_text(strip=True)
        assert all(cell.get("scope") == "col" for cell in table.find("thead").find_all("th"))
        assert all(row.find("th", scope="row") for row in table.find("tbody").find_all("tr"))
    ids = [one["id"] for one in seen.soup.find_all(id=True)]
    assert len(ids) == len(set(ids))


def test_the_page_needs_nothing_that_the_content_policy_forbids(office: Office) -> None:
    response = office.somebody(Role.VIEWER).request("GET", PAGE)

    soup = BeautifulSoup(response.text, "html.parser")
    assert "style-src 'self'" in response.headers["content-security-policy"]
    assert not soup.find_all("style")
    assert not soup.find_all(style=True)
    assert not [script for script in soup.find_all("script") if not script.get("src")]
    assert office.client.get("/reports.css").status_code == 200


@pytest.mark.parametrize(
    "query", ["ky=khoang&tu=2026-02-30&den=2026-03-01", "nam=abc", "quy=9", "ky=nam&nam=9000", "ky=khoang"]
)
def test_a_period_that_cannot_be_is_said_and_nothing_else_is_shown(office: Office, query: str) -> None:
    person = office.somebody(Role.VIEWER)

    seen = person.get(f"{PAGE}?{query}")

    assert seen.status == 422
    assert seen.soup.find(class_="problem-text")
    assert not seen.soup.find("table")
    assert person.get(f"{PAGE}/bao-cao.xlsx?{query}").status == 422


def test_an_empty_period_is_shown_without_charts(office: Office) -> None:
    seen = office.somebody(Role.VIEWER).get(f"{PAGE}?ky=khoang&tu=2020-01-01&den=2020-01-31")

    assert seen.status == 200
    assert not seen.soup.find("svg", class_="chart")
    assert "Không có số liệu trong kỳ." in seen.text


def test_files_come_with_a_name_and_open(office: Office) -> None:
    person = office.somebody(Role.ADMIN)
    today = local_day(utc_now())
    query = f"ky=khoang&tu={today - timedelta(days=3)}&den={today}"

    def get(name: str) -> Any:
        response = person.request("GET", f"{PAGE}/{name}?{query}")
        assert response.status_code == 200
        disposition = response.headers["content-disposition"]
        assert disposition.startswith("attachment;")
        assert disposition.endswith(f"-{today:%Y%m%d}.{name.rpartition('.')[2]}")
        return response

    assert load_workbook(io.BytesIO(get("bao-cao.xlsx").content))["Hồ sơ"]["B5"].value == "Đủ thông tin"
    assert Document(io.BytesIO(get("bao-cao.docx").content)).tables
    assert len(get("ho-so.csv").content.decode("utf-8-sig").splitlines()) == 2
    assert get("cau-hoi.csv").content.decode("utf-8-sig").startswith("Lúc,")


def test_nobody_reads_a_report_without_logging_in(office: Office) -> None:
    stranger = Person(office.client)

    for path in (PAGE, *(f"{PAGE}/{name}" for name in FILES)):
        assert stranger.get(path).path == "/admin/dang-nhap"


def test_words_of_people_are_for_whoever_works_on_quality(office: Office) -> None:
    viewer, officer = office.somebody(Role.VIEWER), office.somebody(Role.OFFICER)

    assert viewer.get(f"{PAGE}/cau-hoi.csv").status == 403
    assert not [link for link in viewer.get(PAGE).links() if "cau-hoi.csv" in link]
    assert officer.get(f"{PAGE}/cau-hoi.csv").status == 200


def test_an_account_of_another_agency_gets_its_own_numbers_and_no_chats(office: Office) -> None:
    admin = office.account(Role.ADMIN)
    agency = office.services.casework.save_agency(admin, None, name="Công an phường Trấn Biên")
    outside = office.somebody(Role.OFFICER, agency.id)

    seen = outside.get(PAGE)

    assert "Chỉ gồm hồ sơ chuyển đến Công an phường Trấn Biên" in seen.text
    assert "0 tiếp nhận trong kỳ" in seen.text
    assert "Trợ lý tự động" not in [heading.get_text() for heading in seen.soup.find("main").find_all("h2")]
    assert outside.get(f"{PAGE}/cau-hoi.csv").status == 403
    assert len(outside.request("GET", f"{PAGE}/ho-so.csv").text.splitlines()) == 1


def test_the_form_keeps_what_was_chosen(office: Office) -> None:
    seen = office.somebody(Role.VIEWER).get(f"{PAGE}?ky=6-thang&nam=2025&so-sanh=lien-truoc")

    form = seen.form(PAGE)
    assert form.find("select", attrs={"name": "ky"}).find("option", selected=True)["value"] == "6-thang"
    assert form.find("select", attrs={"name": "so-sanh"}).find("option", selected=True)["value"] == "lien-truoc"
    assert form.find("input", attrs={"name": "nam"})["value"] == "2025"
    assert "so sánh với: từ 01/07/2024 đến 31/12/2024".casefold() in seen.text.casefold()
