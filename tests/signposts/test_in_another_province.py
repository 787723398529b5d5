"""Signposts follow the place of the person, not the one of the deployment: over the chat, with the real search."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from api.security.accounts import Actor
from api.security.roles import Role
from api.settings import Settings
from api.signposts.board import Signposts
from api.storage.database import Database

BUS = "https://xebuyt.vidu.vn/tuyen"
NUMBER = "(0251) 1022"
ADMIN = Actor("quan-tri", "Quản trị", Role.ADMIN)


@pytest.fixture(scope="module")
def client(
    starter_root: Path, tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]
) -> Iterator[TestClient]:
    """A deployment of Đồng Nai, whose office has entered an address of its own for buses."""
    data = tmp_path_factory.mktemp("var")
    shutil.copytree(starter_root, data / "snapshots")
    limits = {"rate_per_address": 0, "rate_per_conversation": 0}
    settings = Settings.load(data=data, database_url=new_database(), province="Tỉnh Đồng Nai", **limits)
    database = Database.open(settings)
    Signposts(database, settings.province).correct(ADMIN, "bus", address=BUS, source="Thông báo số 5 của Sở Xây dựng")
    database.close()
    with TestClient(create_app(settings), client=("127.0.0.1", 5)) as client:
        yield client


class Person:
    """Talks in one conversation."""

    def __init__(self, client: TestClient) -> None:
        self._client = client
        self._more: dict[str, str] = {}

    def hears(self, text: str) -> str:
        body: dict[str, Any] = self._client.post("/api/v1/chat/messages", json={"text": text, **self._more}).json()
        self._more = {"conversation_id": str(body["conversation_id"])}
        return "\n".join(str(one["text"]) for one in body["messages"])


@pytest.fixture
def person(client: TestClient) -> Person:
    return Person(client)


def test_whoever_names_no_place_gets_what_is_of_the_deployment(person: Person) -> None:
    assert NUMBER in person.hears("số tổng đài 1022 là bao nhiêu")
    assert f"anh/chị xem tại {BUS}" in person.hears("tra cứu tuyến xe buýt")


@pytest.mark.parametrize("place", ["em ở Đồng Nai", "nhà tôi ở Bình Phước"])  # merged into it on 01/07/2025
def test_so_does_whoever_is_there(person: Person, place: str) -> None:
    person.hears(place)
    assert NUMBER in person.hears("số tổng đài 1022 là bao nhiêu")
    assert f"anh/chị xem tại {BUS}" in person.hears("tra cứu tuyến xe buýt")


@pytest.mark.parametrize("place", ["em ở Nghệ An", "em ở Tây Ninh"])
def test_whoever_is_elsewhere_is_not_given_a_number_of_another_province(person: Person, place: str) -> None:
    person.hears(place)
    said = person.hears("số tổng đài 1022 là bao nhiêu")
    assert "https://nguoidan.chinhphu.vn" in said  # what is for the whole country stays
    assert NUMBER not in said
    assert "1022@dongnai.gov.vn" not in said
    assert ("Tây Ninh trên Zalo" in said) is ("Tây Ninh" in place)


@pytest.mark.parametrize(("place", "is_told"), [("", True), ("Đồng Nai", True), ("Nghệ An", False)])
def test_an_operator_is_shown_what_is_of_the_callers_province(client: TestClient, place: str, is_told: bool) -> None:
    accounts = client.app.state.services.accounts  # type: ignore[attr-defined]
    password = "mot mat khau du dai"
    name = f"truc.{len(accounts.list(None))}"
    accounts.create(None, username=name, name=name, role=Role.OPERATOR, password=password, must_change=False)
    asked = {"tim": "tra cứu tuyến xe buýt", "noi": place}
    cookie = {"cookie": f"motcua_phien={accounts.log_in(name, password)}"}
    found = client.get("/admin/tong-dai/tim", params=asked, headers=cookie).json()
    assert (BUS in found["said"]) is is_told


def test_an_address_of_the_office_is_said_to_be_of_its_province(person: Person) -> None:
    person.hears("em ở Nghệ An")
    said = person.hears("tra cứu tuyến xe buýt")
    assert "chưa có địa chỉ đã kiểm tra cho nơi anh/chị ở" in said
    assert "do cơ quan ở Tỉnh Đồng Nai chỉ dẫn" in said
    assert f"anh/chị xem tại {BUS}" not in said


def test_what_is_of_one_province_is_shown_to_its_people_only(person: Person) -> None:
    gate = "Cổng Hành chính công tỉnh Tây Ninh"
    assert gate not in person.hears("cổng zalo nộp hồ sơ thế nào")
    person.hears("nhà tôi ở Long An")  # merged into Tây Ninh
    assert gate in person.hears("cổng zalo nộp hồ sơ thế nào")
    person.hears("giờ em ở Huế rồi")
    assert gate not in person.hears("cổng zalo nộp hồ sơ thế nào")


def test_how_a_dossier_is_looked_up_names_no_number_of_another_province(person: Person) -> None:
    assert NUMBER in person.hears("hồ sơ của tôi tới đâu rồi")
    person.hears("em ở Nghệ An")
    for text in ("hồ sơ của tôi tới đâu rồi", "tra hồ sơ H19.12-240101-0001"):
        said = person.hears(text)
        assert "dichvucong.gov.vn" in said
        assert NUMBER not in said
