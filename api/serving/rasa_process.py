"""The Rasa server as a child: started, watched, started again when it dies, stopped with everything it started."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

log = logging.getLogger(__name__)

_LOG_BYTES = 10_000_000


@dataclass(frozen=True, slots=True)
class Patience:
    """Times in seconds.

    Attributes:
        first_pause: before the first new start; doubles with each failure in a row.
        longest_pause: bound of that.
        steady: after this long alive, earlier failures are forgotten.
        look: between two looks at its health.
        start: until it must have been healthy once.
        hung_looks: bad looks in a row (after a good one) that count as hung.
        stop: until a polite stop becomes a kill.
    """

    first_pause: float = 1.0
    longest_pause: float = 30.0
    steady: float = 60.0
    look: float = 10.0
    start: float = 180.0
    hung_looks: int = 3
    stop: float = 8.0


class RasaProcess:
    """One child process and whatever it starts (they share a process group).

    Args:
        command: command line.
        environment: its whole environment.
        folder: its working directory.
        log_file: where its output goes.
        healthy: asks it whether it works.
        on_start: called after each start.
    """

    def __init__(
        self,
        command: list[str],
        environment: dict[str, str],
        folder: Path,
        log_file: Path,
        *,
        healthy: Callable[[], Awaitable[bool]],
        on_start: Callable[[], None],
        patience: Patience | None = None,
    ) -> None:
        self._command = command
        self._environment = environment
        self._folder = folder
        self._log_file = log_file
        self._healthy = healthy
        self._on_start = on_start
        self._patience = patience or Patience()
        self._process: asyncio.subprocess.Process | None = None

    @property
    def pid(self) -> int | None:
        """Process id of the running child."""
        return self._process.pid if self._process else None

    async def keep_running(self) -> None:
        """Run it for ever; cancel the task to stop it, which returns when nothing of it is left."""
        failures = 0
        try:
            while True:
                started = time.monotonic()
                code = await self._one_life()
                failures = 0 if time.monotonic() - started > self._patience.steady else failures
                pause = min(self._patience.longest_pause, self._patience.first_pause * 2**failures)
                failures += 1
                log.error("rasa_ended", extra={"code": code, "again_in_s": pause})
                await asyncio.sleep(pause)
        finally:
            await self._end()

    async def _one_life(self) -> int | str | None:
        """Start it and return how it ended."""
        try:
            await self._start()
        except OSError as error:
            return error.strerror
        code = await self._until_dead_or_hung()
        await self._end()
        return code

    async def _start(self) -> None:
        self._log_file.parent.mkdir(parents=True, exist_ok=True)
        if self._log_file.exists() and self._log_file.stat().st_size > _LOG_BYTES:
            self._log_file.replace(self._log_file.with_suffix(".old.log"))
        with self._log_file.open("ab") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._command,
                cwd=self._folder,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        log.info("rasa_started", extra={"pid": self._process.pid})
        self._on_start()

    async def _until_dead_or_hung(self) -> int | None:
        """Return the exit code, or ``None`` when it lives but has stopped answering."""
        assert self._process is not None  # noqa: S101 - called after _start only
        started, been_well, bad = time.monotonic(), False, 0
        while True:
            with suppress(TimeoutError):
                return await asyncio.wait_for(self._process.wait(), self._patience.look)
            if await self._healthy():
                been_well, bad = True, 0
                continue
            bad += 1
            too_late = not been_well and time.monotonic() - started > self._patience.start
            if too_late or (been_well and bad >= self._patience.hung_looks):
                return None

    async def _end(self) -> None:
        """Stop the child and everything in its group; no zombie stays."""
        process, self._process = self._process, None
        if process is None:
            return
        _signal_group(process.pid, signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), self._patience.stop)
        except TimeoutError:
            log.warning("rasa_killed", extra={"pid": process.pid})
        finally:
            _signal_group(process.pid, signal.SIGKILL)
            await process.wait()


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
