"""``motcua account``: the first account, and the way back in."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from api.security.accounts import Accounts
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from tests.commands import invoke


@pytest.fixture
def data(world: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen_database_url: str) -> Path:
    monkeypatch.setenv("MOTCUA_DATA", str(tmp_path / "var"))
    monkeypatch.setenv("MOTCUA_DATABASE_URL", chosen_database_url)
    return tmp_path / "var"


def password_in(output: str) -> str:
    found = re.search(r"mật khẩu tạm: ([a-z0-9-]{20,})", output)
    assert found, output
    return found[1]


def test_the_first_account_is_an_administrator_who_must_change_the_password(data: Path) -> None:
    made = invoke(["account", "Quan", "--name", "Đỗ Thị Quản"])
    assert made.exit_code == 0, made.output
    database = Database.open(Settings.load(data=data))
    try:
        accounts = Accounts(database)
        found = accounts.session(accounts.log_in("quan", password_in(made.output)))
        assert found
        assert (found.actor.name, found.actor.role) == ("Đỗ Thị Quản", Role.ADMIN)
        assert accounts.list(None)[0].must_change
    finally:
        database.close()


def test_a_reset_opens_a_closed_account_with_a_new_password(data: Path) -> None:
    first = password_in(invoke(["account", "hoa", "--name", "Hoa", "--role", "officer"]).output)
    second = password_in(invoke(["account", "hoa", "--reset"]).output)
    assert first != second
    database = Database.open(Settings.load(data=data))
    try:
        accounts = Accounts(database)
        found = accounts.session(accounts.log_in("hoa", second))
        assert found
        assert found.actor.role is Role.OFFICER
    finally:
        database.close()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["hoa"], "Họ tên cần có"),
        (["Hoa Nguyễn", "--name", "Hoa"], "Tên đăng nhập gồm"),
        (["khong-co", "--reset"], "Không có tài khoản này"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_line(data: Path, arguments: list[str], says: str) -> None:
    refused = invoke(["account", *arguments])
    assert refused.exit_code == 1
    assert says in refused.output
    assert "mật khẩu tạm" not in refused.output
