"""The bot's model: trained when it is missing or when what it was made from has changed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from filelock import FileLock

from api.errors import StartUpFailed
from api.serving.bot_home import BotHome
from knowledge.errors import ConfigurationError

_LAST_LINES = 5
_TICK = 0.2


def ensure_model(home: BotHome, given: Path | None, logs: Path, tick: Callable[[], None]) -> Path:
    """Return the model to run, trained now if needed.

    Args:
        home: the bot.
        given: a model the operator names; it is taken as it is.
        logs: folder for ``training.log``.
        tick: called when training begins and a few times a second meanwhile.

    Raises:
        ConfigurationError: the named model is not there.
        StartUpFailed: training failed; says where to read why.
    """
    if given:
        if not given.is_file():  # Rasa would silently take the newest other one
            raise ConfigurationError("MOTCUA_MODEL", f"không có tệp {given}")
        return given
    folder = home.data / "bot" / "models"
    folder.mkdir(parents=True, exist_ok=True)
    model = folder / f"bot-{home.inputs_hash()}.tar.gz"
    with FileLock(folder / "training.lock"):
        if not model.is_file():
            _train(home, model, logs, tick)
            for old in folder.glob("bot-*.tar.gz"):
                if old != model:
                    old.unlink()
    return model


def _train(home: BotHome, model: Path, logs: Path, tick: Callable[[], None]) -> None:
    logs.mkdir(parents=True, exist_ok=True)
    log_file = logs / "training.log"
    with tempfile.TemporaryDirectory(dir=model.parent, prefix="training-") as work:
        inputs = ["--config", "config.yml", "--domain", "bot/domain", "--data", "bot/data"]
        arguments = ["train", *inputs, "--out", work, "--fixed-model-name", "bot", "--augmentation", "0"]
        code = _run(home.command(*arguments), home, log_file, tick)
        made = Path(work) / "bot.tar.gz"
        if code != 0 or not made.is_file():
            raise StartUpFailed(f"Huấn luyện trợ lý không thành công; xem {log_file}:\n{_tail(log_file)}")
        shutil.move(made, model.with_suffix(".part"))
        model.with_suffix(".part").replace(model)


def _run(command: list[str], home: BotHome, log_file: Path, tick: Callable[[], None]) -> int:
    """Run to the end; on Ctrl-C the whole group goes first."""
    with log_file.open("wb") as output:
        process = subprocess.Popen(  # noqa: S603 - our own command line
            command,
            cwd=home.project,
            env=home.environment(RASA_CACHE_DIRECTORY=str(home.data / "bot" / "cache")),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            while True:
                tick()
                with suppress(subprocess.TimeoutExpired):
                    return process.wait(_TICK)
        finally:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _tail(file: Path) -> str:
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(line[:300] for line in lines[-_LAST_LINES:])
