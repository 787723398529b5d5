"""An office connects its own channel: signed both ways, nothing lost while its server fails now and then."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from api.channels import outbox, status, wording
from api.channels.model import ChannelName, Notice
from api.storage.zalo_tables import ChannelPersonRow
from tests.channels.own_channel import SECRET, Receiver, headers_for, serve_receiver
from tests.channels.zalo_office import Office, say

PATH = "/channels/webhook/messages"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with serve_receiver() as server:
        yield server


@pytest.fixture
def own(closed_office: Office, receiver: Receiver) -> Iterator[Office]:
    """An office whose own channel is connected."""
    closed_office.overrides |= {"webhook_url": receiver.url, "webhook_secret": SECRET}
    with closed_office.open():
        yield closed_office


def post(office: Office, event: dict[str, Any] | bytes, headers: dict[str, str] | None = None) -> Any:
    body = event if isinstance(event, bytes) else json.dumps(event, ensure_ascii=False).encode()
    assert office.client is not None
    return office.client.post(PATH, content=body, headers=headers if headers is not None else headers_for(body))


def tell(office: Office, text: str, *, user: str = "u-7", key: str | None = None) -> None:
    office.sent_events += 1
    answer = post(office, {"id": key or f"m-{office.sent_events}", "user_id": user, "text": text})
    assert answer.json() == {"status": "new"}


def texts(receiver: Receiver, user: str = "u-7") -> list[str]:
    return [one["text"] for one in receiver.unique() if one["user_id"] == user]


def test_a_conversation_with_a_follow_up_by_number(own: Office, receiver: Receiver) -> None:
    own.gateway.script = lambda text, _payload: [say(f"Về {text}.", ("Trợ giúp", "/help"))]
    tell(own, "khai sinh")
    receiver.wait(lambda: len(receiver.taken) >= 2)
    tell(own, "1")
    receiver.wait(lambda: len(receiver.taken) >= 3)

    introduction, answer = receiver.taken[:2]
    assert introduction["text"] == wording.INTRODUCTION
    assert answer["event"] == "answer"
    assert answer["user_id"] == "u-7"
    assert answer["choices"] == [{"title": "Trợ giúp", "payload": "/help"}]
    assert "case" not in answer
    assert [heard[:2] for heard in own.gateway.heard] == [("khai sinh", None), ("Trợ giúp", "/help")]
    assert own.gateway.heard[0][3] == "webhook"
    assert own.rows("SELECT DISTINCT channel FROM conversation") == [("webhook",)]


def test_a_server_that_fails_now_and_then_gets_everything_once_and_in_order(
    own: Office, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "back_off", lambda _attempts: timedelta(seconds=0.01))
    faults = Counter[str]()

    def fails_twice(told: dict[str, Any]) -> int | None:
        faults[told["id"]] += 1
        return (500, 503)[faults[told["id"]] - 1] if faults[told["id"]] <= 2 else None

    receiver.inject = fails_twice
    for number in range(4):
        tell(own, f"câu {number}")
    receiver.wait(lambda: len(receiver.taken) >= 5)

    assert texts(receiver)[1:] == [f"Trả lời: câu {number}" for number in range(4)]
    assert len(receiver.taken) == len(receiver.unique()) == 5
    assert set(faults.values()) == {3}
    own.rests()


def test_an_event_sent_twice_is_answered_once(own: Office, receiver: Receiver) -> None:
    tell(own, "khai sinh", key="m-1")
    again = post(own, {"id": "m-1", "user_id": "u-7", "text": "khai sinh"})
    tell(own, "kết hôn", key="m-2")
    receiver.wait(lambda: len(receiver.taken) >= 3)
    own.rests()

    assert again.json() == {"status": "repeated"}
    assert texts(receiver)[1:] == ["Trả lời: khai sinh", "Trả lời: kết hôn"]


@pytest.mark.parametrize(("code", "state"), [(400, "dead"), (410, "held"), (429, "waiting"), (401, "waiting")])
def test_what_the_office_refuses_is_kept_for_it_to_see(own: Office, receiver: Receiver, code: int, state: str) -> None:
    receiver.inject = lambda _told: code
    tell(own, "khai sinh")

    own.until("SELECT state, code FROM channel_message WHERE code IS NOT NULL ORDER BY number LIMIT 1", [(state, code)])


def test_dead_messages_can_be_sent_again(own: Office, receiver: Receiver) -> None:
    receiver.inject = lambda _told: 400
    tell(own, "khai sinh")
    own.until("SELECT count(*) FROM channel_message WHERE state = 'dead'", [(2,)])
    receiver.inject = None
    assert own.channels is not None

    assert status.send_again(own.channels, ChannelName.WEBHOOK) == 2
    receiver.wait(lambda: len(receiver.taken) >= 2)
    assert texts(receiver)[1] == "Trả lời: khai sinh"


def test_forged_stale_and_changed_requests_are_refused(own: Office) -> None:
    body = b'{"id": "m-1", "user_id": "u-7", "text": "khai sinh"}'
    stale = int(time.time()) - 400
    right = headers_for(body)
    refused = [
        {},
        headers_for(body, secret="mot-bi-mat-khac-dai-hon-32-ky-tu-day"),
        headers_for(body, stamp=stale),
        headers_for(body, stamp=int(time.time()) + 400),
        {**right, "X-Motcua-Timestamp": "1e9"},
        {**right, "X-Motcua-Signature": "v1=" + "0" * 64},
    ]

    assert [post(own, body, headers).status_code for headers in refused] == [403] * len(refused)
    assert post(own, body + b" ", right).status_code == 403
    assert own.rows("SELECT count(*) FROM channel_event") == [(0,)]


@pytest.mark.parametrize(
    "event",
    [
        b"[]",
        b"{",
        {"id": "m", "user_id": "u"},
        {"id": "m", "user_id": "u", "type": "media", "text": "chữ"},
        {"id": "m", "user_id": "", "text": "a"},
        {"id": "m", "user_id": "u", "text": "a", "at": "2026-11-22T10:00:00"},
        {"id": "m", "user_id": "u", "text": "a", "thua": 1},
    ],
)
def test_a_signed_body_of_another_shape_gets_a_clear_error(own: Office, event: Any) -> None:
    answer = post(own, event)

    assert answer.status_code in (400, 422)
    assert answer.json()["error"]["message"]
    assert own.rows("SELECT count(*) FROM channel_event") == [(0,)]


def test_without_a_secret_nobody_gets_in(office: Office) -> None:
    body = b'{"id": "m-1", "user_id": "u-7", "text": "khai sinh"}'

    assert post(office, body, headers_for(body, secret="")).status_code == 403


def test_a_picture_is_refused_politely_and_who_wants_to_be_erased_is(own: Office, receiver: Receiver) -> None:
    tell(own, "khai sinh")
    assert post(own, {"id": "p", "user_id": "u-7", "type": "media"}).json() == {"status": "new"}
    receiver.wait(lambda: len(receiver.taken) >= 3)
    assert texts(receiver)[2] == wording.MEDIA
    own.rests()
    assert post(own, {"id": "x", "user_id": "u-7", "type": "erase"}).json() == {"status": "new"}

    own.until("SELECT count(*) FROM channel_person", [(0,)])
    assert own.rows("SELECT count(*) FROM conversation") == [(0,)]


def test_news_of_a_pakn_and_words_of_an_official_are_told_apart(own: Office, receiver: Receiver) -> None:
    tell(own, "khai sinh")
    receiver.wait(lambda: len(receiver.taken) >= 2)
    own.rests()
    assert own.channels is not None
    with own.channels.database.session() as session:
        conversation = str(session.query(ChannelPersonRow).one().conversation_id)
        news = Notice(code="KN-7M3Q-X0VD-9", event="Đã tiếp nhận")
        assert own.channels.notify(session, conversation, "k1", "Phản ánh đã được tiếp nhận.", news)
        assert own.channels.notify(session, conversation, "k2", "Nhân viên hỗ trợ: Chào anh/chị.")
    own.channels.wake_senders()
    receiver.wait(lambda: len(receiver.taken) >= 4)

    pakn, official = receiver.taken[2:4]
    assert (pakn["event"], pakn["case"]) == ("notice", {"code": "KN-7M3Q-X0VD-9", "event": "Đã tiếp nhận"})
    assert (official["event"], official["text"]) == ("operator", "Nhân viên hỗ trợ: Chào anh/chị.")


async def check(office: Office) -> tuple[bool, str]:
    assert office.channels is not None
    return await status.check(office.channels, ChannelName.WEBHOOK)


def test_the_connection_check_says_hello_and_tells_what_is_missing(own: Office, receiver: Receiver) -> None:
    assert own.client is not None
    assert own.client.portal is not None
    good, sentence = own.client.portal.call(check, own)
    assert good, sentence
    assert receiver.taken == [{"event": "ping"}]
    receiver.inject = lambda _told: 500
    assert own.client.portal.call(check, own)[0] is False
