"""The same assistant behind a Zalo Bot."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.channels import outbox, status, wording
from api.channels.model import ChannelName
from tests.channels.fake_zalo import Fault
from tests.channels.zalo_office import BOT_SECRET, Office, say


def tell(office: Office, text: str, *, chat: str = "chat1", name: str = "message.text.received") -> dict[str, Any]:
    """A person writes to the bot."""
    office.sent_events += 1
    message = {
        "message_id": f"b-{office.sent_events}",
        "from": {"id": "u1", "display_name": "Nguyễn Văn Mẫu", "is_bot": False},
        "chat": {"id": chat, "chat_type": "PRIVATE"},
        "date": int(office.clock().timestamp() * 1000) + office.sent_events,
        "text": text,
    }
    assert office.client is not None
    body = {"event_name": name, "message": message}
    headers = {"X-Bot-Api-Secret-Token": BOT_SECRET}
    answer = office.client.post("/channels/zalo-bot/webhook", json=body, headers=headers)
    assert answer.json() == {"status": "new"}
    return body


def test_a_conversation_by_numbers(office: Office) -> None:
    office.gateway.script = lambda text, _payload: [say(f"Về {text}.", ("Trợ giúp", "/help"))]
    tell(office, "khai sinh")
    office.gets(2, "chat1")
    tell(office, "1")
    office.gets(3, "chat1")
    tell(office, "", name="message.image.received")

    texts = office.gets(4, "chat1")
    assert texts[1] == f"Về khai sinh.\n\n{wording.PICK_HEADING}\n1. Trợ giúp"
    assert texts[3] == wording.MEDIA
    assert [heard[:2] for heard in office.gateway.heard] == [("khai sinh", None), ("Trợ giúp", "/help")]
    assert office.gateway.heard[0][3] == "zalo_bot"


def test_the_same_id_on_both_channels_is_two_people(office: Office) -> None:
    office.tells("khai sinh", user="same")
    office.gets(2, "same")
    tell(office, "khai sinh", chat="same")
    office.gets(4, "same")

    assert office.rows("SELECT count(DISTINCT person) FROM channel_person") == [(2,)]


@pytest.mark.parametrize(("code", "state"), [(401, "held"), (403, "held"), (400, "dead"), (429, "waiting")])
def test_errors_of_the_bot_api_come_with_http_200_too(office: Office, code: int, state: str) -> None:
    office.zalo.inject = lambda _path, _body: code
    tell(office, "khai sinh")

    office.until(
        "SELECT state, code FROM channel_message WHERE code IS NOT NULL ORDER BY number LIMIT 1",
        [(state, code)],
    )


def test_without_echoes_a_message_of_unknown_fate_is_sent_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "back_off", lambda _attempts: timedelta(seconds=0.05))
    tell(office, "mở đầu")
    office.gets(2, "chat1")
    faults = [Fault.SWALLOW]
    office.zalo.inject = lambda _path, _body: faults.pop() if faults else None
    tell(office, "khai sinh")

    assert office.gets(4, "chat1")[2:] == ["Trả lời: khai sinh"] * 2


def test_a_channel_can_be_stopped_without_the_other(office: Office) -> None:
    assert office.channels is not None
    status.switch(office.channels, ChannelName.ZALO_BOT, enabled=False, notice="", by="Quản trị")
    tell(office, "khai sinh")
    office.tells("hộ chiếu")
    office.gets(2)
    office.rests()

    assert office.zalo.texts("chat1") == []
