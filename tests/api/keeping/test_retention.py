"""What is deleted when, and what stays."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.errors import CaseNotFound
from api.feedback.model import Channel, Completeness
from api.feedback.office_model import CaseFilter
from api.keeping.retention import Cleared, Periods, Retention
from api.storage.conversations import Conversations
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, DraftRow, OutboxRow, SessionRow
from tests.api.feedback.conftest import EMAIL, FIELDS, PHONE, PROOF, Deployment
from tests.loops import run as run_aside

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def run(office: Deployment, **periods: int) -> Cleared:
    return Retention(office.database, Periods(**periods), office.clock).run()


def with_file(office: Deployment) -> str:
    draft = office.draft()
    office.desk.attach(draft, "anh.pdf", PDF, not_identity_paper=True)
    return draft


def whole_table(office: Deployment) -> str:
    with office.database.engine.connect() as connection:
        return str([tuple(row) for row in connection.execute(select(CaseRow.__table__))])


def test_nothing_young_is_touched(office: Deployment) -> None:
    with_file(office)
    office.answered()
    office.accounts.log_in("officer", "mot cau that dai")

    assert run(office) == Cleared()


def test_drafts_that_were_not_sent_go_with_their_files(office: Deployment) -> None:
    with_file(office)
    office.clock.later(days=20)
    young = with_file(office)
    office.clock.later(days=11)

    assert run(office).drafts == 1

    assert office.desk.draft(young).attachments
    assert (office.count(DraftRow), office.count(AttachmentRow)) == (1, 1)


def test_a_sent_draft_is_not_a_draft_any_more(office: Deployment) -> None:
    receipt = office.desk.submit(sent := office.draft())
    office.clock.later(days=100)

    assert run(office).drafts == 0
    assert office.desk.submit(sent).code == receipt.code


def test_files_go_before_the_sender_and_only_when_the_handling_has_ended(office: Deployment) -> None:
    still = office.desk.submit(with_file(office)).code
    rejected = office.desk.submit(with_file(office)).code
    office.casework.reject(office.officer, rejected, "Không thuộc thẩm quyền của phường.")
    office.clock.later(days=181)

    assert run(office) == Cleared(attachments=1)

    assert len(office.desk.status(still, PROOF).attachments) == 1
    assert office.desk.status(rejected, PROOF).attachments == ()


def test_a_finished_pakn_loses_its_sender_and_keeps_what_was_done(office: Deployment) -> None:
    code = office.answered("Chị Hoa, số 0912 345 678, đã được trả kết quả ngày 12/11/2026.")
    office.casework.note(office.officer, code, "Đã gọi 0912345678, gặp chị Hoa.")
    office.desk.rate(code, PROOF, 5, "Cảm ơn, tôi là Nguyễn Thị Hoa")
    office.clock.later(days=366)

    assert run(office).persons == 1

    case = office.casework.case(office.officer, code)
    assert (case.sender_name, case.sender_address, case.sender_phone, case.sender_email) == (None,) * 4
    everything = repr(case)
    for secret in (PHONE, "0912 345 678", "Nguyễn Thị Hoa", EMAIL, "Số 5 đường số 2"):
        assert secret not in everything
    assert "đã được trả kết quả ngày 12/11/2026" in (case.answer or "")
    assert (case.stars, case.line.status) == (5, "da_tra_loi")
    assert case.answered_at is not None
    assert office.casework.find(office.officer, CaseFilter()).total == 1
    with pytest.raises(CaseNotFound):
        office.desk.status(code, PROOF)
    with pytest.raises(CaseNotFound):
        office.desk.status(code, EMAIL)


def test_taking_the_sender_out_is_written_down_once_and_without_the_sender(office: Deployment) -> None:
    code = office.answered()
    office.clock.later(days=366)

    assert [run(office).persons for _ in range(2)] == [1, 0]

    with office.database.session() as session:
        lines = session.scalars(select(AuditRow).where(AuditRow.action == "expired")).all()
    assert [(line.subject, line.actor, line.public_note) for line in lines] == [(code, "Hệ thống", None)]
    assert lines[0].before == dict.fromkeys(
        ("sender_name", "sender_address", "sender_phone", "sender_email"), "[đã che]"
    )


def test_nothing_that_finds_the_sender_stays_in_the_table(office: Deployment) -> None:
    chat = Conversations(office.database).accept(None, "web", "tôi muốn phản ánh", None)
    draft = office.desk.open_draft(channel=Channel.WEB, conversation_id=chat.id)
    office.desk.change_draft(draft, **FIELDS)
    code = office.desk.submit(draft).code
    office.desk.withdraw(code, PROOF)
    office.clock.later(days=366)

    run(office)

    with office.database.session() as session:
        row = session.scalars(select(CaseRow)).one()
        finders = (row.contact_hash, row.proof_hash, row.email_proof_hash, row.conversation_id, row.draft_id)
        assert finders == (None,) * 5
        assert session.scalars(select(DraftRow.conversation_id)).all() == [None]
        assert session.scalars(select(OutboxRow.number)).all() == []
    assert chat.id not in whole_table(office)


def test_what_is_still_being_handled_keeps_its_sender_however_old(office: Deployment) -> None:
    code = office.in_progress()
    office.clock.later(days=5000)

    assert run(office).persons == 0

    assert office.casework.case(office.officer, code).sender_phone == PHONE


def test_the_time_runs_from_the_last_step(office: Deployment) -> None:
    code = office.answered()
    office.clock.later(days=300)
    office.desk.rate(code, PROOF, 4)
    office.clock.later(days=100)

    assert run(office).persons == 0
    office.clock.later(days=266)
    assert run(office).persons == 1


def test_a_remark_loses_the_words_it_was_sent_with(office: Deployment) -> None:
    code = office.sent(anonymous=True, content=f"Cán bộ tiếp dân nói to tiếng, gọi tôi {PHONE} để biết thêm.").code
    office.clock.later(days=366)

    assert run(office).persons == 1

    remark = office.casework.case(office.officer, code)
    assert remark.line.completeness is Completeness.REMARK
    assert PHONE not in remark.content
    assert "Cán bộ tiếp dân nói to tiếng" in remark.content


def test_notices_go_when_they_have_been_dealt_with(office: Deployment) -> None:
    office.answered()
    with office.database.session() as session:
        sent, dead, *waiting = session.scalars(select(OutboxRow).order_by(OutboxRow.number)).all()
        sent.sent_at = office.clock()
        dead.dead_at = office.clock()
    office.clock.later(days=91)

    assert run(office).notices == 2
    assert office.count(OutboxRow) == len(waiting) > 0


def test_ended_log_ins_go(office: Deployment) -> None:
    office.accounts.log_in("officer", "mot cau that dai")
    office.clock.later(hours=13)

    assert run(office).logins == 1
    assert office.count(SessionRow) == 0


def test_conversations_go_by_their_own_time(office: Deployment) -> None:
    Conversations(office.database).accept(None, "web", "khai sinh", None)
    office.clock.later(days=5000)

    assert run(office, conversations=90).conversations == 1


def test_many_are_deleted_in_portions(office: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.keeping.retention._AT_ONCE", 2)
    for _ in range(5):
        office.desk.open_draft(channel=Channel.WEB)
    office.clock.later(days=31)

    assert run(office).drafts == 5


def test_the_log_stays_for_good(office: Deployment) -> None:
    office.answered()
    before = office.count(AuditRow)
    office.clock.later(days=20_000)

    run(office)

    assert office.count(AuditRow) == before + 1


def test_an_application_clears_up_when_it_starts(office: Deployment, settings: Any, tmp_path: Path) -> None:
    """The loop of the application runs the same thing."""
    import asyncio

    from api.keeping.housekeeping import keep_house
    from api.metrics import Metrics

    old = office.clock.now - timedelta(days=400)
    office.clock.now = old
    office.desk.open_draft(channel=Channel.WEB)
    metrics = Metrics()

    async def a_moment() -> None:
        task = asyncio.create_task(keep_house(settings, office.database, metrics))
        while not metrics.registry.get_sample_value("motcua_retention_total", {"kind": "drafts"}):
            await asyncio.sleep(0.01)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    run_aside(asyncio.wait_for(a_moment(), 20))

    assert office.count(DraftRow) == 0
