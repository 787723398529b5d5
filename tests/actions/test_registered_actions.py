"""The actions, the domain and the rules name the same things."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

from actions import host
from actions.turn import Turn
from knowledge.errors import ConfigurationError


def test_every_action_of_the_domain_is_there_and_no_other(executor, repository):
    domain = yaml.safe_load((repository / "bot/domain/actions.yml").read_text("utf-8"))
    # The executor registers every action class the process holds, those of other tests included.
    ours = {action.name() for action in _subclasses(Turn) if action.__module__.startswith("actions.")}
    assert ours == set(domain["actions"])
    assert ours <= set(executor.actions)


def _subclasses(kind: type[Turn]) -> set[Any]:
    below = set(kind.__subclasses__())
    return {found() for found in below if getattr(found, "NAME", None)} | {x for b in below for x in _subclasses(b)}


def test_every_intent_has_a_rule_and_every_action_is_used(rules, repository):
    intents = yaml.safe_load((repository / "bot/domain/intents.yml").read_text("utf-8"))["intents"]
    actions = yaml.safe_load((repository / "bot/domain/actions.yml").read_text("utf-8"))["actions"]
    assert set(rules) == {name for intent in intents for name in intent} | {"nlu_fallback"}
    assert set(rules.values()) == set(actions)


def test_the_slots_are_the_fields_of_the_context(repository):
    from actions.context import Context

    slots = yaml.safe_load((repository / "bot/domain/slots.yml").read_text("utf-8"))["slots"]
    assert set(slots) == set(Context.model_fields)


def test_without_knowledge_an_action_says_so_plainly():
    with pytest.raises(ConfigurationError, match="no knowledge"):
        host.knowledge()


def test_the_provider_is_asked_at_every_turn(talk, known):
    calls = []
    host.use(lambda: calls.append(1) or known)
    talk.say("đăng ký tạm trú")
    talk.say("phí bao nhiêu")
    assert len(calls) == 2


def test_text_and_data_say_the_same(executor, known):
    import asyncio

    from knowledge.answer import Answer
    from knowledge.render import as_text

    message = {"text": "tạm trú phí bao nhiêu", "intent": {"name": "ask", "confidence": 1.0}, "entities": []}
    tracker = {"sender_id": "t", "slots": {}, "latest_message": message, "events": [], "paused": False,
               "followup_action": None, "active_loop": {}, "latest_action_name": None}  # fmt: skip
    result = asyncio.run(executor.run({"next_action": "action_answer", "tracker": tracker, "domain": {}}))
    (response,) = result.responses
    answer = Answer.model_validate(response["custom"]["answer"])
    assert response["text"] == as_text(answer)
    assert response["custom"]["band"] == "sure"
    assert [b["payload"] for b in response["buttons"]] == [reply.payload for reply in answer.quick_replies]
