"""How both sides prove themselves: HMAC-SHA256 over time stamp and raw body, with the shared secret.

``X-Motcua-Timestamp: 1763780000`` (seconds) and ``X-Motcua-Signature: v1=`` + hex of HMAC(secret, stamp + "." + body).
"""

from __future__ import annotations

import hashlib
import hmac

TIMESTAMP = "X-Motcua-Timestamp"
SIGNATURE = "X-Motcua-Signature"
_VERSION = "v1="
_DIGITS = 10
STALE_SECONDS = 300
"""A signature older or newer than this is refused: who has overheard a request cannot send it again later."""


def sign(secret: str, stamp: int, body: bytes) -> dict[str, str]:
    """Return the headers of a request."""
    return {TIMESTAMP: str(stamp), SIGNATURE: _VERSION + _mac(secret, str(stamp), body)}


def is_signed(secret: str, stamp: str, signature: str, body: bytes, now: float) -> bool:
    """Tell whether a request was signed with the secret within the last minutes."""
    if not (secret and stamp.isascii() and stamp.isdigit() and len(stamp) <= _DIGITS):
        return False
    shown = signature.encode("ascii", "replace")
    right = hmac.compare_digest(shown, (_VERSION + _mac(secret, stamp, body)).encode())
    return right and abs(now - int(stamp)) <= STALE_SECONDS


def _mac(secret: str, stamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
