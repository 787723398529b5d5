"""Where a dossier stands: asked of a real HTTP server, never made up, and never written down."""

from __future__ import annotations

import logging
import threading
from typing import Any

import pytest

from api.dossiers.model import STATE_LABELS, DossierState
from tests.api.conftest import ScriptedRasa, World
from tests.api.dossiers.conftest import CODE, OfficeSystem, connected, with_bot

ADDRESS = f"/api/v1/dossiers/{CODE}"
DUE = {"trangThai": "Đã tiếp nhận", "ngayCapNhat": "2024-01-15T20:30:00Z", "ngayHenTra": "30/01/2024", "donVi": "Sở  X"}


def ask(world: World, address: str = ADDRESS) -> dict[str, Any]:
    with world.client() as client:
        answer = client.get(address)
    assert answer.status_code == 200
    body: dict[str, Any] = answer.json()
    return body


def test_the_answer_of_the_office_is_told_with_its_days(world: World, system: OfficeSystem) -> None:
    system.dossiers[CODE] = DUE
    told = ask(connected(world, system), "/api/v1/dossiers/h19.12%20-%20240101-0001")

    assert told["code"] == CODE
    assert told["outcome"] == "found"
    assert told["status"] == {
        "state": "da_tiep_nhan",
        "label": "Đã tiếp nhận",
        "updated": "2024-01-16",  # in Vietnam
        "due": "2024-01-30",
        "agency": "Sở X",
    }
    assert told["text"].startswith(f"Hồ sơ {CODE}: đã tiếp nhận.")
    assert "Ngày hẹn trả kết quả: 30/01/2024" in told["text"]
    assert system.asked == [CODE]


def test_each_of_the_nine_states_is_known_by_its_name_its_label_and_the_words_of_the_office(
    world: World, system: OfficeSystem
) -> None:
    told: list[tuple[Any, DossierState]] = [(state.value, state) for state in DossierState]
    told += [(STATE_LABELS[state].upper(), state) for state in DossierState]
    told += [(2, DossierState.NEEDS_MORE), ("hồ sơ chờ  thu phí", DossierState.PAYMENT_DUE)]
    codes = [f"H19.12-240101-{number:04}" for number in range(len(told))]
    system.dossiers = {code: {"trangThai": word} for code, (word, _) in zip(codes, told, strict=True)}
    with connected(world, system).client() as client:
        seen = [client.get(f"/api/v1/dossiers/{code}").json()["status"] for code in codes]

    assert seen == [{"state": state.value, "label": STATE_LABELS[state]} for _, state in told]
    assert len(STATE_LABELS) == 9


UNRELIABLE = (
    (500, b"{}"),
    (401, b"{}"),
    (429, b"{}"),
    (302, b""),
    (200, b"<html>"),
    (200, b"[" * 100_000),
    (200, b'{"data": {}}'),
    (200, b'{"data": {"maHoSo": "H19.12-240101-0001", "trangThai": "Dang bay"}}'),
    (200, b'{"data": {"maHoSo": "H19.12-240101-0009", "trangThai": "2"}}'),
    (200, b'{"data": {"maHoSo": "H19.12-240101-0001", "trangThai": {"ma": 2}}}'),
)


def test_what_cannot_be_relied_on_becomes_a_signpost_and_no_state(world: World, system: OfficeSystem) -> None:
    with connected(world, system).client() as client:
        for system.status, system.body in UNRELIABLE:
            told = client.get(ADDRESS).json()
            assert told["outcome"] == "unavailable", system.body
            assert "status" not in told
            assert "https://dichvucong.gov.vn" in told["text"]
            assert not [label for label in STATE_LABELS.values() if label.lower() in told["text"].lower()]


def test_a_system_that_is_too_slow_is_not_waited_for(world: World, system: OfficeSystem) -> None:
    system.hold = threading.Event()

    assert ask(connected(world, system, dossier_timeout=0.2))["outcome"] == "unavailable"


def test_a_system_that_is_not_there_is_said_not_to_answer(world: World, system: OfficeSystem) -> None:
    connected(world, system, dossier_url="http://127.0.0.1:9/{code}")

    assert ask(world)["outcome"] == "unavailable"


def test_a_code_the_office_does_not_know_is_said_to_be_unknown(world: World, system: OfficeSystem) -> None:
    with connected(world, system).client() as client:
        for system.status, system.body in ((200, None), (404, b"{}"), (410, b"{}"), (200, b'{"data": []}')):
            told = client.get(ADDRESS).json()
            assert told["outcome"] == "unknown"
            assert told["text"].startswith(f"Hệ thống của cơ quan không có hồ sơ mang mã {CODE}.")


def test_without_a_system_the_way_is_shown(world: World) -> None:
    told = ask(world)

    assert told["outcome"] == "not_connected"
    assert "https://dichvucong.gov.vn" in told["text"]
    assert "(0251) 1022" in told["text"]


def test_the_hotline_of_another_province_is_not_named(world: World) -> None:
    world.overrides["province"] = "Nghệ An"

    assert "1022" not in ask(world)["text"]


def test_a_code_of_another_shape_is_refused_with_an_example(world: World, system: OfficeSystem) -> None:
    with connected(world, system).client() as client:
        answer = client.get("/api/v1/dossiers/H19.12-240101")

    assert answer.status_code == 422
    assert answer.json()["error"]["code"] == "invalid_field"
    assert "H18.12-240101-0001" in answer.json()["error"]["message"]
    assert system.asked == []


def test_trying_many_codes_ends_soon(world: World, system: OfficeSystem) -> None:
    with connected(world, system, rate_dossiers=1).client() as client:
        found = [client.get(f"/api/v1/dossiers/H19.12-240101-{number:04}").status_code for number in range(12)]

    assert found == [200] * 5 + [429] * 7


def say(client: Any, text: str, conversation: str | None = None) -> tuple[str, str]:
    answer = client.post("/api/v1/chat/messages", json={"text": text, "conversation_id": conversation})
    assert answer.status_code == 200
    return answer.json()["conversation_id"], answer.json()["messages"][0]["text"]


def test_in_chat_the_code_never_reaches_the_bot_or_the_record(
    world: World, system: OfficeSystem, rasa: ScriptedRasa, caplog: pytest.LogCaptureFixture
) -> None:
    system.dossiers[CODE] = DUE
    caplog.set_level(logging.DEBUG, logger="api")
    with with_bot(connected(world, system), rasa).client() as client:
        conversation, text = say(client, f"tra cứu hồ sơ {CODE.lower()} giúp tôi")
        kept = client.get(f"/api/v1/chat/conversations/{conversation}").json()["messages"]
        metrics = client.get("/metrics").text

    assert text.startswith(f"Hồ sơ {CODE}: đã tiếp nhận.")
    assert rasa.messages() == []
    assert kept[0]["text"] == "tra cứu hồ sơ [MaHoSo] giúp tôi"
    assert kept[1]["text"].startswith("Hồ sơ [MaHoSo]: đã tiếp nhận.")
    assert "240101" not in str(kept)
    assert "240101" not in caplog.text.replace("httpx", "")
    assert 'motcua_dossiers_total{outcome="found"} 1.0' in metrics


def test_in_chat_a_wrong_shape_is_told_what_a_right_one_looks_like(world: World, system: OfficeSystem) -> None:
    with connected(world, system).client() as client:
        _, text = say(client, "tra cứu hồ sơ H19.12-240101")

    assert "H18.12-240101-0001" in text
    assert system.asked == []


def test_in_chat_too_many_look_ups_are_slowed_down_in_words(world: World, system: OfficeSystem) -> None:
    with connected(world, system, rate_dossiers=1).client() as client:
        conversation, _ = say(client, CODE)
        texts = [say(client, CODE, conversation)[1] for _ in range(6)]

    assert texts[-1].startswith("Anh/chị tra cứu hơi nhiều.")


def test_a_complaint_about_a_dossier_goes_to_the_bot_without_its_code(
    world: World, system: OfficeSystem, rasa: ScriptedRasa
) -> None:
    with with_bot(connected(world, system), rasa).client() as client:
        say(client, f"tôi muốn phản ánh hồ sơ {CODE} trễ hẹn")

    assert rasa.messages() == ["tôi muốn phản ánh hồ sơ [MaHoSo] trễ hẹn"]
    assert system.asked == []


def test_a_pakn_code_still_goes_to_the_pakn(world: World, rasa: ScriptedRasa) -> None:
    with with_bot(world, rasa).client() as client:
        say(client, "tra cứu KN-7M3Q-X0VD-9")

    assert rasa.messages() == ['/step{"do": "follow", "case": "KN-7M3Q-X0VD-9"}']


@pytest.mark.parametrize("is_connected", [True, False])
def test_without_the_bot_a_question_without_a_code_gets_the_way(
    world: World, system: OfficeSystem, is_connected: bool
) -> None:
    if is_connected:
        connected(world, system)
    with world.client() as client:
        _, text = say(client, "hồ sơ của tôi tới đâu rồi")

    assert "mã hồ sơ" in text
    assert "https://dichvucong.gov.vn" in text
    assert text.startswith("Anh/chị gửi mã hồ sơ") is is_connected
