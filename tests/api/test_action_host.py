"""The actions of Rasa, served by the application itself to whoever knows the token."""

from __future__ import annotations

import json
import time
import zlib
from typing import Any

import pytest
from fastapi.testclient import TestClient
from rasa_sdk import Action
from rasa_sdk.executor import ActionExecutor
from rasa_sdk.interfaces import ActionExecutionRejection

from api.app import create_app

ACTIONS = "/rasa/actions"


def token(client: TestClient) -> dict[str, str]:
    secret = client.app.state.services.settings.action_token.get_secret_value()  # type: ignore[attr-defined]
    return {"X-Action-Token": secret}


def call(action: str = "action_say_code", **slots: str) -> dict[str, Any]:
    return {"next_action": action, "tracker": {"sender_id": "x", "slots": slots}, "domain": {"intents": []}}


class Refuse(Action):
    def name(self) -> str:
        return "validate_form"

    def run(self, _dispatcher: Any, _tracker: Any, _domain: Any) -> list[Any]:
        raise ActionExecutionRejection("validate_form", "không hợp lệ")


class Fail(Action):
    def name(self) -> str:
        return "action_fail"

    def run(self, _dispatcher: Any, _tracker: Any, _domain: Any) -> list[Any]:
        raise ZeroDivisionError


class Hang(Action):
    def name(self) -> str:
        return "action_hang"

    def run(self, _dispatcher: Any, _tracker: Any, _domain: Any) -> list[Any]:
        time.sleep(1.5)
        return []


class TestActionHost:
    @pytest.fixture
    def client(self, world: Any) -> Any:
        def actions(_keeper: object) -> ActionExecutor:
            executor = ActionExecutor()
            for action in (Refuse(), Fail(), Hang()):
                executor.register_action(action)
            return executor

        world.overrides["action_timeout"] = 0.2
        app = create_app(world.settings(), opener=world.open, actions=actions)
        with TestClient(app, client=("127.0.0.1", 5)) as client:
            yield client

    def test_an_action_runs(self, talking: Any) -> None:
        with talking.client() as client:
            done = client.post(ACTIONS, json=call(code="1.004194"), headers=token(client))

        assert done.status_code == 200
        assert done.json()["responses"][0]["text"] == "mã 1.004194"

    def test_a_packed_body_is_unpacked(self, talking: Any) -> None:
        with talking.client() as client:
            packed = zlib.compress(json.dumps(call(code="1")).encode())
            headers = {**token(client), "content-encoding": "deflate"}
            done = client.post(ACTIONS, content=packed, headers=headers)

        assert done.json()["responses"][0]["text"] == "mã 1"

    def test_a_rejection_is_told_the_way_rasa_understands(self, client: TestClient) -> None:
        refused = client.post(ACTIONS, json=call("validate_form"), headers=token(client))

        assert refused.status_code == 400
        assert refused.json() == {"error": "không hợp lệ", "action_name": "validate_form"}

    def test_an_unknown_action_is_told(self, client: TestClient) -> None:
        assert client.post(ACTIONS, json=call("action_none"), headers=token(client)).status_code == 404

    @pytest.mark.parametrize("action", ["action_fail", "action_hang"])
    def test_a_failed_or_slow_action_says_nothing_so_that_search_answers(self, client: TestClient, action: str) -> None:
        done = client.post(ACTIONS, json=call(action), headers=token(client))

        assert (done.status_code, done.json()) == (200, {"events": [], "responses": []})

    @pytest.mark.parametrize(
        ("body", "encoding", "status"),
        [
            (b"{", "identity", 400),
            (b"[]", "identity", 400),
            (b"no deflate", "deflate", 400),
            (zlib.compress(b" " * 40_000_000), "deflate", 413),
        ],
    )
    def test_a_broken_or_exploding_body_is_refused(
        self, client: TestClient, body: bytes, encoding: str, status: int
    ) -> None:
        headers = {**token(client), "content-encoding": encoding}

        assert client.post(ACTIONS, content=body, headers=headers).status_code == status
