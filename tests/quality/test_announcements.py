"""Announcements: written by the office, shown on their days, gone by themselves."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from api.announcements.board import AnnouncementFields, Board
from api.errors import InvalidField
from api.security.roles import Role
from tests.quality.conftest import Town

TEXT = "Sáng 24/11 bộ phận một cửa nghỉ để nâng cấp máy."


def board_on(town: Town, day: date) -> Board:
    """The board as it is at noon of a day in Vietnam."""
    return Board(town.services.database, lambda: datetime(day.year, day.month, day.day, 5, tzinfo=UTC))


def shown(town: Town) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = town.office.client.get("/api/v1/announcements").json()["items"]
    return found


def today(town: Town) -> date:
    return town.services.board.today()


def test_an_announcement_is_shown_on_its_days_only(town: Town) -> None:
    first = date(2026, 11, 22)
    admin = town.office.actor(Role.ADMIN)
    fields = AnnouncementFields(text=TEXT, from_on="2026-11-23", until_on="2026-11-24")
    board_on(town, first).add(admin, fields)
    seen = [len(board_on(town, first + timedelta(days=number)).current()) for number in range(4)]
    assert seen == [0, 1, 1, 0]


def test_the_last_day_ends_at_midnight_in_vietnam(town: Town) -> None:
    admin = town.office.actor(Role.ADMIN)
    before = Board(town.services.database, lambda: datetime(2026, 11, 22, 16, 59, tzinfo=UTC))
    before.add(admin, AnnouncementFields(text=TEXT, from_on="2026-11-22", until_on="2026-11-22"))
    after = Board(town.services.database, lambda: datetime(2026, 11, 22, 17, 0, tzinfo=UTC))
    assert (len(before.current()), len(after.current())) == (1, 0)


def test_an_announcement_reaches_the_interface_and_the_public_pages_and_is_taken_down(town: Town) -> None:
    person, day = town.office.admin, today(town).isoformat()
    page = person.get("/admin/tin")
    posted = person.submit(page, "/admin/tin", text=TEXT, url="https://example.vn/tin", from_on=day, until_on=day)
    assert "Đã đăng tin" in posted.text
    assert shown(town) == [{"text": TEXT, "url": "https://example.vn/tin", "from_on": day, "until_on": day}]
    for path in ("/phan-anh", "/hoi-dap"):
        assert TEXT in town.office.stranger().get(path).text
    (form,) = [one for one in posted.soup.select("form[action]") if str(one["action"]).endswith("/go")]
    gone = person.submit(posted, str(form["action"]))
    assert "Đã gỡ tin" in gone.text
    assert shown(town) == []
    assert TEXT not in town.office.stranger().get("/hoi-dap").text


def test_at_most_three_are_shown_the_newest_first(town: Town) -> None:
    admin, board = town.office.actor(Role.ADMIN), town.services.board
    day = today(town)
    for number in range(5):
        since = (day - timedelta(days=number)).isoformat()
        board.add(admin, AnnouncementFields(text=f"Tin {number}", from_on=since, until_on=day.isoformat()))
    assert [one["text"] for one in shown(town)] == ["Tin 0", "Tin 1", "Tin 2"]


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("text", AnnouncementFields("", "", "2026-11-22", "2026-11-23")),
        ("text", AnnouncementFields("x" * 501, "", "2026-11-22", "2026-11-23")),
        ("from_on", AnnouncementFields(TEXT, "", "31/02/2026", "2026-11-23")),
        ("until_on", AnnouncementFields(TEXT, "", "2026-11-23", "2026-11-22")),
        ("until_on", AnnouncementFields(TEXT, "", "2026-11-20", "2026-11-21")),
        ("until_on", AnnouncementFields(TEXT, "", "2026-11-22", "2029-11-22")),
        ("url", AnnouncementFields(TEXT, "javascript:alert(1)", "2026-11-22", "2026-11-23")),
    ],
)
def test_an_announcement_that_makes_no_sense_is_refused(town: Town, field: str, fields: AnnouncementFields) -> None:
    with pytest.raises(InvalidField) as caught:
        board_on(town, date(2026, 11, 22)).add(town.office.actor(Role.ADMIN), fields)
    assert caught.value.field == field
    assert town.services.board.all() == ()


def test_an_announcement_is_changed(town: Town) -> None:
    day = today(town).isoformat()
    identity = town.services.board.add(town.office.actor(Role.ADMIN), AnnouncementFields(TEXT, "", day, day))
    person = town.office.admin
    path = f"/admin/tin/{identity}"
    person.submit(person.get(path), path, text="Đã mở cửa lại.")
    assert [one["text"] for one in shown(town)] == ["Đã mở cửa lại."]
