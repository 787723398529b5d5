"""The office of a running product: accounts made on the command line, every step a page and a form over HTTP."""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import httpx

from api.clock import local_day, utc_now
from api.security.roles import Role
from tests.channels.fake_zalo import FakeZalo
from tests.console.conftest import Person, Seen
from tools.measures.server import Server

if TYPE_CHECKING:
    from tests.e2e.conftest import Talk

Result = TypeVar("Result")

PASSWORD = "mot mat khau du dai cua can bo"
AGENCY = "UBND phường Tam Hiệp"
_PASSWORD_LINE = re.compile(r"mật khẩu tạm: (\S+)")
_LOG_CHECKED = re.compile(r"Đã đối chiếu ([\d.]+) hồ sơ với nhật ký chỉ ghi thêm: khớp\.")
_LIMIT = 240.0


@dataclass
class WalkingOffice:
    """A deployment with its people.

    Attributes:
        settings: what the command line needs to work on the same data, as environment variables.
        zalo: the other side of its Zalo account.
    """

    server: Server
    settings: dict[str, str]
    zalo: FakeZalo
    people: dict[Role, Person] = field(default_factory=dict)
    agency: str = ""

    def somebody(self, role: Role) -> Person:
        """Return who has this role, logged in; the account is made when it is first asked for."""
        if role not in self.people:
            username = f"walks.{role.value}"
            client = httpx.Client(base_url=self.server.url, timeout=60, trust_env=False, follow_redirects=True)
            person = Person(client)  # type: ignore[arg-type]  # what it needs is in both kinds of client
            given = self._make_account(username, role)
            asked = person.log_in(username, given)
            assert asked.path == "/admin/mat-khau", asked.text
            changed = person.submit(asked, "/admin/mat-khau", old=given, new=PASSWORD, again=PASSWORD)
            assert changed.status == 200, changed.text
            self.people[role] = person
        return self.people[role]

    def close(self) -> None:
        """Close the browsers."""
        for person in self.people.values():
            person.client.close()

    def _make_account(self, username: str, role: Role) -> str:
        names = {Role.OFFICER: "Phạm Thị Xử", Role.APPROVER: "Vũ Văn Duyệt", Role.ADMIN: "Đỗ Thị Quản"}
        program = str(Path(sys.executable).with_name("motcua"))
        command = [program, "account", username, "--name", names[role], "--role", role.value]
        done = subprocess.run(
            command, env={**os.environ, **self.settings}, capture_output=True, text=True, check=False, timeout=120
        )
        found = _PASSWORD_LINE.search(done.stdout)
        assert found, done.stdout + done.stderr
        return found.group(1)

    # --- one PAKN ------------------------------------------------------------------------------------------------

    def handle(self, code: str, answer: str) -> None:
        """Forward, take up, answer and approve: two people, as the rules ask."""
        base = f"/admin/pakn/{code}"
        officer, approver = self.somebody(Role.OFFICER), self.somebody(Role.APPROVER)
        seen = officer.submit(officer.get(base), f"{base}/chuyen", agency=self._agency())
        assert "Đã chuyển cơ quan xử lý." in seen.text
        seen = officer.submit(seen, f"{base}/bat-dau")
        seen = officer.submit(seen, f"{base}/soan", answer=answer)
        assert "chờ duyệt" in seen.text
        assert not seen.has_form(f"{base}/duyet")  # four eyes
        seen = approver.submit(approver.get(base), f"{base}/duyet")
        assert "đã gửi cho người dân" in seen.text

    def redaction(self, code: str) -> Seen:
        """Return the page before publication, as the machine proposes it."""
        return self.somebody(Role.APPROVER).get(f"/admin/pakn/{code}/cong-khai")

    def publish(self, code: str, question: str) -> str:
        """Publish the redacted answer under a question in the office's words; return its address."""
        address = f"/admin/pakn/{code}/cong-khai"
        approver = self.somebody(Role.APPROVER)
        looked = approver.submit(self.redaction(code), address, do="look", question=question)
        done = approver.submit(looked, address, do="publish", read="1", asked=question, keep="1")
        found = re.search(r"Đã công khai tại (/hoi-dap/[\w-]+)", done.text)
        assert found, done.text
        return found.group(1)

    def _agency(self) -> str:
        if not self.agency:
            admin = self.somebody(Role.ADMIN)
            added = admin.submit(admin.get("/admin/co-quan"), "/admin/co-quan", name=AGENCY)
            link = added.soup.find("a", string=AGENCY)
            assert link is not None, added.text
            self.agency = str(link["href"]).rsplit("/", 1)[1]
        return self.agency

    # --- the periodic report -------------------------------------------------------------------------------------

    def report(self) -> Report:
        """Return the report of these days: page and list of PAKN, which must agree with each other and the log."""
        today = local_day(utc_now())
        query = f"?ky=khoang&tu={today - timedelta(days=1)}&den={today + timedelta(days=1)}"
        viewer = self.somebody(Role.APPROVER)
        page = viewer.get(f"/admin/bao-cao{query}")
        listed = viewer.request("GET", f"/admin/bao-cao/ho-so.csv{query}").content.decode("utf-8-sig")
        report = Report(page, {line["Mã"]: line for line in csv.DictReader(io.StringIO(listed))})
        report.agrees()
        return report


@dataclass
class Report:
    """The report as a page, and the lines behind its numbers."""

    page: Seen
    lines: dict[str, dict[str, str]]

    def table(self, key: str) -> dict[str, list[str]]:
        """Return a table by the first cell of its lines; empty when it has none."""
        found = self.page.soup.find("table", id=key)
        rows = found.find("tbody").find_all("tr") if found else []  # type: ignore[union-attr]
        cells = [[cell.get_text(strip=True) for cell in row.find_all(["th", "td"])] for row in rows]
        return {line[0]: line[1:] for line in cells}

    def number(self, key: str, label: str, column: int = 0) -> int:
        """Return one whole number; a line that is not there counts nothing."""
        values = self.table(key).get(label)
        return int(values[column].replace(".", "")) if values else 0

    @property
    def full(self) -> list[dict[str, str]]:
        """Lines of PAKN; remarks stand apart."""
        return [line for line in self.lines.values() if line["Mức đủ thông tin"] == "Đủ thông tin"]

    def agrees(self) -> None:
        """Page, list and log tell the same."""
        checked = _LOG_CHECKED.search(self.page.text)
        assert checked, self.page.text
        assert int(checked.group(1).replace(".", "")) == len(self.lines)
        assert self.number("so-lieu-chung", "Tiếp nhận trong kỳ") == len(self.full)
        assert self.number("so-lieu-chung", "Góp ý không đủ thông tin (không tính ở trên)") == len(self.lines) - len(
            self.full
        )
        for key, column in (("loai", "Loại"), ("kenh", "Kênh")):
            counted = {label: self.number(key, label, 2) for label in self.table(key) if label != "Tổng"}
            assert {label: count for label, count in counted.items() if count} == Counter(
                line[column] for line in self.full
            )
        answered = [line for line in self.full if line["Ngày trả lời"]]
        assert self.number("so-lieu-chung", "Đã trả lời") == len(answered)


def eventually(ask: Callable[[], Result], good: Callable[[Result], bool]) -> Result:
    """Ask until the result is good; the product takes a publication up by itself within seconds."""
    deadline = time.monotonic() + _LIMIT
    while True:
        result = ask()
        if good(result) or time.monotonic() > deadline:
            return result
        time.sleep(0.2)


def fill_in(talk: Talk, name: str, street: str, phone: str) -> None:
    """Answer the questions of the form after the story, up to the review."""
    talk.say("không")  # nothing more to tell
    talk.say("bỏ qua")
    talk.say("phường Tam Hiệp, tỉnh Đồng Nai")
    talk.say("hôm qua")
    talk.press("Sang câu sau")  # no files
    talk.press("Tôi đồng ý")
    talk.press("Cá nhân")
    talk.say(name)
    talk.say(f"{street}, phường Tam Hiệp, tỉnh Đồng Nai")
    talk.say(phone)
    talk.press("Có, giữ kín")
