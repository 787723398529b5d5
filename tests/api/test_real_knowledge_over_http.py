"""The same application with the real starter set, the real encoder, the real search and the real actions."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from knowledge.snapshot import SnapshotStore


@pytest.fixture(scope="module")
def client(
    starter_root: Path, tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> Iterator[TestClient]:
    """A deployment that has imported nothing yet, without Rasa."""
    data = tmp_path_factory.mktemp("var")
    shutil.copytree(starter_root, data / "snapshots")
    limits = {"rate_per_address": 0, "rate_per_conversation": 0}
    settings = Settings.load(data=data, database_url=new_database(), **limits)
    with TestClient(create_app(settings, watch_seconds=0.02), client=("127.0.0.1", 5)) as client:
        yield client


def chat(client: TestClient, text: str, **more: Any) -> dict[str, Any]:
    body: dict[str, Any] = client.post("/api/v1/chat/messages", json={"text": text, **more}).json()
    return body


def test_it_is_ready_with_nothing_imported(client: TestClient) -> None:
    ready = client.get("/readyz").json()

    assert (ready["knowledge"], ready["database"], ready["rasa"]) == ("ok", "ok", "degraded")
    assert client.get("/api/v1/snapshots/active").json()["procedures"] >= 100


def test_every_listed_procedure_can_be_read_and_answers_about_itself(client: TestClient) -> None:
    page = client.get("/api/v1/procedures", params={"limit": 5}).json()

    assert len(page["items"]) == 5
    for item in page["items"]:
        record = client.get(f"/api/v1/procedures/{item['code']}").json()
        answer = client.get(f"/api/v1/procedures/{item['code']}/answer", params={"aspect": "fee"}).json()
        assert record["citation"]["code"] == item["code"]
        assert answer["citations"][0]["code"] == item["code"]
        assert item["code"] in answer["text"]


def test_search_finds_a_procedure_by_its_code(client: TestClient) -> None:
    code = client.get("/api/v1/procedures", params={"limit": 1}).json()["items"][0]["code"]

    found = client.get("/api/v1/search", params={"q": f"thủ tục {code}"}).json()

    assert (found["band"], found["hits"][0]["code"]) == ("sure", code)


def test_the_chat_answers_from_the_record_and_follows_up(client: TestClient) -> None:
    code = client.get("/api/v1/procedures", params={"limit": 1}).json()["items"][0]["code"]
    first = chat(client, f"thủ tục {code}")
    second = chat(client, "thế lệ phí bao nhiêu", conversation_id=first["conversation_id"])

    assert first["messages"][0]["answer"]["code"] == code
    assert second["messages"][0]["answer"]["code"] == code
    assert second["messages"][0]["answer"]["aspect"] == "fee"


def test_rasas_actions_answer_from_the_same_knowledge(client: TestClient) -> None:
    code = client.get("/api/v1/procedures", params={"limit": 1}).json()["items"][0]["code"]
    message = {"text": "/choose", "intent": {"name": "choose"}, "entities": [{"entity": "code", "value": code}]}
    tracker = {"sender_id": "x", "slots": {}, "latest_message": message, "events": [], "latest_action_name": None}
    token = client.app.state.services.settings.action_token.get_secret_value()  # type: ignore[attr-defined]

    done = client.post(
        "/rasa/actions",
        json={"next_action": "action_choose", "tracker": tracker, "domain": {"intents": []}},
        headers={"X-Action-Token": token},
    )

    assert done.status_code == 200
    assert done.json()["responses"][0]["custom"]["answer"]["code"] == code


def test_activating_the_same_data_again_keeps_serving(client: TestClient) -> None:
    store = SnapshotStore(client.app.state.services.settings.snapshots)  # type: ignore[attr-defined]
    active = store.active_id()
    (store.root / "ACTIVE").touch()

    assert client.get("/api/v1/snapshots/active").json()["id"] == active
    assert client.get("/readyz").json()["knowledge"] == "ok"
