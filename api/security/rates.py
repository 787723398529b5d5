"""Rate limits in memory: a token bucket for each key."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from api.errors import RateLimited

_KEYS = 50_000
"""Buckets kept; beyond it the one unused for longest goes (it has filled up again anyway)."""


class RateLimit:
    """At most ``per_minute`` requests a minute for a key, with a burst of a quarter of that (at least 5).

    Used from the event loop only, so it needs no lock. One process counts for itself.
    """

    def __init__(self, per_minute: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_minute / 60
        self._burst = max(5.0, per_minute / 4)
        self._clock = clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, key: str) -> None:
        """Count one request of ``key``.

        Raises:
            RateLimited: with the seconds to wait.
        """
        if not self._per_second:
            return
        now = self._clock()
        tokens, seen = self._buckets.pop(key, (self._burst, now))
        tokens = min(self._burst, tokens + (now - seen) * self._per_second)
        allowed = tokens >= 1
        self._buckets[key] = (tokens - 1 if allowed else tokens, now)
        if len(self._buckets) > _KEYS:
            self._buckets.popitem(last=False)
        if not allowed:
            raise RateLimited((1 - tokens) / self._per_second)
