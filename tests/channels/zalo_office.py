"""An office with a Zalo Official Account: our webhooks and workers, a scripted chat gateway, and the fake Zalo."""

from __future__ import annotations

import asyncio
import hashlib
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.testclient import TestClient

from api import problems
from api.channels import routes
from api.channels.hub import Channels, Timing
from api.chat.outcomes import Turn
from api.metrics import Metrics
from api.middleware import BodyLimit
from api.settings import Settings
from api.storage.conversations import Conversations, Said, Via, new_id
from api.storage.database import Database
from tests.channels.fake_zalo import APP_ID, APP_SECRET, BOT_TOKEN, OA_ID, FakeZalo

OA_SECRET = "bi-mat-cua-oa"
BOT_SECRET = "bi-mat-cua-bot"
USER = "3000000000000000003"
TIMING = Timing(event_seconds=60.0, sender_seconds=20.0)


@dataclass
class Clock:
    """The present moment, and what the test adds to it."""

    ahead: timedelta = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@dataclass
class ScriptedGateway:
    """Answers as the test says, and keeps conversations as the real one does."""

    conversations: Conversations | None = None
    heard: list[tuple[str, str | None, str | None, str]] = field(default_factory=list)
    script: Callable[[str, str | None], list[Said]] | None = None
    trouble: Exception | None = None
    hold: threading.Event | None = None

    async def turn(
        self, text: str, *, payload: str | None, conversation_id: str | None, channel: str, **_about: Any
    ) -> Turn:
        self.heard.append((text, payload, conversation_id, channel))
        while self.hold and not self.hold.is_set():
            await asyncio.sleep(0.01)
        if self.trouble:
            raise self.trouble
        said = self.script(text, payload) if self.script else [say(f"Trả lời: {text}")]
        assert self.conversations is not None
        kept = await asyncio.to_thread(self.conversations.accept, conversation_id, channel, text, payload)
        await asyncio.to_thread(self.conversations.answer, kept, said, Via.SEARCH, 1)
        return Turn(kept.id, said)


def say(text: str, *buttons: tuple[str, str]) -> Said:
    """One message of the assistant."""
    plain = [{"title": title, "payload": payload} for title, payload in buttons]
    return Said(id=new_id(), text=text, buttons=plain, answer=None, status=None)


@dataclass
class Office:
    """The deployment, its gateway, its clock and the other side."""

    data: Path
    zalo: FakeZalo
    overrides: dict[str, Any] = field(default_factory=dict)
    clock: Clock = field(default_factory=Clock)
    gateway: ScriptedGateway = field(default_factory=ScriptedGateway)
    client: TestClient | None = None
    channels: Channels | None = None
    metrics: Metrics = field(default_factory=Metrics)
    sent_events: int = 0

    def settings(self) -> Settings:
        values = {
            "data": self.data,
            "rate_per_address": 0,
            "rate_per_conversation": 0,
            "zalo_app_id": APP_ID,
            "zalo_app_secret": APP_SECRET,
            "zalo_oa_secret": OA_SECRET,
            "zalo_oa_id": OA_ID,
            "zalo_refresh_token": self.zalo.refresh,
            "zalo_api_url": self.zalo.url,
            "zalo_oauth_url": self.zalo.url,
            "zalo_bot_token": BOT_TOKEN,
            "zalo_bot_secret": BOT_SECRET,
            "zalo_bot_url": self.zalo.url,
            "channel_echo_seconds": 0.2,
        }
        return Settings.load(**{**values, **self.overrides})

    def app(self) -> FastAPI:
        settings = self.settings()

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncIterator[None]:
            database = Database.open(settings)
            self.gateway.conversations = Conversations(database)
            running = Channels.running(settings, database, self.gateway, self.metrics, timing=TIMING, clock=self.clock)
            async with running as channels:
                app.state.channels = self.channels = channels
                yield
            database.close()

        app = FastAPI(lifespan=lifespan)
        problems.install(app)
        app.include_router(routes.router)
        app.add_middleware(BodyLimit, limit=settings.body_bytes)
        return app

    @contextmanager
    def open(self) -> Iterator[Office]:
        """Serve meanwhile."""
        with TestClient(self.app(), client=("203.0.113.7", 50000), raise_server_exceptions=False) as client:
            self.client = client
            yield self

    # --- what Zalo sends -----------------------------------------------------------------------------------------

    def event(self, name: str, **fields: Any) -> dict[str, Any]:
        """Return an event of now."""
        self.sent_events += 1
        stamp = str(int(self.clock().timestamp() * 1000) + self.sent_events)
        return {"app_id": APP_ID, "event_name": name, "timestamp": stamp, **fields}

    def said(
        self, text: str, *, user: str = USER, msg_id: str | None = None, name: str = "user_send_text"
    ) -> dict[str, Any]:
        """Return the event of a person's message."""
        event = self.event(name, sender={"id": user}, recipient={"id": OA_ID}, user_id_by_app="4")
        return {**event, "message": {"msg_id": msg_id or f"in-{self.sent_events}", "text": text}}

    def post(self, event: dict[str, Any] | bytes, signature: str | None = None) -> Any:
        """Send an event to our webhook, signed."""
        raw = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
        assert self.client is not None
        headers = {"X-ZEvent-Signature": signed(raw) if signature is None else signature}
        return self.client.post("/channels/zalo/webhook", content=raw, headers=headers)

    def tells(self, text: str, **more: Any) -> None:
        """A person writes; the webhook must take it."""
        assert self.post(self.said(text, **more)).json() == {"status": "new"}

    def gets(self, count: int, user: str = USER) -> list[str]:
        """Wait until the person has got so many messages; return them."""
        self.zalo.wait(lambda: sum(one.user == user for one in self.zalo.accepted) >= count)
        return self.zalo.texts(user)

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        assert self.channels is not None
        with self.channels.database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def until(self, query: str, expected: list[tuple[Any, ...]], seconds: float = 60.0) -> None:
        """Wait until a query gives what is expected."""
        pause = threading.Event()
        for _ in range(int(seconds / 0.02)):
            if self.rows(query) == expected:
                return
            pause.wait(0.02)
        assert self.rows(query) == expected

    def rests(self) -> None:
        """Wait until nothing is left to do."""
        self.until("SELECT count(*) FROM channel_event WHERE state = 'waiting'", [(0,)])
        self.until("SELECT count(*) FROM channel_message WHERE state IN ('waiting', 'sending', 'unsure')", [(0,)])


def signed(raw: bytes, *, signer: str = APP_ID, secret: str = OA_SECRET) -> str:
    """Return the header Zalo would send."""
    stamp = str(json.loads(raw)["timestamp"])
    return "mac=" + hashlib.sha256(signer.encode() + raw + stamp.encode() + secret.encode()).hexdigest()
