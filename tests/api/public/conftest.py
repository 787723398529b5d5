"""A deployment that takes PAKN from citizens, and an office behind it that answers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from argon2 import PasswordHasher
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from sqlalchemy import func, select

from api.feedback.casework import Casework
from api.feedback.model import Channel
from api.security import passwords
from api.security.accounts import Actor
from api.security.roles import Role
from api.services import Services
from api.storage.feedback_tables import CaseRow, DraftRow

PHONE = "0912 345 678"
PROOF = "5678"
KEY = "khoa-cua-mot-chuong-trinh"
WHOLE: dict[str, Any] = {
    "kind": "hanh_vi",
    "content": "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết quả.",
    "procedure_code": "1.001193",
    "agency": "UBND phường Trấn Biên",
    "location": "Phường Trấn Biên, Đồng Nai",
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên, Đồng Nai",
    "sender_phone": PHONE,
    "consent_version": "1",
}
PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@dataclass
class Counter:
    """Both sides of the counter of a running application."""

    client: TestClient
    _actors: dict[Role, Actor] = field(default_factory=dict)

    @property
    def services(self) -> Services:
        found: Services = self.client.app.state.services  # type: ignore[attr-defined]
        return found

    @property
    def casework(self) -> Casework:
        return self.services.casework

    def actor(self, role: Role) -> Actor:
        if role not in self._actors:
            made = self.services.accounts.create(
                None, username=role.value, name=f"Cán bộ {role.value}", role=role, password="mot cau that dai"
            )
            self._actors[role] = Actor(made.id, made.name, made.role, None)
        return self._actors[role]

    def sent(self, **changes: Any) -> str:
        """A PAKN that a citizen has just sent through the interface; its code."""
        reply = self.client.post("/api/v1/feedback", json={**WHOLE, **changes})
        assert reply.status_code == 200, reply.text
        return str(reply.json()["code"])

    def answered(
        self, answer: str = "Hồ sơ chậm do thiếu giấy chứng sinh, trả ngày 12/11/2026.", **changes: Any
    ) -> str:
        code = self.sent(**changes)
        name = f"UBND phường Trấn Biên ({self.count(CaseRow)})"
        agency = self.casework.save_agency(self.actor(Role.ADMIN), None, name=name)
        self.casework.forward(self.actor(Role.OFFICER), code, agency.id)
        self.casework.start(self.actor(Role.OFFICER), code)
        self.casework.draft_answer(self.actor(Role.OFFICER), code, answer)
        self.casework.approve_answer(self.actor(Role.APPROVER), code)
        return code

    def published(self, question: str, answer: str, **changes: Any) -> tuple[str, str]:
        """Code and public name of an answer that stands on the page of published ones."""
        code = self.answered(**changes)
        return code, self.casework.publish(self.actor(Role.APPROVER), code, question, answer, asked=question[:160])

    def count(self, table: type[CaseRow] | type[DraftRow]) -> int:
        with self.services.database.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0

    def draft(self, **changes: Any) -> str:
        draft_id = self.services.desk.open_draft(channel=Channel.WEB)
        self.services.desk.change_draft(draft_id, **changes)
        return draft_id


@pytest.fixture
def counter(world: Any) -> Iterator[Counter]:
    """The counter of a deployment without Rasa, which takes requests of one program by Open311."""
    world.overrides.update(georeport_keys=f"mot-khoa-khac-nua-day,{KEY}", rate_lookups=5)
    with world.client() as client:
        yield Counter(client)


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with the least work: the strength of argon2 is not what these tests are about."""
    weak = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", weak)
        yield


@pytest.fixture
def soup() -> Any:
    """Reads a page."""
    return lambda reply: BeautifulSoup(reply.text, "html.parser")
