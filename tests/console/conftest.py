"""An office at work: the real application and database, one account of each role, pages read as a browser does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from argon2 import PasswordHasher
from bs4 import BeautifulSoup, Tag
from fastapi.testclient import TestClient

from api.feedback.model import DraftFields, Kind
from api.security import passwords
from api.security.accounts import Actor
from api.security.roles import Role
from api.services import Services
from tests.api.conftest import World, world

__all__ = ["world"]

PASSWORD = "mot mat khau du dai"
NAMES = {
    Role.VIEWER: "Lê Thị Xem",
    Role.OPERATOR: "Trần Văn Nhận",
    Role.OFFICER: "Phạm Thị Xử",
    Role.APPROVER: "Vũ Văn Duyệt",
    Role.ADMIN: "Đỗ Thị Quản",
}


CONTENT = "Tôi nộp hồ sơ tạm trú đã hai tuần chưa có kết quả, gọi hỏi đều bảo chờ. Tôi là Nguyễn Văn An, số 0912345678."
ANSWER = "Hồ sơ của ông Nguyễn Văn An đã có kết quả, cơ quan xin lỗi vì chậm trễ và đã chấn chỉnh bộ phận tiếp nhận."
SENDER = {
    "sender_name": "Nguyễn Văn An",
    "sender_address": "Số 12 đường Ví Dụ, phường Ví Dụ",
    "sender_phone": "0912345678",
    "sender_email": "an@vidu.vn",
}


class Seen:
    """A page as it came."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.url.path
        self.soup = BeautifulSoup(response.text, "html.parser")

    @property
    def text(self) -> str:
        """All words of the main part, in one line."""
        main = self.soup.find("main") or self.soup
        return " ".join(main.get_text(" ").split())

    @property
    def heading(self) -> str:
        found = self.soup.find("h1")
        return found.get_text(strip=True) if found else ""

    def form(self, action: str) -> Tag:
        """Return the form that posts to an address."""
        found = self.soup.find("form", attrs={"action": action})
        assert isinstance(found, Tag), f"no form to {action} on {self.path}: {self.text[:300]}"
        return found

    def has_form(self, action: str) -> bool:
        return self.soup.find("form", attrs={"action": action}) is not None

    def links(self) -> set[str]:
        return {str(one["href"]) for one in self.soup.find_all("a", href=True)}


def values_of(form: Tag) -> dict[str, Any]:
    """Return what a browser would send for a form nobody has touched."""
    values: dict[str, Any] = {}
    for box in form.find_all("input"):
        if not box.get("name") or box.get("type") in ("file", "submit"):
            continue
        if box.get("type") in ("checkbox", "radio"):
            if box.has_attr("checked"):
                values.setdefault(str(box["name"]), []).append(str(box.get("value", "on")))
            continue
        values[str(box["name"])] = str(box.get("value", ""))
    for area in form.find_all("textarea"):
        values[str(area["name"])] = area.get_text().removeprefix("\n")
    for choice in form.find_all("select"):
        options = choice.find_all("option")
        chosen = next((one for one in options if one.has_attr("selected")), options[0] if options else None)
        if chosen is not None:
            values[str(choice["name"])] = str(chosen.get("value", chosen.get_text()))
    return values


@dataclass
class Person:
    """Somebody with a browser of their own."""

    client: TestClient
    jar: Any = None

    def get(self, path: str) -> Seen:
        return Seen(self.request("GET", path))

    def post(self, path: str, data: dict[str, Any], **more: Any) -> Seen:
        return Seen(self.request("POST", path, data=data, **more))

    def submit(self, seen: Seen, to: str, /, *, files: Any = None, **typed: Any) -> Seen:
        """Fill in a form of a page and send it; ``None`` leaves a box unticked."""
        body = {**values_of(seen.form(to)), **typed}
        return self.post(to, {name: value for name, value in body.items() if value is not None}, files=files)

    def request(self, method: str, path: str, **more: Any) -> Any:
        self.client.cookies = type(self.client.cookies)() if self.jar is None else self.jar
        answer = self.client.request(method, path, **more)
        self.jar = self.client.cookies
        return answer

    def log_in(self, username: str, password: str = PASSWORD) -> Seen:
        return self.submit(self.get("/admin/dang-nhap"), "/admin/dang-nhap", username=username, password=password)


@dataclass
class Office:
    """The application, its services, and whoever works there."""

    client: TestClient
    people: dict[Role, Person] = field(default_factory=dict)
    actors: dict[Role, Actor] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        found: Services = self.client.app.state.services  # type: ignore[attr-defined]
        return found

    def stranger(self) -> Person:
        return Person(self.client)

    def somebody(self, role: Role) -> Person:
        """Return who has this role, logged in."""
        if role not in self.people:
            self.actor(role)
            self.people[role] = Person(self.client)
            self.people[role].jar = self._logged_in(role.value)
        return self.people[role]

    def actor(self, role: Role) -> Actor:
        """Return the account of a role; made when it is first asked for."""
        if role not in self.actors:
            made = self.services.accounts.create(
                None, username=role.value, name=NAMES[role], role=role, password=PASSWORD, must_change=False
            )
            self.actors[role] = Actor(made.id, made.name, made.role)
        return self.actors[role]

    def _logged_in(self, username: str) -> Any:
        """Return the cookies of a log-in (test_way_in.py tries the form itself)."""
        jar = type(self.client.cookies)()
        token = self.services.accounts.log_in(username, PASSWORD)
        jar.set("motcua_phien", token, domain="testserver.local", path="/admin")
        return jar

    def agency(self, name: str = "Công an phường Ví Dụ") -> str:
        """Add an office to the directory and return its id."""
        return self.services.casework.save_agency(self.actor(Role.ADMIN), None, name=name).id

    def case(self, **fields: Any) -> str:
        """Register a PAKN by phone and return its code."""
        given = {"kind": Kind.CONDUCT, "content": CONTENT, "consent_version": "1", **SENDER, **fields}
        more = {name: given.pop(name) for name in ("received_on", "files", "channel") if name in given}
        receipt = self.services.casework.register(self.actor(Role.OPERATOR), DraftFields(**given), **more)
        return receipt.code

    def in_progress(self, **fields: Any) -> str:
        """Return a PAKN that the officer is working on."""
        code, agency, work, officer = (
            self.case(**fields),
            self.agency(),
            self.services.casework,
            self.actor(Role.OFFICER),
        )
        work.forward(officer, code, agency)
        work.start(officer, code)
        return code

    def answered(self, **fields: Any) -> str:
        """Return a PAKN whose answer is approved."""
        code, work = self.in_progress(**fields), self.services.casework
        work.draft_answer(self.actor(Role.OFFICER), code, ANSWER)
        work.approve_answer(self.actor(Role.APPROVER), code)
        return code

    @property
    def viewer(self) -> Person:
        return self.somebody(Role.VIEWER)

    @property
    def operator(self) -> Person:
        return self.somebody(Role.OPERATOR)

    @property
    def officer(self) -> Person:
        return self.somebody(Role.OFFICER)

    @property
    def approver(self) -> Person:
        return self.somebody(Role.APPROVER)

    @property
    def admin(self) -> Person:
        return self.somebody(Role.ADMIN)


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Hash passwords with the least work argon2 allows: the tests log in often."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        yield


@pytest.fixture
def office(world: World) -> Iterator[Office]:
    """An office on this machine."""
    with world.client() as client:
        yield Office(client)
