"""``motcua serve``: secrets, data, bot model, Rasa and the web server, started in order and stopped by one Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
from collections.abc import AsyncIterator, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from types import FrameType

import uvloop
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

from api import logs
from api.app import create_app
from api.chat.bot import Bot
from api.errors import BotUnavailable, StartUpFailed, StorageUnavailable
from api.knowledge_keeper import SnapshotOpener
from api.security.tokens import ensure_tokens
from api.serving.bot_home import BotHome
from api.serving.rasa_process import RasaProcess
from api.serving.sockets import free_port, listen
from api.serving.training import ensure_model
from api.serving.web import running_web
from api.settings import Settings
from api.storage.database import Database
from knowledge.bootstrap import ensure_snapshot
from knowledge.cli_wording import stage_label
from knowledge.encoder.runtime import load_encoder
from knowledge.snapshot import SnapshotStore

_RASA_START_SECONDS = 120.0
_LOOK_SECONDS = 0.3
_TRAINING = "Huấn luyện trợ lý hội thoại (một lần, khoảng nửa phút)"
_STARTING = "Khởi động trợ lý hội thoại…"


class Supervisor:
    """One run of ``motcua serve``.

    Args:
        settings: of this deployment.
        console: where the person at the terminal reads.
    """

    def __init__(self, settings: Settings, console: Console) -> None:
        self._settings = settings
        self._console = console

    def run(self) -> None:
        """Start everything, serve until a signal comes, stop everything.

        Raises:
            StartUpFailed: a port is taken or the data folder cannot be used.
            MotCuaError: no snapshot could be built.
        """
        with _term_is_interrupt(), listen(self._settings.host, self._settings.port) as public:
            self._settings = ensure_tokens(self._settings)
            logs.set_up(self._settings.log_level, self._log_file())
            self._check_database()
            opener = self._prepare_snapshot()
            model = self._prepare_model()
            # Rasa calls back on loopback, whatever address the public socket has.
            loop = asyncio.Runner(loop_factory=uvloop.new_event_loop)
            with listen("127.0.0.1", 0) as internal, loop as runner:
                runner.run(self._serve(public, internal, model, opener))
        self._console.print("Đã dừng.")

    def _log_file(self) -> Path | None:
        """At a terminal the log goes to a file; under a service manager to standard error."""
        return self._settings.logs / "motcua.log" if self._console.is_terminal else None

    def _check_database(self) -> None:
        try:
            Database.open(self._settings).close()
        except StorageUnavailable as error:
            raise StartUpFailed(
                f"Không mở được cơ sở dữ liệu ({error}). Kiểm tra MOTCUA_DATABASE_URL và thư mục {self._settings.data}."
            ) from error

    def _prepare_snapshot(self) -> SnapshotOpener:
        """Build the first snapshot if none is active; return what opens it."""
        # Building profits from two threads; the search of one question does not.
        first = SnapshotStore(self._settings.snapshots).active_id() is None
        encoder = load_encoder(self._settings.encoder, threads=2 if first else 1)
        with self._progress() as progress:
            tasks: dict[str, TaskID] = {}

            def report(stage: str, done: int, total: int | None) -> None:
                if stage not in tasks:
                    self._say_in_log(f"Dữ liệu thủ tục: {stage_label(stage)}…")
                    tasks[stage] = progress.add_task(f"Dữ liệu thủ tục: {stage_label(stage)}")
                progress.update(tasks[stage], completed=done, total=total)

            ensure_snapshot(self._settings.snapshots, report, encoder=encoder)
        return SnapshotOpener(self._settings.encoder, None if first else encoder)

    def _prepare_model(self) -> Path | None:
        """Return the bot's model, or ``None`` when answers must come from search alone."""
        if self._settings.rasa_url:
            return None
        home = BotHome.of(self._settings)
        if home.missing:
            self._say_search_only(f"không có {home.missing}")
            return None
        try:
            with self._progress() as progress:
                task: list[TaskID] = []

                def tick() -> None:
                    if not task:
                        self._say_in_log(f"{_TRAINING}…")
                        task.append(progress.add_task(_TRAINING, total=None))

                return ensure_model(home, self._settings.model, self._settings.logs, tick)
        except StartUpFailed as error:
            self._say_search_only(error.reason)
            return None

    def _say_in_log(self, sentence: str) -> None:
        """Say what a progress bar shows, where there is no terminal to show it."""
        if not self._console.is_terminal:
            self._console.print(sentence)

    def _say_search_only(self, reason: str) -> None:
        self._console.print(f"[yellow]Chưa chạy được trợ lý hội thoại: {reason}")
        self._console.print("[yellow]Hệ thống vẫn trả lời bằng tra cứu trực tiếp. Cài đặt đầy đủ: make setup")

    async def _serve(
        self, public: socket.socket, internal: socket.socket, model: Path | None, opener: SnapshotOpener
    ) -> None:
        stop = _stop_signal()
        rasa_port = free_port() if model else None
        settings = self._settings
        if rasa_port:
            settings = settings.model_copy(update={"rasa_url": f"http://127.0.0.1:{rasa_port}"})
        app = create_app(settings, opener=opener)
        async with running_web(app, settings, [public, internal]) as web:
            bot: Bot | None = app.state.services.bot
            async with self._rasa(bot, model, rasa_port, internal.getsockname()[1]):
                if bot:
                    await self._await_rasa(bot, stop)
                if not stop.is_set():
                    self._announce(public)
                    await _first_of(stop.wait(), web.done.wait())
                await web.stop()  # requests under way still need Rasa

    @asynccontextmanager
    async def _rasa(
        self, bot: Bot | None, model: Path | None, port: int | None, actions_port: int
    ) -> AsyncIterator[None]:
        """Keep Rasa running meanwhile; nothing to do without a model."""
        if not (bot and model and port):
            yield
            return
        home = BotHome.of(self._settings)
        served = ["run", "-i", "127.0.0.1", "-p", str(port), "--model", str(model)]
        files = ["--endpoints", "bot/endpoints.yml", "--credentials", "bot/credentials.yml"]
        environment = home.environment(
            MOTCUA_GATEWAY_TOKEN=self._settings.gateway_token.get_secret_value(),
            MOTCUA_ACTION_TOKEN=self._settings.action_token.get_secret_value(),
            MOTCUA_ACTION_URL=f"http://127.0.0.1:{actions_port}/rasa/actions",
        )
        process = RasaProcess(
            home.command(*served, *files),
            environment,
            home.project,
            self._settings.logs / "rasa.log",
            healthy=bot.ready,
            on_start=bot.renew,
        )
        watching = asyncio.create_task(process.keep_running())
        try:
            yield
        finally:
            watching.cancel()
            with suppress(asyncio.CancelledError):
                await watching

    async def _await_rasa(self, bot: Bot, stop: asyncio.Event) -> None:
        """Wait until Rasa answers; a slow or broken one does not keep people from search."""
        deadline = asyncio.get_running_loop().time() + _RASA_START_SECONDS
        self._say_in_log(_STARTING)
        with self._console.status(_STARTING):
            while not (stop.is_set() or await bot.ready()):
                if asyncio.get_running_loop().time() > deadline:
                    self._say_search_only(f"khởi động quá lâu, xem {self._settings.logs / 'rasa.log'}")
                    return
                with suppress(TimeoutError):
                    await asyncio.wait_for(stop.wait(), _LOOK_SECONDS)
            # The first message is the slowest by far: better ours than a person's.
            with suppress(BotUnavailable):
                await bot.say(f"warm-up-{bot.generation}", "/help", {})

    def _announce(self, public: socket.socket) -> None:
        host, port = public.getsockname()[:2]
        shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)  # noqa: S104
        self._console.print(f"Một Cửa đang chạy tại [bold]http://{shown}:{port}[/bold] — nhấn Ctrl-C để dừng.")

    def _progress(self) -> Progress:
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        return Progress(*columns, console=self._console, disable=not self._console.is_terminal)


def _stop_signal() -> asyncio.Event:
    """Return an event that SIGINT and SIGTERM set."""
    stop = asyncio.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop


async def _first_of(*waits: Coroutine[object, object, object]) -> None:
    tasks = [asyncio.ensure_future(one) for one in waits]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in tasks:
        task.cancel()


@contextmanager
def _term_is_interrupt() -> Iterator[None]:
    """Let SIGTERM end the preparation the way Ctrl-C does: by ``KeyboardInterrupt``, cleaning up on the way."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
