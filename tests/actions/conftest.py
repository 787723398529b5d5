"""Conversations with the real actions through the SDK's executor, without Rasa in between."""

from __future__ import annotations

import json
import re
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from actions import host
from api.action_host import carried_out
from knowledge.answer import Answer
from knowledge.aspects import aspects_in, channel_in
from tests.actions.feedback_talk import FormTalk, opened_desk
from tests.actions.small_knowledge import SmallKnowledge

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # of the SDK's own dependencies
    from rasa_sdk.executor import ActionExecutor

REPOSITORY = Path(__file__).resolve().parents[2]
CODE = re.compile(r"\d\.\d{6}")


@pytest.fixture(scope="session")
def executor() -> ActionExecutor:
    executor = ActionExecutor()
    executor.register_package("actions")
    return executor


@pytest.fixture(scope="session")
def rules() -> dict[str, str]:
    """Which action answers which intent, as the bot's rules say."""
    content = yaml.safe_load((REPOSITORY / "bot/data/rules/rules.yml").read_text("utf-8"))
    return {rule["steps"][0]["intent"]: rule["steps"][1]["action"] for rule in content["rules"]}


@pytest.fixture
def known() -> Iterator[Any]:
    knowledge = SmallKnowledge()
    before = host._Host.provider
    host.use(lambda: knowledge)
    yield knowledge
    host._Host.provider = before


@pytest.fixture
def forms(
    executor: ActionExecutor, rules: dict[str, str], known: Any, new_data: Path, chosen_database_url: str
) -> Iterator[Any]:
    """A conversation with the forms of PAKN, with a desk of its own (``forms.desk``)."""
    with opened_desk(new_data, known, chosen_database_url) as (desk, port):
        talk = FormTalk(executor, rules, port)
        talk.desk = desk
        yield talk


class Talk:
    """One conversation; keeps slots and events as Rasa's tracker does."""

    def __init__(self, executor: ActionExecutor, rules: dict[str, str]) -> None:
        self._executor, self._rules = executor, rules
        self.slots: dict[str, Any] = {}
        self._events: list[dict[str, Any]] = []
        self.province: str | None = None
        self.place: str | None = None

    def say(self, text: str, intent: str = "ask", confidence: float = 0.9) -> list[Answer]:
        """Say something whose intent Rasa has understood; return the answers."""
        entities = [{"entity": "code", "value": code} for code in CODE.findall(text)]
        entities += [{"entity": "aspect", "value": aspect.value} for aspect in aspects_in(text)]
        if channel := channel_in(text):
            entities.append({"entity": "channel", "value": channel.value})
        return self._turn(text, intent, entities, confidence)

    def press(self, payload: str) -> list[Answer]:
        """Press a button."""
        intent, _, body = payload.removeprefix("/").partition("{")
        values = json.loads("{" + body) if body else {}
        entities = [{"entity": name, "value": value} for name, value in values.items()]
        return self._turn(payload, intent, entities, 1.0)

    def _turn(self, text: str, intent: str, entities: list[dict[str, Any]], confidence: float) -> list[Answer]:
        message = {"text": text, "intent": {"name": intent, "confidence": confidence}, "entities": entities}
        self._events.append({"event": "user", "text": text, "parse_data": message})
        tracker = {
            "sender_id": "test",
            "slots": self.slots,
            "latest_message": message,
            "events": self._events,
            "paused": False,
            "followup_action": None,
            "active_loop": {},
            "latest_action_name": "action_listen",
        }
        call = {"next_action": self._rules[intent], "tracker": tracker, "domain": {}}
        with host.in_province(self.province, self.place):
            result = carried_out(self._executor.run(call))
        assert result is not None
        for event in result.events:
            if event["event"] == "slot":
                self.slots[event["name"]] = event["value"]
            elif event["event"] == "reset_slots":
                self.slots = {}
        return [Answer.model_validate(response["custom"]["answer"]) for response in result.responses]


@pytest.fixture
def talk(executor: ActionExecutor, rules: dict[str, str], known: Any) -> Talk:
    return Talk(executor, rules)
