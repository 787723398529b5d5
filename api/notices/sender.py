"""Sends what waits in the outbox by e-mail, for as long as the application runs."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta
from typing import TYPE_CHECKING

from api.clock import Clock, utc_now
from api.errors import StorageUnavailable, VaultLocked
from api.notices.letters import whole_text
from api.notices.mail import Letter, MailServer, NotSent, Post, Trouble
from api.notices.outbox import Claim, Outbox
from api.worker import in_thread
from knowledge.errors import StorageFull

if TYPE_CHECKING:
    from api.metrics import Metrics
    from api.settings import Settings
    from api.storage.database import Database

log = logging.getLogger(__name__)

_LOOK_SECONDS = 5.0
_STEPS = 8  # connecting, greeting, TLS, log-in, sender, recipient, letter, good-bye: each has its time-out
_STORAGE = (StorageUnavailable, StorageFull, VaultLocked)


class Sender:
    """Works through the outbox, one letter after the other.

    A letter the server has taken is not sent again: while the database cannot be told so, nothing else is sent.

    Args:
        outbox: where notices wait.
        server: where they are handed in.
        metrics: counts them.
        public_url: of the deployment, for links; empty: no links.
        clock: gives the moment.
    """

    def __init__(
        self, outbox: Outbox, server: MailServer, metrics: Metrics, public_url: str = "", clock: Clock = utc_now
    ) -> None:
        self._outbox = outbox
        self._server = server
        self._metrics = metrics
        self._public_url = public_url
        self._clock = clock
        self._taken: Claim | None = None

    @classmethod
    def of(cls, settings: Settings, database: Database, metrics: Metrics) -> Sender | None:
        """Make it for a deployment; ``None``: no mail server is configured, so notices wait."""
        server = MailServer.of(settings)
        if server is None:
            return None
        lease = timedelta(seconds=2 * _STEPS * server.timeout)
        return cls(Outbox(database, lease, settings.notice_tries), server, metrics, settings.public_url)

    async def run(self) -> None:
        """Send until cancelled; what the server has taken by then is noted before this ends."""
        while True:
            try:
                await self.round()
            except _STORAGE as error:
                log.warning("notices_wait_for_storage", extra={"reason": type(error).__name__})
            except Exception as error:  # a fault in one letter must not end the sending of all others
                log.error("notices_failed", exc_info=error)
            await asyncio.sleep(_LOOK_SECONDS)

    async def round(self) -> int:
        """Send everything that is due; return how many letters went out.

        Ends early when the mail server is in trouble: then only one notice has lost a try.

        Raises:
            StorageUnavailable: the database does not answer.
            StorageFull: nothing can be written.
        """
        await self._note_taken()
        count = 0
        async with Post(self._server) as post:
            while claim := await in_thread(self._outbox.claim):
                try:
                    await self._send(post, claim)
                    count += 1
                except NotSent as trouble:
                    await self._failed(claim, trouble)
                    if trouble.of_server:
                        break
        return count

    async def _send(self, post: Post, claim: Claim) -> None:
        body = whole_text(claim.body, claim.case_code, self._public_url)
        letter = Letter(claim.key, claim.recipient, claim.subject, body, self._clock())
        try:
            async with asyncio.timeout(_STEPS * self._server.timeout):
                await post.send(letter)
        except TimeoutError as error:
            raise NotSent(Trouble.SLOW) from error
        self._taken = claim
        self._metrics.notices.labels("sent").inc()
        await self._note_taken()

    async def _note_taken(self) -> None:
        taken = self._taken
        if taken:
            await in_thread(lambda: self._outbox.sent(taken))
            self._taken = None

    async def _failed(self, claim: Claim, trouble: NotSent) -> None:
        dead = await in_thread(lambda: self._outbox.failed(claim, trouble.text, final=trouble.final))
        self._metrics.notices.labels("dead" if dead else "retried").inc()
        details = {
            "notice": claim.number,
            "attempt": claim.attempt,
            "reason": trouble.trouble.name,
            "code": trouble.code,
        }
        log.warning("notice_not_sent", extra={**details, "given_up": dead})
