"""Nobody can flood the service, and nobody waits longer than needed."""

from __future__ import annotations

import pytest

from api.errors import RateLimited
from api.security.rates import RateLimit


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_passes_then_the_caller_is_told_how_long_to_wait() -> None:
    clock = Clock()
    limit = RateLimit(60, clock=clock)
    for _ in range(15):
        limit.take("a")

    with pytest.raises(RateLimited) as refused:
        limit.take("a")

    assert refused.value.retry_after == pytest.approx(1.0)
    clock.now += 1.0
    limit.take("a")


def test_callers_do_not_share_a_limit() -> None:
    limit = RateLimit(60, clock=Clock())
    for _ in range(15):
        limit.take("a")

    limit.take("b")


def test_refused_requests_do_not_lengthen_the_wait() -> None:
    clock = Clock()
    limit = RateLimit(60, clock=clock)
    for _ in range(15):
        limit.take("a")
    for _ in range(100):
        with pytest.raises(RateLimited):
            limit.take("a")

    clock.now += 1.0
    limit.take("a")


def test_zero_means_no_limit() -> None:
    limit = RateLimit(0, clock=Clock())

    for _ in range(1000):
        limit.take("a")
