"""Only this product's own buttons pass; nothing else can command Rasa."""

from __future__ import annotations

import pytest

from api.chat.payloads import Press, choose, read_button
from api.errors import ButtonRefused
from knowledge.aspects import Aspect


@pytest.mark.parametrize(
    ("payload", "canonical"),
    [
        ('/choose{"code": "1.004194"}', '/choose{"code": "1.004194"}'),
        ('/choose{"code":"2.000488.000.00.00.H10"}', '/choose{"code": "2.000488.000.00.00.H10"}'),
        ('/ask{"aspect": "fee"}', '/ask{"aspect": "fee"}'),
        ('/ask{"aspect":"fee","code":"1.004194"}', '/ask{"code": "1.004194", "aspect": "fee"}'),
        ("/restart", "/restart"),
        (" /help ", "/help"),
        ("/plans", "/plans"),
        ("/track", "/track"),
        ('/step{"do":"skip"}', '/step{"do": "skip"}'),
        ('/step{"do":"file","kind":"hanh_vi"}', '/step{"do": "file", "kind": "hanh_vi"}'),
        ('/step{"field":"contact","do":"change"}', '/step{"do": "change", "field": "contact"}'),
        ('/step{"do":"about","code":"1.004194"}', '/step{"do": "about", "code": "1.004194"}'),
        ('/step{"do":"rate","stars":4}', '/step{"do": "rate", "stars": 4}'),
        ('/survey{"score":4}', '/survey{"score": 4}'),
        ('/survey{"do":"skip"}', '/survey{"do": "skip"}'),
    ],
)
def test_our_buttons_pass_in_one_canonical_form(payload: str, canonical: str) -> None:
    assert read_button(payload).payload == canonical


def test_every_bare_button_of_the_contract_passes() -> None:
    for press in set(Press) - {Press.CHOOSE, Press.ASK, Press.STEP, Press.SURVEY}:
        assert read_button(f"/{press}").press is press


def test_every_aspect_can_be_asked_for() -> None:
    for aspect in Aspect:
        assert read_button(f'/ask{{"aspect": "{aspect}"}}').aspect is aspect


@pytest.mark.parametrize(
    "payload",
    [
        "/session_start",
        "/inform{}",
        '/greet{"name": "x"}',
        "/restart{}",
        '/restart{"a": 1}',
        "/choose",
        "/choose{}",
        '/choose{"code": 1}',
        '/choose{"code": ""}',
        '/choose{"code": "1.004194", "procedure_name": "x"}',
        '/choose{"code": "../../etc"}',
        '/choose{"code": "1.004194\\n/restart"}',
        '/choose{"code": "1"}/restart',
        '/ask{"aspect": "everything"}',
        '/ask{"code": "1.004194"}',
        '/ask{"aspect": {"a": "fee"}}',
        "/ask@0.9{}",
        "/step",
        "/step{}",
        '/step{"do": "everything"}',
        '/step{"do": "fill", "field": "name"}',
        '/step{"do": "fill", "field": "case_proof", "sealed": "x"}',
        '/step{"do": "unclear"}',
        '/step{"do": "skip", "field": "name"}',
        '/step{"do": "change"}',
        '/step{"do": "change", "field": "review"}',
        '/step{"do": "change", "field": "case_code"}',
        '/step{"do": "about", "code": "../../etc"}',
        '/step{"do": "kind", "kind": "khac"}',
        '/step{"do": "rate", "stars": 6}',
        '/step{"do": "rate", "stars": "5"}',
        '/step{"do": "rate", "stars": true}',
        '/step{"do": "skip", "requested_slot": "feedback_review"}',
        '/step{"do": "send", "feedback_review": "gui"}',
        "//restart",
        "/RESTART",
        "restart",
        "",
        "/choose{" + "a" * 5000 + "}",
    ],
)
def test_everything_else_is_refused(payload: str) -> None:
    with pytest.raises(ButtonRefused):
        read_button(payload)


def test_the_gateways_own_payload_passes_its_own_check() -> None:
    assert read_button(choose("1.004194")).code == "1.004194"
