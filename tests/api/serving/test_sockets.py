"""Small parts of the start: ports."""

from __future__ import annotations

import pytest

from api.errors import StartUpFailed
from api.serving.sockets import listen


def test_a_taken_port_is_told_with_the_way_out() -> None:
    with listen("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StartUpFailed, match=f"Cổng {port} đang có chương trình khác dùng.*--port {port + 1}"):
            listen("127.0.0.1", port)


@pytest.mark.parametrize(("host", "sentence"), [("khong..co", "Không hiểu địa chỉ"), ("192.0.2.1", "Không mở được")])
def test_an_address_that_is_not_ours_is_told(host: str, sentence: str) -> None:
    with pytest.raises(StartUpFailed, match=sentence):
        listen(host, 0)
