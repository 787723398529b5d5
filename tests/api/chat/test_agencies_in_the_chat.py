"""An agency chosen in the chat: the record of messages shows a mark, Rasa gets a number."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from actions.feedback.fields import Field, mark
from knowledge.answer import Answer, AnswerStatus
from tests.tables import dumped

MESSAGES = "/api/v1/chat/messages"


@pytest.mark.parametrize(
    ("text", "button"),
    [("UBND xã Tân Phú", '/step{"do": "pick", "number": 2}'), ("2", None), ("số 2", None)],
)
def test_a_chosen_agency_reaches_rasa_as_a_number_and_is_not_written_down(
    client: TestClient, rasa: Any, talking: Any, text: str, button: str | None
) -> None:
    asked = Answer(status=AnswerStatus.FEEDBACK, lead="Ý anh/chị là cơ quan nào?").model_dump(mode="json")
    rasa.script = lambda _: [{"text": "Hỏi.", "custom": {"answer": asked, "asks": Field.SUBJECT}}]
    opening = {"text": "", "payload": '/step{"do": "file", "kind": "hanh_vi"}'}
    conversation = client.post(MESSAGES, json=opening).json()["conversation_id"]

    body = {"text": text, "payload": button, "conversation_id": conversation}
    answer = client.post(MESSAGES, json={key: value for key, value in body.items() if value is not None})

    assert answer.status_code == 200
    assert rasa.heard[-1]["message"] == '/step{"do": "pick", "number": 2}'
    messages = client.get(f"/api/v1/chat/conversations/{conversation}").json()["messages"]
    kept = [one["text"] for one in messages if one["role"] == "user"][-1]
    assert "Tân Phú" not in kept
    if button:
        assert kept == mark(Field.SUBJECT)
        assert "Tân Phú" not in str(dumped(talking.settings()))
