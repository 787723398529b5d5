"""From the wish for a person to the assistant's return, through the pages and the chat's interface."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from api.clock import utc_now
from api.errors import TransitionRefused
from api.handover.hours import OfficeHours
from api.security.roles import Role
from tests.api.conftest import World
from tests.api.handover.conftest import LIST, Clock, Hall, answers, first, take
from tests.console.conftest import Seen
from tests.loops import run as run_aside


def test_two_wait_in_order_and_are_told_their_place_but_no_made_up_time(hall: Hall) -> None:
    one = hall.asks("khai sinh")
    two = hall.says("hộ chiếu")["conversation_id"]
    reply = hall.says("Gặp nhân viên hỗ trợ", two, payload="/handover")

    assert "thứ 2 trong hàng chờ" in reply["messages"][0]["text"]
    assert "phút" not in reply["messages"][0]["text"]
    assert reply["handover"] == {"state": "waiting", "place": 2, "last": 0}
    assert hall.news(one)["place"] == 1


def test_asking_again_keeps_the_place(hall: Hall) -> None:
    one = hall.asks()
    hall.asks()
    hall.says("Gặp nhân viên hỗ trợ", one, payload="/handover")

    assert hall.news(one)["place"] == 1
    assert hall.rows("SELECT count(*) FROM handover") == [(2,)]


def test_the_expected_wait_is_the_middle_of_real_waits(hall: Hall) -> None:
    operator = hall.operator_named("Trần Văn Một")
    for minutes in (1, 2, 3, 7, 9):
        hall.asks()
        hall.clock.passes(minutes=minutes)
        address = take(operator)
        operator.submit(operator.get(address), f"{address}/ket-thuc")
    reply = hall.says("Gặp nhân viên", hall.says("khai sinh")["conversation_id"], payload="/handover")

    assert "khoảng 3 phút" in reply["messages"][0]["text"]
    assert reply["handover"]["expected_minutes"] == 3


def test_the_operator_reads_what_was_said_and_the_bot_is_silent_from_the_takeover_on(hall: Hall) -> None:
    citizen = hall.asks("phí làm hộ chiếu")
    operator = hall.operator_named("Trần Văn Một")
    listed = operator.get(LIST)
    assert "phí làm hộ chiếu" in listed.text
    assert "Trang web" in listed.text
    address = take(operator)
    silent = hall.says("Tôi ở phường Trấn Biên, số 0912345678", citizen)
    answers(operator, address, "Chào anh/chị, mời anh/chị mang giấy khai sinh.")

    assert silent["messages"] == []
    assert silent["handover"]["state"] == "with_operator"
    page = operator.get(address).text
    assert "Tôi ở phường Trấn Biên, số [số điện thoại đã che]" in page
    told = hall.news(citizen)
    assert [one["role"] for one in told["messages"]] == ["notice", "operator"]
    assert told["messages"][1]["text"] == "Chào anh/chị, mời anh/chị mang giấy khai sinh."
    assert hall.news(citizen, told["last"])["messages"] == []
    roles = [role for role, _ in hall.transcript(citizen)]
    assert roles == ["user", "assistant", "user", "assistant", "notice", "user", "operator"]


def test_of_two_operators_one_gets_the_person(hall: Hall) -> None:
    hall.asks()
    one, two = hall.operator_named("Trần Văn Một"), hall.operator_named("Lê Thị Hai")
    address = first(one)
    second = two.get(address)
    one.submit(one.get(address), f"{address}/nhan")
    late = two.submit(second, f"{address}/nhan")

    assert "đã có người khác nhận" in late.text
    assert not two.get(address).has_form(f"{address}/tra-loi")
    csrf = second.soup.find("input", {"name": "csrf"})["value"]  # type: ignore[index]
    refused = two.post(f"{address}/tra-loi", {"csrf": csrf, "text": "Xin chào"})
    assert "không (còn) giữ" in refused.text
    assert "Trần Văn Một đang trò chuyện" in two.get(LIST).text


def test_both_pressing_at_the_same_moment_still_gives_one_of_them_the_person(hall: Hall) -> None:
    hall.asks()
    desk = hall.services.handover.operators
    actors = [hall.actor(Role.OPERATOR), hall.actor(Role.OFFICER)]
    identity = str(hall.rows("SELECT id FROM handover")[0][0])

    async def both() -> list[Any]:
        tries = (asyncio.to_thread(desk.take, actor, identity) for actor in actors)
        return await asyncio.gather(*tries, return_exceptions=True)

    ends = run_aside(both())
    assert sum(end is None for end in ends) == 1
    assert sum(isinstance(end, TransitionRefused) for end in ends) == 1
    assert hall.rows("SELECT count(*) FROM handover_message") == [(1,)]


def test_a_message_sent_again_is_read_once_by_the_operator(hall: Hall) -> None:
    citizen = hall.asks()
    take(hall.operator_named("Trần Văn Một"))
    for _ in range(3):
        hall.says("Tôi cần gấp", citizen, key="mot-tin-nhan-0001")
    hall.says("Tôi cần gấp", citizen, key="mot-tin-nhan-0002")

    assert hall.rows("SELECT count(*) FROM handover_message WHERE speaker = 'citizen'") == [(2,)]


def test_an_answer_sent_again_is_said_once(hall: Hall) -> None:
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    page = operator.get(address)
    for _ in range(2):
        operator.submit(page, f"{address}/tra-loi", text="Mời anh/chị đến quầy số 3.")

    assert [one["text"] for one in hall.news(citizen)["messages"]].count("Mời anh/chị đến quầy số 3.") == 1


@pytest.mark.parametrize(
    ("step", "words"),
    [("giao-lai", "Trợ lý xin tiếp tục"), ("ket-thuc", "đã kết thúc cuộc trò chuyện")],
)
def test_after_the_operator_the_bot_goes_on(hall: Hall, step: str, words: str) -> None:
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    operator.submit(operator.get(address), f"{address}/{step}")

    told = hall.news(citizen)
    assert told["state"] == "none"
    assert words in told["messages"][-1]["text"]
    reply = hall.says("phí khai sinh", citizen)
    assert reply["messages"][0]["answer"]["code"]
    assert "handover" not in reply


@pytest.mark.parametrize("said", [{"text": "gặp lại trợ lý"}, {"text": "Gặp lại trợ lý", "payload": "/assistant"}])
def test_the_citizen_goes_back_to_the_assistant(hall: Hall, said: dict[str, str]) -> None:
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    reply = hall.says(said["text"], citizen, **{name: value for name, value in said.items() if name != "text"})

    assert reply["messages"][0]["text"] == "Trợ lý tự động đã trở lại. Mời anh/chị hỏi tiếp."
    assert "Người dân đã gặp lại trợ lý tự động" in operator.get(address).text
    assert hall.says("phí khai sinh", citizen)["messages"]


def test_who_waits_still_gets_answers_and_can_stop_waiting(hall: Hall) -> None:
    citizen = hall.asks()
    assert hall.says("phí khai sinh", citizen)["messages"][0]["answer"]["code"]
    hall.says("Gặp lại trợ lý", citizen, payload="/assistant")

    assert hall.news(citizen)["state"] == "none"
    assert "Không có ai chờ" in hall.operator_named("Trần Văn Một").get(LIST).text


def test_a_wait_in_vain_is_told_with_the_other_ways(hall: Hall) -> None:
    citizen = hall.asks()
    hall.clock.passes(minutes=9)
    hall.look()
    assert hall.news(citizen)["state"] == "waiting"
    hall.clock.passes(minutes=2)
    hall.look()

    told = hall.news(citizen)
    assert told["state"] == "none"
    assert "phản ánh, kiến nghị" in told["messages"][-1]["text"]
    assert [one["payload"] for one in told["messages"][-1]["buttons"]] == ["/handover", "/feedback"]


def test_a_silent_operator_loses_the_person_who_keeps_the_head_of_the_queue(hall: Hall) -> None:
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    hall.asks()
    beat = operator.get(address).soup.find("input", {"name": "csrf"})["value"]  # type: ignore[index]
    hall.clock.passes(seconds=150)
    operator.post(f"{address}/nhip", {"csrf": beat, "sau": "0"})
    hall.clock.passes(seconds=150)
    hall.look()
    assert hall.news(citizen)["state"] == "with_operator"  # the page is alive
    hall.clock.passes(seconds=200)
    hall.look()

    told = hall.news(citizen)
    assert (told["state"], told["place"]) == ("waiting", 1)
    assert "mất kết nối" in told["messages"][-1]["text"]
    assert hall.says("phí khai sinh", citizen)["messages"]
    assert take(hall.operator_named("Lê Thị Hai")) == address


def test_who_closes_the_page_is_shown_as_gone_until_the_page_is_back(hall: Hall) -> None:
    gone = "có thể người dân đã rời trang"
    citizen = hall.asks()
    hall.news(citizen)
    operator = hall.operator_named("Trần Văn Một")
    hall.clock.passes(seconds=100)
    assert gone not in operator.get(LIST).text
    hall.clock.passes(seconds=30)
    assert gone in operator.get(LIST).text
    address = take(operator)
    assert gone in operator.get(address).text
    hall.news(citizen)

    assert gone not in operator.get(address).text
    assert gone not in operator.get(LIST).text


def test_who_has_no_page_that_asks_is_not_shown_as_gone(hall: Hall) -> None:
    hall.asks()
    hall.clock.passes(minutes=5)

    assert "đã rời trang" not in hall.operator_named("Trần Văn Một").get(LIST).text


def test_what_is_said_after_the_end_is_not_for_the_operator_any_more(hall: Hall) -> None:
    # The citizen's turns are stamped by the machine's clock, so the floor has to run on it here.
    hall.services.handover.floor.clock = utc_now
    hall.services.handover.floor.hours = OfficeHours.read("T2-CN 00:00-24:00", on_holidays=True)
    citizen = hall.asks("phí làm hộ chiếu")
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    operator.submit(operator.get(address), f"{address}/giao-lai")
    hall.says("chuyện riêng sau đó", citizen)
    hall.says("Gặp nhân viên hỗ trợ", citizen, payload="/handover")
    other = hall.operator_named("Lê Thị Hai")
    again = take(other)
    hall.says("lời với người sau", citizen)

    old = operator.get(address).text
    assert "phí làm hộ chiếu" in old
    assert "chuyện riêng sau đó" not in old
    assert "lời với người sau" not in old
    assert "chuyện riêng sau đó" in other.get(again).text


def test_an_operator_leaves_somebody_to_another(hall: Hall) -> None:
    citizen = hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    operator.submit(operator.get(address), f"{address}/tra-hang-cho")

    assert hall.news(citizen)["state"] == "waiting"
    assert take(hall.operator_named("Lê Thị Hai")) == address


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (datetime(2090, 11, 20, 5, 0, tzinfo=UTC), "lúc 13:30 hôm nay"),
        (datetime(2090, 11, 17, 11, 0, tzinfo=UTC), "lúc 07:30 thứ Hai, 20/11/2090"),
        (datetime(2090, 5, 1, 2, 0, tzinfo=UTC), "lúc 07:30 thứ Tư, 03/05/2090"),
    ],
    ids=["noon", "friday evening", "labour day"],
)
def test_outside_office_hours_nobody_waits_and_the_next_opening_is_told(hall: Hall, now: datetime, words: str) -> None:
    hall.clock.now = now
    reply = hall.says("Gặp nhân viên", hall.says("khai sinh")["conversation_id"], payload="/handover")

    assert words in reply["messages"][0]["text"]
    assert "handover" not in reply
    assert hall.rows("SELECT count(*) FROM handover") == [(0,)]


def test_who_waits_at_closing_time_is_told_when_somebody_will_be_there(hall: Hall) -> None:
    citizen = hall.asks()
    hall.clock.now = datetime(2090, 11, 20, 4, 31, tzinfo=UTC)
    hall.look()

    assert "13:30 hôm nay" in hall.news(citizen)["messages"][-1]["text"]


def test_a_restart_keeps_the_queue_and_the_conversation(world: World, clock: Clock) -> None:
    # Open at any hour: the watch looks once by the machine's clock before the test can set another.
    always = {"handover_hours": "T2-CN 00:00-24:00", "handover_holidays": True}
    world.overrides |= {"handover_enabled": True, **always}
    with world.client() as client:
        hall = Hall(client, clock=clock)
        hall.services.handover.floor.clock = clock
        taken = hall.asks("khai sinh")
        operator = hall.operator_named("Trần Văn Một")
        address = take(operator)
        hall.says("Tôi nghe đây", taken)
        waiting = hall.asks("hộ chiếu")
    with world.client() as client:
        again = Hall(client, clock=clock)
        again.services.handover.floor.clock = clock
        operator.client = client

        assert again.says("Còn đó không?", taken)["messages"] == []
        page = operator.get(address).text
        assert page.index("Tôi nghe đây") < page.index("Còn đó không?")
        assert (again.news(waiting)["state"], again.news(waiting)["place"]) == ("waiting", 1)


def test_every_step_is_in_the_log_without_words_or_conversation(hall: Hall) -> None:
    citizen = hall.asks("một câu hỏi riêng")
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    operator.submit(operator.get(address), f"{address}/giao-lai")

    logged = hall.rows("SELECT actor, action, subject FROM audit WHERE subject_kind = 'handover' ORDER BY number")
    identity = address.rsplit("/", 1)[1]
    assert logged == [
        ("Trần Văn Một", "handover_taken", identity),
        ("Trần Văn Một", "handover_handed_back", identity),
    ]
    assert citizen not in str(hall.rows("SELECT * FROM audit"))
    metrics = hall.client.get("/metrics").text
    assert 'motcua_handovers_total{step="taken"} 1.0' in metrics
    assert 'motcua_handovers_total{step="handed_back"} 1.0' in metrics


def test_viewers_see_nothing_of_it(hall: Hall) -> None:
    hall.asks()

    assert hall.viewer.get(LIST).status == 403


def test_what_an_operator_may_not_say_is_told_and_kept_in_the_box(hall: Hall) -> None:
    hall.asks()
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    refused = answers(operator, address, "a" * 2001)

    assert refused.status == 422
    assert "dài quá 2.000 ký tự" in refused.text
    assert "a" * 2001 in refused.text


def test_sentences_of_a_sheet_are_given_to_the_page(hall: Hall) -> None:
    operator = hall.operator_named("Trần Văn Một")
    found: httpx.Response = operator.request("GET", f"{LIST}/loi-doc/1.001193")

    assert found.json()["name"] == "Thủ tục đăng ký khai sinh"
    assert {"1", "3"} <= {part["key"] for part in found.json()["parts"]}
    assert operator.request("GET", f"{LIST}/loi-doc/khong-co").status_code == 404


def test_a_conversation_that_is_gone_is_told(hall: Hall) -> None:
    page: Seen = hall.operator_named("Trần Văn Một").get(f"{LIST}/khong-co")

    assert "không còn" in page.text
    assert hall.client.get("/api/v1/chat/conversations/khong-co-cuoc-nao-ca/handover").status_code == 404
