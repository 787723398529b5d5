"""The short survey: asked once after a finished need, on the web and on messengers, kept sealed, counted, erased."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from api.channels.picking import pick
from api.channels.rendering import Style, render
from api.keeping.person import Person, PersonalData
from api.reports.chat import CHANNELS
from api.reports.grids import written
from api.reports.satisfaction import satisfaction, satisfaction_grid
from api.storage.chat_counts import counts_between
from api.survey.words import ASK, CHOICES, is_finished
from knowledge.text import fold
from tests.api.conftest import PASSPORT, ScriptedRasa, World, answer_about

TODAY = date.today() + timedelta(days=1)  # the day in Vietnam may be the next one
SINCE = TODAY - timedelta(days=3)


@pytest.fixture
def client(talking: World) -> Iterator[TestClient]:
    with talking.client() as client:
        yield client


def say(client: TestClient, words: str, conversation: str | None = None, payload: str | None = None) -> dict[str, Any]:
    body = {"text": words, "conversation_id": conversation, "payload": payload}
    response = client.post("/api/v1/chat/messages", json={key: value for key, value in body.items() if value})
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


def texts(reply: dict[str, Any]) -> list[str]:
    return [one["text"] for one in reply["messages"]]


def services(client: TestClient) -> Any:
    return client.app.state.services  # type: ignore[attr-defined]


def finished(client: TestClient) -> dict[str, Any]:
    """A conversation in which somebody has been answered and said thanks."""
    asked = say(client, "phí làm hộ chiếu")
    return say(client, "Dạ em cảm ơn anh chị nhiều ạ!", asked["conversation_id"])


@pytest.mark.parametrize("said", ["cảm ơn", "Cám ơn bạn nhiều nha", "ok cảm ơn em", "dạ vâng, tạm biệt", "THANKS"])
def test_thanks_and_leave_taking_end_a_need(said: str) -> None:
    assert is_finished(said)


@pytest.mark.parametrize("said", ["cảm ơn, cho hỏi phí tạm trú", "dạ", "được rồi", "phí bao nhiêu", "vi da " * 400])
def test_anything_more_does_not(said: str) -> None:
    assert not is_finished(said)


def test_after_thanks_the_question_comes_once(client: TestClient) -> None:
    first = finished(client)
    assert texts(first)[-1] == ASK
    assert [one["title"] for one in first["messages"][-1]["buttons"]] == [one.title for one in CHOICES]
    assert not any(one.get("buttons") for one in first["messages"][:-1])

    say(client, "phí làm hộ chiếu", first["conversation_id"])
    assert ASK not in texts(say(client, "cảm ơn", first["conversation_id"]))


def test_thanks_before_any_answer_brings_no_question(client: TestClient, rasa: ScriptedRasa) -> None:
    rasa.says({"text": "Dạ, anh/chị cần hỏi gì ạ?"})
    assert ASK not in texts(say(client, "cảm ơn"))


def test_the_form_of_a_pakn_is_never_interrupted(client: TestClient, rasa: ScriptedRasa) -> None:
    asked = say(client, "phí làm hộ chiếu")["conversation_id"]
    rasa.says({"text": "Anh/chị cho biết nội dung.", "custom": {"asks": "content"}})
    say(client, "tôi muốn phản ánh", asked)

    assert ASK not in texts(say(client, "cảm ơn", asked))


def test_points_and_announced_words_are_kept_sealed_and_masked(client: TestClient, rasa: ScriptedRasa) -> None:
    conversation = finished(client)["conversation_id"]
    thanked = say(client, "Hài lòng", conversation, '/survey{"score": 4}')
    assert "“Hài lòng” (4/5)" in texts(thanked)[0]
    say(client, "Viết góp ý", conversation, '/survey{"do": "words"}')
    before = len(rasa.heard)
    done = say(client, "Trả lời nhanh, gọi tôi số 0912345678", conversation)

    assert "Đã ghi góp ý" in texts(done)[0]
    assert len(rasa.heard) == before  # Rasa hears nothing of it
    remark = services(client).surveys.remarks()[0]
    assert (remark.score, remark.text, remark.channel) == (4, "Trả lời nhanh, gọi tôi số [SoDienThoai]", "web")
    with services(client).database.session() as session:
        raw = str(session.execute(text("SELECT words FROM survey")).scalar())
        said = [one for (one,) in session.execute(text("SELECT text FROM message"))]
    assert "nhanh" not in raw
    assert not any("Trả lời nhanh" in one for one in said)
    assert texts(say(client, "phí làm hộ chiếu", conversation)) == ["Thủ tục\n\nLệ phí là 8.000 đồng."]


def test_another_question_instead_of_words_is_a_question_once_a_button_was_pressed(client: TestClient) -> None:
    conversation = finished(client)["conversation_id"]
    say(client, "Viết góp ý", conversation, '/survey{"do": "words"}')
    say(client, "Bỏ qua", conversation, '/survey{"do": "skip"}')

    assert "8.000 đồng" in texts(say(client, "phí làm hộ chiếu", conversation))[0]
    assert services(client).surveys.remarks() == []


@pytest.mark.parametrize("body", ['{"score": 6}', '{"score": 0}', '{"score": "5"}', "{}", '{"score": 5, "do": "skip"}'])
def test_other_points_are_refused(client: TestClient, body: str) -> None:
    answer = client.post("/api/v1/chat/messages", json={"text": "x", "payload": f"/survey{body}"})
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "button_refused")


def test_a_thumb_up_brings_the_question_once_and_a_thumb_down_never(client: TestClient) -> None:
    asked = say(client, "phí làm hộ chiếu")
    rating = f"/api/v1/chat/messages/{asked['messages'][0]['id']}/rating"

    assert "survey" not in client.post(rating, json={"value": "down"}).json()
    shown = client.post(rating, json={"value": "up"}).json()["survey"]
    assert shown["text"] == ASK
    assert "survey" not in client.post(rating, json={"value": "up"}).json()
    kept = client.get(f"/api/v1/chat/conversations/{asked['conversation_id']}").json()["messages"]
    assert [one["id"] for one in kept][-1] == shown["id"]


def test_on_a_messenger_the_number_somebody_types_is_the_points(client: TestClient) -> None:
    conversation = finished(client)["conversation_id"]
    with services(client).database.session() as session:
        session.execute(text("DELETE FROM survey"))
    said = services(client).surveys.ask(conversation)
    rendered = render([said], Style())

    assert "4. Hài lòng" in rendered.messages[-1].text
    assert pick("4", rendered.menu).payload == '/survey{"score": 4}'
    assert len(rendered.messages[-1].choices) == 5


def report(client: TestClient) -> list[list[str]]:
    with services(client).database.session() as session:
        grid = satisfaction_grid(satisfaction(counts_between(session, SINCE, TODAY), CHANNELS))
    return [[written(value, grid.form(row, n)) for n, value in enumerate(row.values)] for row in grid.rows]


def test_the_report_counts_by_channel_the_same_before_and_after_deletion(client: TestClient) -> None:
    for score in (5, 4, 1):
        conversation = finished(client)["conversation_id"]
        say(client, "điểm", conversation, f'/survey{{"score": {score}}}')
    finished(client)
    rated = say(client, "phí làm hộ chiếu")
    client.post(f"/api/v1/chat/messages/{rated['messages'][0]['id']}/rating", json={"value": "down"})
    row = ["Trang web", "0", "1", "4", "3", "1", "0", "0", "1", "1", "3,3", "66,7%"]
    assert report(client) == [row]

    services(client).conversations.forget_older_than(1, now=datetime.now(UTC) + timedelta(days=9))

    assert report(client) == [row]
    with services(client).database.session() as session:
        assert session.execute(text("SELECT count(*) FROM survey")).scalar() == 0


def test_a_person_gets_and_erases_what_they_wrote(client: TestClient) -> None:
    conversation = finished(client)["conversation_id"]
    say(client, "Rất hài lòng", conversation, '/survey{"score": 5}')
    say(client, "Viết góp ý", conversation, '/survey{"do": "words"}')
    say(client, "Cảm ơn vì đã chỉ chỗ nộp", conversation)
    data = PersonalData(services(client).database)
    person = Person(conversation_id=conversation)

    survey = data.export(None, person).conversations[0].survey
    assert survey is not None
    assert (survey.outcome, survey.words) == ("5", "Cảm ơn vì đã chỉ chỗ nộp")
    data.erase(None, person)
    assert services(client).surveys.remarks() == []


def test_the_words_of_the_points_fold_to_different_words() -> None:
    assert len({fold(one.title) for one in CHOICES}) == len(CHOICES)


def test_an_answer_about_a_procedure_is_needed(client: TestClient, rasa: ScriptedRasa) -> None:
    rasa.says(answer_about(PASSPORT.code))
    assert texts(finished(client))[-1] == ASK
