"""Zalo in the whole application: the real chat gateway answering from search, and the office's page."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from fastapi.testclient import TestClient
from rasa_sdk.executor import ActionExecutor

from api.app import create_app
from api.security.accounts import Accounts
from api.security.roles import Role
from api.storage.database import Database
from tests.channels.fake_zalo import APP_ID, OA_ID, FakeZalo
from tests.channels.zalo_office import USER, Office, signed

PASSWORD = "mot mat khau du dai"


@pytest.fixture
def site(closed_office: Office, starter_root: Path) -> Iterator[TestClient]:
    """The application on the starter set, without Rasa."""
    (closed_office.data / "snapshots").symlink_to(starter_root)
    database = Database.open(closed_office.settings())
    who = {"username": "quan.tri", "name": "Đỗ Thị Quản", "password": PASSWORD}
    Accounts(database).create(None, role=Role.ADMIN, must_change=False, **who)
    database.close()
    app = create_app(closed_office.settings(), actions=lambda _keeper: ActionExecutor(), watch_seconds=1.0)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def write(site: TestClient, text: str, number: int) -> None:
    """A person writes on Zalo."""
    event = {
        "app_id": APP_ID,
        "event_name": "user_send_text",
        "timestamp": int(datetime.now(UTC).timestamp() * 1000),
        "sender": {"id": USER},
        "recipient": {"id": OA_ID},
        "message": {"msg_id": f"m{number}", "text": text},
    }
    raw = json.dumps(event).encode()
    taken = site.post("/channels/zalo/webhook", content=raw, headers={"X-ZEvent-Signature": signed(raw)})
    assert taken.json() == {"status": "new"}


def test_a_question_is_answered_from_the_records_and_a_number_goes_on(site: TestClient, zalo: FakeZalo) -> None:
    write(site, "đăng ký khai sinh cần giấy tờ gì", 1)
    zalo.wait(lambda: len(zalo.accepted) >= 2)
    first = [one for one in zalo.texts() if "1.001193" in one]
    before = len(zalo.accepted)
    menu = zalo.texts()[-1]
    write(site, "1", 2)
    zalo.wait(lambda: len(zalo.accepted) > before)

    assert first
    assert "1. " in menu
    assert all(len(text) <= 2000 for text in zalo.texts())
    conversations = {row.channel for row in rows(site, "SELECT channel FROM conversation")}
    assert conversations == {"zalo_oa"}


def rows(site: TestClient, query: str) -> list[Any]:
    """Look into the database."""
    with site.app.state.services.database.engine.connect() as connection:  # type: ignore[attr-defined]
        return list(connection.exec_driver_sql(query))


def submit(site: TestClient, page: BeautifulSoup, address: str, **fields: str) -> str:
    """Post a form of the page with its token; return the words of the page that follows."""
    token = page.find("input", {"name": "csrf"})["value"]  # type: ignore[index]
    return site.post(address, data={"csrf": token, **fields}).text


def test_the_office_sees_and_steers_the_channel(site: TestClient, zalo: FakeZalo) -> None:
    login = BeautifulSoup(site.get("/admin/dang-nhap").text, "html.parser")
    submit(site, login, "/admin/dang-nhap", username="quan.tri", password=PASSWORD)
    page = BeautifulSoup(site.get("/admin/kenh").text, "html.parser")

    assert page.find("h1").get_text() == "Kênh nhắn tin"  # type: ignore[union-attr]
    assert "UBND phường Mẫu" in submit(site, page, "/admin/kenh/zalo_oa/kiem-tra")
    assert "Chưa có ai mang mã này" in submit(site, page, "/admin/kenh/zalo_oa/gui-thu", recipient=USER)
    paused = submit(site, page, "/admin/kenh/zalo_oa/cong-tac", enabled="0", notice="Tạm dừng bảo trì.")
    assert "Đã tạm dừng kênh Zalo OA" in paused
    write(site, "khai sinh", 1)
    zalo.wait(lambda: zalo.texts() == ["Tạm dừng bảo trì."])
    assert "Đã bật lại kênh Zalo OA" in submit(site, page, "/admin/kenh/zalo_oa/cong-tac", enabled="1")
    assert "Đã xếp tin thử" in submit(site, page, "/admin/kenh/zalo_oa/gui-thu", recipient=USER)
    assert "Đã xếp 0 tin" in submit(site, page, "/admin/kenh/zalo_oa/gui-lai")
    logged = rows(site, "SELECT actor, action, subject FROM audit WHERE subject_kind = 'channel'")
    assert [tuple(row) for row in logged] == [("Đỗ Thị Quản", "active", "zalo_oa")] * 2


def test_the_interface_is_described(site: TestClient) -> None:
    paths = site.get("/openapi.json").json()["paths"]

    for address in ("/channels/zalo/webhook", "/channels/zalo-bot/webhook"):
        assert {"200", "403", "413", "429", "503"} <= set(paths[address]["post"]["responses"])
