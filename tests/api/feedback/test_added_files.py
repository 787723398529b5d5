"""Files that come after the PAKN was sent, by its code and proof."""

from __future__ import annotations

from dataclasses import replace

import pytest

from api.errors import AttachmentRefused, CaseNotFound, InvalidField, TransitionRefused
from api.feedback.attachments import FileLimits
from api.storage.feedback_tables import AttachmentRow
from tests.api.feedback.conftest import PROOF, Deployment

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF"


def test_files_come_with_words_or_alone_and_the_office_sees_both(office: Deployment) -> None:
    code = office.desk.submit(office.draft()).code
    office.desk.add(code, PROOF, "Tôi gửi thêm giấy hẹn.", files=[("giấy hẹn.pdf", PDF)], not_identity_papers=True)
    seen = office.desk.add(code, PROOF, "", files=[("ảnh quầy.pdf", PDF)], not_identity_papers=True)

    assert [one.name for one in seen.attachments] == ["giấy hẹn.pdf", "ảnh quầy.pdf"]
    case = office.casework.case(office.officer, code)
    assert [one.name for one in case.attachments] == ["giấy hẹn.pdf", "ảnh quầy.pdf"]
    assert [letter.text for letter in case.letters] == [
        "Tôi gửi thêm giấy hẹn.\n\nTệp gửi thêm: giấy hẹn.pdf",
        "Tệp gửi thêm: ảnh quầy.pdf",
    ]
    info, content = office.casework.attachment(office.officer, code, case.attachments[0].id)
    assert (info.name, content) == ("giấy hẹn.pdf", PDF)


def test_all_files_are_kept_or_none(office: Deployment) -> None:
    office.decide(replace(office.rules, files=FileLimits(count=2)))
    code = office.desk.submit(office.draft()).code
    three = [(f"trang {number}.pdf", PDF) for number in range(3)]
    with pytest.raises(AttachmentRefused):
        office.desk.add(code, PROOF, "Ba trang.", files=three, not_identity_papers=True)
    assert office.count(AttachmentRow) == 0
    assert office.desk.status(code, PROOF).steps[-1].label == "Đã tiếp nhận"


def test_files_of_the_draft_count_too(office: Deployment) -> None:
    office.decide(replace(office.rules, files=FileLimits(count=1)))
    draft = office.draft()
    office.desk.attach(draft, "giay hen.pdf", PDF, not_identity_paper=True)
    code = office.desk.submit(draft).code
    with pytest.raises(AttachmentRefused):
        office.desk.add(code, PROOF, "", files=[("them.pdf", PDF)], not_identity_papers=True)


def test_without_words_files_or_the_declaration_nothing_is_added(office: Deployment) -> None:
    code = office.desk.submit(office.draft()).code
    with pytest.raises(InvalidField):
        office.desk.add(code, PROOF, " ")
    with pytest.raises(AttachmentRefused):
        office.desk.add(code, PROOF, "", files=[("giay hen.pdf", PDF)])
    with pytest.raises(CaseNotFound):
        office.desk.add(code, "0000", "", files=[("giay hen.pdf", PDF)], not_identity_papers=True)
    assert office.count(AttachmentRow) == 0


def test_after_the_handling_ended_no_file_is_taken(office: Deployment) -> None:
    code = office.desk.submit(office.draft()).code
    office.desk.withdraw(code, PROOF, "Tôi đã nhận kết quả.")
    with pytest.raises(TransitionRefused):
        office.desk.add(code, PROOF, "", files=[("giay hen.pdf", PDF)], not_identity_papers=True)
    assert office.count(AttachmentRow) == 0
