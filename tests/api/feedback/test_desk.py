"""The sender's side: a draft that is never lost, one PAKN of it, and its life with nothing but a code and a proof."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from api.errors import (
    AttachmentRefused,
    CaseNotFound,
    DraftNotFound,
    IncompleteFeedback,
    InvalidField,
    RateLimited,
    StorageUnavailable,
    TransitionRefused,
)
from api.feedback.codes import new_code
from api.feedback.model import Channel, Completeness, DraftFields, Kind, Status
from api.security.vault import vault
from api.storage.feedback_tables import AttachmentRow, AuditRow, CaseRow, DraftRow

from .conftest import ANSWER, EMAIL, FIELDS, PROOF, Deployment

PAPER = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


def test_a_draft_keeps_what_was_given_and_says_what_is_missing(office: Deployment) -> None:
    draft_id = office.desk.open_draft(channel=Channel.WEB)

    assert office.desk.missing(draft_id) == (
        "kind",
        "content",
        "sender_name",
        "sender_address",
        "sender_phone",
        "consent_version",
    )
    changed = office.desk.change_draft(draft_id, kind="quy_dinh", sender_email=EMAIL)
    assert changed.fields == DraftFields(kind=Kind.REGULATION, sender_email=EMAIL)
    assert "sender_phone" not in office.desk.missing(draft_id)
    assert office.desk.draft(draft_id).fields == changed.fields


def test_a_field_that_is_refused_changes_nothing(office: Deployment) -> None:
    draft_id = office.draft()

    with pytest.raises(InvalidField):
        office.desk.change_draft(draft_id, sender_name="Trần Văn Bình", sender_phone="12")

    assert office.desk.draft(draft_id).fields.sender_name == "Nguyễn Thị Hoa"


def test_a_conversation_comes_back_to_its_open_draft_and_gets_a_new_one_after_submitting(office: Deployment) -> None:
    first = office.desk.open_draft(channel=Channel.WEB, conversation_id="c1")
    office.desk.change_draft(first, **FIELDS)

    assert office.desk.open_draft(channel=Channel.WEB, conversation_id="c1") == first
    assert office.desk.open_draft(channel=Channel.WEB, conversation_id="c2") != first
    office.desk.submit(first)
    assert office.desk.open_draft(channel=Channel.WEB, conversation_id="c1") != first


def test_nothing_personal_is_readable_in_the_database(office: Deployment) -> None:
    office.draft()
    code = office.answered(answer="Kính gửi bà Nguyễn Thị Hoa, số 0912345678. " + ANSWER)
    office.casework.note(office.officer, code, "Bà Nguyễn Thị Hoa đã gọi lại từ số 0912345678")
    office.desk.rate(code, PROOF, 5, "Cảm ơn, tôi là Nguyễn Thị Hoa 0912345678")
    office.desk.reopen(code, PROOF, "Tôi là Nguyễn Thị Hoa, số 0912345678, chưa nhận được.")
    with office.database.engine.connect() as connection:
        for table in ("pakn_draft", "pakn", "audit", "outbox", "pakn_letter", "pakn_note"):
            raw = str(connection.exec_driver_sql(f"SELECT * FROM {table}").all())
            for personal in ("Nguyễn Thị Hoa", "0912345678", "0912 345 678", EMAIL, "Số 5 đường"):
                assert personal not in raw, (table, personal)


def test_submitting_gives_a_receipt_with_code_deadlines_and_their_sources(office: Deployment) -> None:
    receipt = office.sent()

    assert receipt.completeness is Completeness.FULL
    assert receipt.answer_due_on == date(2026, 11, 23)  # the twentieth day is a Sunday
    for part in (
        receipt.code,
        "09:00 ngày 02/11/2026",
        "09/11/2026",
        "23/11/2026",
        "20/2008",
        "574/QĐ-TTg",
        "theo cấu hình",
    ):
        assert part in receipt.text
    assert "4 số cuối" in receipt.text
    assert office.notices(receipt.code) == ["Đã tiếp nhận"]


def test_the_same_draft_gives_one_pakn_however_often_it_is_submitted(office: Deployment) -> None:
    draft_id = office.draft()

    assert office.desk.submit(draft_id) == office.desk.submit(draft_id)
    assert office.count(CaseRow) == 1
    with pytest.raises(DraftNotFound):
        office.desk.change_draft(draft_id, title="Thêm sau khi gửi")


def test_clicks_at_the_same_moment_give_one_pakn(office: Deployment) -> None:
    draft_id = office.draft()
    start = threading.Barrier(6)
    codes: list[str] = []

    def click() -> None:
        start.wait()
        codes.append(office.desk.submit(draft_id).code)

    clicks = [threading.Thread(target=click) for _ in range(6)]
    for one in clicks:
        one.start()
    for one in clicks:
        one.join()

    assert len(codes) == 6
    assert len(set(codes)) == 1
    assert office.count(CaseRow) == 1
    assert office.notices(codes[0]) == ["Đã tiếp nhận"]


def test_an_incomplete_draft_is_refused_and_stays(office: Deployment) -> None:
    draft_id = office.draft(sender_name=None, consent_version=None)

    with pytest.raises(IncompleteFeedback) as refused:
        office.desk.submit(draft_id)

    assert refused.value.missing == ("sender_name", "consent_version")
    assert office.desk.draft(draft_id).fields.content
    assert office.count(CaseRow) == 0


def test_consent_to_an_older_text_has_to_be_given_again(office: Deployment) -> None:
    draft_id = office.draft()
    office.decide(replace(office.rules, consent_version="2"))

    assert office.desk.missing(draft_id) == ("consent_version",)
    with pytest.raises(IncompleteFeedback):
        office.desk.submit(draft_id)


def test_a_remark_is_kept_apart_without_sender_and_deadlines(office: Deployment) -> None:
    draft_id = office.draft(anonymous=True, consent_version=None)
    receipt = office.desk.submit(draft_id)

    assert receipt.completeness is Completeness.REMARK
    assert receipt.answer_due_on is None
    assert "không có thời hạn trả lời" in receipt.text
    case = office.casework.case(office.admin, receipt.code)
    assert (case.sender_name, case.sender_address, case.sender_phone, case.sender_email) == (None,) * 4
    with pytest.raises(CaseNotFound):
        office.desk.status(receipt.code, PROOF)


def test_a_failing_database_gives_a_clear_error_and_keeps_the_draft(office: Deployment) -> None:
    draft_id = office.draft()
    break_it = {
        "sqlite": "CREATE TRIGGER broken BEFORE INSERT ON pakn BEGIN SELECT RAISE(ABORT, 'x'); END",
        "postgresql": "ALTER TABLE pakn ADD CONSTRAINT broken CHECK (code = '') NOT VALID",
    }
    mend_it = {"sqlite": "DROP TRIGGER broken", "postgresql": "ALTER TABLE pakn DROP CONSTRAINT broken"}
    kind = office.database.engine.dialect.name
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(break_it[kind])

    with pytest.raises(StorageUnavailable):
        office.desk.submit(draft_id)
    assert office.desk.draft(draft_id).fields.content
    with office.database.engine.begin() as connection:
        connection.exec_driver_sql(mend_it[kind])
    assert office.desk.submit(draft_id).code


def test_files_travel_with_the_draft_into_the_pakn_and_are_sealed(office: Deployment) -> None:
    draft_id = office.draft()
    kept = office.desk.attach(draft_id, "đơn.pdf", PAPER, not_identity_paper=True)
    other = office.desk.attach(draft_id, "khác.pdf", PAPER, not_identity_paper=True)
    office.desk.detach(draft_id, other.id)
    code = office.desk.submit(draft_id).code

    assert office.desk.status(code, PROOF).attachments == (kept,)
    assert office.casework.attachment(office.officer, code, kept.id) == (kept, PAPER)
    with office.database.session() as session:
        sealed = session.get_one(AttachmentRow, kept.id).content
    assert b"%PDF" not in sealed
    assert vault().open(sealed) == PAPER


def test_a_refused_file_is_not_kept(office: Deployment) -> None:
    draft_id = office.draft()

    with pytest.raises(AttachmentRefused):
        office.desk.attach(draft_id, "đơn.pdf", b"MZ", not_identity_paper=True)
    with pytest.raises(AttachmentRefused):
        office.desk.attach(draft_id, "đơn.pdf", PAPER)

    assert office.desk.draft(draft_id).attachments == ()
    assert office.count(AttachmentRow) == 0


def test_a_dropped_draft_is_gone_with_its_files_and_a_submitted_one_stays(office: Deployment) -> None:
    draft_id = office.draft()
    office.desk.attach(draft_id, "đơn.pdf", PAPER, not_identity_paper=True)
    office.desk.drop_draft(draft_id)
    office.desk.drop_draft(draft_id)
    assert (office.count(DraftRow), office.count(AttachmentRow)) == (0, 0)

    submitted = office.draft()
    code = office.desk.submit(submitted).code
    office.desk.drop_draft(submitted)
    assert office.desk.submit(submitted).code == code


def test_an_unknown_draft_is_told_so(office: Deployment) -> None:
    desk = office.desk
    for draft_id in ("", "không có", "x" * 500, "\x00", "' OR 1=1 --"):
        for ask in (desk.submit, desk.draft, desk.missing, lambda one: desk.change_draft(one, title="Tiêu đề")):
            with pytest.raises(DraftNotFound):
                ask(draft_id)


def test_the_sender_sees_the_pakn_with_phone_or_email(office: Deployment) -> None:
    code = office.sent().code

    shown = [
        office.desk.status(code.lower().replace("-", " "), proof)
        for proof in (PROOF, "0912345678", "  5678 ", EMAIL, "Hoa@Example.VN")
    ]

    case = shown[0]
    assert all(one == case for one in shown)

    assert (case.code, case.status) == (code, Status.RECEIVED)
    assert case.content == FIELDS["content"]
    assert (case.may_add, case.may_withdraw, case.may_rate, case.may_reopen) == (True, True, False, False)
    assert [step.label for step in case.steps] == ["Đã tiếp nhận"]


def test_a_wrong_proof_and_a_wrong_code_are_not_told_apart(office: Deployment) -> None:
    code = office.sent().code

    for proof in ("0000", "567", "", "hoa2@example.vn", "\x00", "@"):
        with pytest.raises(CaseNotFound) as wrong_proof:
            office.desk.status(code, proof)
    with pytest.raises(CaseNotFound) as wrong_code:
        office.desk.status(new_code("KN"), PROOF)
    assert str(wrong_proof.value) == str(wrong_code.value)


def test_digits_of_the_phone_cannot_be_tried_out(office: Deployment) -> None:
    code, unknown = office.sent().code, new_code("KN")
    for asked in (code, unknown):
        for guess in range(10):
            with pytest.raises(CaseNotFound):
                office.desk.status(asked, f"{guess:04}")
        with pytest.raises(RateLimited):
            office.desk.status(asked, PROOF)

    office.clock.later(hours=1, minutes=1)
    assert office.desk.status(code, PROOF).code == code


def test_other_peoples_codes_open_nothing(office: Deployment) -> None:
    hers = office.sent().code
    his = office.sent(sender_phone="0987000111", sender_email=None).code

    for act in (
        lambda: office.desk.status(hers, "0111"),
        lambda: office.desk.add(his, PROOF, "Bổ sung của người khác"),
        lambda: office.desk.withdraw(his, PROOF, "x"),
        lambda: office.desk.rate(his, EMAIL, 1),
        lambda: office.desk.reopen(his, EMAIL, "Tôi không đồng ý với trả lời"),
    ):
        with pytest.raises(CaseNotFound):
            act()
    assert office.desk.status(his, "0111").status is Status.RECEIVED


def test_what_was_asked_for_brings_it_back_and_the_time_waited_does_not_count(office: Deployment) -> None:
    code = office.sent().code
    office.clock.go_to(date(2026, 11, 4))
    office.casework.ask_more(office.officer, code, "Anh/chị cho biết số biên nhận.")
    waiting = office.desk.status(code, PROOF)
    assert (waiting.status, waiting.question, waiting.late) == (
        Status.NEEDS_MORE,
        "Anh/chị cho biết số biên nhận.",
        False,
    )

    office.clock.go_to(date(2026, 11, 11))
    after = office.desk.add(code, PROOF, "Số biên nhận là 123/TN.")

    assert (after.status, after.question) == (Status.RECEIVED, None)
    assert after.answer_due_on == date(2026, 11, 30)  # seven days later
    case = office.casework.case(office.officer, code)
    assert case.forward_due_on == date(2026, 11, 16)  # five working days later
    assert case.line.unread is False
    assert [(letter.from_sender, letter.text) for letter in case.letters] == [
        (False, "Anh/chị cho biết số biên nhận."),
        (True, "Số biên nhận là 123/TN."),
    ]
    assert [step.note for step in after.steps][-2:] == ["Anh/chị cho biết số biên nhận.", "Số biên nhận là 123/TN."]


def test_withdrawing_works_until_it_is_forwarded(office: Deployment) -> None:
    early, late = office.sent().code, office.in_progress()

    assert office.desk.withdraw(early, PROOF, "Đã có kết quả").status is Status.WITHDRAWN
    with pytest.raises(TransitionRefused, match="refused") as refused:
        office.desk.withdraw(late, PROOF)
    assert "không rút được nữa" in refused.value.reason
    with pytest.raises(TransitionRefused):
        office.desk.add(early, PROOF, "Thêm một điều nữa")


def test_only_an_answer_is_rated_and_a_later_rating_replaces_the_earlier(office: Deployment) -> None:
    open_one, answered = office.sent().code, office.answered()

    with pytest.raises(TransitionRefused):
        office.desk.rate(open_one, PROOF, 5)
    for wrong in (0, 6, -1):
        with pytest.raises(InvalidField):
            office.desk.rate(answered, PROOF, wrong)
    office.desk.rate(answered, PROOF, 2, "Chậm quá, gọi tôi 0912345678")
    assert office.desk.rate(answered, PROOF, 4).stars == 4
    entries = [entry for entry in office.casework.timeline(office.officer, answered) if entry.action == "rated"]
    assert [entry.after and entry.after["stars"] for entry in entries] == [2, 4]


def test_the_answer_is_shown_after_approval_and_can_be_reopened_once(office: Deployment) -> None:
    code = office.in_progress()
    office.casework.draft_answer(office.officer, code, ANSWER)
    assert office.desk.status(code, PROOF).answer is None
    office.casework.approve_answer(office.approver, code)
    shown = office.desk.status(code, PROOF)
    assert (shown.status, shown.answer, shown.may_reopen) == (Status.ANSWERED, ANSWER, True)

    office.clock.go_to(date(2026, 11, 12))
    again = office.desk.reopen(code, PROOF, "Đến hẹn vẫn chưa có kết quả.")
    assert (again.status, again.answer, again.may_reopen) == (Status.IN_PROGRESS, None, False)
    assert again.answer_due_on == date(2026, 12, 2)

    office.casework.draft_answer(office.officer, code, "Kết quả đã có, mời anh/chị đến nhận.")
    office.casework.approve_answer(office.approver, code)
    with pytest.raises(TransitionRefused) as refused:
        office.desk.reopen(code, PROOF, "Tôi vẫn chưa hài lòng.")
    assert "một lần" in refused.value.reason


def test_the_sender_is_told_of_every_step_once(office: Deployment) -> None:
    code = office.answered()

    assert office.notices(code) == [
        "Đã tiếp nhận",
        "Đã chuyển đến Công an phường Trấn Biên để xử lý",
        "Đang xử lý",
        "Đã trả lời",
    ]
    assert office.notices(office.answered(sender_email=None)) == []


def test_a_mistyped_code_is_told_apart_from_an_unknown_one(office: Deployment) -> None:
    code = office.sent().code
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")

    with pytest.raises(InvalidField) as refused:
        office.desk.status(wrong, PROOF)
    assert refused.value.field == "code"


def test_forged_words_do_not_get_into_the_log(office: Deployment) -> None:
    code = office.sent().code
    office.desk.add(code, PROOF, "Tôi là Nguyễn Thị Hoa, 0912345678 <script>alert(1)</script>")

    with office.database.session() as session:
        lines: list[Any] = [(row.actor, row.before, row.after, row.public_note) for row in session.query(AuditRow)]
    assert "Hoa" not in str(lines)
    assert "0912345678" not in str(lines)
    assert office.desk.status(code, PROOF).steps[-1].note == "Tôi là Nguyễn Thị Hoa, 0912345678"
