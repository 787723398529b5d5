"""The real bot: trained once for the sources as they are, started once for all conversations."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import os
import shutil
import socket
import subprocess
import threading
import time
import warnings
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
import uvicorn
from fastapi import FastAPI, HTTPException, Request
from filelock import FileLock

from actions import host
from knowledge.answer import Answer
from tests.actions.feedback_talk import opened_desk
from tests.actions.small_knowledge import SmallKnowledge

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the SDK's own dependencies
    from rasa_sdk.executor import ActionExecutor

REPOSITORY = Path(__file__).resolve().parents[2]
BOT = REPOSITORY / "bot"
PYTHON = BOT / ".venv" / "bin" / "python"
CACHE = BOT / ".rasa" / "tests"  # ignored by git
INPUTS = ("config.yml", "bot/domain", "bot/data", "bot/components", "knowledge/text.py", "knowledge/aspects.py",
          "knowledge/lexicon")  # fmt: skip
SOURCES = ["--config", "config.yml", "--domain", "bot/domain", "--data", "bot/data"]
GATEWAY_TOKEN, ACTION_TOKEN = "gateway-token-of-tests", "action-token-of-tests"
START_SECONDS = 90


def environment(**more: str) -> dict[str, str]:
    return {
        **os.environ,
        "PYTHONPATH": str(REPOSITORY),
        "RASA_TELEMETRY_ENABLED": "false",
        "RASA_CACHE_DIRECTORY": str(BOT / ".rasa" / "cache"),
        "TF_CPP_MIN_LOG_LEVEL": "2",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "OMP_NUM_THREADS": "1",
        "PYTHONWARNINGS": "ignore",
        **more,
    }


def inputs_hash() -> str:
    total = hashlib.sha256()
    for name in INPUTS:
        path = REPOSITORY / name
        for file in (
            [path] if path.is_file() else sorted(f for f in path.rglob("*") if f.suffix in {".yml", ".py", ".tsv"})
        ):
            total.update(str(file.relative_to(REPOSITORY)).encode() + b"\0" + file.read_bytes())
    return total.hexdigest()[:16]


@pytest.fixture(scope="session")
def bot_script() -> Callable[[str], str]:
    """Runs a piece of Python with the bot's environment and returns what it prints."""
    if not PYTHON.is_file():
        pytest.skip("the bot environment is not installed (make setup)")

    def run(code: str) -> str:
        done = subprocess.run(
            [str(PYTHON), "-W", "ignore", "-c", code],
            cwd=REPOSITORY,
            env=environment(),
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run


RunRasa = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def rasa() -> RunRasa:
    """Run ``rasa ARGUMENTS`` in the bot's environment; skips where it is not installed."""
    if not PYTHON.is_file():
        pytest.skip("the bot environment (bot/.venv) is not installed; `make setup` makes it")

    def run(*arguments: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(PYTHON), "-m", "rasa", *arguments],
            cwd=REPOSITORY, env=environment(**more), capture_output=True, text=True, timeout=600, check=False,
        )  # fmt: skip

    return run


@pytest.fixture(scope="session")
def model(rasa: RunRasa) -> Path:
    """The trained model of the sources as they are."""
    file = CACHE / f"bot-{inputs_hash()}.tar.gz"
    CACHE.mkdir(parents=True, exist_ok=True)
    with FileLock(CACHE / "training.lock"):
        if not file.is_file():
            work = CACHE / f"training-{uuid4().hex[:8]}"
            done = rasa("train", *SOURCES, "--out", str(work), "--fixed-model-name", "bot", "--augmentation", "0")
            assert done.returncode == 0, done.stderr[-3000:]
            (work / "bot.tar.gz").replace(file)
            shutil.rmtree(work)
            for old in CACHE.glob("bot-*.tar.gz"):
                if old != file:
                    old.unlink()
    return file


@pytest.fixture(scope="session")
def parse(model: Path) -> Callable[[list[str]], list[dict[str, Any]]]:
    """Parse messages with the real pipeline."""

    def run(lines: list[str]) -> list[dict[str, Any]]:
        script = REPOSITORY / "bot" / "tools" / "parse_lines.py"
        done = subprocess.run(
            [str(PYTHON), str(script), str(model)],
            input="\n".join(lines), cwd=REPOSITORY, env=environment(), capture_output=True, text=True, timeout=120,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr[-3000:]
        return list(json.loads(done.stdout.splitlines()[-1]))

    return run


def action_host() -> FastAPI:
    """A small stand-in for the product's own action endpoint."""
    executor = ActionExecutor()
    executor.register_package("actions")
    app = FastAPI()

    @app.post("/rasa/actions")
    async def run_action(request: Request) -> Any:
        if not hmac.compare_digest(request.headers.get("x-action-token", ""), ACTION_TOKEN):
            raise HTTPException(401)
        body = await request.body()
        if request.headers.get("content-encoding") == "deflate":
            body = zlib.decompress(body)
        result = await asyncio.to_thread(lambda: asyncio.run(executor.run(json.loads(body))))
        return result.model_dump() if result else None

    return app


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def desk_port(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> Iterator[Any]:
    """A real desk of PAKN, as the actions see it."""
    knowledge = SmallKnowledge()
    with opened_desk(tmp_path_factory.mktemp("desk"), knowledge, new_database()) as (_, port):
        yield port


@pytest.fixture(autouse=True)
def what_the_actions_use(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Knowledge and desk of the actions for each test: the server stays, and tests of other folders set their own."""
    if "action_url" in request.fixturenames:
        monkeypatch.setattr(host._Host, "provider", SmallKnowledge)
        monkeypatch.setattr(host._Host, "desk", request.getfixturevalue("desk_port"))


@pytest.fixture(scope="session")
def action_url(desk_port: Any) -> Iterator[str]:
    """The actions, served over HTTP from this process."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(action_host(), port=port, log_level="error", ws="none", lifespan="off"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{port}/rasa/actions"
    server.should_exit = True
    thread.join(10)


@pytest.fixture(scope="session")
def server(model: Path, action_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """``rasa run`` as the product starts it; tells its address and how long it took to get ready."""
    port, log = free_port(), tmp_path_factory.mktemp("rasa") / "rasa.log"
    variables = {
        "MOTCUA_ACTION_URL": action_url,
        "MOTCUA_ACTION_TOKEN": ACTION_TOKEN,
        "MOTCUA_GATEWAY_TOKEN": GATEWAY_TOKEN,
    }
    command = [str(PYTHON), "-m", "rasa", "run", "--model", str(model), "--endpoints", "bot/endpoints.yml",
               "--credentials", "bot/credentials.yml", "-i", "127.0.0.1", "-p", str(port)]  # fmt: skip
    started = time.monotonic()
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, cwd=REPOSITORY, env=environment(**variables), stdout=output, stderr=subprocess.STDOUT
        )
        try:
            address = f"http://127.0.0.1:{port}/webhooks/gateway/"
            wait_until_ready(address, process, log)
            yield {"address": address, "seconds": time.monotonic() - started, "pid": process.pid}
        finally:
            process.terminate()
            process.wait(20)


def wait_until_ready(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            break
        try:
            if httpx.get(address, timeout=2, trust_env=False).status_code == httpx.codes.OK:
                return
        except httpx.HTTPError:
            threading.Event().wait(0.1)
    pytest.fail(f"rasa did not get ready:\n{log.read_text('utf-8', 'replace')[-3000:]}")


class Conversation:
    """One person talking to the real Rasa server."""

    def __init__(self, address: str) -> None:
        self.sender = uuid4().hex
        self._client = httpx.Client(base_url=address, headers={"X-Gateway-Token": GATEWAY_TOKEN}, trust_env=False)

    def say(self, text: str) -> list[Answer]:
        """Say something or press a button; return the answers."""
        response = self._client.post("webhook", json={"sender": self.sender, "message": text}, timeout=30)
        response.raise_for_status()
        messages = response.json()
        assert all(message["text"].strip() for message in messages)
        return [Answer.model_validate(message["custom"]["answer"]) for message in messages]

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def talk(server: dict[str, Any]) -> Iterator[Conversation]:
    conversation = Conversation(server["address"])
    yield conversation
    conversation.close()
