"""What others rely on: the OpenAPI document is complete, and every example in it is true to its schema."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Xml

import pytest
from pydantic import BaseModel

from api import procedures, system
from api.announcements import routes as announcements
from api.app import create_app
from api.catalogue import routes as catalogue
from api.channels import routes as channels
from api.chat import contracts
from api.dossiers import routes as dossiers
from api.feedback.model import DraftFields
from api.feedback_api import contracts as feedback
from api.feedback_api import shown as feedback_shown
from api.handover import contracts as handover
from api.materials import routes as materials
from api.problems import ProblemBody
from api.security.access import ROUTES, Access
from api.settings import Settings
from api.wording import PROBLEMS

MODELS = {
    name: value
    for module in (
        contracts,
        handover,
        dossiers,
        procedures,
        catalogue,
        materials,
        feedback,
        feedback_shown,
        announcements,
        channels,
        system,
    )
    for name, value in vars(module).items()
    if isinstance(value, type) and issubclass(value, BaseModel)
}
FOR_PROGRAMS = {Access.PUBLIC, Access.OPEN, Access.MACHINE, Access.SIGNED}
OPEN311 = "/open311/"
"""Another standard, with errors of its own shape."""


@pytest.fixture(scope="module")
def document(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The OpenAPI document as it is served."""
    folder: Path = tmp_path_factory.mktemp("data")
    return create_app(Settings.load(data=folder)).openapi()


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def test_every_route_for_others_is_documented_and_rasas_is_not(document: dict[str, Any]) -> None:
    expected = {key for key, access in ROUTES.items() if access in FOR_PROGRAMS} - {("GET", "/openapi.json")}

    assert {(method, path) for method, path, _ in operations(document)} == expected


def test_every_operation_says_what_it_does(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        assert operation.get("summary"), path
        assert operation.get("description"), path
        assert operation.get("tags"), path
        assert operation["responses"], (method, path)


def test_every_public_operation_documents_its_errors_in_our_shape(document: dict[str, Any]) -> None:
    for method, path, operation in operations(document):
        if ROUTES[method, path] is not Access.PUBLIC or path.startswith(OPEN311):
            continue
        errors = {code: one for code, one in operation["responses"].items() if not code.startswith("2")}
        assert {"429", "503"} <= set(errors), path
        for code, response in errors.items():
            example = response["content"]["application/json"]["example"]
            assert response["content"]["application/json"]["schema"]["$ref"].endswith("/ProblemBody"), (path, code)
            assert ProblemBody.model_validate(example).error.code in PROBLEMS


def test_every_documented_example_is_true_to_its_schema(document: dict[str, Any]) -> None:
    checked = 0
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", ()):
            MODELS[name].model_validate(example)
            checked += 1

    assert checked >= 15


def test_every_operation_shows_what_it_answers(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    bare = []
    for method, path, operation in operations(document):
        shown = operation["responses"].get("200", {}).get("content", {}).get("application/json", {})
        name = shown.get("schema", {}).get("$ref", "").rpartition("/")[2]
        if name and "example" in shown and not path.startswith(OPEN311):
            MODELS[name].model_validate(shown["example"])
        elif name and not schemas[name].get("examples"):
            bare.append((method, path))

    assert bare == []


def test_the_feedback_contract_has_the_promised_names(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert set(schemas["FeedbackRequest"]["properties"]) == {
        *(one.name for one in dataclasses.fields(DraftFields)), "draft_id",
    }  # fmt: skip
    assert schemas["Kind"]["enum"] == ["hanh_vi", "quy_dinh", "de_xuat"]
    assert {"code", "completeness", "received_at", "answer_due_on", "text"} == set(schemas["ReceiptBody"]["properties"])
    assert {"code", "status", "steps", "answer", "stars", "may_add"} <= set(schemas["CaseBody"]["properties"])
    look_up = document["paths"]["/api/v1/feedback/{code}"]["get"]
    assert {one["name"] for one in look_up["parameters"]} == {"code", "phone", "email"}
    send = document["paths"]["/api/v1/feedback"]["post"]
    assert [one["name"] for one in send["parameters"]] == ["idempotency-key"]


def test_every_open311_operation_is_shown_in_both_formats(document: dict[str, Any]) -> None:
    shown = [operation for _, path, operation in operations(document) if path.startswith(OPEN311)]

    assert len(shown) == 7
    for operation in shown:
        content = operation["responses"]["200"]["content"]
        assert content["application/json"]["example"]
        assert Xml.fromstring(content["text/xml"]["example"].split("?>", 1)[1]).tag
        assert {"429"} < set(operation["responses"]) | {"200"}


def test_the_chat_contract_has_the_promised_names(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    sent = {"conversation_id", "text", "payload", "province", "key"}
    assert set(schemas["ChatRequest"]["properties"]) == sent
    assert schemas["ChatRequest"]["required"] == ["text"]
    said = {"conversation_id", "messages", "handover", "province", "files"}
    assert set(schemas["ChatResponse"]["properties"]) == said
    assert schemas["ChatResponse"]["required"] == ["conversation_id", "messages"]
    assert {"state", "place", "expected_minutes", "last", "messages"} == set(schemas["News"]["properties"])
    assert {"text", "buttons", "answer"} <= set(schemas["ChatMessage"]["properties"])
    assert {"title", "payload"} == set(schemas["QuickReply"]["properties"])
    assert {"status", "code", "name", "aspect", "blocks", "citations"} <= set(schemas["Answer"]["properties"])
    assert {"code", "decision", "snapshot_date", "url"} <= set(schemas["Citation"]["properties"])


def test_statuses_and_aspects_are_closed_lists(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]

    assert schemas["AnswerStatus"]["enum"] == [
        "answered", "choose", "ask_more", "not_found", "out_of_scope", "handed_over", "feedback", "refused", "error",
    ]  # fmt: skip
    assert {"steps", "documents", "fee", "time", "online", "postal", "in_person", "compare"} <= set(
        schemas["Aspect"]["enum"]
    )


def test_no_page_of_the_product_loads_anything_from_elsewhere(document: dict[str, Any]) -> None:
    assert "/docs" not in document["paths"]
    assert "servers" not in document
