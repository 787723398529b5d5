"""What messengers and the work on quality leave behind goes too, also when no messenger is configured any more."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from api.channels.inbox import Inbox, Taken
from api.channels.incidents import IncidentKind, note
from api.channels.model import ChannelName, EventKind, Incoming, MessageKind, Outgoing
from api.channels.outbox import Outbox
from api.feedback.model import Channel
from api.keeping.person import Person, PersonalData
from api.keeping.retention import Cleared, Periods, Retention
from api.knowledge_desk.corrections import Corrections
from api.quality.added import AnswerFields
from api.quality.additions import Additions
from api.quality.states import State
from api.settings import Settings
from api.storage.conversations import Conversations
from api.storage.feedback_tables import CaseRow
from api.storage.quality_tables import CorrectionRow, OwnAnswerRow, WordingRow
from api.storage.zalo_tables import ChannelEventRow, ChannelIncidentRow, ChannelMessageRow, ChannelPersonRow
from tests.api.feedback.conftest import FIELDS, PHONE, Deployment

ZALO = ChannelName.ZALO_OA
USER = "3000000000000000009"


def run(office: Deployment, **periods: int) -> Cleared:
    return Retention(office.database, Periods(**periods), office.clock).run()


def answer(office: Deployment, code: str) -> None:
    """Forward, take up, answer."""
    agency = office.casework.save_agency(office.admin, None, name="Phòng Hộ tịch")
    office.casework.forward(office.officer, code, agency.id)
    office.casework.start(office.officer, code)
    office.casework.draft_answer(office.officer, code, "Hồ sơ đã có kết quả.")
    office.casework.approve_answer(office.approver, code)


class Messenger:
    """Somebody who writes on Zalo, and what is sent to them."""

    def __init__(self, office: Deployment) -> None:
        self.office = office
        self.outbox = Outbox(office.database, {ZALO: 0.0}, office.clock)
        self.inbox = Inbox(office.database, self.outbox, lease_seconds=60, clock=office.clock)

    def writes(self, text: str = "khai sinh") -> str:
        """Write, be answered; return the conversation."""
        now = self.office.clock()
        event = Incoming(
            channel=ZALO, kind=EventKind.TEXT, name="user_send_text", at=now, key=f"m-{now}", user=USER, text=text
        )
        assert self.inbox.take(event) is Taken.NEW
        chat = Conversations(self.office.database).accept(None, "zalo_oa", text, None)
        with self.office.database.session() as session:
            person = session.scalars(select(ChannelPersonRow)).one()
            person.conversation_id = chat.id
            session.scalars(select(ChannelEventRow)).one().state = "done"
            self.outbox.put(session, ZALO, person.person, f"a-{now}", Outgoing(text="Trả lời."))
            session.flush()
            sent = session.scalars(select(ChannelMessageRow)).one()
            sent.state, sent.sent_at, sent.body = "sent", now, None
        return chat.id

    def is_told(self, code: str) -> None:
        """Keep a notice that has not gone out."""
        with self.office.database.session() as session:
            person = session.scalars(select(ChannelPersonRow.person)).one()
            text = Outgoing(text="Phản ánh đã có trả lời.")
            self.outbox.put(session, ZALO, person, f"n-{code}", text, kind=MessageKind.NOTICE, case_code=code)

    def sends(self, conversation: str) -> str:
        """Send a PAKN from the conversation; return its code."""
        draft = self.office.desk.open_draft(channel=Channel.ZALO_OA, conversation_id=conversation)
        self.office.desk.change_draft(draft, **FIELDS)
        return self.office.desk.submit(draft).code


@pytest.fixture
def zalo(office: Deployment) -> Messenger:
    return Messenger(office)


def test_nothing_young_of_a_messenger_is_touched(office: Deployment, zalo: Messenger) -> None:
    zalo.writes()

    assert run(office) == Cleared()


def test_keys_and_traces_go_after_a_week_and_people_after_the_time_of_conversations(
    office: Deployment, zalo: Messenger
) -> None:
    zalo.writes()
    office.clock.later(days=8)
    assert run(office).channel_keys == 2
    assert (office.count(ChannelEventRow), office.count(ChannelMessageRow), office.count(ChannelPersonRow)) == (0, 0, 1)

    office.clock.later(days=80)
    assert run(office).messengers == 0
    office.clock.later(days=3)
    assert run(office).messengers == 1
    assert office.count(ChannelPersonRow) == 0


def test_the_times_are_settings(office: Deployment, zalo: Messenger) -> None:
    zalo.writes()
    office.clock.later(days=8)

    assert run(office, channel_keys=30).channel_keys == 0
    assert run(office, conversations=7).messengers == 1
    periods = Periods.of(Settings.load(channel_keep_days=3, retention_quality_days=5, retention_days=4))
    assert (periods.channel_keys, periods.quality, periods.conversations) == (3, 5, 4)


def test_incidents_of_channels_go_too(office: Deployment) -> None:
    with office.database.session() as session:
        note(session, ZALO, IncidentKind.SENDING, "Zalo không nhận tin", office.clock())
    office.clock.later(days=400)

    assert run(office).channel_keys == 1
    assert office.count(ChannelIncidentRow) == 0


def test_a_person_on_a_messenger_is_found_handed_out_and_erased(office: Deployment, zalo: Messenger) -> None:
    code = zalo.sends(zalo.writes())
    zalo.is_told(code)
    answer(office, code)
    data = PersonalData(office.database, office.clock)
    person = Person.read(phone=PHONE)

    assert data.find(None, person).messengers == 1
    (messenger,) = data.export(None, person).messengers
    assert (messenger.channel, messenger.account) == ("Zalo OA", USER)
    assert messenger.waiting == ["Phản ánh đã có trả lời."]

    data.erase(None, person)
    assert (office.count(ChannelPersonRow), office.count(ChannelMessageRow)) == (0, 0)
    assert data.find(None, person).nothing


def test_while_an_answer_is_owed_the_way_to_the_person_stays(office: Deployment, zalo: Messenger) -> None:
    zalo.sends(zalo.writes())

    PersonalData(office.database, office.clock).erase(None, Person.read(phone=PHONE))

    assert office.count(ChannelPersonRow) == 1


def test_what_expires_takes_its_unsent_messages_along(office: Deployment, zalo: Messenger) -> None:
    code = zalo.sends(zalo.writes())
    answer(office, code)
    zalo.is_told(code)
    office.clock.later(days=366)

    assert run(office).persons == 1
    with office.database.session() as session:
        assert session.scalars(select(ChannelMessageRow).where(ChannelMessageRow.case_code == code)).all() == []
        assert session.scalars(select(CaseRow.conversation_id)).all() == [None]


def test_closed_reports_of_wrong_records_go_and_open_ones_stay(office: Deployment) -> None:
    work = Corrections(office.database, office.clock)
    closed = work.report(office.admin, "1.004222", "Lệ phí ghi sai.")
    work.report(office.admin, "1.004222", "Thời hạn ghi sai.")
    work.close(office.admin, closed, State.DONE, "Đã sửa ở nguồn.")
    office.clock.later(days=364)
    assert run(office).corrections == 0
    office.clock.later(days=2)

    assert run(office).corrections == 1
    with office.database.session() as session:
        assert session.scalars(select(CorrectionRow.text)).all() == ["Thời hạn ghi sai."]


def test_what_the_office_took_back_goes_and_what_is_used_stays(office: Deployment) -> None:
    additions = Additions(office.database, office.clock)
    fields = AnswerFields(question="Phường làm việc thứ bảy không?", answer="Có, buổi sáng.", source="Thông báo 12")
    gone = additions.add_answer(office.admin, fields, ["thứ bảy phường có làm không"])
    additions.set_answer_used(office.admin, gone, used=False)
    stays = additions.add_answer(office.admin, fields, ["thứ bảy có mở cửa không"])
    office.clock.later(days=366)

    assert run(office).additions == 2
    with office.database.session() as session:
        assert session.scalars(select(OwnAnswerRow.id)).all() == [stays]
        assert session.scalars(select(WordingRow.text)).all() == ["thứ bảy có mở cửa không"]
    assert [one.id for one in additions.load().answers] == [stays]
