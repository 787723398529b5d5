"""A place the person names is kept for the conversation, told to Rasa in every turn, and forgotten when asked."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.storage.conversations import Conversation
from tests.api.conftest import ScriptedRasa, World, answer_about

PLACE = "phường Tam Thanh, Lạng Sơn"


@pytest.fixture
def client(talking: World) -> Iterator[TestClient]:
    with talking.client() as client:
        yield client


class Person:
    """Talks in one conversation."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self.id: str | None = None

    def say(self, text: str, **body: str) -> dict[str, object]:
        more = {"conversation_id": self.id} if self.id else {}
        response = self._client.post("/api/v1/chat/messages", json={"text": text, **more, **body})
        assert response.status_code == 200, response.text
        found: dict[str, object] = response.json()
        self.id = str(found["conversation_id"])
        return found


@pytest.fixture
def person(client: TestClient) -> Person:
    return Person(client)


def told(rasa: ScriptedRasa) -> list[tuple[str | None, str | None]]:
    return [(one["metadata"].get("province"), one["metadata"].get("place")) for one in rasa.heard]


def test_rasa_is_told_the_place_in_every_later_turn_too(person: Person, rasa: ScriptedRasa) -> None:
    assert person.say("nhà tôi ở phường Tam Thanh, Lạng Sơn")["province"] == "Lạng Sơn"
    person.say("phí làm hộ chiếu")
    assert told(rasa) == [("Lạng Sơn", PLACE)] * 2


def test_a_place_typed_counts_before_the_page_and_another_one_takes_its_place(
    person: Person, rasa: ScriptedRasa
) -> None:
    person.say("làm hộ chiếu", province="Đồng Nai")
    person.say("em ở Cao Bằng", province="Đồng Nai")
    person.say("phí", province="Đồng Nai")
    person.say("giờ em ở Huế rồi", province="Đồng Nai")
    assert told(rasa) == [("Đồng Nai", None), *[("Cao Bằng", "Cao Bằng")] * 2, ("Huế", "Huế")]


def test_a_commune_stands_with_the_province_that_is_known(person: Person, rasa: ScriptedRasa) -> None:
    person.say("làm hộ chiếu", province="Lạng Sơn")
    person.say("em ở phường Tam Thanh")
    assert told(rasa)[-1] == ("Lạng Sơn", PLACE)


@pytest.mark.parametrize("body", [{"text": "đổi nơi khác"}, {"text": "Làm lại", "payload": "/restart"}])
def test_it_is_forgotten_on_the_wish_and_on_a_restart(person: Person, rasa: ScriptedRasa, body: dict[str, str]) -> None:
    person.say("em ở Cao Bằng", province="Đồng Nai")
    person.say(**body)
    person.say("phí làm hộ chiếu")
    assert told(rasa)[-1] == ("Đồng Nai", None)


def test_a_restart_in_words_forgets_it_and_the_procedure(person: Person, rasa: ScriptedRasa) -> None:
    rasa.says(answer_about("1.001193"))
    person.say("khai sinh ở Cao Bằng")
    begun = answer_about("1.001193")
    begun["custom"]["forgets"] = True
    rasa.says(begun)
    person.say("bắt đầu lại từ đầu")
    rasa.says(answer_about("1.001193"))
    person.say("phí bao nhiêu")
    assert rasa.heard[-1]["metadata"] == {"channel": "web", "code": None, "asks": None, "known": True}


def test_it_outlives_rasa_and_is_in_force_without_it(person: Person, rasa: ScriptedRasa, client: TestClient) -> None:
    rasa.says(answer_about("1.001193"))
    person.say("khai sinh ở Cao Bằng")
    rasa.forgets_next = True
    person.say("phí bao nhiêu")
    assert told(rasa)[-1] == ("Cao Bằng", "Cao Bằng")


def test_without_rasa_a_place_alone_is_noted(world: World) -> None:
    with world.client() as client:
        answer = Person(client).say("tôi ở Đồng Nai")
    assert "Đã ghi nhận anh/chị ở Đồng Nai" in str(answer["messages"])


def test_no_log_names_the_place(person: Person, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        person.say("nhà tôi ở phường Tam Thanh, Lạng Sơn")
    assert caplog.records
    assert not any("Tam Thanh" in str(vars(one)) or "Lạng Sơn" in str(vars(one)) for one in caplog.records)


def test_a_conversation_does_not_show_its_place_when_printed() -> None:
    state = Conversation("id", "web", 1, 0, None, None, None, "Đồng Nai", PLACE)
    assert state.home == "Lạng Sơn"
    assert "Tam Thanh" not in repr(state)
