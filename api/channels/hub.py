"""All messengers of one deployment: opened with the application, closed with it, idle where nothing is configured."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar

import httpx
from sqlalchemy.orm import Session

from api.channels import inbox as inbox_rows
from api.channels import incidents, people, wording
from api.channels import outbox as outbox_rows
from api.channels.adapter import Adapter, Answering, Listening
from api.channels.inbox import Inbox, Taken
from api.channels.leases import Lease
from api.channels.model import COUNTED_ONLY, FROM_CITIZEN, ChannelName, Incoming, MessageKind, Notice, Outgoing
from api.channels.outbox import Outbox
from api.channels.rendering import split
from api.channels.sender import Sender
from api.channels.webhook.sending import WebhookSender
from api.channels.worker import Worker
from api.channels.zalo.client import ZaloClient
from api.channels.zalo.messages import Shape
from api.channels.zalo.oa import Windows, ZaloOa
from api.channels.zalo.tokens import Tokens
from api.channels.zalo_bot.bot import BotClient, ZaloBot
from api.clock import Clock, utc_now
from api.errors import RateLimited, StorageUnavailable
from api.metrics import Metrics
from api.security.rates import RateLimit
from api.settings import Settings
from api.storage.database import Database
from api.trust import authorities

log = logging.getLogger(__name__)

Result = TypeVar("Result")

_COMMIT_SECONDS = 1.8
"""Zalo waits two seconds for its 200."""
_TOKEN_LOOK_SECONDS = 60.0
_KEEPING_SECONDS = 3600.0
_FORGERIES_PER_MINUTE = 60
_CONNECTIONS = 16


@dataclass(frozen=True, slots=True)
class Timing:
    """How fast a deployment notices that one of its processes is gone; tests use shorter ones.

    Attributes:
        event_seconds: lease of an event: longer than the slowest turn.
        sender_seconds: lease of the sending job.
    """

    event_seconds: float = 30.0
    sender_seconds: float = 10.0


class Channels:
    """Messengers of one process."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        gateway: Answering,
        metrics: Metrics,
        http: httpx.AsyncClient,
        *,
        timing: Timing | None = None,
        clock: Clock = utc_now,
        operators: Listening | None = None,
    ) -> None:
        timing = timing or Timing()
        self.settings = settings
        self.database = database
        self.clock = clock
        self.forgeries = RateLimit(_FORGERIES_PER_MINUTE)
        self._metrics = metrics
        self._person_limit = RateLimit(settings.rate_per_conversation)
        echo = {ChannelName.ZALO_OA: settings.channel_echo_seconds, ChannelName.ZALO_BOT: 0.0, ChannelName.WEBHOOK: 0.0}
        self.outbox = Outbox(database, echo, clock)
        self._inbox = Inbox(database, self.outbox, lease_seconds=timing.event_seconds, clock=clock)
        self.tokens = zalo_tokens(settings, database, http, clock)
        self.zalo_client = zalo_client(settings, http)
        self.bot_client = BotClient(http, settings.zalo_bot_url, settings.zalo_bot_token.get_secret_value())
        self.webhook = WebhookSender(
            http, settings.webhook_url, settings.webhook_secret.get_secret_value(), settings.webhook_timeout, clock
        )
        self.adapters = self._adapters()
        self._senders = [
            Sender(
                self.outbox,
                adapter,
                Lease(database, f"{adapter.name}-sender", timing.sender_seconds, clock),
                timing.sender_seconds,
                metrics,
            )
            for adapter in self.adapters.values()
        ]
        self._worker = Worker(
            database=database,
            inbox=self._inbox,
            outbox=self.outbox,
            gateway=gateway,
            styles={name: adapter.style for name, adapter in self.adapters.items()},
            quiet=timedelta(minutes=settings.zalo_quiet_minutes),
            sent=self.wake_senders,
            clock=clock,
            operators=operators,
        )

    def _adapters(self) -> dict[ChannelName, Adapter]:
        found: dict[ChannelName, Adapter] = {}
        settings = self.settings
        if settings.zalo_ready:
            shape = Shape(
                buttons=settings.zalo_buttons,
                prefix=settings.zalo_payload_prefix,
                template_type=settings.zalo_template_type,
            )
            windows = Windows(
                settings.zalo_billed_window, settings.zalo_notice_template, settings.zalo_notice_parameters
            )
            found[ChannelName.ZALO_OA] = ZaloOa(
                self.zalo_client,
                self.tokens,
                shape,
                windows,
                settings.zalo_sends_per_minute,
                clock=self.clock,
            )
        if settings.zalo_bot_ready:
            found[ChannelName.ZALO_BOT] = ZaloBot(self.bot_client)
        if settings.webhook_ready:
            found[ChannelName.WEBHOOK] = self.webhook
        return found

    @classmethod
    @asynccontextmanager
    async def running(
        cls,
        settings: Settings,
        database: Database,
        gateway: Answering,
        metrics: Metrics,
        *,
        timing: Timing | None = None,
        clock: Clock = utc_now,
        operators: Listening | None = None,
    ) -> AsyncIterator[Channels]:
        """Serve the configured channels meanwhile; without any, only the (refusing) webhooks are there."""
        limits = httpx.Limits(max_connections=_CONNECTIONS, max_keepalive_connections=_CONNECTIONS)
        async with httpx.AsyncClient(limits=limits, verify=authorities(environment=True)) as http:
            channels = cls(settings, database, gateway, metrics, http, timing=timing, clock=clock, operators=operators)
            await channels._seed_token()  # before the first message goes out
            tasks = [asyncio.create_task(one) for one in channels._jobs()]
            try:
                yield channels
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)

    def _jobs(self) -> list[Coroutine[Any, Any, None]]:
        if not self.adapters:
            return []
        jobs = [self._worker.run(), self._keep_tidy(), *(sender.run() for sender in self._senders)]
        return [*jobs, self._keep_token()] if ChannelName.ZALO_OA in self.adapters else jobs

    def wake_senders(self) -> None:
        """Say that the outbox has something new."""
        for sender in self._senders:
            sender.woken.set()

    async def receive(self, incoming: Incoming) -> Taken:
        """Take a verified event; when this returns, the event is kept or needs no keeping.

        Raises:
            StorageUnavailable: it could not be kept in time; the channel will send it again.
            StorageFull: likewise.
        """
        taken = await self._take(incoming)
        self._metrics.channel_events.labels(incoming.channel, incoming.name, taken).inc()
        if taken is Taken.NEW:
            self._worker.woken.set()
        return taken

    async def _take(self, incoming: Incoming) -> Taken:
        if incoming.kind in COUNTED_ONLY:
            return Taken.COUNTED
        if incoming.kind in FROM_CITIZEN:
            try:
                self._person_limit.take(people.name_of(incoming.channel, incoming.user))
            except RateLimited:
                await self._in_time(self._ask_to_slow_down, incoming)
                return Taken.LIMITED
        return await self._in_time(self._inbox.take, incoming)

    @staticmethod
    async def _in_time(work: Callable[[Incoming], Result], incoming: Incoming) -> Result:
        task = asyncio.create_task(asyncio.to_thread(work, incoming))
        try:
            return await asyncio.wait_for(asyncio.shield(task), _COMMIT_SECONDS)
        except TimeoutError:  # it may still be kept; then the repetition is known as one
            task.add_done_callback(lambda done: done.cancelled() or done.exception())
            raise StorageUnavailable("slow") from None

    def _ask_to_slow_down(self, incoming: Incoming) -> None:
        """Tell somebody who floods us so, at most once in ten minutes."""
        now = self.clock()
        with self.database.session() as session:
            person = people.meet(session, incoming, now)
            key = f"slow:{person}:{now:%Y%m%d%H}{now.minute // 10}"
            if self.outbox.put(session, incoming.channel, person, key, Outgoing(text=wording.SLOW_DOWN)):
                log.info("channel_person_limited")

    def notify(self, session: Session, conversation_id: str, key: str, text: str, notice: Notice | None = None) -> bool:
        """Put later news about somebody's matter (an answer to a PAKN) into the outbox, in the caller's transaction.

        Within the windows it goes as text; after them as the approved template, where one is configured; else it is
        kept until the person writes again, and the office sees that on /admin/kenh.

        Args:
            session: transaction of the change that is told.
            conversation_id: of the chat the matter began in.
            key: makes the same message go once, at most 100 characters.
            text: the whole message.
            notice: what a template may show.

        Returns:
            False: the conversation is not from a messenger (any more); use another way.
        """
        found = people.of_conversation(session, conversation_id)
        if found is None or found[1] not in self.adapters:
            return False
        person, channel = found
        limit = self.adapters[channel].style.characters
        for place, piece in enumerate(split(text, limit)):
            self.outbox.put(
                session,
                channel,
                person,
                f"n:{key[:100]}.{place}",
                Outgoing(text=piece, notice=notice if place == 0 else None),
                kind=MessageKind.NOTICE,
                case_code=notice.code if notice else None,
            )
        return True

    async def _seed_token(self) -> None:
        configured = self.settings.zalo_refresh_token.get_secret_value()
        if configured and ChannelName.ZALO_OA in self.adapters:
            await asyncio.to_thread(self.tokens.seed, configured)

    async def _keep_token(self) -> None:
        while True:
            try:
                await self.tokens.keep_fresh()
            except Exception as error:  # whatever broke: try again in a minute
                log.error("zalo_token_keeping_failed", exc_info=error)
            await asyncio.sleep(_TOKEN_LOOK_SECONDS)

    async def _keep_tidy(self) -> None:
        while True:
            try:
                await asyncio.to_thread(self.forget_old)
            except Exception as error:  # whatever broke: try again in an hour
                log.error("channel_retention_failed", exc_info=error)
            await asyncio.sleep(_KEEPING_SECONDS)

    def forget_old(self) -> None:
        """Delete what its time is over for; blocks."""
        now, days = self.clock(), self.settings.channel_keep_days
        with self.database.session() as session:
            inbox_rows.forget_old(session, now, days)
            outbox_rows.forget_old(session, now, days)
            people.forget_old(session, now, self.settings.retention_days)
            incidents.forget_old(session, now)


def zalo_client(settings: Settings, http: httpx.AsyncClient) -> ZaloClient:
    """Return the client of the configured addresses."""
    return ZaloClient(http, settings.zalo_api_url, settings.zalo_oauth_url)


def zalo_tokens(settings: Settings, database: Database, http: httpx.AsyncClient, clock: Clock = utc_now) -> Tokens:
    """Return the token pair of the configured app."""
    secret = settings.zalo_app_secret.get_secret_value()
    return Tokens(database, zalo_client(settings, http), settings.zalo_app_id, secret, clock=clock)
