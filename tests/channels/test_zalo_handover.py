"""A person of the office on Zalo: the whole application, the fake Zalo, the operators' pages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient

from api.app import create_app
from api.channels import wording
from api.handover import words
from api.security.roles import Role
from tests.api.conftest import SmallKnowledge, own_actions
from tests.channels.fake_zalo import APP_ID, OA_ID, FakeZalo
from tests.channels.zalo_office import USER, Office, signed

LIST = "/admin/tong-dai/ho-tro"


@dataclass
class Site:
    """The application, somebody on Zalo and an operator."""

    client: TestClient
    zalo: FakeZalo
    sent: int = 0
    events: list[bytes] = field(default_factory=list)

    def event(self, name: str, message: dict[str, Any], *, sender: dict[str, str], recipient: str) -> str:
        """Post an event; return what the webhook made of it."""
        self.sent += 1
        event = {
            "app_id": APP_ID,
            "event_name": name,
            "timestamp": int(datetime.now(UTC).timestamp() * 1000) + self.sent,
            "sender": sender,
            "recipient": {"id": recipient},
            "message": {"msg_id": f"m{self.sent}", **message},
        }
        return self.post(json.dumps(event).encode())

    def post(self, raw: bytes) -> str:
        self.events.append(raw)
        headers = {"X-ZEvent-Signature": signed(raw)}
        return str(self.client.post("/channels/zalo/webhook", content=raw, headers=headers).json()["status"])

    def writes(self, text: str) -> None:
        """The person writes."""
        assert self.event("user_send_text", {"text": text}, sender={"id": USER}, recipient=OA_ID) == "new"

    def gets(self, count: int) -> list[str]:
        """Wait for so many messages to the person."""
        self.zalo.wait(lambda: len(self.zalo.texts(USER)) >= count)
        return self.zalo.texts(USER)

    def rests(self) -> None:
        """Wait until every event is worked off and every message sent."""
        open_rows = (
            "SELECT (SELECT count(*) FROM channel_event WHERE state = 'waiting')"
            " + (SELECT count(*) FROM channel_message WHERE state IN ('waiting', 'sending', 'unsure'))"
        )
        self.zalo.wait(lambda: self.rows(open_rows) == [(0,)])

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        database = self.client.app.state.services.database  # type: ignore[attr-defined]
        with database.engine.connect() as connection:
            return [tuple(row) for row in connection.exec_driver_sql(query)]

    def page(self, address: str) -> BeautifulSoup:
        return BeautifulSoup(self.client.get(address).text, "html.parser")

    def submits(self, address: str, step: str, **typed: str) -> None:
        """The operator sends a form of the conversation's page."""
        form = self.page(address).find("form", {"action": f"{address}/{step}"})
        assert form is not None
        hidden = {str(one["name"]): str(one["value"]) for one in form.find_all("input", {"type": "hidden"})}  # type: ignore[union-attr]
        assert self.client.post(f"{address}/{step}", data={**hidden, **typed}).status_code == 200


@pytest.fixture
def site(closed_office: Office, zalo: FakeZalo) -> Iterator[Site]:
    """The application without Rasa, with hand-over around the clock; an operator is logged in."""
    closed_office.overrides |= {
        "handover_enabled": True,
        "handover_hours": "T2-CN 00:00-24:00",
        "handover_holidays": True,
    }
    app = create_app(closed_office.settings(), opener=lambda *_: SmallKnowledge(), actions=own_actions)
    with TestClient(app, raise_server_exceptions=False) as client:
        accounts = client.app.state.services.accounts  # type: ignore[attr-defined]
        who = {"username": "truc.mot", "name": "Trần Văn Một", "password": "mot mat khau du dai"}
        accounts.create(None, role=Role.OPERATOR, must_change=False, **who)
        token = accounts.log_in(who["username"], who["password"])
        client.cookies.set("motcua_phien", token, domain="testserver.local", path="/admin")
        yield Site(client, zalo)


def taken_over(site: Site) -> tuple[str, int]:
    """Somebody asks, asks for a person and is taken over; return the address and how many messages there were."""
    site.writes("phí làm hộ chiếu")
    site.gets(2)
    site.writes("cho tôi gặp nhân viên")
    queued = site.gets(3)[-1]
    assert "thứ 1 trong hàng chờ" in queued
    assert "1. Gặp lại trợ lý" in queued
    link = site.page(LIST).select_one(".op-queue a")
    assert link is not None
    assert "phí làm hộ chiếu" in link.get_text()
    site.submits(str(link["href"]), "nhan")
    assert site.gets(4)[-1] == words.TAKEN
    return str(link["href"]), 4


def test_a_person_answers_on_zalo_the_bot_is_silent_and_comes_back(site: Site) -> None:
    address, before = taken_over(site)
    site.writes("1")  # for the operator now, no choice of a menu
    site.post(site.events[-1])  # Zalo repeats
    site.event("user_send_image", {"attachments": []}, sender={"id": USER}, recipient=OA_ID)
    site.rests()
    assert len(site.zalo.texts(USER)) == before
    said = [line.get_text() for line in site.page(address).select(".ho-line.citizen p")]
    assert said == ["phí làm hộ chiếu", "cho tôi gặp nhân viên", "1"]
    assert words.MEDIA_REMARK in site.page(address).get_text()

    site.submits(address, "tra-loi", text="Mời anh/chị mang căn cước đến quầy số 3.")
    assert site.gets(5)[-1] == "Nhân viên hỗ trợ: Mời anh/chị mang căn cước đến quầy số 3."
    site.submits(address, "giao-lai")
    assert site.gets(6)[-1] == words.HANDED_BACK
    site.writes("phí khai sinh")
    assert "Về Thủ tục đăng ký khai sinh" in site.gets(7)[-1]
    assert wording.INTRODUCTION in site.zalo.texts(USER)[0]


def test_while_somebody_answers_in_zalos_own_tool_words_still_reach_our_operator(site: Site) -> None:
    address, before = taken_over(site)
    human = {"id": OA_ID, "admin_id": "5"}
    site.event("oa_send_text", {"text": "Em là tổng đài viên ạ"}, sender=human, recipient=USER)
    site.writes("dạ vâng")
    site.rests()

    assert "dạ vâng" in site.page(address).get_text()
    assert len(site.zalo.texts(USER)) == before
    site.writes("gặp lại trợ lý")
    assert words.LEFT in site.gets(before + 1)[-1]


def test_who_is_answered_in_zalos_own_tool_waits_no_more(site: Site) -> None:
    site.writes("cho tôi gặp nhân viên")
    site.gets(2)
    human = {"id": OA_ID, "admin_id": "5"}
    site.event("oa_send_text", {"text": "Em là tổng đài viên ạ"}, sender=human, recipient=USER)
    site.rests()

    assert site.rows("SELECT state, ending FROM handover") == [("ended", "elsewhere")]
    assert "Không có ai chờ" in site.page(LIST).get_text()


def test_a_crash_between_hearing_and_noting_it_leaves_the_message_once(site: Site) -> None:
    taken_over(site)
    site.writes("Tôi cần gấp")
    site.rests()
    conversation = str(site.rows("SELECT conversation_id FROM handover")[0][0])
    citizens = site.client.app.state.services.handover.citizens  # type: ignore[attr-defined]
    key = str(site.rows("SELECT key FROM channel_event ORDER BY number DESC LIMIT 1")[0][0])
    assert citizens.hear(conversation, "Tôi cần gấp", key=key)  # as the next process would work it off again

    assert site.rows("SELECT count(*) FROM handover_message WHERE speaker = 'citizen'") == [(1,)]
