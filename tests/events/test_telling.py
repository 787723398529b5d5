"""A session changes: those who left an address get one letter each, the others are listed to be called."""

from __future__ import annotations

import io
import json
import logging
import zipfile
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select, text

from api.clock import utc_now
from api.events.calendar import Events
from api.events.model import Registering
from api.events.registering import Registration
from api.events.telling import Teller, Told
from api.events.told import Way
from api.keeping.person import Person, PersonalData
from api.keeping.retention import Periods, Retention
from api.security.roles import Role
from api.storage.feedback_tables import OutboxRow
from tests.api.notices.conftest import PostOffice
from tests.api.notices.test_in_the_application import eventually
from tests.events.test_events import DESK, HOME, NAME, PHONE, TITLE, announced, fields

MAIL, OTHER = "yen@vidu.vn", "binh@vidu.vn"
BASE = "https://motcua.vidu.vn"


class Desk:
    """A calendar in an office's database that writes letters which nobody sends."""

    def __init__(self, office: Any, *, mail: bool = True, base: str = BASE) -> None:
        self.office = office
        self.actor = office.actor(Role.ADMIN)
        self.people = office.services.events.registrations
        self.events = Events(office.services.database, teller=Teller(mail, base, "Sở Ví Dụ"))
        self.event = announced(office)
        self.forms = 0

    def comes(self, contact: str, name: str = NAME) -> str:
        """Register somebody and return their code."""
        self.forms += 1
        typed = Registering(key=f"{self.forms:024x}", name=name, contact=contact, consent=True)
        return str(self.people.register(self.event, typed))

    def moves(self, **more: str) -> Told | None:
        return self.events.change(self.actor, self.event, fields(**{"time": "14:00", **more}))

    def letters(self) -> list[tuple[str, str, str]]:
        with self.office.services.database.session() as session:
            rows = session.scalars(select(OutboxRow).order_by(OutboxRow.number)).all()
            return [(row.recipient, row.subject, row.body) for row in rows]

    def ways(self) -> dict[str, Way]:
        return {one.contact: one.way for one in self.listed()}

    def listed(self) -> tuple[Registration, ...]:
        found: tuple[Registration, ...] = self.people.of_event(self.actor, self.event)
        return found

    def set_letter(self, column: str) -> None:
        with self.office.services.database.session() as session:
            session.execute(text(f"UPDATE outbox SET {column} = created_at"))


@pytest.fixture
def desk(office: Any) -> Desk:
    return Desk(office)


def test_a_letter_names_what_is_new_what_was_and_how_to_withdraw(desk: Desk) -> None:
    code = desk.comes(MAIL)
    assert desk.moves(place="Hội trường B") == Told(letters=1, others=0)
    ((to, subject, body),) = desk.letters()
    day = fields().day

    assert (to, subject) == (MAIL, f"Buổi “{TITLE}” có thay đổi")
    assert f"Thời gian: 14 giờ 00 ngày {day} (trước đây: 08 giờ 30 ngày {day})" in body
    assert "Địa điểm: Hội trường B (trước đây: Hội trường Sở Ví Dụ)" in body
    assert f"{BASE}/su-kien/huy?ma={code}" in body
    assert body.endswith("Sở Ví Dụ")
    assert NAME not in body
    assert code not in subject


def test_without_an_address_of_its_own_the_letter_names_the_page(office: Any) -> None:
    desk = Desk(office, base="")
    code = desk.comes(MAIL)
    desk.moves()
    assert f"mục “Huỷ một đăng ký”: nhập mã {code}" in desk.letters()[0][2]


def test_each_change_is_told_once_and_other_words_are_no_change(desk: Desk) -> None:
    desk.comes(MAIL)
    assert desk.moves()
    assert desk.moves() is None
    assert desk.moves(topic="Nói rõ hơn về chủ đề.", questions_until=fields(5).day) is None
    assert len(desk.letters()) == 1
    assert desk.moves(url="https://vidu.vn/hop")
    assert "Tham gia qua mạng: https://vidu.vn/hop" in desk.letters()[1][2]


def test_one_address_gets_one_letter_with_every_code(desk: Desk) -> None:
    codes = [desk.comes(MAIL), desk.comes(MAIL.upper(), "Người nhà")]
    desk.comes(OTHER)
    assert desk.moves() == Told(letters=3, others=0)
    letters = desk.letters()

    assert [to for to, _, _ in letters] == [MAIL, OTHER]
    assert all(code in letters[0][2] for code in codes)
    assert not any(code in letters[1][2] for code in codes)


def test_calling_off_and_holding_after_all_are_told_too(desk: Desk) -> None:
    desk.comes(MAIL)
    assert desk.events.set_on(desk.actor, desk.event, on=False) == Told(1, 0)
    assert desk.events.set_on(desk.actor, desk.event, on=False) is None
    assert desk.moves() is None  # nobody comes to a session that was called off
    assert desk.events.set_on(desk.actor, desk.event, on=True) == Told(1, 0)
    (_, off, gone), (_, on, held) = desk.letters()

    assert (off, on) == (f"Buổi “{TITLE}” đã huỷ", f"Buổi “{TITLE}” vẫn diễn ra")
    assert "đã huỷ. Anh/chị không cần làm gì thêm" in gone
    assert "Thời gian: 14 giờ 00" in held


def test_nobody_is_told_of_what_is_over(desk: Desk) -> None:
    desk.comes(MAIL)
    over = Events(desk.office.services.database, lambda: utc_now() + timedelta(days=12), Teller(True))
    assert over.change(desk.actor, desk.event, fields(place="Nơi khác")) is None
    assert over.set_on(desk.actor, desk.event, on=False) is None
    assert desk.letters() == []


def test_without_mail_everybody_is_to_be_told_by_hand(office: Any) -> None:
    desk = Desk(office, mail=False)
    desk.comes(MAIL)
    desk.comes(PHONE)
    assert desk.moves() == Told(letters=0, others=2)
    assert desk.letters() == []
    assert set(desk.ways().values()) == {Way.OPEN}


def test_the_list_says_who_knows_and_who_is_to_be_called(desk: Desk) -> None:
    desk.comes(MAIL)
    desk.comes(PHONE)
    assert set(desk.ways().values()) == {Way.NOTHING}
    desk.moves()
    desk.comes(OTHER)
    phone = "0935271846"

    assert desk.ways() == {MAIL: Way.WAITING, phone: Way.OPEN, OTHER: Way.NOTHING}
    desk.set_letter("dead_at")
    assert desk.ways()[MAIL] is Way.FAILED
    desk.set_letter("sent_at")
    assert desk.ways()[MAIL] is Way.SENT
    called = next(one.id for one in desk.listed() if one.contact == phone)
    desk.people.note_told(desk.actor, desk.event, called, told=True)
    assert desk.ways()[phone] is Way.CALLED
    (_, _, told) = next(line for line in desk.events.every() if line[0].id == desk.event)
    assert told is not None
    assert (told.by_mail, told.by_hand, told.counts[Way.CALLED]) == (1, 0, 1)
    desk.moves(time="15:00")  # another change: they have to be called again
    assert desk.ways() == {MAIL: Way.WAITING, phone: Way.OPEN, OTHER: Way.WAITING}


def test_the_pages_count_list_and_mark(office: Any) -> None:
    desk = Desk(office)
    desk.comes(PHONE)
    admin, path = office.admin, f"{DESK}/{desk.event}"
    said = admin.submit(admin.get(path), path, time="16:00")
    assert "1 người cần gọi điện hoặc báo trực tiếp" in said.text
    assert "Còn 1 người cần gọi điện" in said.text
    assert "chưa cài máy chủ thư" in said.text

    officer = office.officer
    seen = officer.get(f"{path}/dang-ky")
    assert "Cần gọi điện hoặc báo trực tiếp: 1 người" in seen.text
    assert "tel:0935271846" in seen.links()
    mark = f"{path}/dang-ky/{desk.listed()[0].id}/da-bao"
    done = officer.submit(seen, mark)
    assert "Cần gọi điện" not in done.text
    assert "Đã báo trực tiếp" in done.text
    assert "Không còn ai chưa được báo" in admin.get(DESK).text
    assert "Đã báo trực tiếp" in officer.request("GET", f"{path}/dang-ky.csv").content.decode("utf-8-sig")
    back = officer.submit(done, mark)
    assert "Cần gọi điện hoặc báo trực tiếp: 1 người" in back.text

    log = admin.get("/admin/nhat-ky?loai=event").text
    assert "Đánh dấu đã báo người đăng ký" in log
    assert "Người cần báo trực tiếp" in log
    assert "0935271846" not in log
    assert office.operator.post(mark, {"told": "1"}).status == 403
    wrong = f"{DESK}/{desk.event}/dang-ky/{'0' * 24}/da-bao"
    token = officer.get(path + "/dang-ky").soup.find("input", {"name": "csrf"})["value"]
    assert officer.post(wrong, {"csrf": token, "told": "1"}).status in {404, 422}


def test_whoever_withdraws_gets_no_letter_any_more(desk: Desk) -> None:
    first, second = desk.comes(MAIL), desk.comes(MAIL, "Người nhà")
    desk.comes(OTHER)
    desk.moves()
    desk.people.cancel(first, MAIL)
    assert len(desk.letters()) == 2  # the other registration of the address still stands
    desk.people.cancel(second, MAIL)
    assert [to for to, _, _ in desk.letters()] == [OTHER]


def test_letters_are_handed_out_erased_and_forgotten_with_the_registration(desk: Desk) -> None:
    desk.comes(MAIL)
    desk.comes(OTHER)
    desk.moves()
    database = desk.office.services.database
    data, person = PersonalData(database), Person.read(email=MAIL)
    archive = io.BytesIO()
    data.export(None, person).write(archive)
    with zipfile.ZipFile(archive) as opened:
        (kept,) = json.loads(opened.read("du-lieu.json"))["registrations"]
    assert kept["mailed_at"]

    data.erase(None, person)
    assert [to for to, _, _ in desk.letters()] == [OTHER]
    moment = utc_now() + timedelta(days=42)
    assert Retention(database, Periods(events=30), lambda: moment).run().registrations == 1
    assert desk.letters() == []


def test_what_a_letter_says_is_sealed_and_stands_in_no_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.comes(MAIL)
    with caplog.at_level(logging.DEBUG):
        desk.moves()
    with desk.office.services.database.session() as session:
        (row,) = session.execute(text("SELECT key, recipient, subject, body FROM outbox")).all()
    assert not any(MAIL in str(value) for value in row)
    assert MAIL not in caplog.text


def test_a_letter_arrives_once(mailing: Any, mail: PostOffice) -> None:
    event = announced(mailing)
    person = mailing.stranger()
    given = {"name": NAME, "contact": MAIL, "consent": "1"}
    person.submit(person.get(f"{HOME}/{event}"), f"{HOME}/{event}/dang-ky", **given)
    admin = mailing.admin
    said = admin.submit(admin.get(f"{DESK}/{event}"), f"{DESK}/{event}", place="Hội trường B")
    assert "1 người được báo bằng thư điện tử" in said.text

    assert eventually(lambda: "(1 đã gửi, 0 đang chờ, 0 không gửi được)" in admin.get(DESK).text)
    (letter,) = mail.got
    assert mail.to == [[MAIL]]
    assert str(letter["Subject"]) == f"Buổi “{TITLE}” có thay đổi"
    assert "Địa điểm: Hội trường B" in letter.get_content()
    with mailing.services.database.session() as session:
        assert session.scalar(select(func.count()).select_from(OutboxRow)) == 1
    assert TITLE in admin.get("/admin/thong-bao?xem=da-gui").text
