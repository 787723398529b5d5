"""The actions, the domain and the rules name the same things."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from rasa_sdk import Action

from actions import host
from api.action_host import carried_out
from knowledge.errors import ConfigurationError


def test_every_action_of_the_domain_is_there_and_no_other(executor, repository):
    domain = yaml.safe_load((repository / "bot/domain/actions.yml").read_text("utf-8"))
    # The executor registers every action class the process holds, those of other tests included.
    ours = {action.name() for action in _subclasses(Action) if action.__module__.startswith("actions.")}
    assert ours == set(domain["actions"])
    assert ours <= set(executor.actions)


def _subclasses(kind: type[Action]) -> set[Any]:
    below = set(kind.__subclasses__())
    return {found() for found in below if getattr(found, "NAME", None)} | {x for b in below for x in _subclasses(b)}


def test_every_intent_has_a_rule_and_every_action_is_used(rules, repository):
    intents = yaml.safe_load((repository / "bot/domain/intents.yml").read_text("utf-8"))["intents"]
    actions = yaml.safe_load((repository / "bot/domain/actions.yml").read_text("utf-8"))["actions"]
    assert set(rules) == {name for intent in intents for name in intent} | {"nlu_fallback"}
    of_forms = {"validate_feedback_form", "validate_case_form", "action_feedback_end"}
    assert set(rules.values()) | of_forms == set(actions)


def test_inside_each_form_every_intent_is_answered_and_the_form_asks_again(rules, repository):
    content = yaml.safe_load((repository / "bot/data/rules/forms.yml").read_text("utf-8"))["rules"]
    taken_by_rasa_or_the_form = {"back", "restart", "affirm", "deny"}
    for form in ("feedback_form", "case_form"):
        inside = {
            rule["steps"][0]["intent"]: [step.get("action") for step in rule["steps"][1:3]]
            for rule in content
            if rule["condition"] == [{"active_loop": form}] and "intent" in rule["steps"][0]
        }
        assert inside == {
            intent: [action, form] for intent, action in rules.items() if intent not in taken_by_rasa_or_the_form
        }


def test_the_slots_are_the_fields_of_the_context(repository):
    from actions.context import Context

    slots = yaml.safe_load((repository / "bot/domain/slots.yml").read_text("utf-8"))["slots"]
    of_forms = {name for name in slots if name.startswith(("feedback_", "case_"))}
    assert set(slots) - of_forms == set(Context.model_fields)


def test_the_forms_ask_for_the_fields_in_their_order(repository):
    from actions.feedback.fields import INTAKE, Field, slot

    forms = yaml.safe_load((repository / "bot/domain/forms.yml").read_text("utf-8"))["forms"]
    assert forms["feedback_form"]["required_slots"] == [slot(field) for field in INTAKE]
    assert forms["case_form"]["required_slots"] == [slot(field) for field in Field if field not in INTAKE]


def test_without_knowledge_an_action_says_so_plainly(monkeypatch):
    monkeypatch.setattr(host._Host, "provider", None)
    with pytest.raises(ConfigurationError, match="no knowledge"):
        host.knowledge()


def test_the_provider_is_asked_at_every_turn(talk, known):
    calls = []
    host.use(lambda: calls.append(1) or known)
    talk.say("đăng ký tạm trú")
    talk.say("phí bao nhiêu")
    assert len(calls) == 2


def test_text_and_data_say_the_same(executor, known):

    from knowledge.answer import Answer
    from knowledge.render import as_text

    message = {"text": "tạm trú phí bao nhiêu", "intent": {"name": "ask", "confidence": 1.0}, "entities": []}
    tracker = {"sender_id": "t", "slots": {}, "latest_message": message, "events": [], "paused": False,
               "followup_action": None, "active_loop": {}, "latest_action_name": None}  # fmt: skip
    result = carried_out(executor.run({"next_action": "action_answer", "tracker": tracker, "domain": {}}))
    (response,) = result.responses
    answer = Answer.model_validate(response["custom"]["answer"])
    assert response["text"] == as_text(answer)
    assert response["custom"]["band"] == "sure"
    assert [b["payload"] for b in response["buttons"]] == [reply.payload for reply in answer.quick_replies]


def test_every_part_of_a_step_reaches_the_actions(repository):
    """Rasa drops the parts of a payload that the domain does not list."""
    from actions.feedback.steps import Step

    entities = yaml.safe_load((repository / "bot/domain/intents.yml").read_text("utf-8"))["entities"]
    assert set(Step.model_fields) <= set(entities)
