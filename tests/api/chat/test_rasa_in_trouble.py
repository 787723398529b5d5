"""Rasa down, slow, broken or silent: people still get an answer, told where it comes from, and nothing is lost."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import wording

MESSAGES = "/api/v1/chat/messages"


def send(client: TestClient, text: str, **more: Any) -> dict[str, Any]:
    answer = client.post(MESSAGES, json={"text": text, **more})
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body


def failures(client: TestClient) -> str:
    return "\n".join(
        line for line in client.get("/metrics").text.splitlines() if line.startswith("motcua_bot_failures_total")
    )


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        ({"body": b"[]"}, "silent"),
        ({"body": b'[{"text": "  "}]'}, "silent"),
        ({"body": b"not json"}, "broken"),
        ({"body": b'{"text": "x"}'}, "broken"),
        ({"status": 500}, "status"),
        ({"status": 401}, "status"),
    ],
)
def test_search_answers_when_rasa_answers_nothing_usable(
    client: TestClient, rasa: Any, talking: Any, trouble: dict[str, Any], reason: str
) -> None:
    rasa.script = None
    for name, value in trouble.items():
        setattr(rasa, name, value)

    (message,) = send(client, "đăng ký khai sinh")["messages"]

    assert message["text"].startswith("Về Thủ tục đăng ký khai sinh")
    assert wording.FROM_SEARCH in message["text"]
    assert message["answer"]["code"] == "1.001193"
    assert f'reason="{reason}"' in failures(client)


def test_search_answers_when_rasa_is_down(world: Any) -> None:
    world.overrides["rasa_url"] = "http://127.0.0.1:9"
    with world.client() as client:
        assert wording.FROM_SEARCH in send(client, "khai sinh")["messages"][0]["text"]
        assert 'reason="refused"' in failures(client)


def test_search_answers_when_there_is_no_rasa_at_all(search_only: TestClient) -> None:
    assert wording.FROM_SEARCH in send(search_only, "khai sinh")["messages"][0]["text"]


@pytest.mark.parametrize(
    "text",
    ["can bo phuong X vi tra giay khai sinh tre hen 2 lan", "cán bộ phường X vì trả giấy khai sinh trễ hẹn 2 lần"],
)
def test_a_complaint_that_names_a_procedure_is_no_question_without_rasa_either(
    search_only: TestClient, text: str
) -> None:
    (message,) = send(search_only, text)["messages"]
    assert message["answer"]["status"] == "feedback"
    assert message["answer"].get("code") is None


def test_a_slow_rasa_is_waited_for_twice_and_then_left_alone_for_a_while(talking: Any, rasa: Any) -> None:
    talking.overrides["rasa_timeout"] = 0.1
    rasa.hold = threading.Event()
    with talking.client() as client:
        for _ in range(4):
            assert wording.FROM_SEARCH in send(client, "khai sinh")["messages"][0]["text"]

        assert 'reason="timeout"} 2.0' in failures(client)
        assert 'reason="paused"} 2.0' in failures(client)


def test_search_knows_what_was_asked_before(search_only: TestClient, world: Any) -> None:
    first = send(search_only, "đăng ký khai sinh 0912345678")
    talk = {"conversation_id": first["conversation_id"]}
    send(search_only, "Hộ chiếu", payload='/choose{"code": "1.004194"}', **talk)
    send(search_only, "🎉", **talk)
    send(search_only, "đăng ký kết hôn với người nước ngoài", **talk)

    assert world.knowledge.asked[-1] == (
        "đăng ký kết hôn với người nước ngoài",
        ("đăng ký khai sinh [SoDienThoai]", "Cấp hộ chiếu phổ thông", "🎉"),
    )


def test_a_follow_up_stays_with_the_procedure_without_rasa(search_only: TestClient) -> None:
    first = send(search_only, "Hộ chiếu", payload='/choose{"code": "1.004194"}')

    (message,) = send(search_only, "thế lệ phí bao nhiêu", conversation_id=first["conversation_id"])["messages"]

    assert (message["answer"]["code"], message["answer"]["aspect"]) == ("1.004194", "fee")


def test_buttons_work_without_rasa(search_only: TestClient) -> None:
    first = send(search_only, "Cấp hộ chiếu", payload='/choose{"code": "1.004194"}')
    talk = {"conversation_id": first["conversation_id"]}
    fee = send(search_only, "Lệ phí", payload='/ask{"aspect": "fee"}', **talk)
    other = send(search_only, "Lệ phí", payload='/ask{"code": "1.001193", "aspect": "fee"}', **talk)
    unknown = send(search_only, "?", payload='/choose{"code": "9.999999"}', **talk)

    assert first["messages"][0]["answer"]["code"] == "1.004194"
    assert (fee["messages"][0]["answer"]["code"], fee["messages"][0]["answer"]["aspect"]) == ("1.004194", "fee")
    assert other["messages"][0]["answer"]["code"] == "1.001193"
    assert unknown["messages"][0]["answer"]["status"] == "not_found"


@pytest.mark.parametrize("payload", ["/help", "/plans", "/back", "/affirm", "/deny", "/handover", "/feedback"])
def test_dialogue_buttons_say_something_sensible_without_rasa(search_only: TestClient, payload: str) -> None:
    (message,) = send(search_only, "Nút", payload=payload)["messages"]

    assert message["text"]
    assert message["answer"]["status"] != "error"


def test_restart_forgets_the_procedure_without_rasa(search_only: TestClient) -> None:
    talk = {"conversation_id": send(search_only, "khai sinh")["conversation_id"]}
    send(search_only, "Hỏi lại từ đầu", payload="/restart", **talk)

    (message,) = send(search_only, "Lệ phí", payload='/ask{"aspect": "fee"}', **talk)["messages"]

    assert message["text"].startswith(wording.NAME_THE_PROCEDURE)


def test_rasa_is_told_the_procedure_it_missed_when_it_is_back(client: TestClient, rasa: Any) -> None:
    answered, rasa.script = rasa.script, None
    first = send(client, "đăng ký khai sinh")
    rasa.script = answered
    rasa.heard.clear()

    send(client, "thế phí bao nhiêu", conversation_id=first["conversation_id"])
    send(client, "còn thời hạn", conversation_id=first["conversation_id"])

    assert rasa.messages() == ['/choose{"code": "1.001193"}', "thế phí bao nhiêu", "còn thời hạn"]


def test_after_a_restart_of_rasa_the_procedure_is_told_again(client: TestClient, rasa: Any) -> None:
    first = send(client, "hộ chiếu")
    client.app.state.services.bot.renew()  # type: ignore[attr-defined]
    rasa.heard.clear()

    send(client, "thế phí?", conversation_id=first["conversation_id"])

    assert rasa.messages() == ['/choose{"code": "1.004194"}', "thế phí?"]


def test_a_button_that_names_its_procedure_needs_no_reminder(client: TestClient, rasa: Any) -> None:
    first = send(client, "hộ chiếu")
    client.app.state.services.bot.renew()  # type: ignore[attr-defined]
    rasa.heard.clear()

    send(client, "x", conversation_id=first["conversation_id"], payload='/choose{"code": "1.001193"}')

    assert rasa.messages() == ['/choose{"code": "1.001193"}']


def test_a_long_conversation_moves_to_a_new_session_and_keeps_its_procedure(talking: Any, rasa: Any) -> None:
    talking.overrides["session_turns"] = 5
    with talking.client() as client:
        talk = {"conversation_id": send(client, "hộ chiếu")["conversation_id"]}
        for number in range(2, 8):
            send(client, f"câu {number}", **talk)

    senders = [one["sender"].removeprefix(talk["conversation_id"]) for one in rasa.heard]
    assert senders == ["-1"] * 5 + ["-2"] * 3
    assert rasa.messages()[5:] == ['/choose{"code": "1.004194"}', "câu 6", "câu 7"]


def test_questions_of_one_conversation_are_answered_in_their_order(client: TestClient, rasa: Any) -> None:
    first = send(client, "hộ chiếu")
    talk = {"conversation_id": first["conversation_id"]}
    rasa.hold = threading.Event()
    with ThreadPoolExecutor(3) as pool:
        slow = pool.submit(send, client, "câu một", **talk)
        assert rasa.hears("câu một")
        second = pool.submit(send, client, "câu hai", **talk)
        other = pool.submit(send, client, "người khác")
        assert rasa.hears("người khác")
        assert rasa.messages() == ["hộ chiếu", "câu một", "người khác"]
        rasa.hold.set()
        for one in (slow, second, other):
            one.result(10)

    assert rasa.messages() == ["hộ chiếu", "câu một", "người khác", "câu hai"]
    read = client.get(f"/api/v1/chat/conversations/{talk['conversation_id']}").json()
    assert [one["text"] for one in read["messages"] if one["role"] == "user"] == ["hộ chiếu", "câu một", "câu hai"]
    assert [one["role"] for one in read["messages"]] == ["user", "assistant"] * 3


def test_nobody_is_left_without_words_when_search_breaks_too(
    search_only: TestClient, world: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_arguments: object, **_more: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(type(world.knowledge), "reply", broken)

    (message,) = send(search_only, "khai sinh")["messages"]

    assert message["answer"]["status"] == "error"
    assert message["text"]


def test_a_conversation_rasa_has_dropped_is_told_again_and_goes_on(client: TestClient, rasa: Any) -> None:
    first = send(client, "đăng ký khai sinh")
    talk = {"conversation_id": first["conversation_id"]}
    rasa.forgets_next = True

    (message,) = send(client, "thế lệ phí bao nhiêu", **talk)["messages"]

    assert wording.FROM_SEARCH not in message["text"]
    assert rasa.messages()[-3:] == ["thế lệ phí bao nhiêu", '/choose{"code": "1.004194"}', "thế lệ phí bao nhiêu"]
