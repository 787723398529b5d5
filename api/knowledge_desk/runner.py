"""Runs imports in the background: one process each, its news put down in the database."""

from __future__ import annotations

import logging
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from pydantic import ValidationError

from api.knowledge_desk.jobs import KEPT, Job, Jobs, JobState
from api.knowledge_desk.worker import News, Order
from api.security.accounts import Actor
from api.serving.bot_home import LEASH
from api.settings import Settings
from knowledge.errors import MotCuaError
from knowledge.importing import ImportMode
from knowledge.snapshot import SnapshotStore

log = logging.getLogger(__name__)

UPLOADED = "files"
_BEAT_SECONDS = 1.0
_LONGEST_SECONDS = 3600
_PULSE_SECONDS = 15.0
"""How often an import under way is called alive, whatever its worker says: well below :data:`jobs.SILENCE`."""
_BROKEN = "Việc nhập dừng vì lỗi ngoài dự kiến; chi tiết ở nhật ký máy chủ. Dữ liệu đang dùng không bị ảnh hưởng."


class Runner:
    """Starts and cancels imports. Methods block shortly; the work itself goes on in a process and a thread."""

    def __init__(self, settings: Settings, jobs: Jobs) -> None:
        self._settings = settings
        self._jobs = jobs
        self._running: dict[str, subprocess.Popen[str]] = {}
        self._threads: list[threading.Thread] = []

    @property
    def root(self) -> Path:
        """Folder with one folder for each import."""
        return self._settings.data / "imports"

    def folder(self, identity: str) -> Path:
        """Return the folder of an import."""
        return self.root / identity

    def start(
        self, actor: Actor, uploaded: Path, names: Sequence[str], data_date: date, mode: ImportMode | None
    ) -> Job:
        """Start an import of files that lie in ``uploaded``; the folder is taken over.

        Raises:
            TransitionRefused: another one is under way.
        """
        base = SnapshotStore(self._settings.snapshots).active_id()
        job = self._jobs.begin(actor, names, data_date, mode, base)
        folder = self.folder(job.id)
        folder.mkdir(parents=True)
        (folder / UPLOADED).mkdir()
        for name in names:
            shutil.move(uploaded / name, folder / UPLOADED / name)
        order = Order(
            snapshots=self._settings.snapshots,
            folder=folder,
            files=tuple(folder / UPLOADED / name for name in names),
            data_date=data_date,
            mode=mode,
            encoder=self._settings.encoder,
        )
        thread = threading.Thread(target=self._follow, args=(job.id, order), name=f"import-{job.id}", daemon=True)
        self._threads = [one for one in self._threads if one.is_alive()] + [thread]
        thread.start()
        self._prune()
        return job

    def cancel(self, identity: str) -> None:
        """Stop the process of an import, if it is this process that runs it."""
        process = self._running.get(identity)
        if process is not None:
            process.kill()

    def close(self) -> None:
        """Stop everything; imports under way are lost, what is live is not touched."""
        for process in list(self._running.values()):
            process.kill()
        for thread in self._threads:
            thread.join(timeout=10)

    def _follow(self, identity: str, order: Order) -> None:
        """Carry the news of the worker into the database until it ends."""
        try:
            outcome = self._work(identity, order)
            if outcome is None or outcome.error:
                self._jobs.end(identity, JobState.FAILED, error=outcome.error if outcome else _BROKEN)
            else:
                state = JobState.READY if outcome.snapshot_id else JobState.EMPTY
                self._jobs.end(identity, state, snapshot_id=outcome.snapshot_id, counts=outcome.counts)
        except (MotCuaError, OSError) as error:
            log.error("import_failed", exc_info=error)
            with suppress(MotCuaError):
                self._jobs.end(identity, JobState.FAILED, error=_BROKEN)
        finally:
            self._running.pop(identity, None)
            shutil.rmtree(order.folder / UPLOADED, ignore_errors=True)

    def _work(self, identity: str, order: Order) -> News | None:
        command = [sys.executable, str(LEASH), str(os.getpid()), "-m", "api.knowledge_desk.worker"]
        with (order.folder / "worker.log").open("w", encoding="utf-8") as errors:
            process = subprocess.Popen(  # noqa: S603 - our own command line
                command,
                cwd=self._settings.project,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
            self._running[identity] = process
            watchdog = threading.Timer(_LONGEST_SECONDS, process.kill)
            watchdog.daemon = True
            watchdog.start()
            over = threading.Event()
            threading.Thread(target=self._pulse, args=(identity, over), daemon=True).start()
            try:
                return self._listen(identity, process, order)
            finally:
                over.set()
                watchdog.cancel()
                process.kill()
                process.wait()
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()

    def _pulse(self, identity: str, over: threading.Event) -> None:
        """Keep an import alive on a busy machine, where one stage may be silent for minutes."""
        while not over.wait(_PULSE_SECONDS):
            with suppress(MotCuaError):  # a locked database: the next beat comes soon
                self._jobs.alive(identity)

    def _listen(self, identity: str, process: subprocess.Popen[str], order: Order) -> News | None:
        assert process.stdin is not None  # noqa: S101 - both are pipes
        assert process.stdout is not None  # noqa: S101
        with suppress(BrokenPipeError):
            process.stdin.write(order.model_dump_json())
            process.stdin.close()
        last = 0.0
        for line in process.stdout:
            try:
                news = News.model_validate_json(line)
            except ValidationError:
                continue  # a library that prints
            if news.finished:
                return news
            if time.monotonic() - last >= _BEAT_SECONDS:
                last = time.monotonic()
                self._jobs.beat(identity, news.stage, news.done, news.total)
        return None

    def _prune(self) -> None:
        """Forget the reports of old imports."""
        kept = {job.id for job in self._jobs.last()}
        folders = sorted(self.root.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
        for folder in folders[KEPT:]:
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
