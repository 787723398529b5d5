"""An office's own channel: a real HTTP receiver that checks every signature and fails as the test says."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any

from tests.loopback import serving

SECRET = "bi-mat-chung-cua-hai-ben-0123456789"


def headers_for(body: bytes, *, stamp: int | None = None, secret: str = SECRET) -> dict[str, str]:
    """Sign as docs/api.md says, without our own code."""
    moment = str(int(time.time()) if stamp is None else stamp)
    mac = hmac.new(secret.encode(), moment.encode() + b"." + body, hashlib.sha256).hexdigest()
    return {"X-Motcua-Timestamp": moment, "X-Motcua-Signature": f"v1={mac}", "Content-Type": "application/json"}


@dataclass
class Receiver:
    """What came in; ``inject`` gives the status of a try, ``None`` for 204."""

    url: str = ""
    inject: Callable[[dict[str, Any]], int | None] | None = None
    tries: list[dict[str, Any]] = field(default_factory=list)
    taken: list[dict[str, Any]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    arrived: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, is_true: Callable[[], bool], seconds: float = 120.0) -> None:
        """Wait for a condition on what has come."""
        with self.arrived:
            assert self.arrived.wait_for(is_true, timeout=seconds), self.tries

    def unique(self) -> list[dict[str, Any]]:
        """What an office keeps that drops a second delivery of one id."""
        return list({one["id"]: one for one in self.taken}.values())

    def receive(self, body: bytes, stamp: str, signature: str) -> int:
        mac = hmac.new(SECRET.encode(), stamp.encode() + b"." + body, hashlib.sha256).hexdigest()
        if signature != f"v1={mac}" or abs(time.time() - int(stamp)) > 300:
            self.violations.append(signature)
            return 401
        told = json.loads(body)
        with self.arrived:
            self.tries.append(told)
            status = (self.inject(told) if self.inject else None) or 204
            if status == 204:
                self.taken.append(told)
            self.arrived.notify_all()
        return status


@contextmanager
def serve_receiver() -> Iterator[Receiver]:
    """Serve on loopback; at the end every request must have been signed rightly."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            stamp, signature = (self.headers.get(f"x-motcua-{name}", "0") for name in ("timestamp", "signature"))
            self.send_response(receiver.receive(body, stamp, signature))
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler) as address:
        receiver.url = f"{address}/nhan"
        yield receiver
    assert receiver.violations == []
