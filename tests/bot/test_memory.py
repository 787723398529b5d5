"""What Rasa remembers: in memory, bounded, and honest about what it has dropped."""

from __future__ import annotations

import httpx
import pytest

pytestmark = pytest.mark.bot

_MANY_CONVERSATIONS = """
import asyncio
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.utils.endpoints import EndpointConfig
from bot.tracker_store import LiveTrackerStore

async def main():
    store = LiveTrackerStore.create(EndpointConfig(most_events=25), Domain.empty())
    for name in "abc":
        tracker = await store.get_or_create_tracker(name)
        for _ in range(8):
            tracker.update(UserUttered("x"))
        await store.save(tracker)
        await store.save(tracker)
    print(sorted(await store.keys()), len((await store.retrieve("c")).events))

asyncio.run(main())
"""


def test_rasa_asks_for_the_context_of_a_conversation_it_does_not_remember(server):
    headers = {"X-Gateway-Token": "gateway-token-of-tests"}
    body = {"sender": "never-heard-of", "message": "chào", "metadata": {"known": True}}

    first = httpx.post(server["address"] + "webhook", json=body, headers=headers, trust_env=False, timeout=30)
    told = httpx.post(
        server["address"] + "webhook", json={**body, "metadata": {}}, headers=headers, trust_env=False, timeout=30
    )
    then = httpx.post(server["address"] + "webhook", json=body, headers=headers, trust_env=False, timeout=30)

    assert [answer.status_code for answer in (first, told, then)] == [409, 200, 200]


def test_the_memory_of_conversations_is_bounded_and_drops_the_oldest(bot_script):
    names, events = bot_script(_MANY_CONVERSATIONS).strip().rsplit(" ", 1)
    assert names == "['b', 'c']"
    assert int(events) >= 8
