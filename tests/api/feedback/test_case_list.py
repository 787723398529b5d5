"""The list of PAKN: searched, filtered, sorted, coloured, and worked on in bulk."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from api.errors import InvalidField
from api.feedback.model import Kind, Lateness
from api.feedback.office_model import CaseFilter

from .conftest import PROOF, Deployment


def test_a_look_is_no_news_for_the_list(office: Deployment) -> None:
    older, newer = office.sent().code, office.sent().code

    office.casework.case(office.officer, older)

    lines = office.casework.find(office.officer, CaseFilter(sort="-updated")).items
    assert [line.code for line in lines] == [newer, older]


def test_bulk_does_each_by_itself_and_says_which_failed_and_why(office: Deployment) -> None:
    first, second, withdrawn = (office.sent().code for _ in range(3))
    office.desk.withdraw(withdrawn, PROOF)

    result = office.casework.bulk(
        office.officer,
        [first, withdrawn, second, first, "KN-0000-0000-1"],
        "forward",
        agency_id=office.agency.id,
    )

    assert result.done == (first, second)
    assert [code for code, _ in result.failed] == [withdrawn, "KN-0000-0000-1"]
    assert "Người gửi đã rút" in result.failed[0][1]
    with pytest.raises(InvalidField):
        office.casework.bulk(office.officer, [first], "__init__")
    assert (
        office.casework.bulk(office.viewer, [first], "start").failed[0][1] == "Tài khoản không có quyền làm việc này."
    )


def test_colours_of_the_list_and_of_its_filter_are_the_same(office: Deployment) -> None:
    office.in_progress()
    office.sent()
    office.sent(anonymous=True)
    office.answered()
    waiting = office.sent().code
    office.casework.ask_more(office.officer, waiting, "Cho biết thêm")
    office.casework.reject(office.officer, office.sent().code, "Không thuộc thẩm quyền")
    for day in (date(2026, 11, 2), date(2026, 11, 6), date(2026, 11, 12), date(2026, 11, 20), date(2026, 11, 27)):
        office.clock.go_to(day)
        whole = office.casework.find(office.officer, CaseFilter(completeness=None)).items
        assert len(whole) == 6
        for colour in Lateness:
            wanted = CaseFilter(completeness=None, lateness=frozenset({colour}))
            found = {line.code for line in office.casework.find(office.officer, wanted).items}
            assert found == {line.code for line in whole if line.lateness is colour}, (day, colour)


def test_the_list_is_searched_without_accents_filtered_sorted_and_paged(office: Deployment) -> None:
    codes = [
        office.sent(kind=kind, title=title).code
        for kind, title in (
            ("hanh_vi", "Thái độ cán bộ một cửa"),
            ("quy_dinh", "Quy định về bản sao"),
            ("de_xuat", "Đề xuất bỏ bản giấy"),
        )
    ]

    def found(**wanted: Any) -> list[str]:
        return [line.code for line in office.casework.find(office.viewer, CaseFilter(**wanted)).items]

    assert found(text="thai do can bo") == [codes[0]]
    assert found(text=codes[1].lower()) == [codes[1]]
    assert found(text="không có 100% chữ này") == []
    assert found(kind=frozenset({Kind.PROPOSAL, Kind.CONDUCT}), sort="received") == [codes[0], codes[2]]
    assert found() == codes[::-1]
    assert found(since=date(2026, 11, 3)) == []
    assert found(since=date(2026, 11, 2), until=date(2026, 11, 2), sort="received") == codes
    page = office.casework.find(office.viewer, CaseFilter(size=2, page=2))
    assert (len(page.items), page.total, page.pages) == (1, 3, 2)
    assert found(text="\x00' OR 1=1", assignee="x") == []
