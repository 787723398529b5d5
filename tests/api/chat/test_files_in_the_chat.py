"""Files for the PAKN that a conversation takes in: only while it does, only for whoever holds the conversation."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from actions.feedback.fields import Field
from api.chat.files import NO_FORM
from api.security.vault import vault
from knowledge.answer import Answer, AnswerStatus

MESSAGES = "/api/v1/chat/messages"
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"
STORY = "Cán bộ bắt tôi làm lại tờ khai bốn lần dù tờ khai đã đủ chữ ký."
PERSON = {"sender_name": "Lâm Thị Phụng", "sender_address": "15 ngõ Hàng Mắm, Hà Nội", "sender_phone": "0912345678"}


def asking(field: Field | None) -> list[dict[str, Any]]:
    answer = Answer(status=AnswerStatus.FEEDBACK, lead="Xin anh/chị trả lời.").model_dump(mode="json")
    custom = {"answer": answer, **({"asks": field.value} if field else {})}
    return [{"text": "Xin anh/chị trả lời.", "custom": custom}]


class Chat:
    """A conversation whose assistant asks for what a test wants."""

    def __init__(self, client: TestClient, rasa: Any) -> None:
        self.client, self.rasa = client, rasa
        self.id = ""

    def asked(self, field: Field | None) -> dict[str, Any]:
        """The assistant has just asked for a field; return what the page got."""
        self.rasa.script = lambda _heard: asking(field)
        known = {"conversation_id": self.id} if self.id else {}
        reply = self.client.post(MESSAGES, json={"text": "", "payload": '/step{"do": "resume"}', **known})
        assert reply.status_code == 200, reply.text
        found: dict[str, Any] = reply.json()
        self.id = found["conversation_id"]
        return found

    def tell(self, **fields: Any) -> None:
        desk = self.client.app.state.services.desk  # type: ignore[attr-defined]
        desk.change_draft(desk.open_draft(channel="web", conversation_id=self.id), **fields)

    def post(self, name: str = "giấy hẹn.pdf", content: bytes = PDF, *, declared: bool = True, to: str = "") -> Any:
        return self.client.post(
            f"/api/v1/chat/conversations/{to or self.id}/files",
            files={"file": (name, content)},
            data={"not_identity_paper": "true"} if declared else {},
        )


@pytest.fixture
def chat(client: TestClient, rasa: Any) -> Chat:
    made = Chat(client, rasa)
    made.asked(Field.CONTENT)
    made.tell(kind="hanh_vi", content=STORY)
    return made


def test_the_page_hears_of_files_while_a_pakn_is_taken_in_and_not_after(chat: Chat) -> None:
    assert chat.asked(Field.WHEN)["files"]["asked"] is False
    now = chat.asked(Field.FILES)["files"]
    assert now["asked"] is True
    assert (now["attached"], now["most"], ".pdf" in now["accept"]) == ([], 5, True)
    assert "files" not in chat.asked(None)
    assert "files" not in chat.asked(Field.CASE_CODE)  # following one takes none


def test_a_file_is_taken_listed_and_taken_off_again(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.FILES)
    taken = chat.post()
    assert taken.status_code == 201
    (file,) = taken.json()["attached"]
    assert (file["name"], file["size"]) == ("giấy hẹn.pdf", len(PDF))
    again = client.get(f"/api/v1/chat/conversations/{chat.id}").json()
    assert again["files"]["attached"] == [file]
    gone = client.delete(f"/api/v1/chat/conversations/{chat.id}/files/{file['id']}")
    assert (gone.status_code, gone.json()["attached"]) == (200, [])
    missing = client.delete(f"/api/v1/chat/conversations/{chat.id}/files/{file['id']}")
    assert missing.status_code == 422


def test_the_files_end_up_on_the_pakn(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.FILES)
    chat.post()
    version = client.get("/api/v1/feedback/form").json()["consent"]["version"]
    chat.tell(**PERSON, consent_version=version)
    desk = client.app.state.services.desk  # type: ignore[attr-defined]
    receipt = desk.submit(desk.open_draft(channel="web", conversation_id=chat.id))
    assert [one.name for one in desk.status(receipt.code, "5678").attachments] == ["giấy hẹn.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "declared", "said"),
    [
        ("phan mem.exe", b"MZ\x90\x00", True, "Chỉ nhận tệp"),
        ("giay hen.pdf", b"<html>", True, "nội dung không phải loại đó"),
        ("cccd mat truoc.jpg", b"\xff\xd8\xff\xe0", True, "giấy tờ tùy thân"),
        ("giay hen.pdf", PDF, False, "xác nhận"),
        ("giay hen.pdf", b"", True, "rỗng"),
    ],
)
def test_a_file_that_cannot_be_taken_is_refused_with_the_reason(
    chat: Chat, name: str, content: bytes, declared: bool, said: str
) -> None:
    chat.asked(Field.FILES)
    reply = chat.post(name, content, declared=declared)
    assert reply.status_code == 422
    assert said in reply.json()["error"]["message"]
    assert chat.asked(Field.FILES)["files"]["attached"] == []


def test_more_files_than_allowed_and_too_large_ones_are_refused(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.FILES)
    assert [chat.post(f"trang {number}.pdf").status_code for number in range(6)] == [201] * 5 + [422]
    limit = client.app.state.services.settings.attachment_bytes  # type: ignore[attr-defined]
    assert chat.post("to.pdf", PDF + b" " * limit).status_code == 422
    assert chat.post("rat to.pdf", PDF + b" " * (limit + 200_000)).status_code == 413


def test_without_an_open_form_nothing_is_taken(chat: Chat) -> None:
    chat.asked(None)
    reply = chat.post()
    assert (reply.status_code, reply.json()["error"]["message"]) == (409, NO_FORM)


def test_after_the_draft_was_sent_unheard_no_file_opens_another(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.REVIEW)
    desk = client.app.state.services.desk  # type: ignore[attr-defined]
    desk.drop_draft(desk.open_draft(channel="web", conversation_id=chat.id))
    assert chat.post().status_code == 409


def test_who_does_not_hold_the_conversation_gets_nowhere(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.FILES)
    (file,) = chat.post().json()["attached"]
    other = Chat(client, chat.rasa)
    other.asked(Field.CONTENT)
    other.tell(kind="hanh_vi", content=STORY)
    assert chat.post(to="khongCoCuocTroChuyen1").status_code == 404
    assert chat.post(to="x").status_code == 422
    assert client.delete(f"/api/v1/chat/conversations/{other.id}/files/{file['id']}").status_code == 422
    assert len(chat.asked(Field.FILES)["files"]["attached"]) == 1


def test_uploads_count_for_the_limit_of_the_conversation(chat: Chat, client: TestClient) -> None:
    chat.asked(Field.FILES)
    taken: list[str] = []
    limit = client.app.state.services.conversation_limit  # type: ignore[attr-defined]
    limit.take = taken.append
    chat.post()
    client.delete(f"/api/v1/chat/conversations/{chat.id}/files/khong-co")
    assert taken == [chat.id, chat.id]


def test_a_commune_that_was_offered_is_filled_in_for_the_person_alone(
    chat: Chat, client: TestClient, rasa: Any
) -> None:

    place = "xã Vĩnh Kim, tỉnh Đồng Tháp"
    button = {"title": "Đúng, [Riêng tư: nơi 1]", "payload": '/step{"do": "place", "number": 1}'}
    answer = Answer(status=AnswerStatus.FEEDBACK, lead="Nơi đó nay là: [Riêng tư: nơi 1]?").model_dump(mode="json")
    sealed = vault().seal(f'{{"[Riêng tư: nơi 1]": "{place}"}}'.encode()).decode("ascii")
    custom = {"answer": {**answer, "quick_replies": [button]}, "asks": "place_now", "sealed": sealed}
    rasa.script = lambda _heard: [{"text": answer["lead"], "buttons": [button], "custom": custom}]
    reply = client.post(MESSAGES, json={"text": "", "payload": '/step{"do": "resume"}', "conversation_id": chat.id})
    (message,) = reply.json()["messages"]
    assert message["buttons"][0]["title"] == f"Đúng, {place}"
    client.post(MESSAGES, json={"text": f"Đúng, {place}", "payload": button["payload"], "conversation_id": chat.id})
    kept = client.get(f"/api/v1/chat/conversations/{chat.id}").text
    assert "Vĩnh Kim" not in kept


@pytest.mark.parametrize(
    ("typed", "step"),
    [
        ("1", {"do": "place", "number": 1}),
        ("đúng rồi", {"do": "yes"}),
        ("không", {"do": "skip"}),
        ("phường Tam Hiệp, tỉnh Đồng Nai", {"do": "fill", "field": "place"}),
    ],
)
def test_what_is_typed_to_the_communes_offered(
    chat: Chat, client: TestClient, rasa: Any, typed: str, step: Any
) -> None:
    import json

    chat.asked(Field.PLACE_NOW)
    client.post(MESSAGES, json={"text": typed, "conversation_id": chat.id})
    assert json.loads(rasa.heard[-1]["message"].removeprefix("/step")) == step
