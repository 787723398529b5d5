"""The directory of agencies and the reply templates."""

from __future__ import annotations

import pytest

from api.errors import AccessDenied, InvalidField

from .conftest import Deployment


def test_agencies_are_added_changed_and_switched_off_by_those_who_may(office: Deployment) -> None:
    work = office.casework
    made = work.save_agency(office.admin, None, name="Sở Tư pháp", phone="0251 3822 501", url="https://example.vn")
    changed = work.save_agency(office.admin, made.id, name="Sở Tư pháp Đồng Nai", active=False)

    assert (changed.id, changed.phone, changed.active) == (made.id, None, False)
    assert [agency.name for agency in work.agencies()] == ["Công an phường Trấn Biên"]
    assert len(work.agencies(active_only=False)) == 2
    with pytest.raises(AccessDenied):
        work.save_agency(office.approver, None, name="Sở Y tế")
    with pytest.raises(InvalidField):
        work.forward(office.officer, office.sent().code, made.id)


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": " "},
        {"name": "x" * 201},
        {"name": "Công an phường Trấn Biên"},
        {"name": "A", "url": "javascript:alert(1)"},
    ],
)
def test_an_agency_that_makes_no_sense_is_refused(office: Deployment, wrong: dict[str, str]) -> None:
    with pytest.raises(InvalidField):
        office.casework.save_agency(office.admin, None, **wrong)


def test_a_template_is_filled_with_the_facts_of_a_pakn_and_nothing_else(office: Deployment) -> None:
    work = office.casework
    body = "Về phản ánh {code} nhận ngày {received} ({procedure}): {agency} trả lời. {sender_name} {0}"
    made = work.save_template(office.officer, None, title="Mẫu chung", body=body)
    code = office.sent().code

    assert work.fill_template(office.officer, code, made.id) == (
        f"Về phản ánh {code} nhận ngày 02/11/2026 (Đăng ký thường trú): "
        "Công an phường Trấn Biên trả lời. {sender_name} {0}"
    )
    work.save_template(office.officer, made.id, title="Mẫu chung", body=body, active=False)
    assert work.templates(office.viewer) == ()
    assert len(work.templates(office.viewer, active_only=False)) == 1
    with pytest.raises(InvalidField):
        work.fill_template(office.officer, code, "x")
    with pytest.raises(AccessDenied):
        work.save_template(office.operator, None, title="Mẫu", body="Nội dung")
    with pytest.raises(InvalidField):
        work.save_template(office.officer, None, title="Mẫu chung", body="Nội dung")
