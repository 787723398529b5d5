"""A page of a province puts its chat into that province, for the whole conversation."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

import actions.host
from api.action_host import _told
from knowledge.extras import Extras
from knowledge.places import province_today
from tests.api.conftest import ScriptedRasa, SmallKnowledge, World


class Placed(SmallKnowledge):
    """Remembers for which provinces it was asked."""

    def __init__(self) -> None:
        super().__init__()
        self.places: list[str | None] = []

    def with_extras(self, extras: Extras) -> Placed:
        self.extras = extras
        return self

    def for_province(self, province: str | None, said: str | None = None) -> Placed:  # noqa: ARG002
        self.places.append(province)
        return self


@pytest.fixture
def placed(world: World) -> Placed:
    world.knowledge = found = Placed()
    return found


@pytest.fixture
def client(talking: World, placed: Placed) -> Iterator[TestClient]:
    with talking.client() as client:
        yield client


def ask(client: TestClient, **body: str) -> dict[str, object]:
    response = client.post("/api/v1/chat/messages", json={"text": "phí làm hộ chiếu", **body})
    assert response.status_code == 200, response.text
    found: dict[str, object] = response.json()
    return found


def test_rasa_is_told_the_province_in_every_later_turn_too(client: TestClient, rasa: ScriptedRasa) -> None:
    first = ask(client, province="tỉnh Đồng Nai")
    later = ask(client, conversation_id=str(first["conversation_id"]))

    assert (first["province"], later["province"]) == ("Đồng Nai", "Đồng Nai")
    assert [one["metadata"]["province"] for one in rasa.heard] == ["Đồng Nai", "Đồng Nai"]


def test_without_one_nothing_is_said_of_it(client: TestClient, rasa: ScriptedRasa) -> None:
    assert "province" not in ask(client)
    assert "province" not in rasa.heard[0]["metadata"]


def test_a_name_that_is_no_province_changes_nothing(client: TestClient) -> None:
    assert "province" not in ask(client, province="Thủ Đô Gió Ngàn")


def test_search_without_rasa_is_in_that_province(world: World, placed: Placed) -> None:
    with world.client() as client:
        ask(client, province="Bình Phước")
    assert placed.places == ["Đồng Nai"]  # as it is called since 01/07/2025


def test_actions_answer_for_the_province_of_their_turn() -> None:
    found = Placed()
    before = actions.host._Host.provider
    actions.host.use(lambda: found)
    try:
        with actions.host.in_province("Đồng Nai"):
            actions.host.knowledge()
        actions.host.knowledge()
    finally:
        actions.host._Host.provider = before
    assert found.places == ["Đồng Nai"]


@pytest.mark.parametrize(
    "call", [{}, {"tracker": None}, {"tracker": {"latest_message": {"metadata": {"province": 7}}}}]
)
def test_a_call_without_a_province_has_none(call: dict[str, object]) -> None:
    assert _told(call, "province") is None


def test_a_call_names_the_province_beside_its_message() -> None:
    assert _told({"tracker": {"latest_message": {"metadata": {"province": "Huế"}}}}, "province") == "Huế"


@pytest.mark.parametrize(
    ("name", "today"),
    [("TP Hồ Chí Minh", "Thành phố Hồ Chí Minh"), ("Kiên Giang", "An Giang"), ("ha noi", "Hà Nội"), ("Xanh", None)],
)
def test_provinces_are_known_by_old_and_new_names(name: str, today: str | None) -> None:
    assert province_today(name) == today
