"""The administrator's signposts: switched off at once, given a checked address, each change in the log."""

from __future__ import annotations

from typing import Any

import pytest

from api.security.roles import Role
from knowledge.render import as_text

PAGE = "/admin/chi-dan"
ADDRESS = "https://xebuyt.vidu.vn/tuyen"


def said(office: Any, question: str) -> str | None:
    """What the assistant answers by signpost now."""
    from knowledge.extras import cued_answer

    found = cued_answer(question, office.services.signposts.cues())
    return as_text(found) if found else None


def test_every_signpost_is_listed_with_its_source(office: Any) -> None:
    page = office.admin.get(PAGE)

    assert page.heading == "Chỉ dẫn tra cứu"
    assert "Tra cứu tuyến xe buýt" in page.text
    assert "736/KH-UBND, mục II.2.1.c" in page.text
    assert f"{PAGE}/bus" in page.links()


def test_an_address_that_was_checked_is_told_with_its_source_at_once(office: Any) -> None:
    page = office.admin.get(f"{PAGE}/bus")
    before = office.services.signposts.revision()
    done = office.admin.submit(page, f"{PAGE}/bus", address=ADDRESS, source="Thông báo số 5 của Sở Xây dựng")

    assert done.path == f"{PAGE}/bus"
    text = said(office, "tuyến xe buýt nào qua chợ") or ""
    assert ADDRESS in text
    assert "Thông báo số 5 của Sở Xây dựng" in text
    assert "không ghi địa chỉ" not in text
    assert office.services.signposts.revision() != before
    log = office.admin.get("/admin/nhat-ky").text
    assert "Chỉ dẫn tra cứu" in log
    assert ADDRESS in log
    back = office.admin.submit(office.admin.get(f"{PAGE}/bus"), f"{PAGE}/bus", address="", source="")
    assert back.status == 200
    assert ADDRESS not in (said(office, "tuyến xe buýt nào qua chợ") or "")


@pytest.mark.parametrize(
    ("address", "source", "field"),
    [
        ("javascript:alert(1)", "Sở", "address"),
        ("xebuyt.vn", "Sở", "address"),
        ("https://a b.vn", "Sở", "address"),
        (ADDRESS, "", "source"),
    ],
)
def test_no_address_without_a_shape_and_a_source(office: Any, address: str, source: str, field: str) -> None:
    page = office.admin.get(f"{PAGE}/bus")
    refused = office.admin.submit(page, f"{PAGE}/bus", address=address, source=source)

    assert refused.status == 422
    assert refused.soup.find(attrs={"name": field})["aria-invalid"] == "true"
    assert "chưa có địa chỉ" in refused.text or "chỉ được nơi để hỏi" in refused.text


def test_a_signpost_switched_off_is_no_longer_said(office: Any) -> None:
    form = f"{PAGE}/traffic/cong-tac"
    office.admin.submit(office.admin.get(f"{PAGE}/traffic"), form)

    assert said(office, "tình trạng giao thông hôm nay") is None
    assert "Đã tắt" in office.admin.get(PAGE).text
    office.admin.submit(office.admin.get(f"{PAGE}/traffic"), form)
    assert said(office, "tình trạng giao thông hôm nay") is not None


def test_an_operator_does_not_change_it_and_an_unknown_one_is_not_there(office: Any) -> None:
    assert office.operator.get(PAGE).status == 403
    assert office.admin.get(f"{PAGE}/nobody").status == 422
    assert office.somebody(Role.APPROVER).request("POST", f"{PAGE}/bus", data={}).status_code == 403
