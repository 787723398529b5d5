"""Small parts of the start: ports."""

from __future__ import annotations

import asyncio
import socket

import pytest

from api.errors import StartUpFailed
from api.serving.sockets import listen
from tests.loops import run as run_aside


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StartUpFailed, match=f"Cổng {port} đang có chương trình khác dùng.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "sentence"), [("khong..co", "Không hiểu địa chỉ"), ("192.0.2.1", "Không mở được")])
def test_an_address_that_is_not_ours_is_told(host: str, sentence: str) -> None:
    with pytest.raises(StartUpFailed, match=sentence):
        listen(host, 0)


def test_answers_on_a_kept_connection_do_not_wait_for_an_acknowledgement() -> None:
    async def accepted() -> int:
        found = asyncio.get_running_loop().create_future()

        def take(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            found.set_result(writer.get_extra_info("socket").getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
            writer.close()

        with listen("127.0.0.1", 0) as listening:
            async with await asyncio.start_server(take, sock=listening):
                _, writer = await asyncio.open_connection(*listening.getsockname())
                told: int = await found
                writer.close()
                return told

    assert run_aside(accepted())
