"""Worlds of the web process: the real application on a real SQLite file, small knowledge, a scripted Rasa."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from datetime import date
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from rasa_sdk import Action, Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from api.app import create_app
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from api.settings import Settings
from knowledge.answer import Answer, AnswerStatus, Citation, TextBlock
from knowledge.answers.versus import compare_two
from knowledge.aspects import Aspect
from knowledge.errors import ProcedureNotFound
from knowledge.extras import Extras
from knowledge.model import ChannelKind, Decision, Level, Procedure
from knowledge.results import Band, Hit, SearchResult, SnapshotInfo
from knowledge.snapshot import SnapshotStore
from tests.loopback import serving

BIRTH = Procedure(
    code="1.001193",
    name="Thủ tục đăng ký khai sinh",
    field="Hộ tịch",
    levels=(Level.COMMUNE,),
    decision=Decision(number="3152/QĐ-BTP"),
    url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/1",
)
PASSPORT = Procedure(
    code="1.004194", name="Cấp hộ chiếu phổ thông", field="Quản lý xuất nhập cảnh", levels=(Level.PROVINCE,)
)


class SmallKnowledge:
    """Two procedures; remembers what it was asked. Stands in for a loaded snapshot."""

    def __init__(self, snapshot_id: str = "20260715-small") -> None:
        self.info = SnapshotInfo(id=snapshot_id, data_date=date(2026, 7, 15), procedures=2, active=True)
        self.asked: list[tuple[str, tuple[str, ...]]] = []
        self.extras = Extras()
        self._records = {one.code: one for one in (BIRTH, PASSPORT)}

    def with_extras(self, extras: Extras) -> SmallKnowledge:
        other = copy(self)
        other.extras = extras
        return other

    def for_province(self, province: str | None, said: str | None = None) -> SmallKnowledge:
        other = copy(self)
        other.place = (province, said)
        return other

    def compare(self, first: str, second: str, asked: Aspect | None = None) -> Answer:
        return compare_two(
            self.procedure(first), self.procedure(second), snapshot_date=self.info.data_date, asked=asked
        )

    def decided(self, question: str) -> SearchResult | None:
        own = next((one for one in self.extras.answers if question in one.questions), None)
        if own:
            status, band = AnswerStatus.ANSWERED, Band.SURE
            return SearchResult(question=question, status=status, band=band, by_office=True, prepared=own.answer)
        said = next((one for one in self.extras.wordings if one.text == question), None)
        hits = (Hit(code=said.code, name=self._records[said.code].name, score=1.0),) if said else ()
        status, band = AnswerStatus.ANSWERED, Band.SURE
        return SearchResult(question=question, status=status, band=band, by_office=True, hits=hits) if said else None

    def search(self, question: str, *, history: Sequence[str] = (), limit: int = 10) -> SearchResult:
        if decided := self.decided(question):
            return decided
        self.asked.append((question, tuple(history)))
        hits = tuple(Hit(code=one.code, name=one.name, score=1.0) for one in self._records.values())[:limit]
        return SearchResult(question=question, status=AnswerStatus.ANSWERED, band=Band.SURE, hits=hits)

    def procedure(self, code: str) -> Procedure:
        if code not in self._records:
            raise ProcedureNotFound(code)
        return self._records[code]

    def procedures(
        self,
        *,
        query: str | None = None,
        field: str | None = None,
        level: Level | None = None,
        offset: int = 0,
        limit: int = 50,
    ) -> tuple[int, tuple[Hit, ...]]:
        found = [
            Hit(code=one.code, name=one.name, score=0.0, field=one.field, levels=one.levels)
            for one in self._records.values()
            if (not query or query.lower() in one.name.lower())
            and (not field or one.field == field)
            and (not level or level in one.levels)
        ]
        return len(found), tuple(found[offset : offset + limit])

    def answer(self, code: str, aspect: Aspect = Aspect.OVERVIEW, *, channel: ChannelKind | None = None) -> Answer:
        record = self.procedure(code)
        return Answer(
            status=AnswerStatus.ANSWERED,
            lead=f"Về {record.name} ({aspect}).",
            code=code,
            name=record.name,
            aspect=aspect,
            blocks=(TextBlock(title="Cách nộp", text=str(channel or "mọi cách")),),
            citations=(Citation(code=code, snapshot_date=self.info.data_date),),
        )

    def legal_documents(self) -> tuple[Any, ...]:
        return ()

    def papers(self) -> tuple[Any, ...]:
        return ()

    def plan_answer(self, question: str) -> Answer | None:
        self.asked.append((question, ()))
        return None

    def reply(self, question: str, *, history: Sequence[str] = ()) -> Answer:
        self.asked.append((question, tuple(history)))
        decided = self.decided(question)
        return (decided.prepared if decided else None) or self.answer(BIRTH.code)


@dataclass
class ScriptedRasa:
    """A real HTTP server that answers as the test says; ``heard`` holds what the gateway sent."""

    url: str = ""
    status: int = 200
    body: bytes = b"[]"
    ready: bool = True
    forgets_next: bool = False
    hold: threading.Event | None = None
    arrived: threading.Condition = field(default_factory=threading.Condition)
    heard: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[str | None] = field(default_factory=list)
    script: Callable[[dict[str, Any]], list[dict[str, Any]]] | None = None

    def says(self, *messages: dict[str, Any]) -> None:
        self.script = lambda _heard: list(messages)

    def hears(self, message: str) -> bool:
        """Wait until the message has come; False when it does not."""
        with self.arrived:
            return self.arrived.wait_for(lambda: message in self.messages(), timeout=10)

    def messages(self) -> list[str]:
        return [str(one["message"]) for one in self.heard]


def answer_about(code: str, lead: str = "Lệ phí là 8.000 đồng.") -> dict[str, Any]:
    """One bot message with data, as the bot's channel sends it."""
    answer = Answer(status=AnswerStatus.ANSWERED, lead=lead, code=code, name="Thủ tục", aspect=Aspect.FEE)
    return {"text": lead, "custom": {"answer": answer.model_dump(mode="json"), "band": "sure"}}


@contextmanager
def serve_rasa(port: int = 0) -> Iterator[ScriptedRasa]:
    """Run a scripted Rasa on loopback."""
    rasa = ScriptedRasa()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._send(200 if rasa.ready else 503, b"{}")

        def do_POST(self) -> None:
            heard = json.loads(self.rfile.read(int(self.headers["content-length"])))
            with rasa.arrived:
                rasa.heard.append(heard)
                rasa.tokens.append(self.headers.get("x-gateway-token"))
                rasa.arrived.notify_all()
            if rasa.hold:
                rasa.hold.wait(20)
            if rasa.forgets_next and heard["metadata"].get("known"):
                rasa.forgets_next = False
                self._send(409, b'{"error": "forgotten"}')
                return
            body = json.dumps(rasa.script(heard)).encode() if rasa.script else rasa.body
            self._send(rasa.status, body)

        def _send(self, status: int, body: bytes) -> None:
            try:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                self.close_connection = True  # the gateway had stopped waiting

        def log_message(self, *_arguments: object) -> None:
            pass

    with serving(Handler, port=port) as rasa.url:
        try:
            yield rasa
        finally:
            if rasa.hold:
                rasa.hold.set()


class SayCode(Action):
    """Answers with the code in the tracker's slot."""

    def name(self) -> str:
        return "action_say_code"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, _domain: Any) -> list[Any]:
        dispatcher.utter_message(text=f"mã {tracker.get_slot('code')}")
        return []


def own_actions(_keeper: KnowledgeKeeper) -> ActionExecutor:
    """Give the executor of the tests."""
    executor = ActionExecutor()
    executor.register_action(SayCode())
    return executor


@dataclass
class World:
    """The application and everything around it."""

    data: Path
    knowledge: SmallKnowledge
    overrides: dict[str, Any] = field(default_factory=dict)

    def settings(self) -> Settings:
        limits = {"rate_per_address": 0, "rate_per_conversation": 0}
        return Settings.load(**{"data": self.data, **limits, **self.overrides})

    def app(self) -> FastAPI:
        return create_app(self.settings(), opener=self.open, actions=own_actions, watch_seconds=0.01)

    def open(self, root: Path, _province: str | None) -> KnowledgeBase:
        SnapshotStore(root).pointer()
        return self.knowledge

    @contextmanager
    def client(self, address: str = "127.0.0.1") -> Iterator[TestClient]:
        app = self.app()
        with TestClient(app, client=(address, 50000), raise_server_exceptions=False) as client:
            yield client


@pytest.fixture
def rasa() -> Iterator[ScriptedRasa]:
    """A scripted Rasa that answers about the passport."""
    with serve_rasa() as server:
        server.says(answer_about(PASSPORT.code))
        yield server


@pytest.fixture
def world(new_data: Path, monkeypatch: pytest.MonkeyPatch, chosen_database_url: str) -> World:
    """A deployment without Rasa."""
    for name in list(os.environ):
        if name.startswith("MOTCUA_"):
            monkeypatch.delenv(name)
    return World(new_data, SmallKnowledge(), {"database_url": chosen_database_url})


@pytest.fixture
def talking(world: World, rasa: ScriptedRasa) -> World:
    """A deployment with Rasa."""
    world.overrides["rasa_url"] = rasa.url
    return world


@pytest.fixture
def client(talking: World) -> Iterator[TestClient]:
    """A browser on this machine, talking to a deployment with Rasa."""
    with talking.client() as client:
        yield client


@pytest.fixture
def search_only(world: World) -> Iterator[TestClient]:
    """A browser on this machine, talking to a deployment without Rasa."""
    with world.client() as client:
        yield client
