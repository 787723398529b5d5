"""What Zalo can answer to a message of ours, and what becomes of the message."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.channels import outbox, status, wording
from api.channels.model import ChannelName, Notice, Verdict
from api.channels.outbox import MAX_ATTEMPTS, back_off, next_morning
from api.channels.zalo import codes
from tests.channels.fake_zalo import Accepted, Fault
from tests.channels.zalo_office import USER, Office, say

STATES = {
    -32: "sent",
    -201: "dead",
    -210: "dead",
    -211: "held",
    -213: "held",
    -216: "sent",
    -218: "held",
    -220: "sent",
    -221: "held",
    -224: "held",
    -230: "held",
    -232: "held",
    -234: "waiting",
    -240: "dead",
    -244: "held",
    -248: "dead",
    -9999: "sent",
}
"""State of a message after Zalo answered its first try with a code, and took a second one."""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    busy = codes.MEANINGS[-32]
    monkeypatch.setitem(codes.MEANINGS, -32, codes.Meaning(busy.verdict, busy.reason, 0.1))
    monkeypatch.setattr(outbox, "back_off", lambda _attempts: timedelta(seconds=0.05))


def once(fault: int | Fault) -> Callable[[str, dict[str, Any]], int | Fault | None]:
    """Fail the first try of each text."""
    seen: set[str] = set()

    def inject(_path: str, body: dict[str, Any]) -> int | Fault | None:
        text = str(body.get("message", {}).get("text"))
        if text in seen:
            return None
        seen.add(text)
        return fault

    return inject


def greeted(office: Office, user: str = USER) -> None:
    """Get the introduction out of the way."""
    office.tells("mở đầu", user=user)
    office.gets(2, user)
    office.rests()


def test_every_listed_error_leads_to_what_it_means(office: Office) -> None:
    for code in STATES:
        greeted(office, f"user{code}")
    first: set[str] = set()

    def inject(_path: str, body: dict[str, Any]) -> int | None:
        user = body["recipient"]["user_id"]
        if user in first:
            return None
        first.add(user)
        return int(user.removeprefix("user"))

    office.zalo.inject = inject
    for code in STATES:
        office.tells(f"câu về {code}", user=f"user{code}")
    office.until("SELECT count(*) FROM channel_event WHERE state = 'waiting'", [(0,)])
    under_way = "state IN ('sending', 'unsure') OR (state = 'waiting' AND (code IS NULL OR code <> -234))"
    settled = f"SELECT count(*) FROM channel_message WHERE {under_way}"
    office.until(settled, [(0,)])

    found = {code: "sent" if f"Trả lời: câu về {code}" in office.zalo.texts() else None for code in STATES}
    kept = dict(office.rows("SELECT code, state FROM channel_message WHERE state != 'sent'"))
    assert {code: kept.get(code, found[code]) for code in STATES} == STATES
    # One at the start and one for each refused token, or one for both when the same token was refused twice at once.
    assert office.zalo.refreshes in (2, 3)
    told = {detail for (detail,) in office.rows("SELECT detail FROM channel_incident")}
    assert len(told) == sum(state in ("dead", "held") for state in STATES.values())


def test_a_held_message_goes_out_when_the_person_writes_again(office: Office) -> None:
    greeted(office)
    office.zalo.inject = once(-213)
    office.tells("khai sinh")
    office.until("SELECT state, error IS NOT NULL FROM channel_message WHERE state != 'sent'", [("held", 1)])
    assert office.rows("SELECT following FROM channel_person") == [(0,)]
    office.zalo.inject = None
    office.tells("hộ chiếu")

    assert office.gets(4)[2:] == ["Trả lời: khai sinh", "Trả lời: hộ chiếu"]
    assert office.rows("SELECT following FROM channel_person") == [(None,)]


def test_buttons_that_zalo_does_not_take_are_left_out_and_the_numbers_stay(office: Office) -> None:
    greeted(office)
    office.gateway.script = lambda _text, _payload: [say("Chọn giúp tôi.", ("Lệ phí", "/help"))]
    office.zalo.inject = once(-201)
    office.tells("khai sinh")
    office.gets(3)

    assert [set(body["message"]) for _, body in office.zalo.requests[2:]] == [{"text", "attachment"}, {"text"}]
    assert office.zalo.texts()[2].endswith("1. Lệ phí")


def test_a_message_whose_fate_is_unknown_is_not_sent_again_when_zalo_echoes_it(closed_office: Office) -> None:
    closed_office.overrides["channel_echo_seconds"] = 60
    with closed_office.open() as office:
        greeted(office)
        office.zalo.inject = once(Fault.SWALLOW)
        office.tells("khai sinh")
        office.until("SELECT count(*) FROM channel_message WHERE state = 'unsure'", [(1,)])
        echo = office.said("Trả lời: khai sinh", user="oa", name="oa_send_text", msg_id="out-2")
        echo["recipient"]["id"] = USER
        office.post(echo)
        office.rests()
        office.clock.ahead = timedelta(minutes=5)
        office.zalo.inject = None
        office.tells("hộ chiếu")
        office.gets(4)

    assert office.zalo.texts()[2:] == ["Trả lời: khai sinh", "Trả lời: hộ chiếu"]


def test_the_late_echo_of_an_older_same_message_settles_nothing(closed_office: Office) -> None:
    closed_office.overrides["channel_echo_seconds"] = 60
    with closed_office.open() as office:
        greeted(office)
        office.tells("khai sinh")
        office.gets(3)
        office.rests()
        office.zalo.inject = lambda _path, _body: Fault.DROP
        office.tells("khai sinh")
        office.until("SELECT count(*) FROM channel_message WHERE state = 'unsure'", [(1,)])
        echo = office.said("Trả lời: khai sinh", user="oa", name="oa_send_text", msg_id=office.zalo.accepted[2].id)
        echo["recipient"]["id"] = USER
        office.post(echo)
        office.zalo.inject = None
        office.clock.ahead = timedelta(minutes=5)

        assert office.gets(4)[2:] == ["Trả lời: khai sinh"] * 2


@pytest.mark.parametrize("fault", [Fault.DROP, Fault.BROKEN, Fault.GARBAGE])
def test_a_lost_answer_without_an_echo_leads_to_another_try(office: Office, fault: Fault) -> None:
    greeted(office)
    office.zalo.inject = once(fault)
    office.tells("khai sinh")

    assert office.gets(3)[2:] == ["Trả lời: khai sinh"]


def test_a_server_that_is_down_for_long_makes_a_dead_letter_that_the_office_can_send_again(office: Office) -> None:
    greeted(office)
    office.zalo.inject = lambda _path, _body: -1
    office.tells("khai sinh")
    office.until("SELECT state, attempts FROM channel_message WHERE state != 'sent'", [("dead", MAX_ATTEMPTS)])
    office.zalo.inject = None
    assert office.channels is not None

    assert status.send_again(office.channels, ChannelName.ZALO_OA) == 1
    assert office.gets(3)[2:] == ["Trả lời: khai sinh"]


def test_messages_of_one_person_keep_their_order_through_failures(office: Office) -> None:
    greeted(office)
    office.gateway.script = lambda text, _payload: [say(f"{text} {part}") for part in ("một", "hai", "ba")]
    office.zalo.inject = once(-32)
    office.tells("a")
    office.tells("b")

    assert office.gets(8)[2:] == ["a một", "a hai", "a ba", "b một", "b hai", "b ba"]


# --- the windows -----------------------------------------------------------------------------------------------------


def answer_later(office: Office, text: str = "Phản ánh của anh/chị đã có trả lời.") -> None:
    """The office answers a PAKN that began in this chat."""
    assert office.channels is not None
    with office.channels.database.session() as session:
        (conversation,) = office.rows("SELECT conversation_id FROM channel_person")[0]
        notice = Notice(code="KN-AB12", event="Đã trả lời")
        assert office.channels.notify(session, conversation, "KN-AB12:1", text, notice)
    office.channels.wake_senders()


def test_within_48_hours_a_notice_is_a_message(office: Office) -> None:
    greeted(office)
    office.clock.ahead = timedelta(hours=47)
    answer_later(office)
    answer_later(office)

    assert office.gets(3)[2:] == ["Phản ánh của anh/chị đã có trả lời."]
    office.rests()
    assert len(office.zalo.accepted) == 3


@pytest.mark.parametrize(("hours", "billed", "sent"), [(49, False, False), (49, True, True), (169, True, False)])
def test_after_the_free_window_a_notice_is_kept_unless_the_office_pays(
    closed_office: Office, hours: int, billed: bool, sent: bool
) -> None:
    closed_office.overrides["zalo_billed_window"] = billed
    with closed_office.open() as office:
        greeted(office)
        office.clock.ahead = timedelta(hours=hours)
        answer_later(office)
        office.rests()

        assert (len(office.zalo.accepted) == 3) is sent
        if not sent:
            (detail,) = office.rows("SELECT detail FROM channel_incident")[0]
            assert "KN-AB12" in detail
            office.tells("khai sinh")
            assert office.gets(4)[2] == "Phản ánh của anh/chị đã có trả lời."


def test_after_the_windows_an_approved_template_tells_only_code_and_event(closed_office: Office) -> None:
    closed_office.overrides |= {"zalo_notice_template": "123456", "zalo_notice_fields": "ma=code,tinh_trang=event"}
    with closed_office.open() as office:
        greeted(office)
        office.clock.ahead = timedelta(days=20)
        answer_later(office)
        office.gets(3)

    taken: Accepted = office.zalo.accepted[2]
    assert taken.path == "/v3.0/oa/message/template"
    assert taken.body["template_data"] == {"ma": "KN-AB12", "tinh_trang": "Đã trả lời"}
    assert (taken.body["user_id"], taken.body["template_id"]) == (USER, "123456")


def test_a_window_zalo_sees_closed_earlier_leads_to_the_template_too(closed_office: Office) -> None:
    closed_office.overrides["zalo_notice_template"] = "123456"
    with closed_office.open() as office:
        greeted(office)
        office.zalo.inject = lambda path, _body: -230 if path.endswith("/cs") else None
        answer_later(office)
        office.gets(3)

    assert office.zalo.accepted[2].path == "/v3.0/oa/message/template"


def test_a_conversation_of_the_web_page_has_no_way_to_zalo(office: Office) -> None:
    assert office.channels is not None
    with office.channels.database.session() as session:
        assert not office.channels.notify(session, "mot-cuoc-tro-chuyen-web", "KN-1", "Đã trả lời.")


def test_night_messages_wait_for_the_morning_in_vietnam() -> None:
    midnight = datetime(2026, 11, 22, 17, 0, tzinfo=UTC)

    assert next_morning(midnight) == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)
    assert next_morning(datetime(2026, 11, 22, 15, 30, tzinfo=UTC)) == datetime(2026, 11, 22, 23, 5, tzinfo=UTC)


def test_the_back_off_doubles_up_to_half_an_hour_and_spreads() -> None:
    for attempts, seconds in ((1, 2), (2, 4), (5, 32), (40, 1800)):
        waits = {back_off(attempts).total_seconds() for _ in range(50)}
        assert len(waits) > 1
        assert min(waits) >= seconds * 0.66
        assert max(waits) <= seconds * 1.34


# --- for the office --------------------------------------------------------------------------------------------------


def test_the_status_tells_what_is_configured_and_how_it_goes(office: Office) -> None:
    greeted(office)
    assert office.channels is not None
    found = status.read(office.channels, ChannelName.ZALO_OA)

    assert (found.configured, found.missing, found.people, found.waiting_events) == (True, (), 1, 0)
    assert found.last_received is not None
    assert found.last_sent is not None
    assert found.token is not None
    assert found.token.connected
    assert found.counts == {"sent": 2}


def test_a_test_message_goes_only_to_somebody_who_has_written(office: Office) -> None:
    assert office.channels is not None
    assert not status.send_test(office.channels, ChannelName.ZALO_OA, USER)
    greeted(office)

    assert status.send_test(office.channels, ChannelName.ZALO_OA, USER)
    assert office.gets(3)[2] == wording.TEST_MESSAGE


def test_old_keys_messages_and_people_are_forgotten(office: Office) -> None:
    greeted(office)
    assert office.channels is not None
    office.clock.ahead = timedelta(days=8)
    office.channels.forget_old()
    assert office.rows("SELECT (SELECT count(*) FROM channel_event), (SELECT count(*) FROM channel_message)") == [
        (0, 0)
    ]
    assert office.rows("SELECT count(*) FROM channel_person") == [(1,)]

    office.clock.ahead = timedelta(days=100)
    office.channels.forget_old()
    assert office.rows("SELECT count(*) FROM channel_person") == [(0,)]


def test_every_verdict_is_counted(office: Office) -> None:
    greeted(office)

    counted = f'motcua_channel_sends_total{{channel="zalo_oa",verdict="{Verdict.SENT}"}} 2.0'
    assert counted in office.metrics.page().decode()
