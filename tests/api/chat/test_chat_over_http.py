"""A conversation as a web page has it."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select

from api import wording
from api.security.masking import Personal
from api.storage.tables import Table

MESSAGES = "/api/v1/chat/messages"


def send(client: TestClient, text: str, **more: Any) -> dict[str, Any]:
    answer = client.post(MESSAGES, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def everything_kept(client: TestClient) -> list[str]:
    """Return every row of every table."""
    database = client.app.state.services.database  # type: ignore[attr-defined]
    with database.engine.connect() as connection:
        tables = Table.metadata.sorted_tables
        return [f"{table.name} {tuple(row)}" for table in tables for row in connection.execute(select(table))]


def test_a_question_is_answered_in_words_and_as_data(client: TestClient, rasa: Any) -> None:
    body = send(client, "phí làm hộ chiếu bao nhiêu")

    (message,) = body["messages"]
    assert "Lệ phí là 8.000 đồng." in message["text"]
    assert message["answer"]["status"] == "answered"
    assert message["answer"]["code"] == "1.004194"
    assert message["buttons"] == []
    assert rasa.messages() == ["phí làm hộ chiếu bao nhiêu"]
    assert rasa.heard[0]["sender"].startswith(body["conversation_id"])
    assert rasa.heard[0]["metadata"]["channel"] == "web"
    assert rasa.tokens == [client.app.state.services.settings.gateway_token.get_secret_value()]  # type: ignore[attr-defined]


def test_a_conversation_goes_on_and_can_be_read_again(client: TestClient) -> None:
    first = send(client, "phí làm hộ chiếu")
    send(client, "Thời hạn", conversation_id=first["conversation_id"], payload='/ask{"aspect": "time"}')

    read = client.get(f"/api/v1/chat/conversations/{first['conversation_id']}").json()

    assert [one["role"] for one in read["messages"]] == ["user", "assistant", "user", "assistant"]
    assert [one["text"] for one in read["messages"] if one["role"] == "user"] == ["phí làm hộ chiếu", "Thời hạn"]
    assert read["messages"][1] == {**first["messages"][0], "role": "assistant", "at": read["messages"][1]["at"]}
    assert read["truncated"] is False


def test_every_conversation_has_its_own_unguessable_id(client: TestClient) -> None:
    ids = {send(client, "hộ chiếu")["conversation_id"] for _ in range(5)}

    assert len(ids) == 5
    assert all(len(one) >= 22 for one in ids)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("", wording.EMPTY),
        ("😀🎉", wording.NO_WORDS),
        ("\u0000\u0007", wording.EMPTY),
        ("<br>", wording.NO_WORDS),
        ('/inform{"code": "1"}', wording.EMPTY),
        ("a" * 10_000, wording.TOO_LONG.format(limit="2.000")),
    ],
)
def test_what_cannot_be_read_is_answered_politely_and_never_reaches_rasa(
    client: TestClient, rasa: Any, text: str, reply: str
) -> None:
    body = send(client, text)

    assert body["messages"][0]["text"] == reply
    assert rasa.heard == []
    assert send(client, "hộ chiếu", conversation_id=body["conversation_id"])["messages"]


def test_beyond_ten_thousand_characters_the_request_is_refused(client: TestClient, rasa: Any) -> None:
    refused = client.post(MESSAGES, json={"text": "a" * 10_001})

    assert refused.status_code == 422
    assert refused.json()["error"]["detail"] == [{"field": "text", "message": "dài quá 10000 ký tự"}]
    assert rasa.heard == []


def test_a_typed_command_reaches_rasa_as_mere_words(client: TestClient, rasa: Any) -> None:
    send(client, "/session_start")
    send(client, "<b>/restart now")

    assert rasa.messages() == ["session_start", "restart now"]


def test_a_foreign_button_is_refused_and_nothing_is_kept(client: TestClient, rasa: Any, talking: Any) -> None:
    refused = client.post(MESSAGES, json={"text": "x", "payload": '/set{"procedure_code": "1"}'})

    assert (refused.status_code, refused.json()["error"]["code"]) == (422, "button_refused")
    assert rasa.heard == []
    assert everything_kept(client) == []


def test_personal_data_is_masked_before_rasa_storage_and_logs(
    client: TestClient, rasa: Any, talking: Any, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    typed = "tôi tên Lan, số 0912345678, căn cước 001099012345, thư lan@vi-du.vn, hỏi hộ chiếu"

    body = send(client, typed)
    send(client, "nút 0912345678", conversation_id=body["conversation_id"], payload="/help")

    logged = "\n".join(str(record.__dict__) for record in caplog.records)
    kept = "\n".join(everything_kept(client))
    for secret in ("0912345678", "001099012345", "lan@vi-du.vn"):
        assert secret not in str(rasa.heard)
        assert secret not in kept
        assert secret not in logged
    assert Personal.PHONE in rasa.messages()[0]
    assert "hỏi hộ chiếu" not in logged
    assert body["conversation_id"] not in logged


def test_an_unknown_conversation_is_refused_with_the_way_out_and_nothing_is_kept(
    client: TestClient, rasa: Any, talking: Any
) -> None:
    refused = client.post(MESSAGES, json={"text": "hộ chiếu", "conversation_id": "khongCoCuocNaoNhuVay"})

    assert refused.status_code == 404
    assert refused.json()["error"]["code"] == "conversation_not_found"
    assert "cuộc trò chuyện mới" in refused.json()["error"]["message"]
    assert client.get("/api/v1/chat/conversations/khongCoCuocNaoNhuVay").status_code == 404
    assert rasa.heard == []
    assert everything_kept(client) == []


@pytest.mark.parametrize(
    "bad", ["../../../etc/passwd", "a b c d e f g h i j k l", "ngắn", "x" * 65, "'; DROP TABLE--------"]
)
def test_an_id_of_the_wrong_form_is_refused(client: TestClient, bad: str) -> None:
    assert client.post(MESSAGES, json={"text": "hộ chiếu", "conversation_id": bad}).status_code == 422


def test_an_answer_can_be_rated_and_the_rating_changed(client: TestClient, talking: Any) -> None:
    body = send(client, "hộ chiếu")
    rating = f"/api/v1/chat/messages/{body['messages'][0]['id']}/rating"

    thanked = client.post(rating, json={"value": "up"}).json()
    assert (thanked["value"], thanked.get("reason")) == ("up", None)
    assert thanked["survey"]["buttons"][0]["payload"] == '/survey{"score": 1}'
    changed = client.post(rating, json={"value": "down", "reason": "gọi tôi 0912345678"})

    assert changed.json() == {"value": "down", "reason": "gọi tôi [SoDienThoai]"}
    read = client.get(f"/api/v1/chat/conversations/{body['conversation_id']}").json()
    assert [one.get("rating") for one in read["messages"][:2]] == [None, "down"]
    assert "0912345678" not in "\n".join(everything_kept(client))


def test_only_answers_can_be_rated(client: TestClient) -> None:
    body = send(client, "hộ chiếu")
    question = client.get(f"/api/v1/chat/conversations/{body['conversation_id']}").json()["messages"][0]

    for message_id in (question["id"], "khongCoTinNhanNao1234"):
        refused = client.post(f"/api/v1/chat/messages/{message_id}/rating", json={"value": "up"})
        assert (refused.status_code, refused.json()["error"]["code"]) == (404, "message_not_found")


def test_a_rating_outside_the_two_values_is_refused(client: TestClient) -> None:
    body = send(client, "hộ chiếu")

    refused = client.post(f"/api/v1/chat/messages/{body['messages'][0]['id']}/rating", json={"value": "5"})

    assert refused.status_code == 422
    assert refused.json()["error"]["detail"][0]["field"] == "value"


def test_one_conversation_cannot_flood_the_service(talking: Any) -> None:
    talking.overrides["rate_per_conversation"] = 20
    with talking.client() as client:
        body = send(client, "hộ chiếu")
        request = {"text": "hộ chiếu", "conversation_id": body["conversation_id"]}
        answers = [client.post(MESSAGES, json=request) for _ in range(6)]

        assert [one.status_code for one in answers] == [200] * 5 + [429]
        assert int(answers[-1].headers["retry-after"]) >= 1
        assert answers[-1].json()["error"]["message"].startswith("Anh/chị gửi hơi nhanh. Vui lòng chờ")
        assert send(client, "người khác")["messages"]


def test_a_conversation_outlives_a_restart_of_the_process(talking: Any) -> None:
    with talking.client() as client:
        first = send(client, "hộ chiếu")
    with talking.client() as client:
        read = client.get(f"/api/v1/chat/conversations/{first['conversation_id']}").json()
        assert len(read["messages"]) == 2
        assert send(client, "phí?", conversation_id=first["conversation_id"])["messages"]
