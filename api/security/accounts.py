"""Accounts of the office: who they are, their passwords and their roles."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session as Transaction

from api.errors import BadCredentials, InvalidField
from api.feedback.audit import SYSTEM_NAME, Subject, write
from api.security.logins import Actor, Logins, Session, actor_of, require
from api.security.passwords import check_password, hash_password, needs_new_hash, verify_password
from api.security.roles import Permission, Role
from api.storage.feedback_tables import AccountRow, AgencyRow, SessionRow
from knowledge.text import one_line

__all__ = ["Account", "Accounts", "Actor", "Session", "require"]

TRIES = 10
LOCKED = timedelta(minutes=15)
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


class Accounts(Logins):
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
        _may_manage(actor)
        username = _username(username)
        name = _name(name)
        check_password(password, username)
        hashed = hash_password(password)
        now = self._clock()
        with self._database.session() as session:
            if session.scalar(select(AccountRow.id).where(AccountRow.username == username)):
                raise InvalidField("username", "Tên đăng nhập này đã có người dùng.")
            if agency_id and session.get(AgencyRow, agency_id) is None:
                raise InvalidField("agency_id", "Không có cơ quan này trong danh bạ.")
            row = AccountRow(
                id=secrets.token_hex(12),
                username=username,
                name=name,
                role=Role(role).value,
                password_hash=hashed,
                agency_id=agency_id or None,
                active=True,
                must_change=must_change,
                failures=0,
                created_at=now,
            )
            session.add(row)
            session.flush()
            self._log(session, actor, row, "created", None, {"username": username, "role": row.role})
            return _account(row)

    def authenticate(self, username: str, password: str) -> Actor:
        """Return who this is. Wrong tries are counted: after ten the account is closed for a quarter of an hour.

        Raises:
            BadCredentials: wrong, disabled or locked.
        """
        now = self._clock()
        with self._database.session() as session:
            row = session.scalar(select(AccountRow).where(AccountRow.username == username.strip().lower()))
        if row is None or not row.active:
            verify_password(_nobodys_hash(), password)  # takes as long as for an account that exists
            raise BadCredentials
        if row.locked_until and row.locked_until > now:
            raise BadCredentials((row.locked_until - now).total_seconds())
        if not verify_password(row.password_hash, password):
            self._count_failure(row.id, now)
            raise BadCredentials
        with self._database.session() as session:
            found = session.get_one(AccountRow, row.id)
            found.failures = 0
            found.locked_until = None
            found.last_login_at = now
            if needs_new_hash(found.password_hash):
                found.password_hash = hash_password(password)
            return actor_of(found)

    def change_password(self, account_id: str, old: str, new: str) -> None:
        """Change one's own password; every log-in of the account ends, the present one too.

        Raises:
            BadCredentials: the old one is wrong.
            InvalidField: the new one cannot be taken.
        """
        with self._database.session() as session:
            row = session.get(AccountRow, account_id)
        if row is None:
            raise BadCredentials
        actor = self.authenticate(row.username, old)
        check_password(new, row.username)
        if old == new:
            raise InvalidField("password", "Mật khẩu mới phải khác mật khẩu cũ.")
        self._set_password(actor, account_id, new, must_change=False)

    def reset_password(self, actor: Actor | None, account_id: str, new: str) -> None:
        """Give somebody a new password, to be changed at the next log-in.

        Raises:
            InvalidField: no such account, or the password cannot be taken.
            AccessDenied: the actor may not.
        """
        _may_manage(actor)
        with self._database.session() as session:
            username = self._row(session, account_id).username
        check_password(new, username)
        self._set_password(actor, account_id, new, must_change=True)

    def set_role(self, actor: Actor | None, account_id: str, role: Role) -> Account:
        """Change what an account may do; counts from its next request.

        Raises:
            InvalidField: no such account, or it is the last administrator.
            AccessDenied: the actor may not.
        """
        _may_manage(actor)
        with self._database.session() as session:
            row = self._row(session, account_id)
            before = row.role
            if Role(role) is not Role.ADMIN:
                self._keep_an_admin(session, row)
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
        _may_manage(actor)
        with self._database.session() as session:
            return tuple(_account(row) for row in session.scalars(select(AccountRow).order_by(AccountRow.username)))

    def _count_failure(self, account_id: str, now: datetime) -> None:
        with self._database.session() as session:
            session.execute(
                update(AccountRow).where(AccountRow.id == account_id).values(failures=AccountRow.failures + 1)
            )
            row = session.get_one(AccountRow, account_id)
            if row.failures >= TRIES:
                row.failures = 0
                row.locked_until = now + LOCKED
                self._log(session, None, row, "locked", None, None)

    def _set_password(self, actor: Actor | None, account_id: str, new: str, *, must_change: bool) -> None:
        hashed = hash_password(new)
        with self._database.session() as session:
            row = self._row(session, account_id)
            row.password_hash = hashed
            row.must_change = must_change
            row.failures = 0
            row.locked_until = None
            session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
            self._log(session, actor, row, "password", None, None)

    def _set_active(self, actor: Actor | None, account_id: str, *, active: bool) -> Account:
        _may_manage(actor)
        with self._database.session() as session:
            row = self._row(session, account_id)
            if not active:
                self._keep_an_admin(session, row)
                session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
            before = row.active
            row.active = active
            row.failures = 0
            row.locked_until = None
            self._log(session, actor, row, "active", {"active": before}, {"active": active})
            return _account(row)

    def _row(self, session: Transaction, account_id: str) -> AccountRow:
        row = session.get(AccountRow, account_id)
        if row is None:
            raise InvalidField("account_id", "Không có tài khoản này.")
        return row

    def _keep_an_admin(self, session: Transaction, row: AccountRow) -> None:
        if row.role != Role.ADMIN or not row.active:
            return
        admins = select(func.count()).where(AccountRow.role == Role.ADMIN.value, AccountRow.active)
        if session.scalar(admins) == 1:
            raise InvalidField("account_id", "Đây là tài khoản quản trị cuối cùng nên phải giữ lại.")

    def _log(
        self,
        session: Transaction,
        actor: Actor | None,
        row: AccountRow,
        action: str,
        before: dict[str, object] | None,
        after: dict[str, object] | None,
    ) -> None:
        write(
            session,
            at=self._clock(),
            actor=actor,
            action=action,
            subject_kind=Subject.ACCOUNT,
            subject=row.id,
            before=before,
            after=after,
            by=SYSTEM_NAME,
        )


def _may_manage(actor: Actor | None) -> None:
    if actor is not None:
        require(actor, Permission.ACCOUNTS)


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


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe())


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
