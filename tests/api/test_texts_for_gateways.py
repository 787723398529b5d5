"""Answers as bare text for SMS and other gateways."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import World
from tests.operator.conftest import Catalogue


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    world.knowledge = Catalogue()
    with world.client() as client:
        yield client


def text_of(client: TestClient, **query: str) -> dict[str, Any]:
    response = client.get("/api/v1/procedures/1.004222/text", params=query)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def test_an_sms_without_marks_says_its_length_and_how_many_messages_it_takes(client: TestClient) -> None:
    sms = text_of(client, style="sms", aspect="fee", accents="false")

    assert sms["text"].isascii()
    assert "10.000 dong" in sms["text"]
    assert "Nguon: ma 1.004222, du lieu 15/07/2026." in sms["text"]
    assert sms["characters"] == len(sms["text"]) <= 459
    assert (sms["sms_alphabet"], sms["sms_segments"]) == ("gsm7", -(-len(sms["text"]) // 153))


def test_marks_make_it_dearer(client: TestClient) -> None:
    sms = text_of(client, style="sms", aspect="time")
    assert (sms["sms_alphabet"], sms["sms_segments"]) == ("ucs2", -(-sms["characters"] // 67))


def test_the_plain_text_is_the_whole_answer_for_one_way_of_filing(client: TestClient) -> None:
    plain = text_of(client, style="plain", aspect="fee", channel="online")["text"]

    same = client.get("/api/v1/procedures/1.004222/answer", params={"aspect": "fee", "channel": "online"}).json()
    assert plain == same["text"]


@pytest.mark.parametrize(("code", "query", "status"), [("9.9", "style=sms", 404), ("1.004222", "style=fax", 422)])
def test_what_there_is_not_is_said(client: TestClient, code: str, query: str, status: int) -> None:
    assert client.get(f"/api/v1/procedures/{code}/text?{query}").status_code == status


def test_a_style_is_needed(client: TestClient) -> None:
    assert client.get("/api/v1/procedures/1.004222/text").status_code == 422
