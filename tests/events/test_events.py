"""Sessions with the public: announced, shown, asked for, registered for with consent, cancelled, forgotten."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import text

from api.clock import VIETNAM, utc_now
from api.errors import CaseNotFound, InvalidField
from api.events.calendar import Events
from api.events.model import EventFields, Registering, RegistrationRefused
from api.events.registering import Registrations
from api.events.spoken import NOTHING
from api.feedback.audit import Subject
from api.keeping.person import Person, PersonalData
from api.keeping.retention import Periods, Retention
from api.security.roles import Role
from knowledge.answer import AnswerStatus
from knowledge.service import Knowledge

DESK, HOME = "/admin/su-kien", "/su-kien"
TITLE = "Đối thoại với doanh nghiệp về thủ tục xây dựng"
NAME, PHONE, QUESTION = "Quách Thị Hoàng Yến", "0935 271 846", "Vì sao giấy phép xây dựng nhà ở phải chờ lâu?"


def fields(days: int = 10, **more: str) -> EventFields:
    day = (utc_now() + timedelta(days=days)).astimezone(VIETNAM)
    given = {
        "kind": "dialogue",
        "title": TITLE,
        "topic": "Trao đổi về giấy phép xây dựng.\nMời mọi doanh nghiệp.",
        "day": f"{day:%d/%m/%Y}",
        "time": "08:30",
        "place": "Hội trường Sở Ví Dụ",
        "url": "",
        "questions_until": "",
    }
    return EventFields(**{**given, **more})


def announced(office: Any, **more: Any) -> str:
    return str(office.services.events.events.add(office.actor(Role.ADMIN), fields(**more)))


def register(office: Any, event: str, person: Any = None, **typed: Any) -> Any:
    somebody = person or office.stranger()
    given = {"name": NAME, "contact": PHONE, "question": QUESTION, "consent": "1", **typed}
    return somebody.submit(somebody.get(f"{HOME}/{event}"), f"{HOME}/{event}/dang-ky", **given)


def code_on(seen: Any) -> str:
    found = seen.soup.select_one(".big-code")
    assert found is not None, seen.text
    return str(found.get_text(strip=True))


def later(office: Any, days: int) -> Any:
    """The same database some days later."""
    return Events(office.services.database, lambda: utc_now() + timedelta(days=days))


def test_what_the_office_announces_is_public_until_it_is_over(office: Any) -> None:
    admin = office.admin
    form = admin.get(DESK)
    typed = {name: getattr(fields(), name) for name in EventFields.__slots__}
    said = admin.submit(form, DESK, **typed)
    assert "Đã công bố" in said.text

    public = office.stranger().get(HOME)
    day = typed["day"]
    assert TITLE in public.text
    assert f"08 giờ 30 ngày {day}" in public.text
    assert [one.title for one in later(office, 9).coming()] == [TITLE]
    assert later(office, 12).coming() == ()
    assert [one.title for one in later(office, 12).recent()] == [TITLE]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        *(("title", " "), ("title", "x" * 201), ("topic", ""), ("day", "31/02/2027"), ("day", "01/01/2020")),
        *(("time", "25:00"), ("time", "sáng"), ("url", "javascript:x"), ("kind", "other")),
        *(("questions_until", "mai"), ("questions_until", "01/01/2099")),
    ],
)
def test_an_event_that_makes_no_sense_comes_back_as_typed(office: Any, field: str, value: str) -> None:
    with pytest.raises(InvalidField) as caught:
        announced(office, **{field: value})
    assert caught.value.field == field
    admin = office.admin
    typed = {name: getattr(fields(), name) for name in EventFields.__slots__} | {field: value}
    back = admin.post(DESK, {"csrf": admin.get(DESK).soup.find("input", {"name": "csrf"})["value"], **typed})
    assert back.status == 422
    assert back.form(DESK).find("input", {"name": "place"})["value"] == "Hội trường Sở Ví Dụ"


def test_an_event_needs_a_place_or_an_address(office: Any) -> None:
    with pytest.raises(InvalidField) as caught:
        announced(office, place="")
    assert caught.value.field == "place"
    assert announced(office, place="", url="https://vidu.vn/hop")


def test_an_event_is_changed_called_off_and_held_after_all_and_the_log_says_so(office: Any) -> None:
    event, admin = announced(office), office.admin
    changed = admin.submit(admin.get(f"{DESK}/{event}"), f"{DESK}/{event}", place="Hội trường B")
    assert "Hội trường B" in changed.text
    off = admin.submit(admin.get(DESK), f"{DESK}/{event}/huy-buoi")
    assert "Đã huỷ buổi này" in off.text
    assert "(đã huỷ)" in office.stranger().get(HOME).text
    assert "Buổi này đã huỷ." in office.stranger().get(f"{HOME}/{event}").text
    admin.submit(admin.get(DESK), f"{DESK}/{event}/giu-buoi")
    assert [one.id for one in office.services.events.events.coming()] == [event]
    log = admin.get(f"/admin/nhat-ky?loai={Subject.EVENT.value}").text
    assert "Đối thoại, trao đổi" in log
    assert office.stranger().get(f"{HOME}/khong-co").status == 404


def test_somebody_registers_gets_a_code_and_cancels_with_it(office: Any) -> None:
    event, person = announced(office), office.stranger()
    seen = register(office, event, person)
    code = code_on(seen)
    assert code.startswith("SK-")

    reader = office.officer
    listed = reader.get(f"{DESK}/{event}/dang-ky")
    for fact in (NAME, "0935271846", QUESTION, code):
        assert fact in listed.text
    wrong = person.submit(person.get(f"{HOME}/huy"), f"{HOME}/huy", code=code, contact="0912 345 678")
    assert (wrong.status, "Không có đăng ký nào" in wrong.text) == (404, True)
    gone = person.submit(person.get(f"{HOME}/huy?ma={code}"), f"{HOME}/huy", contact=PHONE)
    assert f"Đã huỷ đăng ký “{TITLE}”" in gone.text
    assert "Chưa có ai đăng ký" in reader.get(f"{DESK}/{event}/dang-ky").text


def test_the_same_form_sent_twice_registers_once(office: Any) -> None:
    event, person = announced(office), office.stranger()
    page = person.get(f"{HOME}/{event}")
    given = {"name": NAME, "contact": PHONE, "consent": "1"}
    first = person.submit(page, f"{HOME}/{event}/dang-ky", **given)
    again = person.submit(page, f"{HOME}/{event}/dang-ky", **given)

    assert code_on(first) == code_on(again)
    assert len(office.services.events.registrations.of_event(office.actor(Role.OFFICER), event)) == 1


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"consent": None}, "đánh dấu đồng ý"),
        ({"name": " "}, "ghi họ tên"),
        ({"contact": "12345"}, "chưa đúng"),
        ({"contact": "yen@"}, "chưa đúng"),
        ({"question": "x" * 2001}, "dài quá 2000"),
    ],
)
def test_what_cannot_be_taken_is_said_beside_the_field_and_nothing_is_kept(
    office: Any, typed: dict[str, Any], says: str
) -> None:
    event = announced(office)
    seen = register(office, event, **typed)

    assert (seen.status, says in seen.text) == (422, True)
    assert seen.soup.find("textarea", {"name": "question"}) is not None
    assert office.services.events.registrations.of_event(office.actor(Role.OFFICER), event) == ()


def test_after_the_last_day_for_questions_one_can_still_come(office: Any) -> None:
    yesterday = f"{(utc_now() - timedelta(days=1)).astimezone(VIETNAM):%d/%m/%Y}"
    event = announced(office, questions_until=yesterday)
    page = office.stranger().get(f"{HOME}/{event}")
    assert page.soup.find("textarea", {"name": "question"}) is None
    assert "Đã hết hạn gửi câu hỏi" in page.text
    with pytest.raises(InvalidField) as caught:
        office.services.events.registrations.register(
            event, Registering(key="a" * 24, name=NAME, contact=PHONE, question=QUESTION, consent=True)
        )
    assert caught.value.field == "question"
    assert code_on(register(office, event, question=""))


def test_nobody_registers_for_what_has_begun_or_was_called_off(office: Any) -> None:
    event = announced(office)
    typed = Registering(key="b" * 24, name=NAME, contact=PHONE, consent=True)
    found = office.services
    begun = Registrations(found.database, "1", lambda: utc_now() + timedelta(days=11))
    with pytest.raises(RegistrationRefused):
        begun.register(event, typed)
    found.events.events.set_on(office.actor(Role.ADMIN), event, on=False)
    assert not office.stranger().get(f"{HOME}/{event}").has_form(f"{HOME}/{event}/dang-ky")
    with pytest.raises(RegistrationRefused):
        found.events.registrations.register(event, typed)


def test_only_who_may_see_senders_sees_the_list_and_the_log_says_who_took_it(office: Any) -> None:
    event = announced(office)
    register(office, event, question="=1+1")
    assert office.operator.get(f"{DESK}/{event}/dang-ky").status == 403
    assert office.operator.get(DESK).status == 403
    assert not office.officer.get(DESK).has_form(DESK)

    taken = office.officer.request("GET", f"{DESK}/{event}/dang-ky.csv")
    assert NAME in taken.content.decode("utf-8-sig")
    assert "'=1+1" in taken.text  # no spreadsheet runs it
    log = office.admin.get("/admin/nhat-ky?loai=event").text
    assert "Tải danh sách đăng ký" in log
    assert NAME not in log


def test_what_people_write_is_sealed_in_the_database(office: Any) -> None:
    register(office, announced(office))
    with office.services.database.session() as session:
        (row,) = session.execute(text("SELECT name, contact, question, contact_hash FROM event_registration")).all()
    assert not any(word in str(value) for value in row for word in ("Quách", "0935", "giấy phép"))


def test_registrations_go_some_time_after_the_event(office: Any) -> None:
    event = announced(office)
    register(office, event)
    database, actor = office.services.database, office.actor(Role.OFFICER)

    def run(days: int) -> int:
        moment = utc_now() + timedelta(days=days)
        return Retention(database, Periods(events=30), lambda: moment).run().registrations

    assert run(39) == 0
    assert run(42) == 1
    assert office.services.events.registrations.of_event(actor, event) == ()
    assert office.services.events.events.get(event).title == TITLE  # the event itself is no personal data


def test_a_person_is_handed_out_and_erased_with_what_they_registered_for(office: Any) -> None:
    event = announced(office)
    register(office, event)
    register(office, event, name="Người khác", contact="khac@vidu.vn")
    data, person = PersonalData(office.services.database), Person.read(phone=PHONE)

    assert data.find(None, person).registrations == 1
    archive = io.BytesIO()
    data.export(None, person).write(archive)
    with zipfile.ZipFile(archive) as opened:
        kept = json.loads(opened.read("du-lieu.json"))["registrations"]
        assert "Đăng ký dự đối thoại, trao đổi: 1" in opened.read("doc-truoc.txt").decode()
    assert [(one["name"], one["question"], one["event"]) for one in kept] == [(NAME, QUESTION, TITLE)]
    data.erase(None, person)
    left = office.services.events.registrations.of_event(office.actor(Role.OFFICER), event)
    assert [one.name for one in left] == ["Người khác"]


def test_a_code_of_somebody_else_cancels_nothing(office: Any) -> None:
    event = announced(office)
    code = code_on(register(office, event))
    with pytest.raises(CaseNotFound):
        office.services.events.registrations.cancel(code, "khac@vidu.vn")


ASKED = (
    *("khi nào có đối thoại", "Bao giờ có buổi đối thoại với doanh nghiệp?", "lich doi thoai sap toi"),
    *("đăng ký tham gia đối thoại ở đâu", "sắp tới có giao lưu trực tuyến không"),
)


@pytest.mark.parametrize("question", ASKED)
def test_the_assistant_says_when_and_where(office: Any, starter: Knowledge, question: str) -> None:
    announced(office)
    keeper = office.services.keeper
    answer = starter.with_extras(keeper._extras.load()).reply(question)

    assert answer.status is AnswerStatus.ANSWERED
    assert TITLE in answer.lead
    assert any(getattr(block, "url", "").endswith("/su-kien") for block in answer.blocks)


def test_the_assistant_claims_no_event_when_there_is_none(office: Any, starter: Knowledge) -> None:
    answer = starter.with_extras(office.services.keeper._extras.load()).reply("khi nào có đối thoại")
    assert answer.lead == NOTHING


@pytest.mark.parametrize(
    "question",
    ["đăng ký quy chế đối thoại tại nơi làm việc", "khi nào được đăng ký kết hôn", "đối thoại khi khiếu nại"],
)
def test_procedures_are_not_taken_for_events(office: Any, starter: Knowledge, question: str) -> None:
    announced(office)
    answer = starter.with_extras(office.services.keeper._extras.load()).reply(question)
    assert TITLE not in answer.lead


def test_what_has_begun_leaves_the_answer_by_itself(office: Any) -> None:
    announced(office)
    assert office.services.events.events.revision() != later(office, 12).revision()


def test_the_newsletter_names_what_is_coming(office: Any) -> None:
    announced(office)
    seen = office.admin.get("/admin/ban-tin")
    assert "Sắp diễn ra: trao đổi trực tuyến, đối thoại" in seen.text
    assert TITLE in seen.text


@pytest.mark.browser
def test_a_person_with_a_phone_registers_and_reads_the_code(office: Any, page: Page) -> None:
    announced(office)
    page.goto(HOME)
    page.get_by_role("link", name=TITLE).click()
    page.get_by_role("button", name="Đăng ký").click()
    expect(page.get_by_role("alert")).to_contain_text("cần sửa")
    page.get_by_label("Họ tên").fill(NAME)
    page.get_by_label("Số điện thoại hoặc thư điện tử").fill(PHONE)
    page.get_by_label("Tôi đã đọc và đồng ý").check()
    page.get_by_role("button", name="Đăng ký").click()

    expect(page.locator(".big-code")).to_contain_text("SK-")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_day_is_shown_as_it_is_in_vietnam(office: Any) -> None:
    event = office.services.events.events.get(announced(office, time="23:45"))
    assert event.starts_at.astimezone(VIETNAM).strftime("%H:%M") == "23:45"
    assert isinstance(event.last_question_day, date)
    assert event.last_question_day == datetime.strptime(fields().day, "%d/%m/%Y").replace(tzinfo=VIETNAM).date()
