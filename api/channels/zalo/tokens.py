"""Zalo's token pair: a refresh token works once, so one process refreshes, and stores before it uses.

What a crash can do:

- an orderly stop: a refresh that has begun is brought to its end first;
- before the request: the next refresher tries the same refresh token; nothing is lost;
- after the new pair is stored: the next one reads it; nothing is lost;
- between Zalo's answer and the commit (milliseconds): Zalo has used the old refresh token up and the new pair is gone.
  No client can prevent that. So the refresh is done hours before the access token ends: until then messages go on,
  the old refresh token is tried once more (the request may never have arrived), and when Zalo refuses it the office is
  told to connect again.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Coroutine
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update

from api.channels import incidents
from api.channels.incidents import IncidentKind
from api.channels.leases import Lease
from api.channels.model import ChannelName
from api.channels.zalo.client import NotReached, Refused, TokenPair, Unclear, ZaloClient
from api.clock import Clock, utc_now
from api.security.vault import vault
from api.storage.database import Database
from api.storage.rows import insert_once
from api.storage.zalo_tables import ChannelTokenRow
from knowledge.errors import MotCuaError

log = logging.getLogger(__name__)

CHANNEL = ChannelName.ZALO_OA
_EARLY = timedelta(hours=6)
_TRY_AGAIN = timedelta(minutes=5)
_LEASE_SECONDS = 40.0
_WAIT_SECONDS = 0.5
_WAITS = 50
_LONGEST = timedelta(days=30)

NOT_CONNECTED = "Chưa kết nối Zalo OA: chạy lệnh “motcua zalo connect”"
CONNECT_AGAIN = "Zalo không nhận mã làm mới (đã dùng hoặc hết hạn): cần kết nối lại bằng lệnh “motcua zalo connect”"


class NoToken(MotCuaError):
    """There is no usable access token; the office has been told."""


@dataclass(frozen=True, slots=True)
class TokenState:
    """Where the connection stands, without the tokens."""

    connected: bool
    expires_at: datetime | None
    stored_at: datetime | None
    broken: str | None


@dataclass(frozen=True, slots=True)
class _Held:
    access: str | None
    refresh: str
    expires_at: datetime | None
    generation: int
    tried_at: datetime | None
    broken: str | None


class Tokens:
    """The pair of the Official Account in the database, shared by all processes."""

    def __init__(
        self, database: Database, client: ZaloClient, app_id: str, app_secret: str, *, clock: Clock = utc_now
    ) -> None:
        self._database = database
        self._client = client
        self._app_id = app_id
        self._app_secret = app_secret
        self._clock = clock
        self._lease = Lease(database, f"{CHANNEL}-token", _LEASE_SECONDS, clock)
        self._one = asyncio.Lock()

    def seed(self, refresh_token: str) -> bool:
        """Begin with a refresh token of the settings; the same one again changes nothing, however old it is; blocks."""
        if self._read_seed() == _seed_of(refresh_token):
            return False
        self.connect(refresh_token, configured=refresh_token)
        return True

    def connect(self, refresh_token: str, *, configured: str = "") -> None:
        """Begin anew with a refresh token that has not been used yet; blocks.

        Args:
            refresh_token: from Zalo's developer console.
            configured: the one in the settings, if any: it counts as seen, so a restart does not go back to it.
        """
        now = self._clock()
        values = {
            "access": None,
            "refresh": refresh_token,
            "expires_at": None,
            "refreshing_since": None,
            "tried_at": None,
            "stored_at": now,
            "seed": _seed_of(configured) if configured else None,
            "broken": None,
        }
        with self._database.session() as session:
            if not insert_once(session, ChannelTokenRow, {"channel": CHANNEL, "generation": 1, **values}):
                session.execute(
                    update(ChannelTokenRow)
                    .where(ChannelTokenRow.channel == CHANNEL)
                    .values(generation=ChannelTokenRow.generation + 1, **values)
                )

    def state(self) -> TokenState:
        """Return where the connection stands; blocks."""
        held = self._read()
        if held is None:
            return TokenState(False, None, None, NOT_CONNECTED)
        with self._database.session() as session:
            row = session.get(ChannelTokenRow, CHANNEL)
            stored = row.stored_at if row else None
        return TokenState(held.broken is None, held.expires_at, stored, held.broken)

    async def access(self) -> str:
        """Return an access token that should hold; refreshes it when it does not.

        Raises:
            NoToken: there is none, and none can be had now.
        """
        held = await asyncio.to_thread(self._read)
        if held and held.access and held.expires_at and held.expires_at > self._clock():
            return held.access
        return await self.refresh(held.generation if held else 0)

    async def keep_fresh(self) -> None:
        """Refresh the pair when its end is near; called every few minutes by every process."""
        held = await asyncio.to_thread(self._read)
        if held is None or held.broken or self._is_far(held):
            return
        if held.tried_at and held.tried_at > self._clock() - _TRY_AGAIN:
            return
        try:
            await self.refresh(held.generation)
        except NoToken:
            log.warning("zalo_token_not_refreshed")

    async def replace(self, refused: str) -> str:
        """Return another access token than the one Zalo has just refused.

        Raises:
            NoToken: none can be had now.
        """
        held = await asyncio.to_thread(self._read)
        if held and held.access and held.access != refused:
            return held.access
        return await self.refresh(held.generation if held else 0)

    async def refresh(self, generation: int) -> str:
        """Change the pair of a generation for the next one, in one process at a time.

        Raises:
            NoToken: it could not be done; the old access token may still hold.
        """
        async with self._one:
            for _ in range(_WAITS):
                held = await asyncio.to_thread(self._read)
                if held is None or held.broken:
                    raise NoToken
                if held.generation != generation and held.access:
                    return held.access  # somebody else has done it
                if await asyncio.to_thread(self._lease.take):
                    return await _to_its_end(self._refresh_and_give_back(generation))
                await asyncio.sleep(_WAIT_SECONDS)
            raise NoToken

    async def _refresh_and_give_back(self, generation: int) -> str:
        try:
            return await self._refresh(generation)
        finally:
            await asyncio.to_thread(self._lease.give_back)

    async def _refresh(self, generation: int) -> str:
        held = await asyncio.to_thread(self._begin)
        if held is None or held.broken:
            raise NoToken
        if held.generation != generation and held.access:
            return held.access
        try:
            pair = await self._client.refresh(self._app_id, self._app_secret, held.refresh)
        except Refused as error:
            await asyncio.to_thread(self._broke, f"{CONNECT_AGAIN} (mã {error.code})")
            raise NoToken from None
        except (NotReached, Unclear):
            await asyncio.to_thread(self._note, "Không kết nối được máy chủ cấp mã truy cập của Zalo; tự thử lại")
            raise NoToken from None
        await asyncio.to_thread(self._store, pair)
        return pair.access

    def _begin(self) -> _Held | None:
        """Note that a refresh begins, before the request that uses the old token up."""
        now = self._clock()
        with self._database.session() as session:
            session.execute(
                update(ChannelTokenRow)
                .where(ChannelTokenRow.channel == CHANNEL)
                .values(refreshing_since=now, tried_at=now)
            )
        return self._read()

    def _store(self, pair: TokenPair) -> None:
        now = self._clock()
        span = min(timedelta(seconds=max(60, pair.seconds)), _LONGEST)
        with self._database.session() as session:
            session.execute(
                update(ChannelTokenRow)
                .where(ChannelTokenRow.channel == CHANNEL)
                .values(
                    access=pair.access,
                    refresh=pair.refresh,
                    expires_at=now + span,
                    generation=ChannelTokenRow.generation + 1,
                    refreshing_since=None,
                    stored_at=now,
                    broken=None,
                )
            )
        log.info("zalo_token_refreshed")

    def _broke(self, reason: str) -> None:
        with self._database.session() as session:
            session.execute(
                update(ChannelTokenRow)
                .where(ChannelTokenRow.channel == CHANNEL)
                .values(broken=reason, refreshing_since=None)
            )
            incidents.note(session, CHANNEL, IncidentKind.TOKEN, reason, self._clock())

    def _note(self, reason: str) -> None:
        with self._database.session() as session:
            incidents.note(session, CHANNEL, IncidentKind.TOKEN, reason, self._clock())

    def _is_far(self, held: _Held) -> bool:
        return held.expires_at is not None and held.expires_at - _EARLY > self._clock()

    def _read(self) -> _Held | None:
        with self._database.session() as session:
            row = session.get(ChannelTokenRow, CHANNEL)
            if row is None:
                return None
            return _Held(row.access, row.refresh, row.expires_at, row.generation, row.tried_at, row.broken)

    def _read_seed(self) -> str | None:
        with self._database.session() as session:
            row = session.get(ChannelTokenRow, CHANNEL)
            return row.seed if row else None


async def _to_its_end(refreshing: Coroutine[Any, Any, str]) -> str:
    """Await it; when this is cancelled, only after it has ended: Zalo may have used the old token up already."""
    task = asyncio.create_task(refreshing)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        task.cancelled() or task.exception()  # seen; whoever waited for it is gone
        raise


def _seed_of(refresh_token: str) -> str:
    return vault().hash("channel-seed", refresh_token)
