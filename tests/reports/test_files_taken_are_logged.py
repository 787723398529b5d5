"""Whoever takes a file of the report stands in the log, with the days it is about."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from api.reports.pages import PATH, TAKEN
from api.security.roles import Role
from api.storage.feedback_tables import AuditRow
from tests.console.conftest import office, quick_hashes, world

__all__ = ["office", "quick_hashes", "world"]

QUERY = "ky=khoang&tu=2026-01-05&den=2026-02-06"


def lines(place: Any) -> list[AuditRow]:
    with place.services.database.session() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.action == TAKEN)))


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("bao-cao.xlsx", "bao-cao-pakn-20260105-20260206.xlsx"),
        ("bao-cao.docx", "bao-cao-pakn-20260105-20260206.docx"),
        ("ho-so.csv", "ho-so-pakn-20260105-20260206.csv"),
        ("cau-hoi.csv", "cau-hoi-20260105-20260206.csv"),
    ],
)
def test_each_file_leaves_one_line_with_who_what_and_which_days(office: Any, name: str, kept: str) -> None:
    assert office.officer.request("GET", f"{PATH}/{name}?{QUERY}").status_code == 200

    (line,) = lines(office)
    assert (line.actor, line.subject_kind, line.subject) == ("Phạm Thị Xử", "report", kept)
    assert line.after == {"from_on": "2026-01-05", "until_on": "2026-02-06"}
    words = office.admin.get("/admin/nhat-ky?loai=report").text
    assert f"Tải tệp báo cáo {kept}" in words or ("Tải tệp báo cáo" in words and kept in words)
    assert "05/01/2026" in words


def test_looking_at_the_page_and_being_refused_leave_none(office: Any) -> None:
    office.viewer.get(f"{PATH}?{QUERY}")
    assert office.viewer.get(f"{PATH}/cau-hoi.csv?{QUERY}").status == 403
    assert office.officer.get(f"{PATH}/ho-so.csv?ky=khoang&tu=x&den=y").status == 422
    assert office.stranger().get(f"{PATH}/ho-so.csv?{QUERY}").path == "/admin/dang-nhap"

    assert lines(office) == []


def test_without_the_line_nobody_gets_the_file(office: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from api.errors import StorageUnavailable
    from api.reports import pages

    def full(*_arguments: object, **_more: object) -> None:
        raise StorageUnavailable("full")

    monkeypatch.setattr(pages, "write", full)

    answer = office.somebody(Role.OFFICER).request("GET", f"{PATH}/ho-so.csv?{QUERY}")
    assert answer.status_code == 503
    assert "Mã" not in answer.headers.get("content-disposition", "")
    assert answer.headers["content-type"].startswith("text/html")
