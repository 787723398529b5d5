"""A local server that behaves as Zalo's is documented to: checks what we send, and fails as it is told to."""

from __future__ import annotations

import json
import threading
import time
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs

from tests.loopback import serving

APP_ID = "1000000000000000001"
OA_ID = "2000000000000000002"
APP_SECRET = "bi-mat-cua-ung-dung"
BOT_TOKEN = "123:bot-token"

_BUTTON_TYPES = {"oa.open.url", "oa.query.show", "oa.query.hide", "oa.open.sms", "oa.open.phone"}


class Fault(StrEnum):
    """Ways to fail beside an error code."""

    SWALLOW = "accepted, and the connection closes without an answer"
    DROP = "not accepted, and the connection closes without an answer"
    BROKEN = "HTTP 500"
    GARBAGE = "HTTP 200 that is no JSON"


@dataclass(frozen=True)
class Accepted:
    """A message Zalo took."""

    user: str
    text: str
    id: str
    body: dict[str, Any]
    path: str


Injection = Callable[[str, dict[str, Any]], "int | Fault | None"]


@dataclass
class FakeZalo:
    """State of the server. ``violations`` stays empty as long as we keep to the documents."""

    url: str = ""
    access: str = "ACCESS-1"
    refresh: str = "REFRESH-1"
    used: set[str] = field(default_factory=set)
    number: int = 1
    refreshes: int = 0
    accepted: list[Accepted] = field(default_factory=list)
    requests: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)
    webhooks: list[dict[str, Any]] = field(default_factory=list)
    inject: Injection | None = None
    on_accept: Callable[[Accepted], None] | None = None
    hold_token: threading.Event | None = None
    token_taken: threading.Event = field(default_factory=threading.Event)
    seconds: str = "90000"
    changed: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, ready: Callable[[], bool], seconds: float = 60.0) -> None:
        """Wait until something is so, looked at after each call to Zalo and often between; fail with what was there."""
        until = time.monotonic() + seconds
        with self.changed:
            while not ready():
                assert time.monotonic() < until, [one.text for one in self.accepted]
                self.changed.wait(0.05)

    def texts(self, user: str | None = None) -> list[str]:
        with self.changed:
            return [one.text for one in self.accepted if user in (None, one.user)]

    # --- the API -------------------------------------------------------------------------------------------------

    def answer(self, method: str, path: str, headers: Any, raw: bytes) -> bytes | Fault:
        if path == "/v4/oa/access_token":
            return self._token(headers, raw)
        if path.startswith("/bot"):
            return self._bot(path, json.loads(raw))
        if headers.get("access_token") != self.access:
            return _json({"error": -216, "message": "Access token is invalid"})
        if path == "/v2.0/oa/getoa" and method == "GET":
            return _json({"error": 0, "message": "Success", "data": {"oa_id": OA_ID, "name": "UBND phường Mẫu"}})
        body = json.loads(raw)
        with self.changed:
            self.requests.append((path, body))
            self.changed.notify_all()
        fault = self.inject(path, body) if self.inject else None
        if isinstance(fault, int):
            return _json({"error": fault, "message": "injected"})
        if fault in (Fault.DROP, Fault.BROKEN, Fault.GARBAGE):
            return Fault(str(fault))
        wrong = self._wrong(path, body)
        if wrong:
            self.violations.append(wrong)
            return _json({"error": -201, "message": wrong})
        answer = self._accept(path, body)
        return Fault.SWALLOW if fault is Fault.SWALLOW else answer

    def _token(self, headers: Any, raw: bytes) -> bytes:
        form = {name: values[0] for name, values in parse_qs(raw.decode()).items()}
        with self.changed:
            if headers.get("content-type") != "application/x-www-form-urlencoded":
                self.violations.append("the token is asked for with a form")
            if headers.get("secret_key") != APP_SECRET or set(form) != {"refresh_token", "app_id", "grant_type"}:
                self.violations.append("token request of another shape")
            if form.get("app_id") != APP_ID or form.get("grant_type") != "refresh_token":
                self.violations.append("token request with wrong values")
            if form["refresh_token"] in self.used or form["refresh_token"] != self.refresh:
                return _json({"error": -14014, "error_name": "Invalid refresh token."})
            self.used.add(self.refresh)
            self.refreshes += 1
            self.number += 1
            self.access, self.refresh = f"ACCESS-{self.number}", f"REFRESH-{self.number}"
            answer = {"access_token": self.access, "refresh_token": self.refresh, "expires_in": self.seconds}
        self.token_taken.set()
        if self.hold_token:
            self.hold_token.wait(300)
        return _json(answer)

    def _wrong(self, path: str, body: dict[str, Any]) -> str | None:
        if path == "/v3.0/oa/message/template":
            return None if set(body) == {"user_id", "template_id", "template_data", "tracking_id"} else "template shape"
        if path != "/v3.0/oa/message/cs":
            return f"no such address: {path}"
        if set(body) != {"recipient", "message"}:
            return "keys of the body"
        if set(body["recipient"]) not in ({"user_id"}, {"anonymous_id", "conversation_id"}):
            return "recipient"
        message = body["message"]
        text = message.get("text", "")
        if not text or unicodedata.normalize("NFC", text) != text or len(text.encode("utf-16-le")) // 2 > 2000:
            return "text"
        return _wrong_buttons(message) if set(message) - {"text"} else None

    def _accept(self, path: str, body: dict[str, Any]) -> bytes:
        with self.changed:
            user = body["user_id"] if "user_id" in body else next(iter(body["recipient"].values()))
            text = "" if "user_id" in body else body["message"]["text"]
            taken = Accepted(user, text, f"out-{len(self.accepted)}", body, path)
            self.accepted.append(taken)
            if self.on_accept:
                self.on_accept(taken)
            self.changed.notify_all()
        quota = {"quota_type": "reply", "remain": "7", "total": "8", "owner_type": "OA", "owner_id": OA_ID}
        data = {"message_id": taken.id, "user_id": user, "quota": quota}
        return _json({"error": 0, "message": "Success", "data": data})

    def _bot(self, path: str, body: dict[str, Any]) -> bytes | Fault:
        token, _, method = path.removeprefix("/bot").partition("/")
        if token != BOT_TOKEN:
            return _json({"ok": False, "error_code": 401, "description": "Unauthorized"})
        fault = self.inject(path, body) if self.inject else None
        if isinstance(fault, int):
            return _json({"ok": False, "error_code": fault, "description": "injected"})
        if fault and fault is not Fault.SWALLOW:
            return fault
        if method == "sendMessage":
            with self.changed:
                if set(body) != {"chat_id", "text"} or not 0 < len(body["text"]) <= 2000:
                    self.violations.append("sendMessage")
                taken = Accepted(body["chat_id"], body["text"], f"out-{len(self.accepted)}", body, method)
                self.accepted.append(taken)
                self.changed.notify_all()
            return fault or _json({"ok": True, "result": {"message_id": taken.id, "date": 1795320000000}})
        if method == "setWebhook":
            self.webhooks.append(body)
            return _json({"ok": True, "result": {"url": body["url"]}})
        return _json({"ok": True, "result": {"id": "9", "display_name": "Trợ lý Mẫu"}})


def _wrong_buttons(message: dict[str, Any]) -> str | None:
    if set(message) != {"text", "attachment"} or message["attachment"]["type"] != "template":
        return "attachment"
    buttons = message["attachment"]["payload"]["buttons"]
    if not 1 <= len(buttons) <= 5:
        return "number of buttons"
    for button in buttons:
        if set(button) != {"title", "type", "payload"} or button["type"] not in _BUTTON_TYPES:
            return "button"
        if len(button["title"]) > 100 or len(button["payload"]) > 1000 or not button["payload"].startswith("#"):
            return "length of a button"
    return None


def _json(body: dict[str, Any]) -> bytes:
    return json.dumps(body).encode()


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_arguments: object) -> None:
        """Say nothing: the clients of these tests are killed on purpose."""


@contextmanager
def serve_zalo() -> Iterator[FakeZalo]:
    """Run the server on loopback."""
    zalo = FakeZalo()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            self._serve("GET", b"{}")

        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            raw = self.rfile.read(length)
            if len(raw) < length:  # the sender was killed before it had sent the whole request
                self.close_connection = True
                return
            self._serve("POST", raw)

        def _serve(self, method: str, raw: bytes) -> None:
            answer = zalo.answer(method, self.path, self.headers, raw)
            if answer in (Fault.SWALLOW, Fault.DROP):
                self.close_connection = True
                return
            status = 500 if answer is Fault.BROKEN else 200
            body = answer if isinstance(answer, bytes) else b"<html>"
            head = f"HTTP/1.1 {status} X\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
            try:
                self.wfile.write(head.encode() + body)
            except OSError:
                self.close_connection = True

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler, server=_Quiet) as zalo.url:
        try:
            yield zalo
        finally:
            if zalo.hold_token:
                zalo.hold_token.set()
