"""Whatever was acknowledged is there after every process was killed at a random moment, a hundred times and more.

The moments come from a seeded generator; which request each of them meets is left to the machine.
"""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, DraftRow, OutboxRow
from tests.api.conftest import serve_rasa
from tools.measures.server import free_port
from tools.throwaway_postgres import binaries, throwaway_postgres

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261122
CLIENTS = 4
KILLS = 104
KILLS_WITH_DATABASE = 12
KILLS_IN_CHAT = 12
NEXT = "Mời anh/chị cho biết tiếp."
LEAST_LIFE = 0.35
LIMIT = 600.0
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@dataclass
class Mortal:
    """The product as one process that is started and killed."""

    data: Path
    database_url: str
    rasa_url: str = ""
    port: int = field(default_factory=free_port)
    pid: int = 0
    nursery: subprocess.Popen[str] = field(init=False)

    def __post_init__(self) -> None:
        settings = {
            "MOTCUA_DATA": str(self.data),
            "MOTCUA_DATABASE_URL": self.database_url,
            "MOTCUA_PORT": str(self.port),
            "MOTCUA_RASA_URL": self.rasa_url,
            "MOTCUA_RATE_PER_ADDRESS": "0",
            "MOTCUA_RATE_PER_CONVERSATION": "0",
            "MOTCUA_RATE_LOOKUPS": "0",
        }
        usual = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.e2e.mortal_server"],
            cwd=ROOT,
            env={**usual, **settings},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write("live\n")
        self.nursery.stdin.flush()
        self.pid = int(self.nursery.stdout.readline())

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def await_answer(self) -> None:
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
                return
            time.sleep(0.01)
        log = self.data / "logs" / "motcua.log"
        raise AssertionError(f"it did not come up: {log.read_text()[-2000:] if log.exists() else 'no log'}")

    def end(self) -> None:
        self.kill()
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.close()
        self.nursery.wait(60)
        self.nursery.stdout.close()


@dataclass
class Citizen:
    """Sends one PAKN after another and repeats each until it is acknowledged, as a page or a program does."""

    name: int
    url: str
    stop: threading.Event
    acknowledged: dict[str, str] = field(default_factory=dict)
    broken_off: int = 0
    trouble: list[str] = field(default_factory=list)

    def live(self) -> None:
        chance = random.Random(SEED + self.name)
        number = 0
        with httpx.Client(base_url=self.url, timeout=20, trust_env=False) as client:
            while not self.stop.is_set():
                number += 1
                mark = f"việc số {self.name}-{number}"
                send = chance.choice((self._whole, self._step_by_step))
                try:
                    code = send(client, mark)
                except AssertionError as error:
                    self.trouble.append(str(error))
                    return
                self.acknowledged[mark] = code
                if chance.random() < 0.3:  # a double click after the receipt
                    again = send(client, mark)
                    if again != code:
                        self.trouble.append(f"{mark}: {code} and {again}")

    def _whole(self, client: httpx.Client, mark: str) -> str:
        headers = {"Idempotency-Key": f"khoa-{mark.replace(' ', '-').encode().hex()}"}
        return str(self.until(lambda: client.post("/api/v1/feedback", json=fields(mark), headers=headers))["code"])

    def _step_by_step(self, client: httpx.Client, mark: str) -> str:
        drafts = "/api/v1/feedback/drafts"
        if mark not in self.acknowledged:
            self._draft = self.until(lambda: client.post(drafts, json={}))["id"]
            self.until(lambda: client.patch(f"{drafts}/{self._draft}", json=fields(mark)))
        return str(self.until(lambda: client.post(f"{drafts}/{self._draft}/submit"))["code"])

    def until(self, request: Callable[[], httpx.Response]) -> dict[str, Any]:
        """Repeat until there is an answer that means yes."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            try:
                answer = request()
            except httpx.ConnectError:
                time.sleep(0.02)
                continue
            except httpx.HTTPError:
                self.broken_off += 1
                continue
            if answer.status_code < 300:
                body: dict[str, Any] = answer.json()
                return body
            assert answer.status_code == 503, answer.text  # the database is starting again
            time.sleep(0.05)
        raise AssertionError("no answer in time")


@dataclass
class Talker(Citizen):
    """Begins one PAKN after another in the chat; ``acknowledged`` has the conversation each content was taken in."""

    def live(self) -> None:
        number = 0
        with httpx.Client(base_url=self.url, timeout=20, trust_env=False) as client:
            while not self.stop.is_set():
                number += 1
                mark = f"việc số {self.name}-{number}"
                try:
                    talk = self._say(client, "tôi muốn phản ánh", None)
                    self._say(client, str(fields(mark)["content"]), talk)
                except AssertionError as error:
                    self.trouble.append(str(error))
                    return
                self.acknowledged[mark] = talk

    def _say(self, client: httpx.Client, text: str, talk: str | None) -> str:
        body = {"text": text, **({"conversation_id": talk} if talk else {})}
        for _ in range(20):
            reply = self.until(lambda: client.post("/api/v1/chat/messages", json=body))
            if NEXT in str(reply):  # else Rasa was too slow, and search has answered
                return str(reply["conversation_id"])
        raise AssertionError("the form did not go on")


def next_question(heard: dict[str, Any]) -> list[dict[str, Any]]:
    """What Rasa says in the form: it asks for the content, then for the name."""
    asked = heard["metadata"].get("asks")
    return [{"text": NEXT, "custom": {"asks": "name" if asked else "content!"}}]


def fields(mark: str) -> dict[str, Any]:
    return {
        "kind": "hanh_vi",
        "content": f"Tôi nộp hồ sơ ngày 02/11/2026 nhưng đến nay chưa có kết quả ({mark}).",
        "sender_name": "Nguyễn Thị Hoa",
        "sender_address": "Số 5 đường số 2, phường Trấn Biên, Đồng Nai",
        "sender_phone": "0912345678",
        "sender_email": "hoa@example.vn",
        "consent_version": "1",
    }


def hunt(
    server: Mortal, kills: int, kill: Callable[[], None], revive: Callable[[], None], kind: type[Citizen] = Citizen
) -> list[Citizen]:
    """Let citizens send while everything is killed at random moments; then let them finish."""
    chance = random.Random(SEED)
    stop = threading.Event()
    citizens = [kind(number, server.url, stop) for number in range(CLIENTS)]
    threads = [threading.Thread(target=one.live, daemon=True) for one in citizens]
    server.start()
    for thread in threads:
        thread.start()
    longest = first_receipts(server, citizens)
    for number in range(kills):
        if number % 8:  # else: already while it starts
            server.await_answer()
            some_progress(citizens, number + 2)
        time.sleep(chance.uniform(0, longest))
        kill()
        revive()
    stop.set()
    for thread in threads:
        thread.join(LIMIT)
    assert not any(thread.is_alive() for thread in threads)
    return citizens


def some_progress(citizens: list[Citizen], least: int) -> None:
    """Wait until there are so many receipts: on a busy machine lives as short as at first would give hardly any."""
    started = time.monotonic()
    while sum(len(one.acknowledged) for one in citizens) < least and not any(one.trouble for one in citizens):
        assert time.monotonic() - started < LIMIT
        time.sleep(0.01)


def first_receipts(server: Mortal, citizens: list[Citizen]) -> float:
    """Wait until each has one receipt; return how long a life is to be at most, in seconds, on this machine."""
    server.await_answer()
    started = time.monotonic()
    while not all(one.acknowledged or one.trouble for one in citizens):
        assert time.monotonic() - started < LIMIT
        time.sleep(0.01)
    return max(LEAST_LIFE, time.monotonic() - started)


def check_everything(database: Database, citizens: list[Citizen]) -> None:
    """Each receipt stands for exactly one whole PAKN, and there is nothing else."""
    acknowledged = {mark: code for one in citizens for mark, code in one.acknowledged.items()}
    assert [trouble for one in citizens for trouble in one.trouble] == []
    with database.session() as session:
        rows = session.scalars(select(CaseRow)).all()
        audit = session.execute(select(AuditRow.subject, AuditRow.action)).all()
        notices = session.scalars(select(OutboxRow)).all()
        drafts = session.scalars(select(DraftRow)).all()
        files = session.scalars(select(AttachmentRow.id)).all()
    kept = {row.content.partition("(")[2].partition(")")[0]: row for row in rows}

    assert {mark: row.code for mark, row in kept.items()} == acknowledged
    assert len(rows) == len(acknowledged)  # no second record of a repeated request
    assert Counter((code, "received") for code in acknowledged.values()) == Counter(map(tuple, audit))
    assert Counter(one.case_code for one in notices) == Counter(acknowledged.values())
    for row in rows:
        assert (row.sender_phone, row.sender_name, row.status) == ("0912345678", "Nguyễn Thị Hoa", "da_tiep_nhan")
        assert row.answer_due_on is not None
    sent = [one for one in drafts if one.code]
    assert Counter(one.code for one in sent) == Counter(acknowledged.values())
    assert all(kept_nothing(one.fields) for one in sent)
    assert files == []


def kept_nothing(draft_fields: str) -> bool:
    """A draft that became a PAKN holds the sender no more."""
    return "Hoa" not in draft_fields


@pytest.fixture
def mortal(tmp_path: Path) -> Iterator[Callable[..., Mortal]]:
    made: list[Mortal] = []

    def make(database_url: str, rasa_url: str = "") -> Mortal:
        made.append(Mortal(tmp_path / "var", database_url, rasa_url))
        return made[-1]

    yield make
    for one in made:
        one.end()


def test_acknowledged_pakn_survive_a_hundred_kills_on_sqlite(mortal: Callable[..., Mortal]) -> None:
    server = mortal("")

    citizens = hunt(server, KILLS, server.kill, server.start)

    server.kill()
    database = Database.open(Settings.load(data=server.data, database_url=""))
    try:
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        check_everything(database, citizens)
    finally:
        database.close()
    assert sum(one.broken_off for one in citizens) > KILLS / 5  # requests were really cut off
    assert sum(len(one.acknowledged) for one in citizens) > KILLS


def test_acknowledged_pakn_survive_when_the_database_server_is_killed_too(mortal: Callable[..., Mortal]) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("PostgreSQL is not installed (Debian: apt-get install postgresql)")
    with throwaway_postgres(programs) as postgres:
        postgres.execute("CREATE DATABASE motcua")
        server = mortal(postgres.url("motcua"))

        def kill() -> None:
            killers = [threading.Thread(target=one) for one in (server.kill, postgres.kill)]
            for one in killers:
                one.start()
            for one in killers:
                one.join()

        def revive() -> None:
            postgres.start()
            server.start()

        citizens = hunt(server, KILLS_WITH_DATABASE, kill, revive)

        server.kill()
        database = Database.open(Settings.load(data=server.data, database_url=postgres.url("motcua")))
        try:
            check_everything(database, citizens)
        finally:
            database.close()
    assert sum(len(one.acknowledged) for one in citizens) > KILLS_WITH_DATABASE


def test_what_was_typed_into_the_form_in_chat_survives_too(mortal: Callable[..., Mortal]) -> None:
    """Rasa keeps nothing on disk: what a person typed is in the draft before the chat answers."""
    with serve_rasa() as rasa:
        rasa.script = next_question
        server = mortal("", rasa.url)
        talkers = hunt(server, KILLS_IN_CHAT, server.kill, server.start, Talker)

    server.kill()
    database = Database.open(Settings.load(data=server.data, database_url=""))
    try:
        with database.session() as session:
            rows = session.execute(select(DraftRow.conversation_id, DraftRow.fields)).all()
    finally:
        database.close()
    assert [trouble for one in talkers for trouble in one.trouble] == []
    typed = {(talk, mark) for one in talkers for mark, talk in one.acknowledged.items()}
    assert typed <= {(talk, content.partition("(")[2].partition(")")[0]) for talk, content in rows}
    assert len(typed) > KILLS_IN_CHAT
