"""Starts and stops the look at the links, and keeps what came of the last one."""

from __future__ import annotations

import asyncio
import logging
from collections import Counter
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import ValidationError

from api.clock import Clock, utc_now
from api.errors import TransitionRefused
from api.knowledge_desk.links.checker import LinkChecker, Manners
from api.knowledge_desk.links.model import Broken, Links, Outcome, Report, Verdict
from api.settings import Settings
from knowledge.snapshot import replace_text

log = logging.getLogger(__name__)

_RUNNING = "Đang có một lần kiểm tra liên kết. Vui lòng chờ xong hoặc dừng lần đó."


class Round:
    """One look at the links, under way.

    Attributes:
        done: links looked at so far.
    """

    def __init__(self, snapshot_id: str, links: Links, started_by: str, started_at: datetime) -> None:
        self.snapshot_id = snapshot_id
        self.links = links
        self.started_by = started_by
        self.started_at = started_at
        self.done = 0
        self._outcomes: dict[str, Outcome] = {}

    def hear(self, url: str, outcome: Outcome) -> None:
        """Put down what came of one link."""
        self._outcomes[url] = outcome
        self.done = len(self._outcomes)

    def report(self, ended_at: datetime) -> Report:
        """Return what is known, the broken links in the order of the records."""
        bad = {url: one for url, one in self._outcomes.items() if one.verdict is not Verdict.GOOD}
        return Report(
            snapshot_id=self.snapshot_id,
            started_by=self.started_by,
            started_at=self.started_at,
            ended_at=ended_at,
            total=len(self.links),
            counts=dict(Counter(one.verdict for one in self._outcomes.values())),
            broken=tuple(
                Broken(url=url, outcome=bad[url], uses=uses) for url, uses in self.links.items() if url in bad
            ),
        )


class LinkDesk:
    """One look at a time on a data folder, of this process or of the command line. Belongs to one event loop."""

    def __init__(self, settings: Settings, clock: Clock = utc_now) -> None:
        self._manners = Manners(settings.link_timeout, settings.link_pause_seconds, settings.link_private)
        self._folder: Path = settings.data / "links"
        self._clock = clock
        self._task: asyncio.Task[None] | None = None
        self.round: Round | None = None

    def last(self) -> Report | None:
        """Return the result of the last look; ``None`` when there was none."""
        try:
            return Report.model_validate_json((self._folder / "last.json").read_text(encoding="utf-8"))
        except (FileNotFoundError, ValidationError):
            return None

    def start(self, snapshot_id: str, links: Links, started_by: str) -> None:
        """Start in the background.

        Raises:
            TransitionRefused: a look is under way.
        """
        lock = self._take()
        self.round = Round(snapshot_id, links, started_by, self._clock())
        self._task = asyncio.create_task(self._look(self.round))
        # Not in the task: one that is cancelled before its first step would keep the lock.
        self._task.add_done_callback(lambda _: self._end(lock))

    async def look(self, snapshot_id: str, links: Links, started_by: str = "") -> None:
        """Look now; when this is cancelled, what is known by then is kept.

        Raises:
            TransitionRefused: a look is under way.
        """
        lock = self._take()
        try:
            await self._look(Round(snapshot_id, links, started_by, self._clock()))
        finally:
            self._end(lock)

    async def stop(self) -> None:
        """Stop the look under way, if there is one; what is known by then is kept."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    def _take(self) -> FileLock:
        self._folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(self._folder / "look.lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise TransitionRefused(_RUNNING) from None
        return lock

    def _end(self, lock: FileLock) -> None:
        self.round = None
        lock.release()

    async def _look(self, current: Round) -> None:
        try:
            async with LinkChecker(self._manners) as checker:
                await checker.check_all(current.links, current.hear)
        except Exception as error:  # whatever an address does, the result so far is kept and the page says so
            log.error("link_check_failed", exc_info=error)
        finally:
            replace_text(self._folder / "last.json", current.report(self._clock()).model_dump_json())
