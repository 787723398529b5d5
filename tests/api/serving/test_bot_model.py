"""The bot is trained when it must be, and only then."""

from __future__ import annotations

import os
import signal
import threading
from pathlib import Path

import psutil
import pytest

from api.errors import StartUpFailed
from api.serving.bot_home import BotHome
from api.serving.training import ensure_model
from knowledge.errors import ConfigurationError


@pytest.fixture
def home(checkout: Path, tmp_path: Path) -> BotHome:
    return BotHome(checkout, tmp_path / "var")


def trained(home: BotHome) -> Path:
    return ensure_model(home, None, home.data / "logs", lambda: None)


def trainings(home: BotHome) -> int:
    return len((home.data / "bot" / "home" / "trainings").read_text())


def test_a_missing_model_is_trained_once(home: BotHome) -> None:
    first = trained(home)

    assert first.read_bytes() == b"model"
    assert trained(home) == first
    assert trainings(home) == 1


@pytest.mark.parametrize(
    "changed", ["config.yml", "bot/data/rules.yml", "bot/domain/new.yml", "bot/components/new.py", "knowledge/text.py"]
)
def test_changed_inputs_train_again_and_the_old_model_goes(home: BotHome, changed: str) -> None:
    first = trained(home)
    (home.project / changed).parent.mkdir(exist_ok=True)
    (home.project / changed).write_text("changed")

    second = trained(home)

    assert second != first
    assert not first.exists()
    assert trainings(home) == 2


def test_what_python_leaves_behind_is_no_change(home: BotHome) -> None:
    before = home.inputs_hash()
    cache = home.project / "bot" / "components" / "__pycache__"
    cache.mkdir()
    (cache / "x.cpython-311.pyc").write_bytes(b"x")

    assert home.inputs_hash() == before


def test_a_failed_training_says_where_to_read_why_and_leaves_no_model(home: BotHome) -> None:
    (home.project / "bot" / "data" / "broken").touch()

    with pytest.raises(StartUpFailed, match=r"training\.log:\nInvalidRule"):
        trained(home)

    assert not list((home.data / "bot" / "models").glob("bot-*"))


def test_a_named_model_is_taken_as_it_is(home: BotHome, tmp_path: Path) -> None:
    named = tmp_path / "own.tar.gz"
    named.write_bytes(b"own")

    assert ensure_model(home, named, home.data / "logs", lambda: None) == named


def test_a_named_model_that_is_missing_is_refused(home: BotHome, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="MOTCUA_MODEL"):
        ensure_model(home, tmp_path / "none.tar.gz", home.data / "logs", lambda: None)


def test_the_bots_environment_is_quiet_and_holds_no_setting_of_ours(
    home: BotHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOTCUA_DATABASE_URL", "postgresql+psycopg://u:secret@h/d")

    environment = home.environment(MOTCUA_GATEWAY_TOKEN="x")

    assert environment["RASA_TELEMETRY_ENABLED"] == "false"
    assert environment["OMP_NUM_THREADS"] == "1"
    assert environment["HOME"].startswith(str(home.data))
    assert [name for name in environment if name.startswith("MOTCUA_")] == ["MOTCUA_GATEWAY_TOKEN"]


def test_ctrl_c_while_training_leaves_nothing_running(home: BotHome) -> None:
    (home.project / "bot" / "data" / "endless").touch()
    marker = home.data / "bot" / "home" / "training"
    seen: list[psutil.Process] = []

    def tick() -> None:
        if marker.exists() and marker.read_text():
            trainer = psutil.Process(int(marker.read_text()))
            seen.extend([trainer, *trainer.children(recursive=True)])
            os.kill(os.getpid(), signal.SIGINT)

    assert threading.current_thread() is threading.main_thread()
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where a shell runs us in the background
    try:
        with pytest.raises(KeyboardInterrupt):
            ensure_model(home, None, home.data / "logs", tick)
    finally:
        signal.signal(signal.SIGINT, before)

    assert len(seen) >= 2
    _, alive = psutil.wait_procs(seen, timeout=10)
    assert not alive
