"""Two procedures side by side over HTTP."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from tests.api.conftest import BIRTH, PASSPORT, World

PATH = "/api/v1/procedures/compare"


@pytest.fixture
def client(world: World) -> Iterator[TestClient]:
    with world.client() as client:
        yield client


def test_both_are_shown_and_cited(client: TestClient) -> None:
    response = client.get(PATH, params={"codes": f"{BIRTH.code},{PASSPORT.code}", "first": "fee"})
    assert response.status_code == 200, response.text
    answer = response.json()
    assert [one["code"] for one in answer["citations"]] == [BIRTH.code, PASSPORT.code]
    assert {one["snapshot_date"] for one in answer["citations"]} == {"2026-07-15"}
    table = next(block for block in answer["blocks"] if block["kind"] == "table")
    assert table["rows"][0][0] == "Phí, lệ phí"
    assert answer["aspect"] == "compare"
    assert BIRTH.name in answer["text"]
    assert PASSPORT.name in answer["text"]


@pytest.mark.parametrize(
    ("params", "status"),
    [
        ({"codes": f"{BIRTH.code},{BIRTH.code}"}, 422),
        ({"codes": BIRTH.code}, 422),
        ({"codes": f"{BIRTH.code},{PASSPORT.code},1.1"}, 422),
        ({"codes": f"{BIRTH.code}, {PASSPORT.code}"}, 422),
        ({"codes": f"{BIRTH.code},9.999999"}, 404),
        ({"codes": f"{BIRTH.code},{PASSPORT.code}", "first": "luck"}, 422),
        ({}, 422),
    ],
)
def test_what_cannot_be_compared_is_told_so(client: TestClient, params: dict[str, str], status: int) -> None:
    assert client.get(PATH, params=params).status_code == status
