"""The whole product, started the way a person starts it: gateway, actions, Rasa, page."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from filelock import FileLock

from api.serving.bot_home import BotHome
from tests.channels.fake_zalo import APP_ID, APP_SECRET, OA_ID, FakeZalo, serve_zalo
from tests.channels.zalo_office import OA_SECRET
from tools.measures.server import Server, running_server

ROOT = Path(__file__).resolve().parents[2]
TRAINED = ROOT / "build" / "test-worlds" / "bot"


@dataclass
class Talk:
    """A conversation over HTTP, as a client has it."""

    client: httpx.Client
    id: str | None = None
    messages: list[dict[str, Any]] = field(default_factory=list)

    def say(self, text: str, payload: str | None = None) -> list[dict[str, Any]]:
        """Send a message and return what the assistant said."""
        body = {"text": text, "payload": payload, "conversation_id": self.id}
        reply = self.client.post("/api/v1/chat/messages", json={k: v for k, v in body.items() if v is not None})
        assert reply.status_code == 200, reply.text
        self.id = reply.json()["conversation_id"]
        self.messages = reply.json()["messages"]
        return self.messages

    def press(self, title: str) -> list[dict[str, Any]]:
        """Press a button of the last message by the start of its title."""
        buttons = [b for message in self.messages for b in message.get("buttons", [])]
        (button, *_) = [b for b in buttons if b["title"].startswith(title)]
        return self.say(button["title"], button["payload"])

    @property
    def text(self) -> str:
        """Everything said in the last turn."""
        return "\n".join(message["text"] for message in self.messages)

    @property
    def code(self) -> str | None:
        """The procedure the last turn was about."""
        codes = [message["answer"].get("code") for message in self.messages if message.get("answer")]
        return codes[-1] if codes else None


def settled(data: Path, snapshots: Path) -> Path:
    """Fill a new data folder with the snapshots and, where an earlier run has kept it, the trained bot.

    Returns:
        where the trained bot belongs in the folder.
    """
    kept, models = _trained(data), data / "bot" / "models"
    models.mkdir(parents=True)
    shutil.copytree(snapshots, data / "snapshots")
    if kept.is_file():
        shutil.copy2(kept, models)
    return models / kept.name


def _trained(data: Path) -> Path:
    return TRAINED / f"bot-{BotHome(ROOT, data).inputs_hash()}.tar.gz"


@contextmanager
def product(data: Path, snapshots: Path, zalo: FakeZalo, **settings: str) -> Iterator[Server]:
    """Run the product on new data, with a Zalo account.

    The bot is trained once for a state of its sources; what comes later takes up what was made. Rasa has plenty of
    time: that search answers for a slow one is not what these tests are about.
    """
    with pytest.MonkeyPatch.context() as patch, ExitStack() as training:
        if not _trained(data).is_file():  # another test process may be training the same just now
            TRAINED.mkdir(parents=True, exist_ok=True)
            training.enter_context(FileLock(TRAINED / "training.lock"))
        model = settled(data, snapshots)
        for name in list(os.environ):
            if name.startswith("MOTCUA_") or name.lower().endswith("_proxy"):
                patch.delenv(name)
        with running_server(data, rasa_timeout="25", **_zalo_settings(zalo), **settings) as running:
            _keep(model)
            training.close()
            yield running
    assert zalo.violations == []


def _keep(made: Path) -> None:
    kept = TRAINED / made.name
    if made.is_file() and not kept.is_file():
        TRAINED.mkdir(parents=True, exist_ok=True)
        part = kept.with_name(f"{kept.name}.{os.getpid()}")
        shutil.copy2(made, part)
        part.replace(kept)


def _zalo_settings(zalo: FakeZalo) -> dict[str, str]:
    return {
        "zalo_app_id": APP_ID,
        "zalo_app_secret": APP_SECRET,
        "zalo_oa_secret": OA_SECRET,
        "zalo_oa_id": OA_ID,
        "zalo_refresh_token": zalo.refresh,
        "zalo_api_url": zalo.url,
        "zalo_oauth_url": zalo.url,
    }


@pytest.fixture(scope="session")
def zalo() -> Iterator[FakeZalo]:
    """The other side of the product's Zalo account."""
    with serve_zalo() as fake:
        yield fake


@pytest.fixture(scope="session")
def bot_environment() -> None:
    """Rasa's environment, which a deployer of the knowledge alone may do without."""
    if not (ROOT / "bot" / ".venv" / "bin" / "python").exists():
        pytest.skip("the bot environment is missing; run make setup")


@pytest.fixture(scope="session")
def server(
    bot_environment: None,
    starter_root: Path,
    zalo: FakeZalo,
    tmp_path_factory: pytest.TempPathFactory,
    new_database: Callable[[], str],
) -> Iterator[Server]:
    """A running product that answers from the starter set."""
    data = tmp_path_factory.mktemp("var")
    with product(data, starter_root, zalo, database_url=new_database()) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=120, trust_env=False) as http:
        yield http


@pytest.fixture
def talk(client: httpx.Client) -> Talk:
    return Talk(client)
