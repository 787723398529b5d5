"""The whole product, started the way a person starts it: gateway, actions, Rasa, page."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest

from tools.measures.server import Server, running_server

ROOT = Path(__file__).resolve().parents[2]


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


@pytest.fixture(scope="session")
def server(starter_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A running product that answers from the starter set."""
    if not (ROOT / "bot" / ".venv" / "bin" / "python").exists():
        pytest.skip("the bot environment is missing; run make setup")
    data = tmp_path_factory.mktemp("var")
    shutil.copytree(starter_root, data / "snapshots")
    with running_server(data) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30, trust_env=False) as http:
        yield http


@pytest.fixture
def talk(client: httpx.Client) -> Talk:
    return Talk(client)
