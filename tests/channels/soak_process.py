"""The process of the soak test: serves the webhook with a scripted gateway, to be killed at any moment.

Started once; forks a server whenever it is told to ("start"), kills it with SIGKILL ("kill"), so that a restart does
not cost the imports again. The listening socket belongs to the parent: as behind a real proxy, callers of a dead
server wait or fail, and find the next one.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import uvicorn
from fastapi import FastAPI

from api import problems
from api.channels import routes
from api.channels.hub import Channels, Timing
from api.chat.outcomes import Turn
from api.metrics import Metrics
from api.serving.sockets import listen
from api.settings import Settings
from api.storage.conversations import Said, new_id
from api.storage.database import Database

TIMING = Timing(event_seconds=3.0, sender_seconds=1.0)


class Echoing:
    """A gateway that answers each text with itself."""

    async def turn(self, text: str, *, conversation_id: str | None, **_about: Any) -> Turn:
        await asyncio.sleep(0)
        said = Said(id=new_id(), text=f"Trả lời {text}", buttons=[], answer=None, status=None)
        return Turn(conversation_id or new_id(), [said])


def serve(listening: socket.socket, values: dict[str, Any]) -> None:
    """Be the server until killed."""
    settings = Settings.load(**values)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        database = Database.open(settings)
        async with Channels.running(settings, database, Echoing(), Metrics(), timing=TIMING) as channels:
            app.state.channels = channels
            yield
        database.close()

    app = FastAPI(lifespan=lifespan)
    problems.install(app)
    app.include_router(routes.router)
    config = uvicorn.Config(app, log_level="critical", access_log=False, timeout_keep_alive=30)
    asyncio.run(uvicorn.Server(config).serve([listening]))


def say(word: str) -> None:
    """Tell the test."""
    sys.stdout.write(f"{word}\n")
    sys.stdout.flush()


def main() -> None:
    """Do what standard input says, a word a line."""
    values = json.loads(sys.argv[1])
    listening = listen("127.0.0.1", 0)
    Database.open(Settings.load(**values)).close()
    say(str(listening.getsockname()[1]))
    child = 0
    for line in sys.stdin:
        if child:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            child = 0
        if line.strip() == "start":
            child = os.fork()
            if not child:
                serve(listening, values)
                os._exit(1)
        say("ok")
    if child:
        os.kill(child, signal.SIGKILL)


if __name__ == "__main__":
    main()
