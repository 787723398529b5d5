"""Accounts of the office: passwords, tries, roles, log-ins."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from api.errors import AccessDenied, BadCredentials, InvalidField
from api.security import passwords
from api.security.accounts import Account, Accounts, Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import AccountRow, AuditRow, SessionRow

PASSWORD = "mot cau that dai"


class Clock:
    now = datetime(2026, 11, 2, 2, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def accounts(new_data: Path, database_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> Iterator[Accounts]:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    database = Database.open(Settings.load(data=new_data, database_url=database_url))
    yield Accounts(database, clock)
    database.close()


def made(accounts: Accounts, username: str = "hoa", role: Role = Role.OFFICER) -> Account:
    return accounts.create(None, username=username, name="Nguyễn Thị Hoa", role=role, password=PASSWORD)


def who(accounts: Accounts, username: str = "hoa", password: str = PASSWORD) -> Actor:
    """Log in and return who that is."""
    found = accounts.session(accounts.log_in(username, password))
    assert found is not None
    return found.actor


def test_an_account_logs_in_with_its_password_only(accounts: Accounts) -> None:
    account = made(accounts)

    assert who(accounts, " HOA ") == Actor(account.id, "Nguyễn Thị Hoa", Role.OFFICER)
    for username, password in (("hoa", "sai"), ("hoa", ""), ("khac", PASSWORD), ("", ""), ("hoa", PASSWORD * 1000)):
        with pytest.raises(BadCredentials) as refused:
            accounts.log_in(username, password)
        assert refused.value.retry_after == 0


def test_the_database_holds_no_password_and_no_token(accounts: Accounts) -> None:
    made(accounts)
    token = accounts.log_in("hoa", PASSWORD)

    with accounts._database.session() as session:
        assert session.scalars(select(AccountRow.password_hash)).one().startswith("$argon2id$")
        assert token not in session.scalars(select(SessionRow.token_hash)).one()


def test_ten_wrong_tries_close_the_account_for_a_quarter_of_an_hour(accounts: Accounts, clock: Clock) -> None:
    made(accounts)
    for _ in range(9):
        with pytest.raises(BadCredentials):
            accounts.log_in("hoa", "sai")
    accounts.log_in("hoa", PASSWORD)  # a right one starts the count again
    for _ in range(10):
        with pytest.raises(BadCredentials):
            accounts.log_in("hoa", "sai")

    with pytest.raises(BadCredentials) as locked:
        accounts.log_in("hoa", PASSWORD)
    assert locked.value.retry_after == 15 * 60
    clock.now += timedelta(minutes=15, seconds=1)
    accounts.log_in("hoa", PASSWORD)


@pytest.mark.parametrize("password", ["ngan", "aaaaaaaaaaaaaaaa", "nguyenhoa2026xyz", "x" * 300])
def test_passwords_that_are_easy_to_guess_are_refused(accounts: Accounts, password: str) -> None:
    with pytest.raises(InvalidField) as refused:
        accounts.create(None, username="nguyenhoa", name="Hoa", role=Role.VIEWER, password=password)
    assert refused.value.field == "password"


@pytest.mark.parametrize("username", ["a", "có dấu", "hai chu", "x" * 65, "", "-dau"])
def test_user_names_are_plain_and_taken_once(accounts: Accounts, username: str) -> None:
    made(accounts)
    for wrong in (username, "Hoa"):
        with pytest.raises(InvalidField) as refused:
            made(accounts, wrong)
        assert refused.value.field == "username"


def test_only_an_administrator_manages_accounts(accounts: Accounts) -> None:
    account = made(accounts)
    officer = who(accounts)

    for act in (
        lambda: accounts.list(officer),
        lambda: accounts.set_role(officer, account.id, Role.ADMIN),
        lambda: accounts.disable(officer, account.id),
        lambda: accounts.reset_password(officer, account.id, "mot cau khac that dai"),
        lambda: accounts.create(officer, username="x12", name="X", role=Role.ADMIN, password=PASSWORD),
    ):
        with pytest.raises(AccessDenied):
            act()


def test_the_last_administrator_stays(accounts: Accounts) -> None:
    first = made(accounts, "quantri", Role.ADMIN)
    with pytest.raises(InvalidField):
        accounts.disable(None, first.id)
    with pytest.raises(InvalidField):
        accounts.set_role(None, first.id, Role.VIEWER)

    made(accounts, "quantri2", Role.ADMIN)
    assert accounts.set_role(None, first.id, Role.VIEWER).role is Role.VIEWER


def test_a_session_ends_when_it_is_old_unused_closed_or_the_account_is(accounts: Accounts, clock: Clock) -> None:
    account = made(accounts)
    actor = who(accounts)

    def opened() -> str:
        return accounts.log_in("hoa", PASSWORD)

    token = opened()
    found = accounts.session(token)
    assert found is not None
    assert (found.actor, found.must_change) == (actor, True)
    assert accounts.session("khác") is None
    for _ in range(11):  # in use all the time, and still not longer than a day's work
        clock.now += timedelta(hours=1)
        assert accounts.session(token) is not None
    clock.now += timedelta(hours=1)
    assert accounts.session(token) is None

    unused, closed, disabled = opened(), opened(), opened()
    accounts.close_session(closed)
    assert accounts.session(closed) is None
    clock.now += timedelta(hours=2)
    assert accounts.session(unused) is None
    disabled = opened()
    accounts.disable(None, account.id)
    assert accounts.session(disabled) is None
    accounts.enable(None, account.id)
    assert accounts.session(disabled) is None
    with pytest.raises(BadCredentials):
        accounts.log_in("hoa", "sai")


def test_a_changed_role_counts_at_once(accounts: Accounts) -> None:
    account = made(accounts)
    token = accounts.log_in("hoa", PASSWORD)
    accounts.set_role(None, account.id, Role.VIEWER)

    found = accounts.session(token)
    assert found is not None
    assert found.actor.role is Role.VIEWER


def test_changing_ones_password_needs_the_old_one_and_ends_every_log_in(accounts: Accounts) -> None:
    account = made(accounts)
    token = accounts.log_in("hoa", PASSWORD)
    with pytest.raises(BadCredentials):
        accounts.change_password(account.id, "sai", "mot cau khac that dai")
    for wrong in (PASSWORD, "ngan"):
        with pytest.raises(InvalidField):
            accounts.change_password(account.id, PASSWORD, wrong)

    opened = accounts.change_password(account.id, PASSWORD, "mot cau khac that dai")

    assert accounts.session(token) is None
    assert accounts.session(opened) is not None
    accounts.log_in("hoa", "mot cau khac that dai")
    assert accounts.list(None)[0].must_change is False
    accounts.reset_password(None, account.id, "cau thu ba cung dai")
    assert accounts.list(None)[0].must_change is True


def test_every_change_of_an_account_is_in_the_log(accounts: Accounts) -> None:
    account = made(accounts)
    accounts.set_role(None, account.id, Role.APPROVER)
    accounts.reset_password(None, account.id, "cau thu ba cung dai")

    with accounts._database.session() as session:
        rows = session.scalars(select(AuditRow).order_by(AuditRow.number)).all()
    assert [(row.action, row.before, row.after) for row in rows] == [
        ("created", None, {"username": "hoa", "role": "officer"}),
        ("role", {"role": "officer"}, {"role": "approver"}),
        ("password", None, None),
    ]
    assert {row.actor for row in rows} == {"Hệ thống"}


def test_a_generated_password_is_strong_and_can_be_read_out() -> None:
    made = passwords.generate_password()

    passwords.check_password(made, "quantri")
    assert not set(made) & set("0O1lI")
