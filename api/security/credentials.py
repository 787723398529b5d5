"""Passwords of accounts: checked when somebody logs in, changed by oneself, given anew by an administrator."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from functools import lru_cache

from sqlalchemy import ColumnElement, delete, or_, select, true, update
from sqlalchemy.orm import Session as Transaction

from api.errors import BadCredentials, InvalidField
from api.feedback.audit import SYSTEM_NAME, Subject, write
from api.security.logins import Actor, Logins, actor_of, require
from api.security.passwords import check_password, hash_password, needs_new_hash, verify_password
from api.security.roles import Permission
from api.storage.feedback_tables import AccountRow, SessionRow
from api.storage.rows import lock_row

TRIES = 10
LOCKED = timedelta(minutes=15)


class Credentials(Logins):
    """The part of :class:`api.security.accounts.Accounts` about passwords."""

    def log_in(self, username: str, password: str) -> str:
        """Log somebody in and return the token for the browser; only its hash is kept.

        Wrong tries are counted: after ten the account is closed for a quarter of an hour. The log-in is opened in the
        transaction that finds the password still the same: a reset comes before it, or ends it with all others.

        Raises:
            BadCredentials: wrong, disabled or locked.
        """
        same = self._checked(username, password)
        with self._database.session() as session:
            return self._opened(session, _confirmed(session, same, password, self._clock()).id)

    def _checked(self, username: str, password: str) -> tuple[ColumnElement[bool], ...]:
        """Check a password, and return what must still hold of the account when something is done upon it."""
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
        open_now = or_(AccountRow.locked_until.is_(None), AccountRow.locked_until <= now)
        return (
            AccountRow.id == row.id,
            AccountRow.password_hash == row.password_hash,
            AccountRow.active.is_(True),
            open_now,
        )

    def change_password(self, account_id: str, old: str, new: str) -> str:
        """Change one's own password: every log-in of the account ends, and one is opened, whose token is returned.

        Raises:
            BadCredentials: the old one is wrong.
            InvalidField: the new one cannot be taken.
        """
        with self._database.session() as session:
            row = session.get(AccountRow, account_id)
        if row is None:
            raise BadCredentials
        same = self._checked(row.username, old)
        with self._database.session() as session:
            verified = _confirmed(session, same, old, self._clock())
        check_password(new, row.username)
        if old == new:
            raise InvalidField("password", "Mật khẩu mới phải khác mật khẩu cũ.")
        unchanged = AccountRow.password_hash == verified.password_hash
        hashed = hash_password(new)
        with self._database.session() as session:
            if not self._set_password(session, actor_of(verified), account_id, hashed, unchanged, must_change=False):
                raise BadCredentials  # somebody has reset it meanwhile
            return self._opened(session, account_id)

    def reset_password(self, actor: Actor | None, account_id: str, new: str) -> None:
        """Give somebody a new password, to be changed at the next log-in.

        Raises:
            InvalidField: no such account, or the password cannot be taken.
            AccessDenied: the actor may not.
        """
        may_manage(actor)
        with self._database.session() as session:
            username = self._row(session, account_id).username
        check_password(new, username)
        hashed = hash_password(new)
        with self._database.session() as session:
            self._set_password(session, actor, account_id, hashed, true(), must_change=True)

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

    def _set_password(
        self,
        session: Transaction,
        actor: Actor | None,
        account_id: str,
        hashed: str,
        only_if: ColumnElement[bool],
        *,
        must_change: bool,
    ) -> bool:
        row = lock_row(session, AccountRow, AccountRow.id == account_id, only_if)
        if row is None:
            return False
        row.password_hash = hashed
        row.must_change = must_change
        row.failures = 0
        row.locked_until = None
        session.execute(delete(SessionRow).where(SessionRow.account_id == account_id))
        self._log(session, actor, row, "password", None, None)
        return True

    def _row(self, session: Transaction, account_id: str) -> AccountRow:
        row = session.get(AccountRow, account_id)
        if row is None:
            raise InvalidField("account_id", "Không có tài khoản này.")
        return row

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


def may_manage(actor: Actor | None) -> None:
    """Let the command line of the machine through, and whoever may manage accounts.

    Raises:
        AccessDenied: the role may not.
    """
    if actor is not None:
        require(actor, Permission.ACCOUNTS)


def _confirmed(session: Transaction, same: tuple[ColumnElement[bool], ...], password: str, now: datetime) -> AccountRow:
    """Return the account of a checked password, held to the end of the transaction."""
    found = lock_row(session, AccountRow, *same)
    if found is None:  # reset, closed or locked while the password was being checked
        raise BadCredentials
    found.failures = 0
    found.locked_until = None
    found.last_login_at = now
    if needs_new_hash(found.password_hash):
        found.password_hash = hash_password(password)
    return found


@lru_cache(maxsize=1)
def _nobodys_hash() -> str:
    return hash_password(secrets.token_urlsafe())
