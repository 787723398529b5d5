"""An office's own system as a real HTTP server on loopback; what a test does, our requests must be right."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

import pytest

from tests.api.conftest import ScriptedRasa, World, rasa, world
from tests.loopback import serving

__all__ = ["rasa", "world"]

SECRET = "Bearer bi-mat-cua-he-thong"
CODE = "H19.12-240101-0001"
FIELDS = "state=data.trangThai,code=data.maHoSo,updated=data.ngayCapNhat,due=data.ngayHenTra,agency=data.donVi"


@dataclass
class OfficeSystem:
    """Dossiers by code; ``status`` and ``body`` take the place of the usual answer."""

    url: str = ""
    dossiers: dict[str, dict[str, Any]] = field(default_factory=dict)
    status: int = 200
    body: bytes | None = None
    hold: threading.Event | None = None
    asked: list[str] = field(default_factory=list)
    violations: list[str] = field(default_factory=list)

    def answer(self, path: str) -> tuple[int, bytes]:
        code = unquote(path.removeprefix("/ho-so/").removesuffix("?kieu=json"))
        self.asked.append(code)
        if self.body is not None or self.status != 200:
            return self.status, self.body if self.body is not None else b"{}"
        told = self.dossiers.get(code)
        return 200, json.dumps({"data": {"maHoSo": code, **told} if told else None}).encode()


@pytest.fixture
def system() -> Iterator[OfficeSystem]:
    """The office's system; at the end every request must have kept to the agreement."""
    office = OfficeSystem()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            expected = {"x-khoa": SECRET, "accept": "application/json"}
            wrong = [name for name, value in expected.items() if self.headers.get(name) != value]
            if not (self.path.startswith("/ho-so/") and self.path.endswith("?kieu=json")):
                wrong.append(self.path)
            office.violations += wrong
            if office.hold:
                office.hold.wait(20)
            status, body = office.answer(self.path)
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                if status in (301, 302):
                    self.send_header("location", "/elsewhere")
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # we had stopped waiting

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler) as office.url:
        try:
            yield office
        finally:
            if office.hold:
                office.hold.set()
    assert office.violations == []


def connected(world: World, system: OfficeSystem, **more: Any) -> World:
    """Connect a deployment to the office's system."""
    world.overrides |= {
        "dossier_url": system.url + "/ho-so/{code}?kieu=json",
        "dossier_header": "X-Khoa",
        "dossier_secret": SECRET,
        "dossier_fields": FIELDS,
        "dossier_states": "2=yeu_cau_bo_sung,Hồ sơ chờ thu phí=yeu_cau_thanh_toan",
        "rate_dossiers": 0,
        **more,
    }
    return world


def with_bot(world: World, rasa: ScriptedRasa) -> World:
    """Give a deployment its Rasa."""
    world.overrides["rasa_url"] = rasa.url
    return world
