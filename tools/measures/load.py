"""Conversations over HTTP: one at a time for latency, several at once for throughput."""

from __future__ import annotations

import asyncio
import time

import httpx

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


class Tally:
    """Durations of turns, and how many failed."""

    def __init__(self) -> None:
        self.seconds: list[float] = []
        self.failed = 0


async def _converse(client: httpx.AsyncClient, tally: Tally, until: float | None = None) -> None:
    conversation: str | None = None
    for text in CONVERSATION:
        if until is not None and time.perf_counter() > until:
            return
        body = {"text": text} | ({"conversation_id": conversation} if conversation else {})
        started = time.perf_counter()
        answer = await client.post("/api/v1/chat/messages", json=body)
        tally.seconds.append(time.perf_counter() - started)
        if answer.status_code != httpx.codes.OK or not answer.json()["messages"]:
            tally.failed += 1
            continue
        conversation = answer.json()["conversation_id"]


async def _user(client: httpx.AsyncClient, tally: Tally, until: float) -> None:
    while time.perf_counter() < until:
        await _converse(client, tally, until)


async def _measure(server: Server) -> Turns:
    one, many = Tally(), Tally()
    async with httpx.AsyncClient(base_url=server.url, timeout=30, trust_env=False) as client:
        await _converse(client, Tally())  # warm
        for _ in range(ONE_USER_ROUNDS):
            await _converse(client, one)
        started = time.perf_counter()
        await asyncio.gather(*(_user(client, many, started + SECONDS) for _ in range(USERS)))
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
    return asyncio.run(_measure(server))
