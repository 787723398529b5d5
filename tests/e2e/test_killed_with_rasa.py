"""The whole product, Rasa included, is killed in the middle of the form: what was acknowledged is kept, and it goes on.

The moments come from a seeded generator; which step each of them meets is left to the machine. The many kills of the
desk and its database are in test_nothing_is_lost.py; here two take Rasa too, which keeps nothing on disk.
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest
from sqlalchemy import select

from api.feedback.model import DraftFields
from api.settings import Settings
from api.storage.database import Database
from api.storage.feedback_tables import CaseRow, DraftRow
from tests.e2e.conftest import settled
from tools.measures.server import free_port

pytestmark = pytest.mark.bot

ROOT = Path(__file__).resolve().parents[2]
SEED = 20261123
LIMIT = 600.0
CODE = re.compile(r"KN-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
RESUME = '/step{"do": "resume"}'
CONTENT = "Sáng nay tôi làm chứng thực, cán bộ quát mắng và bắt tôi về làm lại tờ khai."
NAME, ADDRESS, PHONE = "Mạc Thị Tường Vi", "23 ngõ Cây Sung, phường Tam Hiệp, tỉnh Đồng Nai", "0936581274"


@dataclass(frozen=True)
class Step:
    """A question of the form.

    Attributes:
        sign: by which it is known.
        text, payload: what the citizen answers.
        kept: column and value the desk must hold once the answer was acknowledged.
    """

    sign: str
    text: str
    payload: str | None = None
    kept: tuple[str, object] | None = None


STEPS = (
    Step("Bước 1/10.", "", '/step{"do": "file", "kind": "hanh_vi"}'),
    Step("Bước 2/10.", CONTENT, kept=("content", CONTENT)),
    Step("muốn kể thêm", "không"),
    Step("Bước 3/10.", "bỏ qua"),
    Step("Bước 4/10.", "phường Tam Hiệp, tỉnh Đồng Nai", kept=("location", "phường Tam Hiệp, tỉnh Đồng Nai")),
    Step("Bước 5/10.", "hôm qua"),
    Step("muốn gửi kèm", "không"),
    Step("Bước 6/10.", "Tôi đồng ý", '/step{"do": "yes"}', ("consent_version", "1")),
    Step("với tư cách", "Tổ chức", '/step{"do": "sender", "sender": "to_chuc"}', ("sender_kind", "to_chuc")),
    Step("cho biết tên tổ chức", NAME, kept=("sender_name", NAME)),
    Step("Bước 8/10.", ADDRESS, kept=("sender_address", ADDRESS)),
    Step("Bước 9/10.", PHONE, kept=("sender_phone", PHONE)),
    Step("Bước 10/10.", "Có, giữ kín", '/step{"do": "yes"}', ("identity_hidden", True)),
    Step(NAME, "Gửi phản ánh", '/step{"do": "send"}'),  # the review alone shows what was written
)
WRITTEN = (4, 9, 10, 11)
"""Places of the answers that are typed."""
SEND = len(STEPS) - 1
SENT = len(STEPS)


@dataclass
class Product:
    """``motcua serve`` with everything it starts; always the same data and address."""

    data: Path
    database_url: str = ""
    port: int = field(default_factory=free_port)
    child: subprocess.Popen[bytes] | None = None
    lives: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        usual = {name: value for name, value in os.environ.items() if not name.startswith("MOTCUA_")}
        limits = {"MOTCUA_RATE_PER_ADDRESS": "0", "MOTCUA_RATE_PER_CONVERSATION": "0", "MOTCUA_RASA_TIMEOUT": "25"}
        place = {"MOTCUA_DATA": str(self.data), "MOTCUA_DATABASE_URL": self.database_url}
        command = [str(Path(sys.executable).with_name("motcua")), "serve", "--port", str(self.port)]
        with (self.data / "killed.log").open("ab") as log:
            self.child = subprocess.Popen(
                command, env={**usual, **limits, **place}, stdout=log, stderr=subprocess.STDOUT
            )
        self.lives += 1

    def kill(self) -> None:
        """Kill every process at once; nobody gets to say good-bye."""
        assert self.child is not None
        with suppress(psutil.NoSuchProcess):
            parent = psutil.Process(self.child.pid)
            for one in (parent, *parent.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    one.send_signal(signal.SIGKILL)
        self.child.wait(60)

    def await_answer(self) -> None:
        """Wait until gateway and Rasa answer."""
        deadline = time.monotonic() + LIMIT
        with httpx.Client(trust_env=False, timeout=5) as client:
            while time.monotonic() < deadline:
                with suppress(httpx.HTTPError):
                    if client.get(f"{self.url}/readyz").json().get("status") == "ok":
                        return
                time.sleep(0.1)
        raise AssertionError((self.data / "killed.log").read_text(errors="replace")[-2000:])

    def end(self) -> None:
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self.child.wait(30)
            self.kill()


@dataclass
class Citizen:
    """Answers what is asked; after a broken message looks where the form stands, as the page's button does.

    Attributes:
        acknowledged: places of steps whose answer was heard, because the next question came.
    """

    product: Product
    conversation: str | None = None
    acknowledged: set[int] = field(default_factory=set)
    heard: str = ""

    def say(self, text: str, payload: str | None = None) -> None:
        """Send one message. Raises ``httpx.HTTPError`` when no answer came."""
        body = {"text": text, "payload": payload, "conversation_id": self.conversation}
        with httpx.Client(base_url=self.product.url, trust_env=False, timeout=120) as client:
            reply = client.post("/api/v1/chat/messages", json={k: v for k, v in body.items() if v is not None})
        reply.raise_for_status()
        self.conversation = reply.json()["conversation_id"]
        self.heard = "\n".join(message["text"] for message in reply.json()["messages"])

    def asked(self) -> int | None:
        """Return the place of the step that is asked for; ``SENT`` for the receipt, ``None`` for anything else."""
        if CODE.search(self.heard):
            return SENT
        return max((place for place, step in enumerate(STEPS) if step.sign in self.heard), default=None)

    def answer(self, place: int) -> None:
        """Give the answer to a step; it is acknowledged when a later one is asked."""
        self.say(STEPS[place].text, STEPS[place].payload)
        after = self.asked()
        if after is not None and after > place:
            self.acknowledged.add(place)

    def look_again(self) -> None:
        """Find out where the form stands, until the dialogue answers."""
        deadline = time.monotonic() + LIMIT
        while time.monotonic() < deadline:
            self.product.await_answer()
            with suppress(httpx.HTTPError):
                self.say("Tiếp tục phản ánh", RESUME)
                if self.asked() is not None:
                    return
            time.sleep(0.2)
        raise AssertionError(self.heard)


@pytest.fixture
def product(bot_environment: None, starter_root: Path, tmp_path: Path, chosen_database_url: str) -> Iterator[Product]:
    """A product of its own; where no test has trained the bot yet, it does."""
    data = tmp_path / "var"
    settled(data, starter_root)
    made = Product(data, chosen_database_url)
    made.start()
    try:
        made.await_answer()
        yield made
    finally:
        made.end()


def in_the_desk(product: Product, conversation: str) -> tuple[list[DraftFields], list[CaseRow]]:
    """Return open drafts that say something, and PAKN, of a conversation."""
    from api.feedback.drafts import fields_of

    database = Database.open(Settings.load(data=product.data, database_url=product.database_url))
    try:
        with database.session() as session:
            drafts = session.scalars(select(DraftRow).where(DraftRow.conversation_id == conversation)).all()
            cases = session.scalars(select(CaseRow).where(CaseRow.conversation_id == conversation)).all()
            session.expunge_all()
            return [found for one in drafts if (found := fields_of(one)) != DraftFields()], list(cases)
    finally:
        database.close()


def nothing_is_lost(product: Product, citizen: Citizen) -> None:
    """Every acknowledged value is in the draft, or in the one PAKN that was made of it."""
    if citizen.conversation is None:
        return
    drafts, cases = in_the_desk(product, citizen.conversation)
    assert len(drafts) + len(cases) <= 1
    held: list[Any] = [*drafts, *cases]
    for name, value in (kept for place in citizen.acknowledged if (kept := STEPS[place].kept)):
        assert [getattr(one, name) for one in held] == [value], name


def walk(citizen: Citizen, killed_at: dict[int, Callable[[], None]]) -> str:
    """Fill the form in; at some steps something is killed while the answer is on its way. Return the receipt."""
    citizen.answer(0)
    for _ in range(60):
        place = citizen.asked()
        if place == SENT:
            return citizen.heard
        if place is None:
            citizen.look_again()
            continue
        kill = killed_at.pop(place, None)
        killer = threading.Thread(target=kill) if kill else None
        if killer:
            killer.start()
        try:
            citizen.answer(place)
        except httpx.HTTPError:
            citizen.heard = ""
        if killer:
            killer.join()
            nothing_is_lost(citizen.product, citizen)
    raise AssertionError(citizen.heard)


def test_the_form_goes_on_after_everything_was_killed_in_the_middle_of_it(product: Product) -> None:
    chance = random.Random(SEED)
    citizen = Citizen(product)

    def everything() -> None:
        time.sleep(chance.uniform(0, 0.3))
        product.kill()
        product.start()

    receipt = walk(citizen, {chance.choice(WRITTEN): everything, SEND: everything})

    nothing_is_lost(product, citizen)
    _, (case,) = in_the_desk(product, str(citizen.conversation))
    found = CODE.search(receipt)
    assert found
    assert case.code == found.group()
    for name, value in (step.kept for step in STEPS if step.kept):
        assert getattr(case, name) == value, name
    assert product.lives == 3
