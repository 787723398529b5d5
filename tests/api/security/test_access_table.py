"""Every route is listed as open, public or guarded, and the guarded ones do refuse."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from fastapi.testclient import TestClient

from api.pages import ASSET
from api.security.access import ROUTES, Access


def routes_of(client: TestClient) -> Iterator[tuple[str, str]]:
    for route in iter_route_contexts(client.app.routes):  # type: ignore[attr-defined]
        if route.name != ASSET:
            for method in set(route.methods or ()) - {"HEAD"}:
                yield method, str(route.path)


def test_the_table_and_the_application_name_the_same_routes(client: TestClient) -> None:
    assert set(routes_of(client)) == set(ROUTES)


def test_public_routes_are_rate_limited_and_the_others_are_not(world: Any) -> None:
    world.overrides["rate_per_address"] = 1
    for (method, path), access in ROUTES.items():
        if access not in (Access.PUBLIC, Access.OPEN):
            continue
        address = path.replace("{", "").replace("}", "")
        with world.client() as client:
            answers = [client.request(method, address).status_code for _ in range(7)]
        assert (429 in answers) is (access is Access.PUBLIC), path


@pytest.mark.parametrize("address", ["203.0.113.9", "10.0.0.7"])
def test_other_machines_may_not_read_metrics_or_call_actions(talking: Any, address: str) -> None:
    with talking.client(address) as client:
        token = client.app.state.services.settings.action_token.get_secret_value()

        assert client.get("/metrics").status_code == 403
        assert client.post("/rasa/actions", headers={"X-Action-Token": token}, json={}).status_code == 403


@pytest.mark.parametrize("headers", [{}, {"X-Action-Token": "sai"}, {"X-Action-Token": ""}])
def test_actions_need_their_secret(client: TestClient, headers: dict[str, str]) -> None:
    refused = client.post("/rasa/actions", headers=headers, json={"next_action": "action_say_code"})

    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "access_denied"


def test_a_bearer_token_opens_metrics_to_another_machine(talking: Any) -> None:
    talking.overrides["metrics_token"] = "mot-bi-mat-rat-dai"
    with talking.client("203.0.113.9") as client:
        assert client.get("/metrics", headers={"Authorization": "Bearer mot-bi-mat-rat-dai"}).status_code == 200
        assert client.get("/metrics", headers={"Authorization": "Bearer sai-bi-mat-rat-dai"}).status_code == 403
