"""The newsletter: the office's notices and what changed about procedures, on the page, in Word and in a mail."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from docx import Document

from api.announcements.board import AnnouncementFields
from api.clock import local_day, utc_now
from api.newsletter.content import NO_COMPARISON
from api.security.roles import Role
from knowledge.building import Content, build
from knowledge.encoder.runtime import Encoder
from knowledge.model import Paper, Procedure
from knowledge.snapshot import SnapshotStore
from tests.api.conftest import World

PAGE = "/admin/ban-tin"
HOME = "https://tro-ly.vi-du.vn"
BIRTH = Procedure(code="1.001193", name="Đăng ký khai sinh", field="Hộ tịch", results=("Giấy khai sinh",))
DEATH = Procedure(code="1.000656", name="Đăng ký khai tử", field="Hộ tịch")
STAY = Procedure(code="1.004194", name="Đăng ký tạm trú", field="Cư trú")
ELSEWHERE = Procedure(code="2.000009.H19", name="Hỗ trợ riêng của tỉnh khác", field="Khác", province="Tây Ninh")
NEWER = BIRTH.model_copy(update={"papers": (Paper(name="Tờ khai", originals=1),), "keywords": ("khai sinh",)})


@pytest.fixture
def world(world: World) -> World:
    world.overrides |= {"public_url": HOME, "office_name": "Văn phòng Ví Dụ", "province": "Đồng Nai"}
    return world


@pytest.fixture
def changed(world: World, encoder: Encoder) -> SnapshotStore:
    """Data used since forty days ago, and newer data used since today."""
    store = SnapshotStore(world.settings().snapshots)
    for day, records in ((1, (BIRTH, DEATH)), (20, (NEWER, STAY, ELSEWHERE))):
        content = Content(data_date=date(2026, 7, day), procedures=records)
        store.activate(build(store, content, encoder).id)
    path = store.root / "activations.jsonl"
    first, second = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines())
    first["at"] = (utc_now() - timedelta(days=40)).isoformat(timespec="seconds")
    path.write_text("".join(json.dumps(line) + "\n" for line in (first, second)), encoding="utf-8")
    return store


def announce(office: Any, text: str, since: int, until: int) -> str:
    day = local_day(utc_now())
    fields = AnnouncementFields(
        text=text,
        url="https://vidu.vn/tin",
        from_on=(day + timedelta(days=since)).isoformat(),
        until_on=(day + timedelta(days=until)).isoformat(),
    )
    return str(office.services.board.add(office.actor(Role.ADMIN), fields))


def sections(page: str) -> dict[str, list[str]]:
    soup = BeautifulSoup(page, "html.parser")
    return {
        head.get_text(strip=True): [" ".join(one.get_text(" ").split()) for one in head.find_next("ul").find_all("li")]
        for head in soup.select("article section h3, body > div > h2")
    }


@pytest.mark.usefixtures("changed")
def test_notices_and_changes_of_the_period_stand_in_it_and_nothing_of_another_province(office: Any) -> None:
    announce(office, "Trung tâm nghỉ ngày 30/11.", 0, 2)
    announce(office, "Tin của tháng sau.", 20, 30)
    gone = announce(office, "Tin đã gỡ.", 0, 2)
    office.services.board.set_shown(office.actor(Role.ADMIN), gone, shown=False)

    seen = office.admin.get(PAGE)

    told = sections(seen.response.text)
    assert [one.split(" Từ ngày ")[0] for one in told.pop("Tin của cơ quan")] == ["Trung tâm nghỉ ngày 30/11."]
    assert told == {
        "Thủ tục mới": ["Đăng ký tạm trú (mã 1.004194)"],
        "Thủ tục có thay đổi": ["Đăng ký khai sinh (mã 1.001193) Khác ở: thành phần hồ sơ"],
        "Thủ tục không còn áp dụng": ["Đăng ký khai tử (mã 1.000656)"],
    }
    assert "dữ liệu ngày 20/07/2026 so với dữ liệu ngày 01/07/2026" in seen.text
    assert f"{HOME}/?thu-tuc=1.004194" in seen.links()


@pytest.mark.usefixtures("changed")
def test_a_period_before_the_change_does_not_name_it(office: Any) -> None:
    day = local_day(utc_now())
    since, until = (f"{day - timedelta(days=past):%d/%m/%Y}" for past in (30, 10))
    seen = office.admin.get(f"{PAGE}?tu={since}&den={until}")

    assert "Dữ liệu thủ tục không đổi trong kỳ (dữ liệu ngày 01/07/2026)." in seen.text
    assert "chưa có tin thông báo, sự kiện hay thay đổi thủ tục nào" in seen.text


def test_without_earlier_data_no_change_is_claimed(office: Any) -> None:
    assert NO_COMPARISON in office.admin.get(PAGE).text


@pytest.mark.usefixtures("changed")
def test_the_word_file_and_the_mail_say_what_the_page_says(office: Any) -> None:
    announce(office, "Trung tâm <nghỉ> ngày 30/11.", 0, 2)
    query = "?mo-dau=Kính+gửi+bà+con%3A"
    page = office.admin.get(PAGE + query)
    word = office.admin.request("GET", f"{PAGE}/ban-tin.docx{query}")
    mail = office.admin.request("GET", f"{PAGE}/ban-tin.html{query}")

    paper = "\n".join(one.text for one in Document(io.BytesIO(word.content)).paragraphs)
    letter = " ".join(BeautifulSoup(mail.text, "html.parser").get_text(" ").split())
    facts = (
        *("Văn phòng Ví Dụ", "Kính gửi bà con:", "Trung tâm <nghỉ> ngày 30/11.", "Đăng ký khai sinh (mã 1.001193)"),
        "Khác ở: thành phần hồ sơ",
    )
    for fact in facts:
        assert fact in page.text
        assert fact in letter
        assert fact in paper or fact.upper() in paper
    assert sections(mail.text) == sections(page.response.text)
    assert "<script" not in mail.text
    assert mail.headers["content-disposition"].startswith("attachment")
    assert f"{HOME}/?thu-tuc=1.004194" in paper


@pytest.mark.parametrize(
    ("query", "says"),
    [
        ("tu=31/02/2026", "Vui lòng ghi ngày"),
        ("tu=10/07/2026&den=01/07/2026", "Ngày cuối phải từ ngày đầu"),
        ("mo-dau=" + "x" * 1001, "Lời mở đầu dài quá"),
    ],
)
def test_a_period_that_makes_no_sense_is_said_beside_the_form(office: Any, query: str, says: str) -> None:
    seen = office.admin.get(f"{PAGE}?{query}")
    assert (seen.status, says in seen.text) == (422, True)


def test_only_whoever_may_announce_makes_one(office: Any) -> None:
    assert office.officer.get(PAGE).status == 403
    assert office.admin.get(PAGE).status == 200
