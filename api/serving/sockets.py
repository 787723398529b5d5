"""Listening sockets, taken before anything slow begins."""

from __future__ import annotations

import errno
import socket

from api.errors import StartUpFailed

_BACKLOG = 1024


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens on the address; port 0 takes any free one.

    Raises:
        StartUpFailed: the port is taken, or the address is not this machine's.
    """
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP, flags=socket.AI_PASSIVE
        )[0]
    except (OSError, UnicodeError):
        raise StartUpFailed(f"Không hiểu địa chỉ “{host}” (MOTCUA_HOST hoặc --host).") from None
    # The protocol must be named: asyncio sets TCP_NODELAY on accepted connections only where it is, and without that
    # each answer on a kept connection waits for the other side's delayed acknowledgement, 40 ms.
    taken = socket.socket(family, kind, protocol)
    try:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
        taken.listen(_BACKLOG)
    except OSError as error:
        taken.close()
        raise StartUpFailed(_sentence(host, port, error)) from None
    taken.setblocking(False)
    taken.set_inheritable(False)
    return taken


def free_port() -> int:
    """Return a port of the loopback interface that was free a moment ago."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _sentence(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"Cổng {port} đang có chương trình khác dùng. Chọn cổng khác, ví dụ: motcua serve --port {port + 1}"
    if error.errno == errno.EACCES:
        return f"Không có quyền mở cổng {port}. Chọn cổng từ 1024 trở lên, ví dụ: motcua serve --port 8000"
    return f"Không mở được địa chỉ {host}, cổng {port}: {error.strerror}."
