"""An admin starts a look at the links, watches it, stops it, and reads which records are concerned."""

from __future__ import annotations

import csv
import io
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from typing import Any

import pytest

from knowledge.model import Form, Paper, ProcedureStatus
from tests.api.conftest import BIRTH, PASSPORT
from tests.console.conftest import values_of
from tests.loopback import serving

PAGE = "/admin/kien-thuc/lien-ket"


class Site:
    """Answers 404 to ``/mau-cu``; holds ``/cham`` until it is let go."""

    def __init__(self) -> None:
        self.url = ""
        self.asked: list[str] = []
        self.held = threading.Event()
        self.let_go = threading.Event()


@pytest.fixture
def site() -> Iterator[Site]:
    """The server the records point to."""
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self._answer()

        def do_GET(self) -> None:
            self._answer()

        def _answer(self) -> None:
            found.asked.append(self.path)
            if self.path == "/cham":
                found.held.set()
                found.let_go.wait(60)
            self.send_response(404 if self.path == "/mau-cu" else 200)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler) as found.url:
        yield found
        found.let_go.set()


def publish(office: Any, site: Site, *, slow: bool = False) -> None:
    """Let both records point to the site; they share a form that is gone."""
    old = Paper(name="Tờ khai", form=Form(name="=Mẫu 1", url=f"{site.url}/mau-cu"))
    held = Paper(name="Đơn", form=Form(name="Mẫu 2", url=f"{site.url}/cham"))
    records = office.services.keeper.current()._records
    records[BIRTH.code] = BIRTH.model_copy(
        update={"url": f"{site.url}/nguon", "papers": (old, old, held) if slow else (old, old)}
    )
    records[PASSPORT.code] = PASSPORT.model_copy(update={"papers": (old,), "url": "java script:"})


def finished(office: Any) -> Any:
    """Read the page until the look is over."""
    until = time.monotonic() + 60
    while (page := office.admin.get(PAGE)).soup.find("progress"):
        assert time.monotonic() < until, page.text
    return page


def test_broken_links_are_listed_with_the_records_concerned(office: Any, site: Site) -> None:
    publish(office, site)
    first = office.admin.get(PAGE)
    assert "Chưa kiểm tra lần nào" in first.text
    assert site.asked == []

    office.admin.submit(first, PAGE)
    page = finished(office)

    assert "3 liên kết đã kiểm tra 1 mở được 0 cần mở bằng tay 2 không mở được" in page.text
    assert "Không còn trang này (404)" in page.text
    assert "Địa chỉ viết sai" in page.text
    assert BIRTH.name in page.text
    assert PASSPORT.name in page.text
    assert f"{site.url}/mau-cu" in page.links()
    assert "java script:" not in page.links()
    assert f"{site.url}/nguon" not in page.text
    assert "Đỗ Thị Quản" in page.text
    assert PAGE in office.admin.get("/admin/kien-thuc").links()
    assert "Kiểm tra liên kết" in office.admin.get("/admin/nhat-ky").text

    table = office.admin.request("GET", f"{PAGE}.csv").content.decode("utf-8-sig")
    lines = list(csv.reader(io.StringIO(table)))
    assert [(line[0], line[2], line[5]) for line in lines[1:]] == [
        (f"{site.url}/mau-cu", "404", BIRTH.code),
        (f"{site.url}/mau-cu", "404", PASSPORT.code),
        ("java script:", "", PASSPORT.code),
    ]
    assert lines[1][4] == "'=Mẫu 1"


def test_a_look_can_be_watched_and_stopped_and_keeps_what_it_knows(office: Any, site: Site) -> None:
    publish(office, site, slow=True)
    office.admin.submit(office.admin.get(PAGE), PAGE)
    assert site.held.wait(60)

    going = office.admin.get(PAGE)
    assert going.soup.find("progress")["max"] == "4"
    assert not going.has_form(PAGE)
    again = office.admin.post(PAGE, values_of(going.form(f"{PAGE}/dung-lai")))
    assert "Đang có một lần kiểm tra" in again.text
    stopped = office.admin.submit(going, f"{PAGE}/dung-lai")

    assert "Lần này dừng giữa chừng" in stopped.text
    assert stopped.soup.find("progress") is None
    assert stopped.has_form(PAGE)


def test_links_of_records_no_longer_in_force_are_left_alone(office: Any, site: Site) -> None:
    publish(office, site)
    records = office.services.keeper.current()._records
    for code, record in records.items():
        records[code] = record.model_copy(update={"status": ProcedureStatus.WITHDRAWN})
    office.admin.submit(office.admin.get(PAGE), PAGE)
    assert "0 liên kết đã kiểm tra" in finished(office).text
    assert site.asked == []


def test_only_an_admin_may_start_one(office: Any, site: Site) -> None:
    publish(office, site)
    seen = office.officer.get(PAGE)
    assert seen.status == 200
    assert not seen.has_form(PAGE)
    assert office.viewer.get(PAGE).status == 403
    wrong = "/admin/kien-thuc/sai-thong-tin"
    assert office.officer.post(PAGE, values_of(office.officer.get(wrong).form(wrong))).status == 403
    assert site.asked == []
