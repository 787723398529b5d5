"""The web server inside ``motcua serve``; signals are the supervisor's."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI

from api.errors import StartUpFailed
from api.settings import Settings

_STOP_SECONDS = 10
_WEB_FAILED = "Máy chủ web không khởi động được; xem tệp nhật ký."


class _Server(uvicorn.Server):
    """Leaves signals to the supervisor."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


class _Web:
    """The running web server."""

    def __init__(self, server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        self._server = server
        self.done = asyncio.Event()
        self._task = asyncio.create_task(self._run(sockets))

    async def started(self) -> None:
        """Wait until it accepts requests.

        Raises:
            StartUpFailed: it ended instead.
        """
        while not self._server.started:
            if self.done.is_set():
                await self._task
                raise StartUpFailed(_WEB_FAILED)
            await asyncio.sleep(0.02)

    async def stop(self) -> None:
        """Finish the requests under way and end."""
        self._server.should_exit = True
        await self._task

    async def _run(self, sockets: list[socket.socket]) -> None:
        try:
            await self._server.serve(sockets)
        except SystemExit:  # how uvicorn says that the application did not start
            raise StartUpFailed(_WEB_FAILED) from None
        finally:
            self.done.set()


@asynccontextmanager
async def running_web(app: FastAPI, settings: Settings, sockets: list[socket.socket]) -> AsyncIterator[_Web]:
    """Serve the application on the sockets meanwhile.

    Raises:
        StartUpFailed: the application did not start.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=True,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    web = _Web(_Server(config), sockets)
    try:
        await web.started()
        yield web
    finally:
        await web.stop()
