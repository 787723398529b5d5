"""What Rasa accepts from an action (bot/action_calls.py stands in the place of its own check)."""

from __future__ import annotations

from collections.abc import Callable

_CALLS = """
import asyncio
from aiohttp import web
from aiohttp.test_utils import TestServer
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import CollectingOutputChannel
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.exceptions import RasaException
from rasa.utils.endpoints import EndpointConfig
from bot import action_calls

GOOD = {"events": [{"event": "slot", "name": "procedure", "value": "1"}], "responses": [{"text": "Có"}]}
WRONG = [
    [], {}, {"events": [], "responses": "x"}, {"events": {}, "responses": []}, {"events": [{}], "responses": []},
    {"events": [], "responses": ["x"]},
]

async def main():
    bodies = iter([GOOD, *WRONG])

    async def answer(_):
        return web.json_response(next(bodies))
    application = web.Application()
    application.router.add_post("/", answer)
    async with TestServer(application) as server:
        action_calls.lighten()
        action = RemoteAction("action_any", EndpointConfig(str(server.make_url("")).rstrip("/")))
        tracker = DialogueStateTracker("one", [])

        async def run():
            return await action.run(CollectingOutputChannel(), None, tracker, Domain.empty())
        print(len(await run()))
        for _ in WRONG:
            try:
                await run()
            except RasaException:
                print("refused")
        await action_calls.close()

asyncio.run(main())
"""


def test_an_answer_of_another_shape_is_an_error_and_not_silence(bot_script: Callable[[str], str]) -> None:
    said = [line for line in bot_script(_CALLS).splitlines() if line in {"2", "refused"}]
    assert said == ["2", *["refused"] * 6]
