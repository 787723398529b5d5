"""What is typed into a form of PAKN goes to the draft: neither Rasa nor the record of messages gets it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from actions.feedback.fields import NOT_KEPT, Field, mark
from api import wording
from api.security.vault import vault
from knowledge.answer import Answer, AnswerStatus, TextBlock
from tests.tables import dumped

MESSAGES = "/api/v1/chat/messages"
STORY = "Cán bộ Lâm Thị Phụng quát mắng và bắt tôi làm lại tờ khai bốn lần."
NAME = "Lâm Thị Phụng"


def asking(field: Field | str | None = None, lead: str = "Xin anh/chị trả lời.", **notes: Any) -> list[dict[str, Any]]:
    answer = Answer(
        status=AnswerStatus.FEEDBACK, lead=lead, blocks=(TextBlock(text=notes.pop("block", "Vì sao hỏi.")),)
    )
    custom = {"answer": answer.model_dump(mode="json"), "asks": field, **notes}
    return [{"text": lead, "custom": {key: value for key, value in custom.items() if value is not None}}]


class Script:
    """Rasa as these tests want it: what it says next, and what it takes a text for."""

    def __init__(self) -> None:
        self.reply = asking()
        self.verdict = {"intent": "report_conduct", "confidence": 0.9}
        self.parsed: list[str] = []

    def __call__(self, heard: dict[str, Any]) -> Any:
        if "sender" in heard:
            return self.reply
        self.parsed.append(heard["message"])
        return self.verdict


@pytest.fixture
def script(rasa: Any) -> Script:
    rasa.script = Script()
    return rasa.script  # type: ignore[no-any-return]


@pytest.fixture
def chat(client: TestClient, script: Script) -> Any:
    """A conversation whose assistant has just asked for a field."""

    class Chat:
        id: str | None = None

        def say(self, text: str, payload: str | None = None) -> dict[str, Any]:
            body = {"text": text, "conversation_id": self.id, "payload": payload}
            answer = client.post(MESSAGES, json={key: value for key, value in body.items() if value is not None})
            assert answer.status_code == 200, answer.text
            found: dict[str, Any] = answer.json()
            self.id = found["conversation_id"]
            return found

        def asked(self, field: str) -> None:
            script.reply = asking(field)
            self.say("", '/step{"do": "file", "kind": "hanh_vi"}')

        def kept(self) -> list[str]:
            messages = client.get(f"/api/v1/chat/conversations/{self.id}").json()["messages"]
            return [one["text"] for one in messages if one["role"] == "user"]

    return Chat()


def draft(client: TestClient, conversation: str) -> Any:
    desk = client.app.state.services.desk  # type: ignore[attr-defined]
    return desk.draft(desk.open_draft(channel="web", conversation_id=conversation)).fields


def step(heard: dict[str, Any]) -> dict[str, Any]:
    assert heard["message"].startswith("/step{")
    found: dict[str, Any] = json.loads(heard["message"].removeprefix("/step"))
    return found


@pytest.mark.parametrize(
    ("field", "typed", "name"),
    [
        (Field.NAME, NAME, "sender_name"),
        (Field.ADDRESS, "15 ngõ Hàng Mắm, phường Tam Hiệp, tỉnh Đồng Nai", "sender_address"),
        (Field.CONTACT, "0912345678", "sender_phone"),
        (Field.CONTACT, "phung@vi-du.vn", "sender_email"),
        (Field.CONTENT, STORY, "content"),
        (Field.PLACE, "phường Tam Hiệp, tỉnh Đồng Nai", "location"),
        (Field.TITLE, "Vì sao bắt làm lại tờ khai bốn lần", "title"),
        (Field.SUBJECT, "Ủy ban nhân dân phường Tam Hiệp", "agency"),
    ],
)
def test_a_value_is_in_the_draft_and_nowhere_else(
    chat: Any, client: TestClient, rasa: Any, talking: Any, field: Field, typed: str, name: str
) -> None:
    chat.asked(field)
    chat.say(typed)

    assert step(rasa.heard[-1]) == {"do": "fill", "field": field.value}
    assert chat.kept()[-1] == mark(field)
    assert getattr(draft(client, chat.id), name) == typed
    said = [heard for heard in rasa.heard if "sender" in heard]
    assert typed not in str(said)
    assert typed not in str(dumped(talking.settings()))


def test_an_address_written_anew_instead_of_an_offered_one_is_taken(chat: Any, client: TestClient, rasa: Any) -> None:
    chat.asked(Field.ADDRESS_NOW)
    chat.say("thôn 2, xã Long Phước, tỉnh Đồng Nai")
    assert step(rasa.heard[-1]) == {"do": "fill", "field": "address"}
    assert chat.kept()[-1] == mark(Field.ADDRESS)
    assert draft(client, chat.id).sender_address == "thôn 2, xã Long Phước, tỉnh Đồng Nai"


@pytest.mark.parametrize(("field", "kept"), [(Field.ADDRESS_NOW, Field.ADDRESS), (Field.PLACE_NOW, Field.PLACE)])
def test_a_button_that_names_a_place_leaves_a_mark(chat: Any, field: Field, kept: Field) -> None:
    chat.asked(field)
    chat.say("Đúng, xã Vĩnh Kim, tỉnh Đồng Tháp", '/step{"do": "place", "number": 1}')
    assert chat.kept()[-1] == mark(kept)


def test_who_speaks_is_typed_or_pressed_and_a_name_typed_there_is_not_kept(
    chat: Any, rasa: Any, script: Script
) -> None:
    script.verdict = {"intent": "nlu_fallback", "confidence": 0.9}
    chat.asked(Field.SENDER)
    chat.say("tôi gửi thay công ty")
    assert step(rasa.heard[-1]) == {"do": "sender", "sender": "to_chuc"}
    chat.say("Cá nhân", '/step{"do": "sender", "sender": "ca_nhan"}')
    assert step(rasa.heard[-1]) == {"do": "sender", "sender": "ca_nhan"}
    chat.say(NAME)
    assert step(rasa.heard[-1])["do"] == "unclear"
    assert chat.kept()[-1] == NOT_KEPT


def test_what_is_told_in_addition_stands_after_the_content(chat: Any, client: TestClient, rasa: Any) -> None:
    chat.asked(Field.CONTENT)
    chat.say(STORY)
    chat.asked(Field.MORE)
    chat.say("Hôm sau tôi quay lại thì họ vẫn bắt làm lại lần nữa.")

    assert step(rasa.heard[-1]) == {"do": "fill", "field": "more"}
    assert chat.kept()[-1] == mark(Field.MORE)
    assert draft(client, chat.id).content == f"{STORY}\n\nHôm sau tôi quay lại thì họ vẫn bắt làm lại lần nữa."


def test_what_is_written_once_more_because_no_answer_came_stands_once(
    chat: Any, client: TestClient, rasa: Any, script: Script
) -> None:
    chat.asked(Field.CONTENT)
    chat.say(STORY)
    chat.asked(Field.MORE)
    rasa.status = 500
    chat.say("Họ hẹn hai lần rồi.")
    rasa.status = 200
    script.reply = asking(Field.SUBJECT)
    chat.say("Họ hẹn hai lần rồi.")

    assert step(rasa.heard[-1]) == {"do": "fill", "field": "more"}
    assert draft(client, chat.id).content == f"{STORY}\n\nHọ hẹn hai lần rồi."


def test_a_value_that_cannot_be_taken_is_told_by_its_reason_alone(chat: Any, rasa: Any) -> None:
    chat.asked(Field.CONTACT)
    chat.say("091234")
    found = step(rasa.heard[-1])
    assert found["do"] == "fill"
    assert "Số điện thoại chưa đúng" in found["problem"]
    assert "091234" not in str(rasa.heard)
    assert chat.kept()[-1] == mark(Field.CONTACT)


@pytest.mark.parametrize(
    ("typed", "do"), [("quay lại", "previous"), ("hủy", "cancel"), ("sao phải cho biết tên?", "why")]
)
def test_a_command_goes_through_as_a_step(chat: Any, rasa: Any, typed: str, do: str) -> None:
    chat.asked(Field.NAME)
    chat.say(typed)
    assert step(rasa.heard[-1])["do"] == do
    assert chat.kept()[-1] == typed


def test_a_question_goes_through_in_words_with_its_numbers_masked(chat: Any, rasa: Any) -> None:
    chat.asked(Field.ADDRESS)
    chat.say("cho hỏi đăng ký tạm trú hết bao nhiêu tiền, gọi 0912345678?")
    assert rasa.heard[-1]["message"] == "cho hỏi đăng ký tạm trú hết bao nhiêu tiền, gọi [SoDienThoai]?"
    assert rasa.heard[-1]["metadata"]["asks"] == "address"


@pytest.mark.parametrize("field", [Field.CONSENT, Field.SENDER, Field.HIDDEN, Field.REVIEW, Field.KIND])
def test_words_where_a_button_was_wanted_reach_nobody(chat: Any, rasa: Any, script: Script, field: Field) -> None:
    script.verdict = {"intent": "inform_number", "confidence": 0.9}
    chat.asked(field)
    chat.say("Tôi là Lâm Thị Phụng ở 15 ngõ Hàng Mắm")
    assert step(rasa.heard[-1])["do"] == "unclear"
    assert chat.kept()[-1] == NOT_KEPT


def test_a_yes_in_other_words_is_a_yes(chat: Any, rasa: Any, script: Script) -> None:
    script.verdict = {"intent": "affirm", "confidence": 0.9}
    chat.asked(Field.CONSENT)
    chat.say("vậy cũng tốt, làm luôn giùm bác")
    assert step(rasa.heard[-1])["do"] == "yes"


@pytest.mark.parametrize("intent", ["denounce", "complain", "incident"])
def test_content_that_is_something_else_by_law_is_not_kept(
    chat: Any, client: TestClient, rasa: Any, script: Script, intent: str
) -> None:
    script.verdict = {"intent": intent, "confidence": 0.9}
    chat.asked(Field.CONTENT)
    chat.say(STORY)
    assert step(rasa.heard[-1]) == {"do": "guide", "to": intent}
    assert chat.kept()[-1] == NOT_KEPT
    assert draft(client, chat.id).content is None


def test_who_insists_that_it_is_a_pakn_is_believed(chat: Any, client: TestClient, script: Script) -> None:
    script.verdict = {"intent": "denounce", "confidence": 0.9}
    chat.asked("content!")
    chat.say(STORY)
    assert draft(client, chat.id).content == STORY


def test_a_story_told_first_goes_into_the_draft_and_leaves_a_mark(
    chat: Any, client: TestClient, script: Script
) -> None:
    script.reply = asking(takes="content")
    chat.say(STORY)
    assert draft(client, chat.id).content == STORY
    assert chat.kept() == [mark(Field.CONTENT)]


def test_a_denunciation_told_first_leaves_a_mark_and_no_draft(chat: Any, client: TestClient, script: Script) -> None:
    script.reply = asking(hides=True)
    chat.say(f"Tôi tố cáo ông {NAME} ăn chặn tiền cứu trợ")
    assert chat.kept() == [NOT_KEPT]
    assert draft(client, chat.id).content is None


def test_a_question_that_only_names_a_delicate_word_is_kept(chat: Any, script: Script) -> None:
    script.reply = asking()
    chat.say("thủ tục giải quyết tố cáo ở xã")
    assert chat.kept() == ["thủ tục giải quyết tố cáo ở xã"]


def test_the_person_sees_the_gaps_filled_and_the_record_keeps_them(
    chat: Any, client: TestClient, script: Script
) -> None:
    chat.asked(Field.REVIEW)
    sealed = vault().seal(json.dumps({mark(Field.NAME): NAME}).encode()).decode()
    script.reply = asking(Field.REVIEW, lead="Xin xem lại.", block=f"Họ tên: {mark(Field.NAME)}", sealed=sealed)
    (message,) = chat.say("", '/step{"do": "resume"}')["messages"]
    assert NAME in message["text"]
    assert NAME in str(message["answer"])
    read = client.get(f"/api/v1/chat/conversations/{chat.id}").json()
    assert NAME not in str(read)
    assert mark(Field.NAME) in str(read)


def test_the_proof_of_following_reaches_rasa_sealed_only(chat: Any, rasa: Any) -> None:
    chat.asked(Field.CASE_PROOF)
    chat.say("5678")
    found = step(rasa.heard[-1])
    assert vault().open(found["sealed"].encode()).decode() == "5678"
    assert chat.kept()[-1] == mark(Field.CASE_PROOF)


def test_a_tracking_code_in_words_begins_to_follow_it(chat: Any, rasa: Any) -> None:
    chat.say("phản ánh KN-7M3Q-X0VD-9 của tôi tới đâu rồi")
    assert step(rasa.heard[-1]) == {"do": "follow", "case": "KN-7M3Q-X0VD-9"}


def test_with_rasa_down_the_value_is_kept_and_the_person_told(
    chat: Any, client: TestClient, rasa: Any, script: Script
) -> None:
    chat.asked(Field.NAME)
    rasa.status = 500
    (message,) = chat.say(NAME)["messages"]
    assert wording.DRAFT_KEPT in message["text"]
    assert draft(client, chat.id).sender_name == NAME
    rasa.status = 200
    script.reply = asking(Field.ADDRESS)
    chat.say("tiếp tục")
    assert step(rasa.heard[-1])["do"] == "resume"
    assert rasa.heard[-1]["metadata"]["asks"] == "name"


def test_with_rasa_down_a_denunciation_still_gets_its_law_and_is_not_kept(chat: Any, rasa: Any) -> None:
    rasa.status = 500
    (message,) = chat.say(f"Tôi tố cáo ông {NAME} nhận hối lộ")["messages"]
    assert "Luật Tố cáo 2018" in message["text"]
    assert chat.kept() == [NOT_KEPT]


def test_when_rasa_forgot_the_form_is_opened_again_before_a_question(chat: Any, rasa: Any, script: Script) -> None:
    chat.asked(Field.NAME)
    rasa.status = 500
    chat.say("cho hỏi đăng ký tạm trú hết bao nhiêu tiền?")
    rasa.status = 200
    script.reply = asking(Field.NAME)
    chat.say("cho hỏi đăng ký tạm trú hết bao nhiêu tiền?")
    assert step(rasa.heard[-2]) == {"do": "resume"}
    assert rasa.heard[-2]["metadata"]["silent"] is True


def test_a_text_too_long_to_read_leaves_no_private_words(chat: Any) -> None:
    chat.asked(Field.ADDRESS)
    chat.say(f"{NAME} " * 200)
    assert chat.kept()[-1] == mark(Field.ADDRESS)


def test_logs_hold_nothing_of_it(chat: Any, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    chat.asked(Field.NAME)
    chat.say(NAME)
    chat.asked(Field.CONTENT)
    chat.say(STORY)
    assert not [record for record in caplog.records if NAME in str(record.__dict__)]


def test_the_draft_folder_holds_nothing_readable(chat: Any, talking: Any) -> None:
    chat.asked(Field.CONTENT)
    chat.say(STORY)
    files = [file for file in Path(talking.data).rglob("*") if file.is_file()]
    assert not [file for file in files if NAME in file.read_bytes().decode("utf-8", "replace")]
