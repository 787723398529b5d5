"""Tracking codes: 40 random bits a person can read out, and a check character that catches a wrong one.

``KN-7M3Q-X0VD-C``: a prefix of the deployment, eight signs of Crockford's base 32 (no I, L, O, U), one check sign.
The check sign is a sum over the field of 32 elements with a different factor for each place, so every single wrong
sign and every exchange of two signs is noticed. A code is no secret by itself: looking it up needs a proof as well.
"""

from __future__ import annotations

import re
import secrets
import unicodedata

from api.errors import InvalidField

_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LENGTH = 8
_POLYNOMIAL = 0b100101  # x^5 + x^2 + 1 is irreducible, and x generates all 31 non-zero elements
_ALIKE = str.maketrans("OIL", "011")
_APART = re.compile(r"[\W_]+")
_PREFIX = re.compile(r"[A-Z]{0,6}")

WRONG_CODE = "Mã tra cứu chưa đúng. Anh/chị vui lòng kiểm tra lại từng ký tự trong giấy hẹn, ví dụ: {example}."


def new_code(prefix: str) -> str:
    """Return a fresh random code."""
    body = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
    return _written(prefix, body)


def read_code(typed: str, prefix: str) -> str:
    """Return a code as it is stored from however a person wrote it.

    Case, spaces and dashes do not count; O is read as 0, I and L as 1; the prefix may be left out.

    Raises:
        InvalidField: field ``code``: it cannot be a code, or the check sign does not fit. Whether a well-formed code
            exists is another question.
    """
    signs = _APART.sub("", unicodedata.normalize("NFKC", typed[:64]).upper())
    given, body = signs[: -_LENGTH - 1], signs[-_LENGTH - 1 :].translate(_ALIKE)
    fits = len(body) == _LENGTH + 1 and set(body) <= set(_SIGNS) and _PREFIX.fullmatch(given)
    if not fits or _check_sign(body[:-1]) != body[-1]:
        raise InvalidField("code", WRONG_CODE.format(example=_written(prefix, "7M3QX0VD")))
    return _written(given or prefix, body[:-1])


def _written(prefix: str, body: str) -> str:
    return f"{prefix}-{body[:4]}-{body[4:]}-{_check_sign(body)}"


def _check_sign(body: str) -> str:
    total, factor = 0, 1
    for sign in body:
        factor = _times(factor, 2)
        total ^= _times(_SIGNS.index(sign), factor)
    return _SIGNS[total]


def _times(one: int, other: int) -> int:
    """Multiply in the field of 32 elements."""
    product = 0
    while other:
        if other & 1:
            product ^= one
        other >>= 1
        one <<= 1
        if one & 0b100000:
            one ^= _POLYNOMIAL
    return product
