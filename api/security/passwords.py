"""Passwords of accounts: argon2id hashes, and what a password must be."""

from __future__ import annotations

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from api.errors import InvalidField

MIN_CHARACTERS = 12
_MAX_CHARACTERS = 200
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
_GENERATED = 20  # about 99 bits
_DIFFERENT = 5

_hasher = PasswordHasher()


def hash_password(password: str) -> str:
    """Return the argon2id hash, with its own salt and parameters inside."""
    return _hasher.hash(password)


def verify_password(hashed: str, password: str) -> bool:
    """Tell whether the password belongs to the hash; takes tens of milliseconds on purpose."""
    if len(password) > _MAX_CHARACTERS:
        return False
    try:
        return _hasher.verify(hashed, password)
    except (VerificationError, InvalidHashError):
        return False


def needs_new_hash(hashed: str) -> bool:
    """Tell whether the hash was made with weaker parameters than today's."""
    return _hasher.check_needs_rehash(hashed)


def generate_password() -> str:
    """Return a random password in groups that can be read out; no letters that look alike."""
    letters = [secrets.choice(_LETTERS) for _ in range(_GENERATED)]
    return "-".join("".join(letters[start : start + 5]) for start in range(0, _GENERATED, 5))


def check_password(password: str, *about: str) -> None:
    """Refuse a password that is easy to guess; length counts, not odd signs.

    Args:
        password: the wanted one.
        about: words it must not be made of, such as the user name.

    Raises:
        InvalidField: with the reason.
    """
    if len(password) < MIN_CHARACTERS:
        raise InvalidField("password", f"Mật khẩu cần ít nhất {MIN_CHARACTERS} ký tự.")
    if len(password) > _MAX_CHARACTERS:
        raise InvalidField("password", f"Mật khẩu dài quá {_MAX_CHARACTERS} ký tự.")
    if len(set(password)) < _DIFFERENT:
        raise InvalidField("password", "Mật khẩu lặp lại quá ít ký tự khác nhau.")
    low = password.casefold()
    if any(len(word) >= 4 and word.casefold() in low for word in about):
        raise InvalidField("password", "Mật khẩu không được chứa tên đăng nhập.")
