"""Lists, fields, terms and the menu in the chat, over HTTP with the real starter set and the real search."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.settings import Settings
from tests.api.conftest import answer_about, serve_rasa

PAGE = "/api/v1/procedures"


@pytest.fixture(scope="module")
def client(
    starter_root: Path, tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> Iterator[TestClient]:
    """A deployment that has imported nothing yet, without Rasa."""
    with _deployment(starter_root, tmp_path_factory.mktemp("var"), database_url=new_database()) as client:
        yield client


def _deployment(starter_root: Path, data: Path, **more: Any) -> TestClient:
    shutil.copytree(starter_root, data / "snapshots")
    settings = Settings.load(data=data, rate_per_address=0, rate_per_conversation=0, **more)
    return TestClient(create_app(settings, watch_seconds=0.02), client=("127.0.0.1", 5))


def codes(client: TestClient, **query: Any) -> set[str]:
    answer = client.get(PAGE, params={"limit": 200, **query})
    assert answer.status_code == 200, answer.text
    body = answer.json()
    found = {item["code"] for item in body["items"]}
    assert body["total"] >= len(found)
    return found


def test_a_list_is_narrowed_by_who_handles_it_and_for_whom_it_is(client: TestClient) -> None:
    police = codes(client, branch="police")

    assert police
    for code in sorted(police)[:5]:
        record = client.get(f"{PAGE}/{code}").json()
        assert "police" in record["branches"]
        assert "công an" in f"{record.get('agency')} {record.get('authority')} {record['field']}".lower() or (
            "cảnh sát" in f"{record.get('agency')}".lower() or "xuất nhập cảnh" in f"{record.get('agency')}".lower()
        )
    for code in sorted(codes(client, audience="citizen", branch="police")):
        assert code in police
        assert "citizen" in client.get(f"{PAGE}/{code}").json()["audiences"]


def test_an_agency_is_found_by_the_beginnings_of_its_words_without_diacritics(client: TestClient) -> None:
    for code in codes(client, agency="cong an xa"):
        assert "công an" in client.get(f"{PAGE}/{code}").json()["agency"].lower()
    assert codes(client, agency="cong an xa")
    assert codes(client, agency="không có cơ quan này") == set()


def test_pages_of_a_narrowed_list_are_its_parts(client: TestClient) -> None:
    whole = codes(client, channel="postal")
    pages = [codes(client, channel="postal", limit=20, offset=offset) for offset in range(0, len(whole), 20)]

    assert set.union(*pages) == whole
    assert sum(map(len, pages)) == len(whole)


@pytest.mark.parametrize("query", [{"branch": "ministry"}, {"audience": "dog"}, {"channel": "pigeon"}])
def test_an_unknown_value_is_refused(client: TestClient, query: dict[str, str]) -> None:
    assert client.get(PAGE, params=query).status_code == 422


def test_fields_count_what_the_list_holds(client: TestClient) -> None:
    groups = client.get("/api/v1/fields").json()
    lines = [line for group in groups for line in group["fields"]]

    assert groups[0]["name"].startswith("Hộ tịch")
    assert all(group["procedures"] == sum(line["procedures"] for line in group["fields"]) for group in groups)
    national = [line for line in lines if line["name"] == "Hộ tịch"]
    assert 0 < national[0]["procedures"] <= len(codes(client, field="Hộ tịch"))


def test_a_term_is_told_with_its_source_or_not_at_all(client: TestClient) -> None:
    (papi,) = client.get("/api/v1/glossary", params={"q": "papi là gì"}).json()["items"]
    (four,) = client.get("/api/v1/glossary", params={"q": "04 tại chỗ"}).json()["items"]

    assert papi["sources"][0]["number"] == "52/KH-UBND"
    assert "meaning" not in four
    assert four["ask"]
    assert len(client.get("/api/v1/glossary").json()["items"]) > 20


def say(client: TestClient, text: str, **more: Any) -> dict[str, Any]:
    answer = client.post("/api/v1/chat/messages", json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def buttons(body: dict[str, Any]) -> list[dict[str, str]]:
    found: list[dict[str, str]] = body["messages"][-1]["buttons"]
    return found


def test_a_citizen_goes_from_the_fields_to_a_procedure_without_rasa(client: TestClient) -> None:
    first = say(client, "linh vuc")
    talk = first["conversation_id"]
    group = buttons(first)[0]
    fields = say(client, group["title"], payload=group["payload"], conversation_id=talk)
    assert "lĩnh vực" in fields["messages"][-1]["text"]
    procedures = say(client, "1", conversation_id=talk)  # a bare number picks the first field
    assert procedures["messages"][-1]["text"].startswith("Lĩnh vực ")
    chosen = buttons(procedures)[1]
    answer = say(client, "số 2", conversation_id=talk)
    assert answer["messages"][-1]["answer"]["code"] in chosen["payload"]


def test_a_number_after_another_answer_is_no_choice_of_the_menu(client: TestClient) -> None:
    talk = say(client, "linh vuc")["conversation_id"]
    say(client, "PAPI là gì", conversation_id=talk)

    assert "Nhóm" not in say(client, "1", conversation_id=talk)["messages"][-1]["text"]


def test_a_term_is_explained_in_the_chat(client: TestClient) -> None:
    text = say(client, "lien thong la sao")["messages"][-1]["text"]

    assert "nộp một lần" in text
    assert "44/KH-UBND, mục III.2.c" in text


@pytest.mark.parametrize(
    "payload", ['/field{"group": "DROP TABLE"}', '/field{"page": 0}', '/field{"x": 1}', "/field{}x"]
)
def test_a_forged_step_is_refused(client: TestClient, payload: str) -> None:
    assert client.post("/api/v1/chat/messages", json={"text": "x", "payload": payload}).status_code == 422


def test_rasa_does_not_hear_of_the_menu_but_gets_the_procedure_chosen_in_it(
    starter_root: Path, tmp_path: Path, chosen_database_url: str
) -> None:
    with serve_rasa() as rasa:
        rasa.says(answer_about("1.004194"))
        with _deployment(starter_root, tmp_path / "var", rasa_url=rasa.url, database_url=chosen_database_url) as client:
            talk = say(client, "Các nhóm lĩnh vực", payload="/field")["conversation_id"]
            say(client, "1", conversation_id=talk)
            chosen = buttons(say(client, "1", conversation_id=talk))[0]["payload"]
            assert rasa.messages() == []
            say(client, "1", conversation_id=talk)
            assert rasa.messages() == [chosen]
