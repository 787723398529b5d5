"""A real server, started the way a person starts it."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

START_LIMIT = 600.0
"""Seconds; on a busy machine with two cores the bot alone, trained first where it is new, takes minutes."""
_STOP_LIMIT = 20.0


@dataclass(frozen=True)
class Server:
    """A running product: where it listens, how long it took to answer, its processes."""

    url: str
    start_seconds: float
    process: psutil.Process

    def total_mib(self) -> float:
        """Return the memory of all its processes in MiB; shared pages count once where the system tells."""
        processes = [self.process, *self.process.children(recursive=True)]
        return sum(_own_memory(process) for process in processes) / 2**20


def _own_memory(process: psutil.Process) -> int:
    try:
        return int(process.memory_full_info().pss)
    except (psutil.AccessDenied, AttributeError):
        return int(process.memory_info().rss)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running_server(data: Path, **settings: str) -> Iterator[Server]:
    """Start ``motcua serve`` on a free port and stop it with Ctrl-C at the end.

    Args:
        data: the data folder.
        settings: further ``MOTCUA_*`` settings, by name without the prefix, in lower case.

    Raises:
        RuntimeError: it did not answer in time; the message holds the end of its output.
    """
    port = free_port()
    limits = {"rate_per_address": "0", "rate_per_conversation": "0"}
    given = {f"MOTCUA_{name.upper()}": value for name, value in {**limits, **settings}.items()}
    environment = {**os.environ, **given, "MOTCUA_DATA": str(data)}
    command = [str(Path(sys.executable).with_name("motcua")), "serve", "--port", str(port)]
    log = data / "bench-server.log"
    data.mkdir(parents=True, exist_ok=True)
    started = time.perf_counter()
    with log.open("wb") as output:
        child = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            url = f"http://127.0.0.1:{port}"
            _await_ready(child, url, started, log)
            yield Server(url, time.perf_counter() - started, psutil.Process(child.pid))
        finally:
            child.send_signal(signal.SIGINT)
            try:
                child.wait(_STOP_LIMIT)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()


def _await_ready(child: subprocess.Popen[bytes], url: str, started: float, log: Path) -> None:
    with httpx.Client(trust_env=False, timeout=2) as client:
        while time.perf_counter() - started < START_LIMIT and child.poll() is None:
            try:
                answer = client.get(f"{url}/readyz")
                if answer.status_code == httpx.codes.OK and answer.json().get("status") == "ok":
                    return
            except httpx.HTTPError:
                pass
            time.sleep(0.1)
    raise RuntimeError(f"the server did not come up:\n{log.read_text(errors='replace')[-2000:]}")
