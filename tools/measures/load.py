"""Conversations over HTTP: one at a time for latency, several at once for throughput.

The generator runs on the cores of what it measures, so it speaks HTTP by hand: a client library would take as long for
a turn as Rasa takes to understand it.
"""

from __future__ import annotations

import asyncio
import json
import time
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import uvloop

from tools.measures import Timing, Turns
from tools.measures.server import Server

CONVERSATION = (
    "xin chào",
    "tôi muốn đăng ký tạm trú thì cần giấy tờ gì",
    "thế phí bao nhiêu",
    "gửi bưu điện được không",
    "bao lau thi xong",
    "còn khai sinh cho con thì sao",
    "nộp online được hông",
    "lam lai can cuoc bi mat",
    "1.004194",
    "cảm ơn",
)
ONE_USER_ROUNDS = 20
USERS = 8
SECONDS = 20.0
LIMIT = 600.0
"""Seconds for everything; a server that hangs ends the measurement."""


class Tally:
    """Durations of turns, and how many failed."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.failed = 0


class Chat:
    """One kept connection to ``POST /api/v1/chat/messages``, for one user at a time."""

    def __init__(self, url: str) -> None:
        self._host, self._port = urlsplit(url).hostname or "", urlsplit(url).port or 80

    async def __aenter__(self) -> Self:
        self._reader, self._writer = await asyncio.open_connection(self._host, self._port)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.close()

    async def say(self, body: dict[str, str]) -> dict[str, Any] | None:
        """Send a message and return the answer; ``None``: it was refused."""
        content = json.dumps(body).encode()
        head = (
            f"POST /api/v1/chat/messages HTTP/1.1\r\nHost: {self._host}:{self._port}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
        )
        self._writer.write(head.encode() + content)
        status, *headers = (await self._reader.readuntil(b"\r\n\r\n")).split(b"\r\n")
        sizes = [line for line in headers if line.lower().startswith(b"content-length:")]
        answer = await self._reader.readexactly(int(sizes[0].split(b":")[1]))
        return dict(json.loads(answer)) if b" 200 " in status else None


async def _converse(chat: Chat, tally: Tally, until: float | None = None) -> None:
    conversation: str | None = None
    for text in CONVERSATION:
        if until is not None and time.perf_counter() > until:
            return
        body = {"text": text} | ({"conversation_id": conversation} if conversation else {})
        started = time.perf_counter()
        answer = await chat.say(body)
        tally.seconds.append(time.perf_counter() - started)
        if not answer or not answer["messages"]:
            tally.failed += 1
            continue
        conversation = answer["conversation_id"]


async def _user(url: str, tally: Tally, until: float) -> None:
    async with Chat(url) as chat:
        while time.perf_counter() < until:
            await _converse(chat, tally, until)


async def _measure(server: Server) -> Turns:
    one, many = Tally(), Tally()
    async with asyncio.timeout(LIMIT):
        async with Chat(server.url) as chat:
            await _converse(chat, Tally())  # warm
            for _ in range(ONE_USER_ROUNDS):
                await _converse(chat, one)
        started = time.perf_counter()
        await asyncio.gather(*(_user(server.url, many, started + SECONDS) for _ in range(USERS)))
        elapsed = time.perf_counter() - started
    return Turns(
        start_seconds=server.start_seconds,
        one_user=Timing.of(one.seconds),
        users=USERS,
        per_second=len(many.seconds) / elapsed,
        busy=Timing.of(many.seconds),
        failed=one.failed + many.failed,
        total_mib=server.total_mib(),
    )


def measure_turns(server: Server) -> Turns:
    """Measure a running server; the load generator shares the machine with it."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_measure(server))
