"""Sends the outbox: one process at a time for each channel, within its rate, in order for each person."""

from __future__ import annotations

import asyncio
import logging
import time
from dataclasses import dataclass, field
from datetime import timedelta

from api.channels.adapter import Adapter
from api.channels.leases import Lease
from api.channels.model import Outcome, Parcel, Verdict
from api.channels.outbox import Outbox
from api.metrics import Metrics
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

_ABREAST = 8
_LOOK_SECONDS = 0.5
_RENEWALS = 3
_LONGEST_TRY = timedelta(seconds=90)


class Pace:
    """At most ``per_minute`` sends a minute, spread evenly, with a burst of a second's worth."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._room = max(1.0, self._per_second)
        self._tokens = self._room
        self._seen = time.monotonic()

    async def wait(self) -> None:
        """Wait for a turn."""
        while True:
            now = time.monotonic()
            self._tokens = min(self._room, self._tokens + (now - self._seen) * self._per_second)
            self._seen = now
            if self._tokens >= 1:
                self._tokens -= 1
                return
            await asyncio.sleep((1 - self._tokens) / self._per_second)


@dataclass
class Sender:
    """The loop of one process for one channel.

    Attributes:
        lease_seconds: after which another process takes over from a dead one.
    """

    outbox: Outbox
    adapter: Adapter
    lease: Lease
    lease_seconds: float
    metrics: Metrics
    woken: asyncio.Event = field(default_factory=asyncio.Event)
    _paused_until: float = 0.0

    async def run(self) -> None:
        """Send until cancelled; hands the job over at once at the end."""
        try:
            while True:
                try:
                    if await asyncio.to_thread(self.lease.take):
                        await self._lead()
                except Exception as error:  # whatever broke: this loop must not end, or nothing is sent any more
                    log.error("channel_outbox_unavailable", exc_info=error)
                await asyncio.sleep(min(1.0, self.lease_seconds / _RENEWALS))
        finally:
            await asyncio.shield(asyncio.create_task(asyncio.to_thread(self._give_back)))

    def _give_back(self) -> None:
        try:
            self.lease.give_back()
        except MotCuaError as error:
            log.error("channel_lease_not_given_back", exc_info=error)

    async def _lead(self) -> None:
        """Send while the lease can be renewed."""
        await asyncio.to_thread(self.outbox.adopt, self.adapter.name)
        pace, under_way = Pace(self.adapter.sends_per_minute), set[asyncio.Task[None]]()
        renew_at = time.monotonic() + self.lease_seconds / _RENEWALS
        try:
            while True:
                if time.monotonic() >= renew_at:
                    if not await asyncio.to_thread(self.lease.take):
                        return
                    await asyncio.to_thread(self.outbox.adopt, self.adapter.name, begun=_LONGEST_TRY)
                    renew_at = time.monotonic() + self.lease_seconds / _RENEWALS
                self.woken.clear()
                parcels = await self._due(_ABREAST - len(under_way))
                under_way |= {asyncio.create_task(self._send(parcel, pace)) for parcel in parcels}
                if not parcels:
                    await self._rest(under_way)
                under_way = {task for task in under_way if not task.done()}
        finally:
            await asyncio.gather(*under_way, return_exceptions=True)  # a try that began is brought to its end

    async def _due(self, free: int) -> list[Parcel]:
        if free <= 0 or time.monotonic() < self._paused_until:
            return []
        return await asyncio.to_thread(self.outbox.claim, self.adapter.name, free)

    async def _rest(self, under_way: set[asyncio.Task[None]]) -> None:
        waker = asyncio.create_task(self.woken.wait())
        try:
            await asyncio.wait({waker, *under_way}, timeout=_LOOK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            waker.cancel()

    async def _send(self, parcel: Parcel, pace: Pace) -> None:
        await pace.wait()
        try:
            outcome = await self.adapter.deliver(parcel)
        except Exception as error:  # an adapter's own fault: as unknown as a lost connection
            log.error("channel_send_failed", exc_info=error)
            outcome = Outcome(Verdict.UNSURE, reason="Lỗi nội bộ khi gửi")
        if outcome.verdict is Verdict.PAUSE:
            self._paused_until = max(self._paused_until, time.monotonic() + outcome.wait)
        self.metrics.channel_sends.labels(self.adapter.name, outcome.verdict).inc()
        try:
            await asyncio.to_thread(self.outbox.settle, parcel, outcome)
        except MotCuaError as error:  # it stays "sending" until it is adopted
            log.error("channel_send_not_noted", exc_info=error)
