"""Nobody finds another person's PAKN by trying: an address has a few wrong tries an hour.

The desk counts wrong proofs for each code (:mod:`api.feedback.proofs`); this counts for whoever asks, whichever codes
they try.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from api.errors import CaseNotFound, RateLimited

_HOUR = 3600.0
_KEYS = 50_000


class Guesses:
    """Counts wrong tries in memory; used from the event loop only, one process counts for itself.

    Args:
        per_hour: wrong tries of one address; 0: no limit.
    """

    def __init__(self, per_hour: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_hour = per_hour
        self._clock = clock
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    @contextmanager
    def watched(self, address: str) -> Iterator[None]:
        """Wrap one look-up: a ``CaseNotFound`` inside it counts as a wrong try and is passed on.

        Raises:
            RateLimited: this address has had too many wrong tries.
        """
        left = self._tries_left(address)
        if self._per_hour and left < 1:
            raise RateLimited((1 - left) * _HOUR / self._per_hour)
        try:
            yield
        except CaseNotFound:
            self._spend(address)
            raise

    def _tries_left(self, address: str) -> float:
        left, seen = self._left.get(address, (float(self._per_hour), self._clock()))
        return min(float(self._per_hour), left + (self._clock() - seen) * self._per_hour / _HOUR)

    def _spend(self, address: str) -> None:
        self._left[address] = (self._tries_left(address) - 1, self._clock())
        self._left.move_to_end(address)
        if len(self._left) > _KEYS:
            self._left.popitem(last=False)
