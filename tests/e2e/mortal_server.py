"""A server that is started again and again: everything is imported once, then each life is a fork of its own process.

Run as a program. Each line on standard input starts one life; its process id is answered on standard output. The
child is the whole product as ``motcua serve`` runs it without Rasa: the real application, its own connections to the
database, its own socket. Only the imports
and the search are left out, to have many lives in a short time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

import httpcore  # noqa: F401 (imported by the start otherwise)
import uvicorn
from fastapi import FastAPI

from api import logs
from api.action_host import load_actions
from api.app import create_app
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from api.settings import Settings
from knowledge.errors import SnapshotNotFound


def nothing(_root: Path, _province: str | None) -> KnowledgeBase:
    """Open no snapshot: there is none, and looking for it loads the search libraries."""
    raise SnapshotNotFound("active")


def live(app: FastAPI, settings: Settings) -> None:
    """Serve until killed."""
    logs.set_up(settings.log_level, settings.logs / "motcua.log")
    config = uvicorn.Config(app, host="127.0.0.1", port=settings.port, log_config=None)
    asyncio.run(uvicorn.Server(config).serve())


def main() -> None:
    """Fork a life for each line that comes in."""
    settings = Settings.load()
    app = create_app(settings, opener=nothing)  # opens nothing yet
    load_actions(KnowledgeKeeper(settings.snapshots, None, opener=nothing))  # for what it imports
    for _ in sys.stdin:
        child = os.fork()
        if child == 0:
            os.setpgid(0, 0)
            try:
                live(app, settings)
            finally:
                os._exit(1)
        print(child, flush=True)  # noqa: T201 (the protocol with the test)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()
