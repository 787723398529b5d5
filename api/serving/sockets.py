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
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    except (OSError, UnicodeError):
        raise StartUpFailed(f"Không hiểu địa chỉ “{host}” (MOTCUA_HOST hoặc --host).") from None
    taken = socket.socket(family, socket.SOCK_STREAM)
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
