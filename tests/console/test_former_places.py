"""The office is told what a former place is today, and decides itself."""

from __future__ import annotations

from typing import Any

FORM = "/admin/pakn/moi"
OLD = "ấp 5, xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang"
NEW = "ấp 5, xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long, huyện Châu Thành, tỉnh Tiền Giang)"
SAID = {
    "channel": "phone_1022",
    "sender_name": "Trần Thị Bình",
    "sender_address": "Số 3 đường Ví Dụ, phường Ví Dụ",
    "sender_phone": "0912 345 678",
    "kind": "hanh_vi",
    "content": "Bộ phận một cửa đóng cửa lúc 10 giờ sáng thứ hai, tôi đi hai lần đều không nộp được hồ sơ.",
    "consent": "1",
    "location": OLD,
}


def taken_down(office: Any, said: str) -> str:
    """Enter a PAKN with a former place, and say something to what is offered; return its code."""
    page = office.operator.submit(office.operator.get(FORM), FORM, do="register", **SAID)
    assert page.status == 422
    assert "Xã Vĩnh Kim, tỉnh Đồng Tháp" in page.text
    done = office.operator.submit(page, FORM, do="register", consent="1", place_now=said)
    assert done.heading == "Đã ghi nhận"
    return str(done.soup.find("strong", class_="code").get_text())


def test_the_operator_is_offered_the_place_of_today(office: Any) -> None:
    code = taken_down(office, "1")
    assert NEW in office.officer.get(f"/admin/pakn/{code}").text


def test_an_officer_settles_the_place_later(office: Any) -> None:
    code = taken_down(office, "giu")
    page = office.officer.get(f"/admin/pakn/{code}")
    assert "xã Bàn Long" in page.text
    assert "Xã Vĩnh Kim, tỉnh Đồng Tháp" in page.text
    settled = office.officer.submit(page, f"/admin/pakn/{code}/sua", place_now="1")
    assert "xã Vĩnh Kim, tỉnh Đồng Tháp (trước là xã Bàn Long" in settled.text
    assert "place-now" not in settled.text
