"""Personal columns are sealed at rest: Fernet (AES-128-CBC with HMAC), the key outside the database.

The key is process-wide because SQLAlchemy's column types are made at import; :func:`use_key` is called when the
database is opened. Keys can be changed: ``MOTCUA_SECRET_KEY`` may hold several, the first seals, all open.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import Dialect, Text, TypeDecorator

from api.errors import VaultLocked

KEY_FILE = "secret.key"


class Vault:
    """Seals and opens text and bytes, and makes keyed hashes.

    Args:
        keys: Fernet keys, the newest first.

    Raises:
        VaultLocked: no key, or one that is none.
    """

    def __init__(self, keys: list[str]) -> None:
        try:
            self._fernet = MultiFernet([Fernet(key) for key in keys])
        except ValueError as error:
            raise VaultLocked from error
        self._hash_key = hashlib.sha256(b"motcua-hash" + keys[-1].encode()).digest()  # the oldest: hashes must last

    def seal(self, content: bytes) -> bytes:
        """Return the sealed content."""
        return self._fernet.encrypt(content)

    def open(self, sealed: bytes) -> bytes:
        """Return what was sealed.

        Raises:
            VaultLocked: sealed with a key that is gone.
        """
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken as error:
            raise VaultLocked from error

    def hash(self, *parts: str) -> str:
        """Return a keyed hash (hex): equal parts can be found, but not read back or guessed without the key."""
        return hmac.new(self._hash_key, "\x1f".join(parts).encode(), hashlib.sha256).hexdigest()


_current: list[Vault] = []


def use_key(vault: Vault) -> None:
    """Make a vault the one that sealed columns use."""
    _current[:] = [vault]


def vault() -> Vault:
    """Return the vault in use.

    Raises:
        VaultLocked: none is.
    """
    if not _current:
        raise VaultLocked
    return _current[0]


def load_keys(configured: str, data: Path) -> list[str]:
    """Return the keys: the configured ones, else those of ``<data>/secret.key``, which is made when missing."""
    if configured.strip():
        return configured.replace(",", " ").split()
    path = data / KEY_FILE
    data.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").split()
    key = Fernet.generate_key()
    with os.fdopen(descriptor, "wb") as file:
        file.write(key + b"\n")
        file.flush()
        os.fsync(file.fileno())
    return [key.decode()]


class Sealed(TypeDecorator[str]):
    """A text column that only whoever holds the key can read."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Seal on writing."""
        return None if value is None else vault().seal(value.encode()).decode("ascii")

    def process_result_value(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Open on reading."""
        return None if value is None else vault().open(str(value).encode("ascii")).decode()
