"""When a person is offered, by what words one is asked for, and that nothing changes where hand-over is off."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from api.handover import words
from api.handover.hours import OfficeHours, opening_text
from api.settings import Settings
from knowledge.answer import Answer, AnswerStatus
from knowledge.answers.turns import ask_more, handed_over, not_found
from knowledge.errors import ConfigurationError
from tests.api.conftest import ScriptedRasa, World
from tests.api.handover.conftest import Clock, Hall, take


def bot_says(answer: Answer) -> dict[str, Any]:
    return {"text": answer.lead, "custom": {"answer": answer.model_dump(mode="json")}}


@pytest.fixture
def talking_hall(world: World, clock: Clock, rasa: ScriptedRasa) -> Iterator[Hall]:
    """An office with hand-over and a scripted Rasa."""
    world.overrides |= {"handover_enabled": True, "rasa_url": rasa.url}
    with world.client() as client:
        made = Hall(client, clock=clock)
        made.services.handover.floor.clock = clock
        yield made


def test_two_turns_without_help_bring_the_offer_and_a_yes_takes_it(talking_hall: Hall, rasa: ScriptedRasa) -> None:
    hall = talking_hall
    rasa.says(bot_says(not_found("")))
    first = hall.says("xin cấp phép nuôi rồng")
    rasa.says(bot_says(ask_more("")))
    second = hall.says("giấy nuôi rồng ấy", first["conversation_id"])
    taken = hall.says("Dạ có ạ", first["conversation_id"])

    assert words.OFFER not in first["messages"][-1]["text"]
    assert words.OFFER in second["messages"][-1]["text"]
    assert second["messages"][-1]["buttons"][0]["payload"] == "/handover"
    assert taken["handover"]["state"] == "waiting"


def test_a_turn_that_helped_between_them_brings_no_offer(talking_hall: Hall, rasa: ScriptedRasa) -> None:
    hall = talking_hall
    rasa.says(bot_says(not_found("")))
    conversation = hall.says("xin cấp phép nuôi rồng")["conversation_id"]
    rasa.says(bot_says(Answer(status=AnswerStatus.ANSWERED, lead="Lệ phí là 8.000 đồng.")))
    hall.says("phí khai sinh", conversation)
    rasa.says(bot_says(not_found("")))
    last = hall.says("xin nuôi rồng", conversation)

    assert words.OFFER not in last["messages"][-1]["text"]
    assert hall.says("có", conversation).get("handover") is None


def test_outside_office_hours_nothing_is_offered(talking_hall: Hall, rasa: ScriptedRasa) -> None:
    hall = talking_hall
    hall.clock.now = datetime(2090, 11, 19, 2, 0, tzinfo=UTC)
    rasa.says(bot_says(not_found("")))
    conversation = hall.says("xin cấp phép nuôi rồng")["conversation_id"]

    assert words.OFFER not in hall.says("nuôi rồng", conversation)["messages"][-1]["text"]


def test_words_that_rasa_takes_for_the_wish_enter_the_queue(talking_hall: Hall, rasa: ScriptedRasa) -> None:
    rasa.says(bot_says(handed_over()))
    reply = talking_hall.says("cho tôi nói chuyện với cán bộ")

    assert reply["handover"]["state"] == "waiting"
    assert [message["answer"]["status"] for message in reply["messages"]] == ["handed_over"]


@pytest.mark.parametrize("text", ["cho tôi gặp nhân viên", "toi muon noi chuyen voi can bo", "gặp người thật đi"])
def test_without_rasa_the_wish_is_understood_too(hall: Hall, text: str) -> None:
    assert hall.says(text)["handover"]["state"] == "waiting"


def test_an_answer_that_was_thought_of_when_the_operator_came_is_not_said(
    talking_hall: Hall, rasa: ScriptedRasa
) -> None:
    hall = talking_hall
    rasa.says(bot_says(handed_over()))
    conversation = hall.says("gặp cán bộ")["conversation_id"]
    rasa.says(bot_says(Answer(status=AnswerStatus.ANSWERED, lead="Lệ phí là 8.000 đồng.")))
    rasa.hold = threading.Event()
    replies: list[dict[str, Any]] = []
    asking = threading.Thread(target=lambda: replies.append(hall.says("phí khai sinh", conversation)))
    asking.start()
    assert rasa.hears("phí khai sinh")
    operator = hall.operator_named("Trần Văn Một")
    address = take(operator)
    rasa.hold.set()
    asking.join(20)

    assert replies[0]["messages"] == []
    assert "phí khai sinh" in operator.get(address).text
    assert "8.000" not in operator.get(address).text


def test_switched_off_everything_is_as_before(world: World) -> None:
    with world.client() as client:
        hall = Hall(client)
        reply = hall.says("Gặp nhân viên hỗ trợ", payload="/handover")
        back = hall.says("Gặp lại trợ lý", reply["conversation_id"], payload="/assistant")

        assert "handover" not in reply
        assert "hàng chờ" not in reply["messages"][0]["text"]
        assert back["messages"][0]["text"] == words.NOT_WAITING
        assert hall.rows("SELECT count(*) FROM handover") == [(0,)]
        assert "chưa được bật" in hall.operator.get("/admin/tong-dai/ho-tro").text
        assert hall.operator.request("GET", "/admin/tong-dai/ho-tro/hang-cho").json() == {"enabled": False, "lines": []}


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    """A moment in Vietnam, in UTC."""
    return datetime(2026, month, day, hour - 7 if hour >= 7 else hour, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        (at(23, 7, 29), False),
        (at(23, 7, 30), True),
        (at(23, 11, 29), True),
        (at(23, 11, 30), False),
        (at(23, 16, 59), True),
        (at(21, 8), True),  # Saturday morning
        (at(21, 14), False),
        (at(22, 9), False),  # Sunday
        (at(2, 9, month=9), False),  # a public holiday on a Wednesday
    ],
)
def test_a_plan_is_kept_to_the_minute(moment: datetime, expected: bool) -> None:
    hours = OfficeHours.read("T2-T6 07:30-11:30, 13:30-17:00; T7 7:30-11:30")

    assert hours.is_open(moment) is expected


def test_a_hotline_that_never_closes_is_open_on_holidays() -> None:
    hours = OfficeHours.read("T2-CN 00:00-24:00", on_holidays=True)

    assert hours.is_open(at(2, 23, 59, month=9))
    assert not OfficeHours.read("T2-CN 00:00-24:00").is_open(at(2, 9, month=9))


def test_the_next_opening_jumps_over_the_new_year_holiday() -> None:
    hours = OfficeHours.read("T2-T6 07:30-11:30")
    before_tet = datetime(2027, 2, 4, 10, 0, tzinfo=UTC)
    opening = hours.next_opening(before_tet)

    assert opening is not None
    assert hours.is_open(opening)
    assert (opening - before_tet).days >= 4
    assert opening_text(opening, before_tet).startswith("07:30 thứ ")


@pytest.mark.parametrize(
    "plan", ["", "T2", "T2-T6 11:30-07:30", "T6-T2 07:30-11:30", "T2 25:00-26:00", "Mon 08:00-09:00"]
)
def test_a_plan_that_is_none_is_refused_at_start(plan: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOTCUA_HANDOVER_HOURS", plan)
    with pytest.raises(ConfigurationError, match="MOTCUA_HANDOVER_HOURS"):
        Settings.load()
