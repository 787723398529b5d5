"""Log-ins: who acts, and the session a browser holds."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session as Transaction

from api.clock import Clock, utc_now
from api.errors import AccessDenied
from api.security.roles import Permission, Role, may
from api.storage.database import Database
from api.storage.feedback_tables import AccountRow, SessionRow

LONGEST = timedelta(hours=12)
IDLE = timedelta(hours=2)
_TOUCH = timedelta(minutes=1)
_TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody of the office who does something.

    Attributes:
        agency_id: set for an account of another agency: it sees only what was forwarded to that agency.
    """

    account_id: str
    name: str
    role: Role
    agency_id: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A log-in that is valid now.

    Attributes:
        csrf: token every form of it carries.
        must_change: the password must be changed before anything else.
    """

    actor: Actor
    csrf: str
    must_change: bool = False


def require(actor: Actor, permission: Permission) -> None:
    """Let through whoever may.

    Raises:
        AccessDenied: the role may not.
    """
    if not may(actor.role, permission):
        raise AccessDenied


class Logins:
    """Sessions in the database. Every method is one transaction and blocks."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def session(self, token: str) -> Session | None:
        """Return the log-in of a token; ``None``: unknown, ended, unused for two hours, or the account is closed."""
        now = self._clock()
        with self._database.session() as session:
            found = session.execute(
                select(SessionRow, AccountRow)
                .join(AccountRow, AccountRow.id == SessionRow.account_id)
                .where(SessionRow.token_hash == _digest(token), AccountRow.active)
            ).one_or_none()
            if found is None:
                return None
            login, account = found
            if login.expires_at <= now or login.last_at + IDLE <= now:
                return None
            if login.last_at + _TOUCH <= now:
                login.last_at = now
            return Session(actor_of(account), login.csrf, account.must_change)

    def close_session(self, token: str) -> None:
        """End a log-in; an unknown one is none."""
        with self._database.session() as session:
            session.execute(delete(SessionRow).where(SessionRow.token_hash == _digest(token)))

    def _opened(self, session: Transaction, account_id: str) -> str:
        """Open a log-in of an account that this transaction holds, and return its token."""
        token = secrets.token_urlsafe(_TOKEN_BYTES)
        now = self._clock()
        session.execute(delete(SessionRow).where(SessionRow.expires_at < now))
        session.add(
            SessionRow(
                token_hash=_digest(token),
                account_id=account_id,
                csrf=secrets.token_urlsafe(24),
                created_at=now,
                last_at=now,
                expires_at=now + LONGEST,
            )
        )
        return token


def actor_of(row: AccountRow) -> Actor:
    """Return who an account is."""
    return Actor(row.id, row.name, Role(row.role), row.agency_id)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
