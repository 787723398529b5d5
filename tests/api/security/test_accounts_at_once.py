"""Two administrators, or an administrator and a stranger, at the same moment: neither undoes what the other did."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from api.errors import BadCredentials, InvalidField
from api.security import passwords
from api.security.accounts import Accounts, Actor
from api.security.roles import Role
from api.settings import Settings
from api.storage.database import Database
from tests.at_once import at_once, in_the_gap, refusals

OLD, NEW = "mot cau that dai", "mot cau khac han"


@pytest.fixture
def database(tmp_path: Path, database_url: str) -> Iterator[Database]:
    opened = Database.open(Settings.load(data=tmp_path, database_url=database_url))
    yield opened
    opened.close()


@pytest.fixture
def accounts(database: Database, monkeypatch: pytest.MonkeyPatch) -> Accounts:
    monkeypatch.setattr(passwords, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    return Accounts(database)


def made(accounts: Accounts, username: str, role: Role) -> Actor:
    account = accounts.create(None, username=username, name=username, role=role, password=OLD)
    return Actor(account.id, account.name, account.role)


def test_of_two_administrators_who_close_each_other_one_stays(accounts: Accounts, database: Database) -> None:
    one, other = (made(accounts, name, Role.ADMIN) for name in ("hoa", "lan"))

    ended = at_once(
        database,
        lambda: accounts.disable(one, other.account_id),
        lambda: accounts.set_role(other, one.account_id, Role.VIEWER),
    )

    assert refusals(ended) == [InvalidField]
    assert [account.role for account in accounts.list(None) if account.active].count(Role.ADMIN) == 1


def test_a_log_in_by_the_old_password_does_not_undo_a_reset(
    accounts: Accounts, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)
    stronger = PasswordHasher(time_cost=2, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_hasher", stronger)  # a log-in then writes a new hash of the password

    at_once(
        database,
        lambda: accounts.log_in("lan", OLD),
        lambda: accounts.reset_password(admin, officer.account_id, NEW),
    )

    accounts.log_in("lan", NEW)
    with pytest.raises(BadCredentials):
        accounts.log_in("lan", OLD)


def test_a_change_of_ones_own_password_does_not_undo_a_reset(accounts: Accounts, database: Database) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)

    at_once(
        database,
        lambda: accounts.change_password(officer.account_id, OLD, "mot cau cua ke khac"),
        lambda: accounts.reset_password(admin, officer.account_id, NEW),
    )

    accounts.log_in("lan", NEW)


def test_of_a_log_in_and_a_reset_at_the_same_moment_no_log_in_stays(accounts: Accounts, database: Database) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)

    token, _ = at_once(
        database,
        lambda: accounts.log_in("lan", OLD),
        lambda: accounts.reset_password(admin, officer.account_id, NEW),
    )

    assert ended(accounts, token)


@pytest.mark.parametrize("gap", [1, 2])
def test_a_reset_between_the_steps_of_a_log_in_leaves_no_log_in(
    accounts: Accounts, database: Database, gap: int
) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)
    reset = partial(accounts.reset_password, admin, officer.account_id, NEW)

    token = in_the_gap(database, gap, reset, lambda: accounts.log_in("lan", OLD))

    assert ended(accounts, token)


@pytest.mark.parametrize("gap", [1, 2, 3, 4])
def test_a_reset_between_the_steps_of_a_change_of_ones_password_leaves_no_log_in(
    accounts: Accounts, database: Database, gap: int
) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)
    reset = partial(accounts.reset_password, admin, officer.account_id, NEW)
    own = "mot cau cua rieng minh"

    token = in_the_gap(database, gap, reset, lambda: accounts.change_password(officer.account_id, OLD, own))

    assert ended(accounts, token)
    accounts.log_in("lan", NEW)


def test_an_account_closed_between_the_steps_of_a_log_in_is_not_open_again_with_it(
    accounts: Accounts, database: Database
) -> None:
    admin, officer = made(accounts, "hoa", Role.ADMIN), made(accounts, "lan", Role.OFFICER)

    def closed_and_opened() -> None:
        accounts.disable(admin, officer.account_id)
        accounts.enable(admin, officer.account_id)

    token = in_the_gap(database, 2, closed_and_opened, lambda: accounts.log_in("lan", OLD))

    assert ended(accounts, token)


def ended(accounts: Accounts, token: str | BadCredentials) -> bool:
    """Tell whether a log-in was refused, or is over."""
    return isinstance(token, BadCredentials) or accounts.session(token) is None


def test_a_user_name_is_given_once(accounts: Accounts, database: Database) -> None:
    ended = at_once(database, *(lambda: made(accounts, "hoa", Role.OFFICER) for _ in range(3)))

    assert refusals(ended) == [InvalidField, InvalidField]
    assert [account.username for account in accounts.list(None)] == ["hoa"]
