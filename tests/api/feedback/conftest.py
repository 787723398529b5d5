"""A deployment that takes PAKN: a real database (SQLite and PostgreSQL), a clock that is moved by hand, an office."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

from api.clock import VIETNAM
from api.feedback.casework import Casework
from api.feedback.desk import FeedbackDesk
from api.feedback.model import Channel, Receipt
from api.feedback.office_model import Agency
from api.feedback.rules import FeedbackRules
from api.security.accounts import Accounts, Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import OutboxRow

PROCEDURES = {
    "1.004222": ("Đăng ký thường trú", "Đăng ký, quản lý cư trú"),
    "1.001193": ("Đăng ký khai sinh", "Hộ tịch"),
}
PHONE = "0912345678"
PROOF = "5678"
EMAIL = "hoa@example.vn"
FIELDS: dict[str, Any] = {
    "kind": "hanh_vi",
    "content": (
        "Tôi nộp hồ sơ đăng ký thường trú ngày 20/10/2026, hẹn trả ngày 29/10/2026 nhưng đến nay chưa có kết quả. "
        "Tôi là Nguyễn Thị Hoa, số điện thoại 0912 345 678."
    ),
    "procedure_code": "1.004222",
    "agency": "Công an phường Trấn Biên",
    "location": "Phường Trấn Biên, Đồng Nai",
    "occurred_on": date(2026, 10, 29),
    "sender_name": "Nguyễn Thị Hoa",
    "sender_address": "Số 5 đường số 2, phường Trấn Biên, Đồng Nai",
    "sender_phone": PHONE,
    "sender_email": EMAIL,
    "consent_version": "1",
}
ANSWER = "Công an phường đã rà soát, hồ sơ chậm do thiếu xác nhận chỗ ở. Kết quả sẽ trả ngày 12/11/2026."


MONDAY = datetime(2026, 11, 2, 9, tzinfo=VIETNAM).astimezone(UTC)


@dataclass
class Clock:
    """Stands at the morning of Monday 02/11/2026 in Vietnam and goes on by a moment each time it is read."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now

    def later(self, **time: float) -> None:
        self.now += timedelta(**time)

    def go_to(self, day: date, hour: int = 9) -> None:
        self.now = datetime(day.year, day.month, day.day, hour, tzinfo=VIETNAM).astimezone(UTC)


def procedures(code: str) -> tuple[str, str | None] | None:
    return PROCEDURES.get(code)


@dataclass
class Deployment:
    """Both sides of the counter over one database."""

    database: Database
    clock: Clock
    rules: FeedbackRules
    desk: FeedbackDesk = field(init=False)
    casework: Casework = field(init=False)
    accounts: Accounts = field(init=False)
    viewer: Actor = field(init=False)
    operator: Actor = field(init=False)
    officer: Actor = field(init=False)
    approver: Actor = field(init=False)
    admin: Actor = field(init=False)
    agency: Agency = field(init=False)

    def __post_init__(self) -> None:
        self.decide(self.rules)
        self.accounts = Accounts(self.database, self.clock)
        for role in Role:
            setattr(self, role.value, self.account(role.value, role))
        self.agency = self.casework.save_agency(self.admin, None, name="Công an phường Trấn Biên")

    def decide(self, rules: FeedbackRules) -> None:
        """Run by other rules from now on."""
        self.rules = rules
        self.desk = FeedbackDesk(self.database, rules, procedures, clock=self.clock)
        self.casework = Casework(self.database, rules, procedures, clock=self.clock)

    def account(self, username: str, role: Role, agency_id: str | None = None) -> Actor:
        made = self.accounts.create(
            None,
            username=username,
            name=f"Cán bộ {username}",
            role=role,
            password="mot cau that dai",
            agency_id=agency_id,
        )
        return Actor(made.id, made.name, made.role, agency_id)

    def draft(self, **changes: Any) -> str:
        draft_id = self.desk.open_draft(channel=Channel.WEB)
        self.desk.change_draft(draft_id, **{**FIELDS, **changes})
        return draft_id

    def sent(self, **changes: Any) -> Receipt:
        """A PAKN a citizen has just sent."""
        return self.desk.submit(self.draft(**changes))

    def in_progress(self, **changes: Any) -> str:
        code = self.sent(**changes).code
        self.casework.forward(self.officer, code, self.agency.id)
        self.casework.start(self.officer, code)
        return code

    def answered(self, answer: str = ANSWER, **changes: Any) -> str:
        code = self.in_progress(**changes)
        self.casework.draft_answer(self.officer, code, answer)
        self.casework.approve_answer(self.approver, code)
        return code

    def notices(self, code: str) -> list[str]:
        """Subjects of what waits for the sender, in the order it was written."""
        with self.database.session() as session:
            rows = session.scalars(select(OutboxRow).where(OutboxRow.case_code == code).order_by(OutboxRow.number))
            return [row.subject.partition(": ")[2] for row in rows]

    def count(self, table: type[Any]) -> int:
        with self.database.session() as session:
            return session.scalar(select(func.count()).select_from(table)) or 0


@pytest.fixture(scope="session", autouse=True)
def quick_passwords() -> Iterator[None]:
    """Hash with the least work: the strength of argon2 is not what these tests are about."""
    from argon2 import PasswordHasher

    from api.security import passwords

    usual = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield
    passwords._hasher = usual


@pytest.fixture
def settings(tmp_path: Path, database_url: str) -> Settings:
    return Settings.load(data=tmp_path / "var", database_url=database_url, office_name="UBND phường Trấn Biên")


@pytest.fixture
def database(settings: Settings, empty_data: Path) -> Iterator[Database]:
    if not settings.database_url:
        settings.data.mkdir(parents=True)
        shutil.copy(empty_data / "motcua.db", settings.data)
    opened = Database.open(settings)
    yield opened
    opened.close()


@pytest.fixture
def office(database: Database, settings: Settings) -> Deployment:
    return Deployment(database, Clock(), FeedbackRules.of(settings))


def without_four_eyes(rules: FeedbackRules) -> FeedbackRules:
    return replace(rules, four_eyes=False)
