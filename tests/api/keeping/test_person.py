"""A person's rights: everything handed out, everything erased, and what the law lets the office keep is said."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from sqlalchemy import select

from api.errors import AccessDenied, ConversationNotFound, DraftNotFound, InvalidField
from api.feedback.model import Channel
from api.keeping.person import Person, PersonalData
from api.keeping.retention import Periods, Retention
from api.settings import Settings
from api.storage.conversations import Conversations
from api.storage.feedback_tables import AuditRow, CaseRow
from tests.api.feedback.conftest import EMAIL, FIELDS, PHONE, PROOF, Deployment
from tests.commands import invoke

OTHER: dict[str, Any] = {"sender_name": "Trần Văn Bình", "sender_phone": "0987654321", "sender_email": "binh@vi-du.vn"}
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def data(office: Deployment) -> PersonalData:
    return PersonalData(office.database, office.clock)


def hoa() -> Person:
    return Person.read(phone="+84 912 345 678")


def archive_of(data: PersonalData, person: Person) -> dict[str, bytes]:
    file = io.BytesIO()
    data.export(None, person).write(file)
    with zipfile.ZipFile(file) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def talked(office: Deployment, **fields: Any) -> tuple[str, str]:
    """A PAKN written in a chat: its code and the conversation."""
    chat = Conversations(office.database).accept(None, "web", "tôi muốn phản ánh", None)
    draft = office.desk.open_draft(channel=Channel.WEB, conversation_id=chat.id)
    office.desk.change_draft(draft, **{**FIELDS, **fields})
    return office.desk.submit(draft).code, chat.id


class TestFinding:
    def test_a_person_is_found_by_phone_e_mail_and_conversation(self, office: Deployment, data: PersonalData) -> None:
        code, chat = talked(office)
        office.sent(**OTHER)

        for person in (hoa(), Person.read(email="HOA@example.vn"), Person.read(conversation_id=chat)):
            found = data.find(None, person)
            assert (found.open, found.closed, found.conversations) == ((code,), (), 1), person

    def test_a_sender_with_an_e_mail_only_is_found_by_it(self, office: Deployment, data: PersonalData) -> None:
        code = office.sent(sender_phone=None).code

        assert data.find(None, Person.read(email=EMAIL)).open == (code,)
        assert data.find(None, hoa()).nothing

    def test_drafts_are_found_too(self, office: Deployment, data: PersonalData) -> None:
        office.draft()
        office.draft(**OTHER)

        assert data.find(None, hoa()).drafts == 1

    @pytest.mark.parametrize("given", [{}, {"phone": " "}, {"phone": "12"}, {"email": "khong-phai"}])
    def test_nonsense_is_refused(self, given: dict[str, str]) -> None:
        with pytest.raises(InvalidField):
            Person.read(**given)

    def test_a_conversation_nobody_had_is_nothing(self, data: PersonalData) -> None:
        assert data.find(None, Person.read(conversation_id="x\x00'; --")).nothing

    def test_only_who_may_sees_or_erases(self, office: Deployment, data: PersonalData) -> None:
        for actor in (office.viewer, office.operator, office.officer, office.approver):
            for step in (data.find, data.export, data.erase):
                with pytest.raises(AccessDenied):
                    step(actor, hoa())
        assert data.find(office.admin, hoa()).nothing


class TestExport:
    def test_it_holds_everything_of_the_person_and_of_nobody_else(self, office: Deployment, data: PersonalData) -> None:
        draft = office.draft(content="Bản nháp của tôi về việc cấp giấy khai sinh quá chậm.")
        office.desk.attach(draft, "don.pdf", PDF, not_identity_paper=True)
        code, _ = talked(office)
        office.desk.add(code, PROOF, "Tôi bổ sung thêm ảnh chụp giấy hẹn.")
        office.casework.note(office.officer, code, "ghi chú nội bộ")
        office.sent(**OTHER)

        files = archive_of(data, hoa())

        kept = json.loads(files["du-lieu.json"])
        (case,) = kept["cases"]
        assert (case["sender_phone"], case["sender_name"], case["content"]) == (
            PHONE,
            "Nguyễn Thị Hoa",
            FIELDS["content"],
        )
        assert [one["text"] for one in case["letters"]] == ["Tôi bổ sung thêm ảnh chụp giấy hẹn."]
        assert kept["drafts"][0]["fields"]["content"].startswith("Bản nháp của tôi")
        assert kept["conversations"][0]["messages"][0]["text"] == "tôi muốn phản ánh"
        assert [content for name, content in files.items() if name.startswith("tep/")] == [PDF]
        assert code in files["doc-truoc.txt"].decode()
        everything = b"".join(files.values()).decode(errors="replace")
        for other in ("Bình", "0987654321", "ghi chú nội bộ"):
            assert other not in everything

    def test_an_answer_that_was_not_given_yet_is_not_handed_out(self, office: Deployment, data: PersonalData) -> None:
        code = office.in_progress()
        office.casework.draft_answer(office.officer, code, "Bản thảo câu trả lời chưa duyệt.")

        assert "Bản thảo" not in archive_of(data, hoa())["du-lieu.json"].decode()

    def test_it_is_written_into_the_log(self, office: Deployment, data: PersonalData) -> None:
        code = office.sent().code

        data.export(office.admin, hoa())

        assert [(line.actor, line.subject) for line in logged(office, "exported")] == [("Cán bộ admin", code)]


class TestErasing:
    def test_everything_of_the_person_goes_and_nothing_of_others(self, office: Deployment, data: PersonalData) -> None:
        code, chat = talked(office)
        office.desk.withdraw(code, PROOF)
        draft, others = office.draft(), office.draft(**OTHER)
        other = office.sent(**OTHER).code

        found = data.erase(office.admin, hoa())

        assert (found.closed, found.open, found.drafts, found.conversations) == ((code,), (), 1, 1)
        assert data.find(None, hoa()).nothing
        assert data.find(None, Person.read(conversation_id=chat)).nothing
        with pytest.raises(ConversationNotFound):
            Conversations(office.database).transcript(chat)
        with pytest.raises(DraftNotFound):
            office.desk.draft(draft)
        assert office.casework.case(office.officer, code).sender_name is None
        assert office.casework.case(office.officer, other).sender_name == "Trần Văn Bình"
        assert office.desk.draft(others)
        assert [(line.actor, line.subject) for line in logged(office, "erased")] == [("Cán bộ admin", code)]

    def test_a_pakn_that_is_handled_keeps_its_sender_until_the_handling_ends(
        self, office: Deployment, data: PersonalData
    ) -> None:
        code = office.in_progress()

        found = data.erase(None, hoa())
        data.erase(None, hoa())

        assert (found.open, found.closed) == ((code,), ())
        assert len(logged(office, "erase_requested")) == 1
        retention = Retention(office.database, Periods(), office.clock)
        assert retention.run().persons == 0
        office.casework.draft_answer(office.officer, code, "Kết quả đã được trả cho người dân.")
        office.casework.approve_answer(office.approver, code)

        assert retention.run().persons == 0
        assert (
            office.desk.status(code, PROOF).answer == "Kết quả đã được trả cho người dân."
        )  # there is time to read it
        office.clock.later(days=4)
        assert retention.run().persons == 1  # not after a year

        assert data.find(None, hoa()).nothing
        assert "Kết quả đã được trả" in (office.casework.case(office.officer, code).answer or "")

    def test_the_counts_stay(self, office: Deployment, data: PersonalData) -> None:
        office.answered()
        with office.database.session() as session:
            before = session.execute(select(CaseRow.received_at, CaseRow.answered_on, CaseRow.kind)).all()

        data.erase(None, hoa())

        with office.database.session() as session:
            assert session.execute(select(CaseRow.received_at, CaseRow.answered_on, CaseRow.kind)).all() == before

    def test_nobody_is_erased_twice(self, office: Deployment, data: PersonalData) -> None:
        office.answered()

        assert not data.erase(None, hoa()).nothing
        assert data.erase(None, hoa()).nothing
        assert len(logged(office, "erased")) == 1


class TestCommandLine:
    @pytest.fixture(autouse=True)
    def deployment(self, settings: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        monkeypatch.setenv("MOTCUA_DATA", str(settings.data))
        monkeypatch.setenv("MOTCUA_DATABASE_URL", settings.database_url)
        monkeypatch.chdir(tmp_path)

    def test_export_and_erase(self, office: Deployment, tmp_path: Any) -> None:
        code = office.answered()

        exported = invoke(["person", "export", "--phone", PHONE, "--out", "hoa.zip"])
        again = invoke(["person", "export", "--phone", PHONE, "--out", "hoa.zip"])
        refused = invoke(["person", "erase", "--phone", PHONE], input="n\n")
        erased = invoke(["person", "erase", "--phone", PHONE, "--yes"])
        gone = invoke(["person", "erase", "--phone", PHONE, "--yes"])

        assert exported.exit_code == 0, exported.output
        assert (tmp_path / "hoa.zip").stat().st_mode & 0o777 == 0o600
        assert (again.exit_code, "Không ghi được tệp" in again.output) == (1, True)
        assert (refused.exit_code, "Chưa xoá gì" in refused.output) == (1, True)
        assert (erased.exit_code, "Đã xoá" in erased.output) == (0, True)
        assert "Không có dữ liệu nào" in gone.output
        assert office.casework.case(office.officer, code).sender_phone is None

    def test_it_asks_when_nobody_is_named_and_says_what_is_kept(self, office: Deployment) -> None:
        code = office.in_progress()

        erased = invoke(["person", "erase", "--yes"], input=f"\n{EMAIL}\n")

        assert erased.exit_code == 0, erased.output
        assert f"chưa xoá người gửi: {code}" in erased.output

    def test_nonsense_is_refused_in_words(self) -> None:
        refused = invoke(["person", "export", "--phone", "12"])

        assert (refused.exit_code, "Số điện thoại chưa đúng" in refused.output) == (1, True)


def logged(office: Deployment, action: str) -> list[AuditRow]:
    with office.database.session() as session:
        return list(session.scalars(select(AuditRow).where(AuditRow.action == action)))
