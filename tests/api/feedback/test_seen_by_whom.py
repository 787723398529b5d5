"""What of a PAKN and of its sender each role and each agency is shown."""

from __future__ import annotations

import pytest

from api.errors import AccessDenied, CaseNotFound
from api.feedback.office_model import CaseFilter
from api.security.roles import Role

from .conftest import EMAIL, FIELDS, PHONE, PROOF, Deployment


def test_the_sender_is_masked_for_roles_that_may_not_see_them(office: Deployment) -> None:
    code = office.sent().code

    seen, masked = office.casework.case(office.officer, code), office.casework.case(office.operator, code)

    assert (seen.sender_name, seen.sender_phone, seen.content) == ("Nguyễn Thị Hoa", PHONE, FIELDS["content"])
    assert (masked.sender_masked, masked.sender_name, masked.sender_phone) == (True, "***", "***678")
    shown = str(masked)
    for personal in ("Hoa", PHONE, "0912 345 678", EMAIL, "Số 5 đường"):
        assert personal not in shown
    with pytest.raises(AccessDenied):
        office.casework.attachment(office.operator, code, "x")


def test_an_answer_that_names_the_sender_is_covered_too(office: Deployment) -> None:
    theirs = office.account("congan", Role.OFFICER, office.agency.id)
    code = office.in_progress()
    office.casework.draft_answer(office.officer, code, "Cảm ơn bà Nguyễn Thị Hoa, hồ sơ đã được giải quyết xong.")

    for reader in (theirs, office.operator):
        assert "Nguyễn Thị Hoa" not in str(office.casework.case(reader, code))


def test_who_was_named_is_not_told_to_be_handling_it(office: Deployment) -> None:
    code = office.sent(agency="UBND phường Tam Kỳ").code
    assert office.desk.status(code, PROOF).agency is None

    office.casework.forward(office.officer, code, office.agency.id)
    assert office.desk.status(code, PROOF).agency == office.agency.name


def test_another_agency_sees_only_what_was_forwarded_to_it_and_no_hidden_sender(office: Deployment) -> None:
    theirs = office.account("congan", Role.OFFICER, office.agency.id)
    hidden = office.sent().code
    named = office.sent(identity_hidden=False).code
    with pytest.raises(CaseNotFound):
        office.casework.case(theirs, hidden)
    with pytest.raises(CaseNotFound):
        office.casework.note(theirs, hidden, "Ghi chú")
    assert office.casework.find(theirs, CaseFilter()).total == 0
    for code in (hidden, named):
        office.casework.forward(office.officer, code, office.agency.id)

    assert office.casework.case(theirs, hidden).sender_name == "***"
    assert office.casework.case(theirs, named).sender_name == "Nguyễn Thị Hoa"
    office.casework.start(theirs, hidden)
