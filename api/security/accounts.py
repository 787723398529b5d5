"""Accounts of the office: who they are and their roles."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, delete, or_, select
from sqlalchemy.orm import Session as Transaction

from api.errors import InvalidField
from api.security.credentials import Credentials, may_manage
from api.security.logins import Actor, Session, require
from api.security.passwords import check_password, hash_password
from api.security.roles import Role
from api.storage.feedback_tables import AccountRow, AgencyRow, SessionRow
from api.storage.rows import insert_once, lock_rows
from knowledge.text import one_line

__all__ = ["Account", "Accounts", "Actor", "Session", "require"]

_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{2,63}")
_NAME_CHARACTERS = 120


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the list of accounts shows it."""

    id: str
    username: str
    name: str
    role: Role
    agency_id: str | None
    active: bool
    must_change: bool
    locked_until: datetime | None
    created_at: datetime
    last_login_at: datetime | None


class Accounts(Credentials):
    """Accounts in the database. Every method is one transaction and blocks: call it from a worker thread.

    Methods that change an account take who does it first; ``None`` is the command line of the machine itself.
    """

    def create(
        self,
        actor: Actor | None,
        *,
        username: str,
        name: str,
        role: Role,
        password: str,
        agency_id: str | None = None,
        must_change: bool = True,
    ) -> Account:
        """Make an account.

        Raises:
            InvalidField: ``username`` (form, or taken), ``name``, ``password`` or ``agency_id``.
            AccessDenied: the actor may not.
        """
        may_manage(actor)
        username = _username(username)
        name = _name(name)
        check_password(password, username)
        hashed = hash_password(password)
        now = self._clock()
        with self._database.session() as session:
            if agency_id and session.get(AgencyRow, agency_id) is None:
                raise InvalidField("agency_id", "Không có cơ quan này trong danh bạ.")
            values = {
                "id": secrets.token_hex(12),
                "username": username,
                "name": name,
                "role": Role(role).value,
                "password_hash": hashed,
                "agency_id": agency_id or None,
                "active": True,
                "must_change": must_change,
                "failures": 0,
                "created_at": now,
            }
            if not insert_once(session, AccountRow, values):
                raise InvalidField("username", "Tên đăng nhập này đã có người dùng.")
            row = session.get_one(AccountRow, values["id"])
            self._log(session, actor, row, "created", None, {"username": username, "role": row.role})
            return _account(row)

    def set_role(self, actor: Actor | None, account_id: str, role: Role) -> Account:
        """Change what an account may do; counts from its next request.

        Raises:
            InvalidField: no such account, or it is the last administrator.
            AccessDenied: the actor may not.
        """
        may_manage(actor)
        with self._database.session() as session:
            row = self._held(session, account_id, leaves=Role(role) is not Role.ADMIN)
            before = row.role
            row.role = Role(role).value
            self._log(session, actor, row, "role", {"role": before}, {"role": row.role})
            return _account(row)

    def disable(self, actor: Actor | None, account_id: str) -> Account:
        """Close an account; its log-ins end at once, what it did stays.

        Raises:
            InvalidField: no such account, or it is the last administrator.
            AccessDenied: the actor may not.
        """
        return self._set_active(actor, account_id, active=False)

    def enable(self, actor: Actor | None, account_id: str) -> Account:
        """Open a closed or locked account again.

        Raises:
            InvalidField: no such account.
            AccessDenied: the actor may not.
        """
        return self._set_active(actor, account_id, active=True)

    def list(self, actor: Actor | None) -> tuple[Account, ...]:
        """Return all accounts by user name.

        Raises:
            AccessDenied: the actor may not.
        """
        may_manage(actor)
        with self._database.session() as session:
            return tuple(_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.username)))

    def _set_active(self, actor: Actor | None, account_id: str, *, active: bool) -> Account:
        may_manage(actor)
        with self._database.session() as session:
            row = self._held(session, account_id, leaves=not active)
            if not active:
                session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
            before = row.active
            row.active = active
            row.failures = 0
            row.locked_until = None
            self._log(session, actor, row, "active", {"active": before}, {"active": active})
            return _account(row)

    def _held(self, session: Transaction, account_id: str, *, leaves: bool) -> AccountRow:
        """Return an account to be changed, held together with all administrators: two must not remove each other.

        Args:
            session: an open transaction.
            account_id: of the account.
            leaves: it will not be an administrator in use any more.
        """
        admin = and_(AccountRow.role == Role.ADMIN.value, AccountRow.active)
        lock_rows(session, AccountRow, or_(AccountRow.id == account_id, admin))
        row = self._row(session, account_id)
        if leaves and session.scalars(select(AccountRow.id).where(admin)).all() == [row.id]:
            raise InvalidField("account_id", "Đây là tài khoản quản trị cuối cùng nên phải giữ lại.")
        return row


def _username(typed: str) -> str:
    username = typed.strip().lower()
    if not _USERNAME.fullmatch(username):
        raise InvalidField("username", "Tên đăng nhập gồm 3 đến 64 chữ thường không dấu, số, dấu chấm, gạch.")
    return username


def _name(typed: str) -> str:
    name = one_line(typed)
    if not name or len(name) > _NAME_CHARACTERS:
        raise InvalidField("name", f"Họ tên cần có, dài không quá {_NAME_CHARACTERS} ký tự.")
    return name


def _account(row: AccountRow) -> Account:
    return Account(
        id=row.id,
        username=row.username,
        name=row.name,
        role=Role(row.role),
        agency_id=row.agency_id,
        active=row.active,
        must_change=row.must_change,
        locked_until=row.locked_until,
        created_at=row.created_at,
        last_login_at=row.last_login_at,
    )
