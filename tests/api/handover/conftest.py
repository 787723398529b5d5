"""An office with operators and citizens who ask for a person; the present moment is what a test says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.handover.watching import look
from api.security.roles import Role
from knowledge.text import fold
from tests.api.conftest import World
from tests.console.conftest import Office, Person, Seen, quick_hashes, world

__all__ = ["quick_hashes", "world"]

MONDAY = datetime(2090, 11, 20, 2, 0, tzinfo=UTC)
"""09:00 in Vietnam; later than any day these tests run on, so that hand-overs come after what was said before."""
PASSWORD = "mot mat khau du dai"


@dataclass
class Clock:
    """The present moment."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        return self.now

    def passes(self, **time: float) -> None:
        self.now += timedelta(**time)


@dataclass
class Hall(Office):
    """The office, its clock, and more than one operator."""

    clock: Clock = field(default_factory=Clock)

    def operator_named(self, name: str, role: Role = Role.OPERATOR) -> Person:
        """Return one more operator, logged in."""
        username = fold(name).replace(" ", ".")
        self.services.accounts.create(
            None, username=username, name=name, role=role, password=PASSWORD, must_change=False
        )
        person = Person(self.client)
        person.jar = self._logged_in(username)
        return person

    def look(self) -> None:
        """Let the watch do what is due."""
        look(self.services.handover.floor)

    def says(self, text: str, conversation: str | None = None, **more: Any) -> dict[str, Any]:
        """A citizen writes on the page; return the reply."""
        body = {"text": text, **more} | ({"conversation_id": conversation} if conversation else {})
        answer = self.client.post("/api/v1/chat/messages", json=body)
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def asks(self, about: str = "phí làm hộ chiếu") -> str:
        """A citizen asks something and then for a person; return the conversation."""
        conversation = str(self.says(about)["conversation_id"])
        self.says("Gặp nhân viên hỗ trợ", conversation, payload="/handover")
        return conversation

    def news(self, conversation: str, after: int = 0) -> dict[str, Any]:
        """Return what the citizen's page is told."""
        answer = self.client.get(f"/api/v1/chat/conversations/{conversation}/handover", params={"after": after})
        assert answer.status_code == 200, answer.text
        return dict(answer.json())

    def transcript(self, conversation: str) -> list[tuple[str, str]]:
        """Return role and text of everything the citizen would see after a reload."""
        answer = self.client.get(f"/api/v1/chat/conversations/{conversation}")
        return [(one["role"], one["text"]) for one in answer.json()["messages"]]

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """Look into the database."""
        with self.services.database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]


LIST = "/admin/tong-dai/ho-tro"


def first(person: Person) -> str:
    """Return the address of the first one in an operator's list."""
    links = [str(a["href"]) for a in person.get(LIST).soup.select(".op-queue a[href]")]
    assert links, "nobody waits"
    return links[0]


def take(person: Person) -> str:
    """Take the first one over; return the address of the conversation."""
    address = first(person)
    person.submit(person.get(address), f"{address}/nhan")
    return address


def answers(person: Person, address: str, text: str) -> Seen:
    """Answer as an operator."""
    return person.submit(person.get(address), f"{address}/tra-loi", text=text)


@pytest.fixture
def clock() -> Clock:
    """A Monday morning."""
    return Clock()


@pytest.fixture
def hall(world: World, clock: Clock) -> Iterator[Hall]:
    """An office with hand-over, without Rasa."""
    world.overrides["handover_enabled"] = True
    with world.client() as client:
        made = Hall(client, clock=clock)
        made.services.handover.floor.clock = clock
        yield made
