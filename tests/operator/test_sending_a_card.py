"""The card goes to the caller: on paper always, on Zalo when somebody who wrote from Zalo talks with this operator."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select, update

from api.channels import people
from api.channels.model import ChannelName, EventKind, Incoming
from api.clock import utc_now
from api.security.roles import Role
from api.storage.zalo_tables import ChannelMessageRow, ChannelPersonRow
from tests.api.conftest import World

SHEET = "/admin/tong-dai/thu-tuc/1.004222"
ZALO = {
    "zalo_app_id": "123456",
    "zalo_app_secret": "bi mat cua ung dung",
    "zalo_oa_id": "654321",
    "zalo_oa_secret": "bi mat cua trang",
    "zalo_api_url": "http://127.0.0.1:9",
    "zalo_oauth_url": "http://127.0.0.1:9",
}


@pytest.fixture
def world(world: World) -> World:
    hours = {"handover_hours": "T2-CN 00:00-24:00", "handover_holidays": True}
    world.overrides |= {"handover_enabled": True, **hours, **ZALO}
    return world


def citizen_on_zalo(office: Any) -> str:
    """Somebody has written from Zalo; returns their conversation."""
    found = office.services
    kept = found.conversations.accept(None, ChannelName.ZALO_OA, "cho tôi gặp nhân viên", None)
    now = utc_now()
    incoming = Incoming(
        channel=ChannelName.ZALO_OA, kind=EventKind.TEXT, name="user_send_text", at=now, key="k1", user="u1", text="x"
    )
    with found.database.session() as session:
        name = people.meet(session, incoming, now)
        mine = update(ChannelPersonRow).where(ChannelPersonRow.person == name)
        session.execute(mine.values(conversation_id=kept.id))
    return str(kept.id)


def talking(office: Any, role: Role = Role.OPERATOR) -> str:
    """That operator talks with somebody from Zalo; returns the hand-over."""
    live, conversation = office.services.handover, citizen_on_zalo(office)
    live.citizens.ask(conversation, ChannelName.ZALO_OA)
    actor = office.actor(role)
    waiting = live.operators.waiting(actor)[0].id
    live.operators.take(actor, waiting)
    return str(waiting)


def outgoing(office: Any) -> list[str]:
    with office.services.database.session() as session:
        rows = session.scalars(select(ChannelMessageRow).order_by(ChannelMessageRow.number)).all()
        return [row.body or "" for row in rows]


def test_the_leaflet_is_one_press_away_and_zalo_is_not_offered_without_a_conversation(office: Any) -> None:
    seen = office.somebody(Role.OPERATOR).get(SHEET)

    assert "/to-roi/1.004222" in seen.links()
    assert not seen.has_form(f"{SHEET}/gui")
    assert "Gửi qua Zalo có khi" in seen.text


def test_one_part_of_the_sheet_goes_to_the_person_on_zalo_once(office: Any) -> None:
    talking(office)
    operator = office.somebody(Role.OPERATOR)
    sheet = operator.get(SHEET)
    assert "Gửi qua Zalo" in sheet.text

    done = operator.submit(sheet, f"{SHEET}/gui", part="fee")
    again = operator.submit(sheet, f"{SHEET}/gui", part="fee")

    assert "Đã gửi cho người đang trò chuyện." in done.soup.get_text()
    assert again.status == 200
    sent = [body for body in outgoing(office) if "10.000 đồng" in body]
    assert len(sent) == 1  # the same form sent twice is said once
    assert "Nguồn: thủ tục 1.004222" in sent[0]


def test_an_operator_who_does_not_hold_the_conversation_cannot_write_into_it(office: Any) -> None:
    talk = talking(office)
    operator = office.somebody(Role.OPERATOR)
    sheet = operator.get(SHEET)
    office.services.handover.operators.put_back(office.actor(Role.OPERATOR), talk)
    before = len(outgoing(office))

    refused = operator.submit(sheet, f"{SHEET}/gui", part="fee")

    assert "không (còn) giữ cuộc trò chuyện này" in refused.soup.get_text()
    assert not any("10.000 đồng" in body for body in outgoing(office)[before:])


def test_a_viewer_may_not_send(office: Any) -> None:
    viewer = office.somebody(Role.VIEWER)
    csrf = viewer.get("/admin/bao-cao")
    token = csrf.soup.find("input", attrs={"name": "csrf"})
    values = {"csrf": token["value"] if token else "", "talk": "x", "part": "fee"}
    assert viewer.post(f"{SHEET}/gui", values).status == 403
