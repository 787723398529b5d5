"""The signature of Zalo's webhook: ``mac=`` and hex SHA-256 of id, raw body, time stamp and OA secret key."""

from __future__ import annotations

import hashlib
import hmac

HEADER = "x-zevent-signature"
_PREFIX = "mac="


def signature(signer_id: str, raw: bytes, timestamp: str, secret: str) -> str:
    """Return the hex digest.

    Args:
        signer_id: the app id (documented) or the OA id (as some receivers report), by configuration only.
        raw: the body exactly as it came.
        timestamp: from the body, as text.
        secret: the OA secret key of the webhook.
    """
    return hashlib.sha256(signer_id.encode() + raw + timestamp.encode() + secret.encode()).hexdigest()


def is_signed(header: str, signer_id: str, raw: bytes, timestamp: str, secret: str) -> bool:
    """Tell in constant time whether a header fits; without a secret nothing does."""
    if not secret or not signer_id or not timestamp:
        return False
    shown = header.strip().lower().removeprefix(_PREFIX)
    return hmac.compare_digest(shown.encode(), signature(signer_id, raw, timestamp, secret).encode())
