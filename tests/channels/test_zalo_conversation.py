"""A person and the assistant on Zalo, through webhook, inbox, gateway, outbox and Zalo's API."""

from __future__ import annotations

import json
import threading
from datetime import timedelta

import pytest

from api.channels import status, wording
from api.channels.model import ChannelName
from api.errors import StorageUnavailable
from api.security.rates import RateLimit
from api.storage.conversations import Conversations
from tests.channels.zalo_office import BOT_SECRET, OA_ID, USER, Office, say, signed


def test_a_conversation_with_buttons_and_numbers(office: Office) -> None:
    fee = '/ask{"code": "1.001193", "aspect": "fee"}'
    office.gateway.script = lambda text, _payload: [say(f"Về {text}.", ("Lệ phí", fee), ("Trợ giúp", "/help"))]

    office.tells("khai sinh")
    first = office.gets(2)
    office.tells("1")
    office.gets(3)
    office.tells(f"#{fee}")
    office.gets(4)
    office.tells("cảm ơn")
    office.gets(5)

    assert first == [wording.INTRODUCTION, f"Về khai sinh.\n\n{wording.PICK_HEADING}\n1. Lệ phí\n2. Trợ giúp"]
    sent = office.zalo.accepted[1].body["message"]["attachment"]["payload"]["buttons"]
    assert sent[0] == {"title": "Lệ phí", "type": "oa.query.hide", "payload": f"#{fee}"}
    conversations = {heard[2] for heard in office.gateway.heard[1:]}
    assert [heard[:2] for heard in office.gateway.heard] == [
        ("khai sinh", None),
        ("Lệ phí", fee),
        ("Lệ phí", fee),
        ("cảm ơn", None),
    ]
    assert office.gateway.heard[0][2:] == (None, "zalo_oa")
    assert len(conversations) == 1
    assert None not in conversations


def test_the_database_holds_no_id_and_no_word_of_a_person_in_the_clear(office: Office) -> None:
    office.gateway.hold = threading.Event()
    office.tells("Tôi tên Nguyễn Văn Mẫu hỏi khai sinh")
    held = [
        str(row) for table in ("person", "event", "message") for row in office.rows(f"SELECT * FROM channel_{table}")
    ]
    office.gateway.hold.set()
    office.gets(2)
    office.rests()
    kept = [
        str(row) for table in ("person", "event", "message") for row in office.rows(f"SELECT * FROM channel_{table}")
    ]

    assert held
    assert not [row for row in [*held, *kept] if USER in row or "Nguyễn" in row or "Trả lời" in row]
    assert office.rows("SELECT count(*) FROM channel_event WHERE body IS NOT NULL") == [(0,)]
    assert office.rows("SELECT count(*) FROM channel_message WHERE body IS NOT NULL") == [(0,)]


def test_the_same_message_again_is_acknowledged_and_answered_once_also_after_a_restart(closed_office: Office) -> None:
    with closed_office.open() as office:
        event = office.said("khai sinh", msg_id="m-1")
        assert [office.post(event).json()["status"] for _ in range(3)] == ["new", "repeated", "repeated"]
        office.gets(2)
        office.rests()
    with closed_office.open() as office:
        assert office.post(event).json() == {"status": "repeated"}
        office.tells("hộ chiếu")
        office.gets(3)
        office.rests()

    assert office.zalo.texts() == [wording.INTRODUCTION, "Trả lời: khai sinh", "Trả lời: hộ chiếu"]


def test_what_waits_is_answered_in_the_order_it_was_written(closed_office: Office) -> None:
    closed_office.gateway.hold = threading.Event()
    with closed_office.open() as office:
        office.tells("mở đầu")
        written = [office.said(f"câu {number}") for number in range(4)]
        for place in (2, 0, 3, 1):
            office.post(written[place])
        closed_office.gateway.hold.set()
        texts = office.gets(6)

    assert texts[1:] == ["Trả lời: mở đầu", *(f"Trả lời: câu {number}" for number in range(4))]


def test_one_person_who_waits_for_an_answer_does_not_keep_others_waiting(office: Office) -> None:
    office.gateway.hold = threading.Event()
    for number in range(3):
        office.tells(f"câu {number}", user="11")
    office.tells("khai sinh", user="22")
    office.zalo.wait(lambda: True)
    office.until("SELECT count(*) FROM channel_event WHERE lease_until IS NOT NULL", [(2,)])
    office.gateway.hold.set()

    assert office.gets(4, "11")[1:] == [f"Trả lời: câu {number}" for number in range(3)]
    assert office.gets(2, "22")[1:] == ["Trả lời: khai sinh"]


@pytest.mark.parametrize(
    ("name", "reply"),
    [
        ("user_send_image", wording.MEDIA),
        ("user_send_file", wording.MEDIA),
        ("user_send_location", wording.LOCATION),
        ("user_send_sticker", wording.STICKER),
        ("user_submit_info", wording.CONTACT),
    ],
)
def test_what_is_no_text_gets_a_polite_word_and_is_not_kept(office: Office, name: str, reply: str) -> None:
    office.gateway.hold = threading.Event()
    event = office.said("", name=name)
    secret = "https://example.invalid/cccd.jpg"
    event["message"]["attachments"] = [{"type": "image", "payload": {"url": secret, "coordinates": {"latitude": "10"}}}]
    event["info"] = {"name": "Nguyễn Văn Mẫu", "phone": "84900000000"}
    office.post(event)

    assert office.gets(2)[1] == reply
    assert office.gateway.heard == []


def test_following_brings_one_greeting_that_names_the_machine(office: Office) -> None:
    office.post(office.event("follow", follower={"id": USER}, oa_id=OA_ID))
    office.gets(1)
    office.post(office.event("user_click_chatnow", user_id=USER, oa_id=OA_ID))
    office.tells("khai sinh")

    assert office.gets(2) == [wording.FOLLOWED, "Trả lời: khai sinh"]
    assert "trợ lý tự động" in wording.FOLLOWED


def test_receipts_and_unknown_events_are_only_counted(office: Office) -> None:
    for name in ("user_seen_message", "user_received_message", "some_future_event", "user_click_button"):
        assert office.post(office.event(name, sender={"id": USER}, message={"msg_ids": ["1"]})).json() == {
            "status": "counted"
        }

    assert office.rows("SELECT count(*) FROM channel_event") == [(0,)]
    page = office.metrics.page().decode()
    assert 'motcua_channel_events_total{channel="zalo_oa",event="unknown",outcome="counted"} 2.0' in page


def test_a_visitor_who_is_not_logged_in_is_answered_in_their_own_thread(office: Office) -> None:
    event = office.said("alo", user="anon-1", name="anonymous_send_text")
    event["message"]["conversation_id"] = "conv-1"
    office.post(event)

    office.gets(2, "anon-1")
    assert office.zalo.accepted[1].body["recipient"] == {"anonymous_id": "anon-1", "conversation_id": "conv-1"}


def test_while_a_human_of_the_office_answers_the_assistant_keeps_still_and_comes_back(office: Office) -> None:
    office.tells("khai sinh")
    office.gets(2)
    human = office.said("Em là tổng đài viên ạ", user=OA_ID, name="oa_send_text")
    human["sender"]["admin_id"], human["recipient"]["id"] = "5", USER
    office.post(human)
    office.until("SELECT count(*) FROM channel_person WHERE quiet_until IS NOT NULL", [(1,)])

    office.tells("dạ vâng")
    office.rests()
    quiet = office.zalo.texts()
    office.clock.ahead = timedelta(minutes=31)
    office.tells("hộ chiếu")

    assert quiet == [wording.INTRODUCTION, "Trả lời: khai sinh"]
    assert office.gets(3)[2] == "Trả lời: hộ chiếu"


def test_our_own_messages_echoed_are_not_answered_and_do_not_silence_us(office: Office) -> None:
    office.tells("khai sinh")
    office.gets(2)
    echo = office.said("Trả lời: khai sinh", user=OA_ID, name="oa_send_text", msg_id="out-1")
    echo["recipient"]["id"] = USER
    assert office.post(echo).json() == {"status": "echo"}
    office.tells("hộ chiếu")

    assert office.gets(3)[2] == "Trả lời: hộ chiếu"


def test_a_person_who_withdraws_is_forgotten_and_can_begin_anew(office: Office) -> None:
    office.tells("khai sinh")
    office.gets(2)
    office.rests()
    office.post(office.event("user_withdraw", user_id=USER, oa_id=OA_ID))
    office.until("SELECT count(*) FROM channel_person", [(0,)])

    assert office.rows("SELECT count(*) FROM conversation") == [(0,)]
    assert office.rows("SELECT count(*) FROM message") == [(0,)]
    assert office.rows("SELECT count(*) FROM channel_message") == [(0,)]
    assert office.rows("SELECT count(*) FROM channel_event WHERE body IS NOT NULL") == [(0,)]
    office.tells("hộ chiếu")
    assert office.gets(4)[2:] == [wording.INTRODUCTION, "Trả lời: hộ chiếu"]
    assert office.gateway.heard[-1][2] is None


def test_a_conversation_deleted_by_age_begins_anew(office: Office) -> None:
    office.tells("khai sinh")
    office.gets(2)
    assert office.channels is not None
    Conversations(office.channels.database).forget_older_than(1, now=office.clock() + timedelta(days=2))
    office.tells("hộ chiếu")

    assert office.gets(3)[2] == "Trả lời: hộ chiếu"


def test_a_message_nobody_can_answer_is_given_up_with_an_apology_and_later_ones_are_answered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.channels.inbox._BACK_OFF", (0,))
    monkeypatch.setattr("api.channels.inbox.MAX_ATTEMPTS", 3)
    office.gateway.trouble = StorageUnavailable("thử")
    office.tells("khai sinh")
    office.gets(1)
    office.gateway.trouble = None
    office.tells("hộ chiếu")

    assert office.gets(3) == [wording.SORRY, wording.INTRODUCTION, "Trả lời: hộ chiếu"]
    assert len(office.gateway.heard) == 4
    assert office.rows("SELECT kind, times FROM channel_incident") == [("work", 1)]


def test_the_kill_switch_stops_the_answers_at_once_and_tells_why_once(office: Office) -> None:
    assert office.channels is not None
    notice = "Kênh Zalo tạm dừng để bảo trì, anh/chị vui lòng gọi tổng đài."
    status.switch(office.channels, ChannelName.ZALO_OA, enabled=False, notice=notice, by="Quản trị")
    office.tells("khai sinh")
    office.tells("hộ chiếu")
    office.gets(1)
    office.rests()
    status.switch(office.channels, ChannelName.ZALO_OA, enabled=True, notice="", by="Quản trị")
    office.tells("căn cước")

    assert office.gets(3) == [notice, wording.INTRODUCTION, "Trả lời: căn cước"]
    assert len(office.gateway.heard) == 1


# --- bad input and abuse ---------------------------------------------------------------------------------------------


def test_forged_and_unsigned_events_are_refused_and_not_kept(office: Office) -> None:
    event = office.said("khai sinh")
    raw = json.dumps(event).encode()
    forged = [
        "",
        "mac=" + "0" * 64,
        signed(raw, secret="bi-mat-khac"),
        signed(raw, signer=OA_ID),
        signed(raw + b" "),
    ]

    assert {office.post(raw, header).status_code for header in forged} == {403}
    assert office.post(b"{", "mac=1").status_code == 403
    assert office.rows("SELECT count(*) FROM channel_event") == [(0,)]
    assert office.post(raw, signed(raw).upper().replace("MAC=", "mac=")).status_code == 200


def test_who_forges_again_and_again_is_told_to_wait_and_zalo_is_not_affected(office: Office) -> None:
    assert office.channels is not None
    office.channels.forgeries = RateLimit(60, clock=lambda: 0.0)
    answers = [office.post(office.said("x"), "mac=0").status_code for _ in range(16)]

    assert answers == [403] * 15 + [429]
    office.tells("khai sinh")


@pytest.mark.parametrize(("hours", "code"), [(-4, 403), (-1, 200), (0, 200), (1, 403)])
def test_stale_and_future_time_stamps_are_refused_and_late_repetitions_are_not(
    office: Office, hours: int, code: int
) -> None:
    event = office.said("khai sinh")
    event["timestamp"] = int(event["timestamp"]) + hours * 3_600_000

    assert office.post(event).status_code == code


def test_the_oa_id_is_accepted_in_the_signature_only_by_configuration(closed_office: Office) -> None:
    closed_office.overrides["zalo_signed_by"] = "oa_id"
    with closed_office.open() as office:
        raw = json.dumps(office.said("khai sinh")).encode()

        assert office.post(raw).status_code == 403
        assert office.post(raw, signed(raw, signer=OA_ID)).status_code == 200


def test_a_giant_body_is_refused_and_a_long_message_is_not_lost(office: Office) -> None:
    giant = json.dumps(office.said("a" * 200_000)).encode()
    assert office.post(giant).status_code == 413

    office.tells("á" * 5000)
    assert len(office.gets(4)) == 4


def test_an_office_without_settings_refuses_everything(closed_office: Office) -> None:
    closed_office.overrides |= {"zalo_oa_secret": "", "zalo_bot_secret": ""}
    with closed_office.open() as office:
        assert office.client is not None
        raw = json.dumps(office.said("x")).encode()

        assert office.post(raw, signed(raw, secret="")).status_code == 403
        headers = {"X-Bot-Api-Secret-Token": ""}
        assert office.client.post("/channels/zalo-bot/webhook", content=b"{}", headers=headers).status_code == 403


def test_a_flood_from_one_person_is_told_to_slow_down_once_and_others_are_answered(closed_office: Office) -> None:
    with closed_office.open() as office:
        assert office.channels is not None
        office.channels._person_limit = RateLimit(20, clock=lambda: 0.0)
        taken = [office.post(office.said(f"câu {number}", user="666")).json()["status"] for number in range(40)]
        office.tells("khai sinh", user="22")
        office.gets(2, "22")
        office.rests()
        flooded = office.zalo.texts("666")

    assert taken == ["new"] * 5 + ["limited"] * 35
    assert flooded.count(wording.SLOW_DOWN) == 1
    assert len(flooded) == 5 + 2


def test_a_database_that_cannot_keep_the_event_makes_zalo_repeat_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.channels is not None

    def broken(_incoming: object) -> None:
        raise StorageUnavailable("đĩa lỗi")

    event = office.said("khai sinh")
    with monkeypatch.context() as patched:
        patched.setattr(office.channels._inbox, "take", broken)
        assert office.post(event).status_code == 503
    assert office.post(event).json() == {"status": "new"}


def test_the_answer_comes_within_two_seconds_even_when_the_database_is_slow(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert office.channels is not None
    slow, event = threading.Event(), office.said("khai sinh")
    real = office.channels._inbox.take

    def late(incoming):  # type: ignore[no-untyped-def]
        slow.wait(20)
        return real(incoming)

    with monkeypatch.context() as patched:
        patched.setattr("api.channels.hub._COMMIT_SECONDS", 0.05)
        patched.setattr(office.channels._inbox, "take", late)
        assert office.post(event).status_code == 503
        slow.set()
    office.until("SELECT count(*) FROM channel_event", [(1,)])

    assert office.post(event).json() == {"status": "repeated"}


def test_the_bot_webhook_needs_its_secret(office: Office) -> None:
    assert office.client is not None
    body = {"event_name": "message.text.received", "message": {}}
    post = office.client.post

    assert post("/channels/zalo-bot/webhook", json=body).status_code == 403
    assert post("/channels/zalo-bot/webhook", json=body, headers={"X-Bot-Api-Secret-Token": "sai"}).status_code == 403
    good = post("/channels/zalo-bot/webhook", json=body, headers={"X-Bot-Api-Secret-Token": BOT_SECRET})
    assert good.json() == {"status": "counted"}


def test_a_process_that_stops_in_the_middle_of_an_answer_leaves_it_to_the_next_at_once(
    closed_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("api.channels.worker._STOP_SECONDS", 0.1)
    closed_office.gateway.hold = threading.Event()
    with closed_office.open() as office:
        office.tells("khai sinh")
        office.until("SELECT count(*) FROM channel_event WHERE lease_until IS NOT NULL", [(1,)])
    closed_office.gateway.hold.set()
    with closed_office.open() as office:
        assert office.gets(2)[1:] == ["Trả lời: khai sinh"]
        office.rests()
        assert office.rows("SELECT attempts FROM channel_event") == [(1,)]
