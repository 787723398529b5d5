"""Zalo's events: whose they are, what they mean, and that nothing odd in them breaks us."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.channels.model import EventKind
from api.channels.zalo.codes import MEANINGS, outcome_of
from api.channels.zalo.events import BrokenEvent, read_event, timestamp_of
from api.channels.zalo.signature import is_signed
from api.channels.zalo_bot import events as bot_events

KINDS = {
    "anonymous_send_text": EventKind.TEXT,
    "button_press_as_text": EventKind.TEXT,
    "follow": EventKind.FOLLOW,
    "oa_send_text_by_admin": EventKind.HUMAN,
    "oa_send_text_echo": EventKind.ECHO,
    "unfollow": EventKind.UNFOLLOW,
    "unknown_event": EventKind.UNKNOWN,
    "user_click_chatnow": EventKind.FOLLOW,
    "user_reacted_message": EventKind.RECEIPT,
    "user_received_message": EventKind.RECEIPT,
    "user_seen_message": EventKind.RECEIPT,
    "user_send_audio": EventKind.MEDIA,
    "user_send_file": EventKind.MEDIA,
    "user_send_image": EventKind.MEDIA,
    "user_send_location": EventKind.LOCATION,
    "user_send_sticker": EventKind.STICKER,
    "user_send_text": EventKind.TEXT,
    "user_send_text_numeric_timestamp": EventKind.TEXT,
    "user_send_text_quote": EventKind.TEXT,
    "user_send_text_teencode": EventKind.TEXT,
    "user_submit_info": EventKind.CONTACT,
    "user_submit_info_old_shape": EventKind.CONTACT,
    "user_withdraw": EventKind.WITHDRAW,
}
CITIZEN = "3000000000000000003"


@pytest.mark.corpus
def test_every_sample_event_has_its_meaning_and_its_person(shared: Path) -> None:
    found = {}
    for path in sorted((shared / "domain" / "zalo").glob("webhook_*.json")):
        incoming = read_event(path.read_bytes())
        found[path.stem.removeprefix("webhook_")] = incoming.kind
        if incoming.kind not in (EventKind.UNKNOWN, EventKind.RECEIPT):
            assert incoming.user == ("anon-0000000000" if "anonymous" in path.stem else CITIZEN)
            assert incoming.at == datetime.fromtimestamp(1795320000, UTC)

    assert found == KINDS


@pytest.mark.corpus
def test_nothing_of_a_picture_a_place_or_a_contact_is_taken_over(shared: Path) -> None:
    for name in ("send_image", "send_file", "send_location", "send_audio", "submit_info"):
        kept = read_event((shared / "domain" / "zalo" / f"webhook_user_{name}.json").read_bytes()).model_dump_json()
        for private in ("example.invalid", "10.9447", "84900000000", "Nguyễn", "to_khai"):
            assert private not in kept


@pytest.mark.corpus
def test_the_signature_vector_is_met_in_every_case(shared: Path) -> None:
    folder = shared / "domain" / "zalo"
    vector = json.loads((folder / "signature_vector.json").read_text(encoding="utf-8"))
    raw = (folder / vector["body_file"]).read_bytes()
    app, oa, secret, stamp = (vector[key] for key in ("app_id", "oa_id", "oa_secret_key", "timestamp"))
    header = vector["header_value"]

    assert timestamp_of(raw) == stamp
    assert is_signed(header, app, raw, stamp, secret)
    assert is_signed(f"mac={vector['mac_app_id_first'].upper()}", app, raw, stamp, secret)
    assert is_signed(f"mac={vector['mac_oa_id_first']}", oa, raw, stamp, secret)
    assert not is_signed(f"mac={vector['mac_oa_id_first']}", app, raw, stamp, secret)
    assert not is_signed(header, app, json.dumps(json.loads(raw)).encode(), stamp, secret)
    assert not is_signed(header, app, raw, "1795320000001", secret)
    assert not is_signed("", app, raw, stamp, secret)
    assert not is_signed(header, app, raw, stamp, "")


@pytest.mark.parametrize(
    "raw",
    [b"", b"[]", b"{", b'"x"', b"{}", b'{"timestamp": null}', b'{"timestamp": 1.5}', b'{"timestamp": true}',
     b'{"timestamp": "12x"}', b'{"timestamp": "\xd9\xa3"}', b"\xff", b"[" * 100_000],
)  # fmt: skip
def test_what_cannot_have_been_signed_is_broken(raw: bytes) -> None:
    with pytest.raises(BrokenEvent):
        timestamp_of(raw)


@pytest.mark.parametrize(
    "odd",
    [
        {"event_name": ["x"]},
        {"event_name": "user_send_text", "sender": "me"},
        {"event_name": "user_send_text", "message": None},
        {"event_name": "user_send_text", "sender": {"id": ""}, "message": {"msg_id": "1", "text": "a"}},
        {"event_name": "user_send_text", "sender": {"id": "9" * 500}, "message": {"msg_id": "1", "text": "a"}},
        {"event_name": "user_send_text", "sender": {"id": "1"}, "message": {"msg_id": "1", "text": {"a": 1}}},
        {"event_name": "user_click_button", "sender": {"id": "1"}},
    ],
)
def test_an_event_of_another_shape_is_unknown_and_not_an_error(odd: dict[str, object]) -> None:
    assert read_event(json.dumps({"timestamp": 1795320000000, **odd}).encode()).kind is EventKind.UNKNOWN


def test_unknown_fields_and_numbers_for_ids_are_tolerated() -> None:
    event = {
        "event_name": "user_send_text",
        "timestamp": 1795320000000,
        "sender": {"id": 3000000000000000003, "new": {}},
        "message": {"msg_id": 17, "text": "alo", "future": [1]},
    }
    incoming = read_event(json.dumps(event).encode())

    assert (incoming.user, incoming.key, incoming.text) == (CITIZEN, "17", "alo")


def test_events_without_a_message_id_are_the_same_only_at_the_same_moment() -> None:
    def key(stamp: int, user: str = "1") -> str:
        event = {"event_name": "follow", "timestamp": stamp, "follower": {"id": user}}
        return read_event(json.dumps(event).encode()).key

    assert key(1795320000000) == key(1795320000000)
    assert len({key(1795320000000), key(1795320000001), key(1795320000000, "2")}) == 3


def test_every_documented_error_code_is_mapped() -> None:
    documented = {-32, -201, -210, -211, -213, -216, -218, -220, -221, -224, -230, -232, -234, -240, -244, -248}

    assert set(MEANINGS) == documented
    assert all(outcome_of(code).reason and outcome_of(code).code == code for code in (*documented, -9999))


@pytest.mark.corpus
def test_the_sample_event_of_the_bot_api_is_read_with_and_without_its_envelope(shared: Path) -> None:
    folder = shared / "domain" / "zalo"
    body = (folder / "botapi_webhook_request.txt").read_bytes().partition(b"\n\n")[2]
    now = datetime.now(UTC)

    plain = bot_events.read_event(body, now)
    wrapped = bot_events.read_event((folder / "botapi_update_text.json").read_bytes(), now)

    assert (plain.kind, plain.user, plain.text, plain.key) == (
        EventKind.TEXT,
        "fakechat1",
        "xin chào",
        "fake-bot-msg-1",
    )
    assert (wrapped.kind, wrapped.user) == (EventKind.TEXT, "fakechat1")


@pytest.mark.parametrize(
    "change",
    [
        {"from": {"id": "1", "is_bot": True}},
        {"chat": {"id": "1", "chat_type": "GROUP"}},
        {"date": -1},
        {"message_id": ""},
    ],
)
def test_the_bot_answers_neither_bots_nor_groups_nor_nonsense(change: dict[str, object]) -> None:
    message = {
        "message_id": "1",
        "from": {"id": "1"},
        "chat": {"id": "1"},
        "date": 1795320000000,
        "text": "a",
        **change,
    }
    raw = json.dumps({"event_name": "message.text.received", "message": message}).encode()

    assert bot_events.read_event(raw, datetime.now(UTC)).kind is EventKind.UNKNOWN
