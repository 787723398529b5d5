"""Proof that somebody asks about their own PAKN: the last digits of the phone, or the e-mail address.

Four digits can be guessed, so wrong tries are counted for each code, whether it exists or not.
"""

from __future__ import annotations

import hmac
import re
import threading
from collections import OrderedDict
from datetime import datetime, timedelta

from api.clock import Clock
from api.errors import RateLimited
from api.security.vault import vault
from api.storage.feedback_tables import CaseRow

TRIES = 10
WINDOW = timedelta(hours=1)
_DIGITS = 4
_KEYS = 20_000


def phone_proof(code: str, phone: str) -> str:
    """Return the keyed hash of a code and the last four digits of a phone number."""
    return vault().hash("proof", code, re.sub(r"\D", "", phone)[-_DIGITS:])


def email_proof(code: str, email: str) -> str:
    """Return the keyed hash of a code and an e-mail address."""
    return vault().hash("proof-email", code, email.strip().lower())


def contact_hash(phone: str | None, email: str | None) -> str | None:
    """Return the keyed hash by which a person's cases are found: of the phone, else of the e-mail."""
    if phone:
        return vault().hash("contact", phone)
    return vault().hash("contact", email.lower()) if email else None


def fits(row: CaseRow, proof: str) -> bool:
    """Tell whether a proof belongs to a case: its last four digits (a whole number is fine too), or the e-mail."""
    if "@" in proof:
        return _same(row.email_proof_hash, email_proof(row.code, proof))
    digits = re.sub(r"\D", "", proof)
    return len(digits) >= _DIGITS and _same(row.proof_hash, phone_proof(row.code, digits))


def _same(kept: str | None, shown: str) -> bool:
    return kept is not None and hmac.compare_digest(kept, shown)


class Tries:
    """Wrong proofs for each code in the last hour; one process counts for itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wrong: OrderedDict[str, list[datetime]] = OrderedDict()

    def check(self, code: str) -> None:
        """Let a try through.

        Raises:
            RateLimited: there were too many wrong ones.
        """
        with self._lock:
            wrong = self._recent(code)
            if len(wrong) >= TRIES:
                raise RateLimited((wrong[-TRIES] + WINDOW - self._clock()).total_seconds())

    def count(self, code: str) -> None:
        """Count a wrong try."""
        with self._lock:
            self._wrong[code] = [*self._recent(code), self._clock()]
            self._wrong.move_to_end(code)
            if len(self._wrong) > _KEYS:
                self._wrong.popitem(last=False)

    def _recent(self, code: str) -> list[datetime]:
        oldest = self._clock() - WINDOW
        return [moment for moment in self._wrong.get(code, ()) if moment > oldest]
