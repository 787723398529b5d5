"""The officers' list: found by what is known, kept in the address, several at once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from api.clock import local_day, utc_now
from api.feedback.model import Kind
from api.security.roles import Role

LIST = "/admin/pakn"
REJECT = "Nội dung thuộc thẩm quyền của cơ quan khác, mời gửi đến đó."


def rows(seen: Any) -> list[str]:
    return [row.find("a", class_="code").get_text() for row in seen.soup.select("tbody tr")]


def days_ago(days: int) -> Any:
    return local_day(utc_now()) - timedelta(days=days)


def test_an_empty_list_says_so_and_shows_the_way(office: Any) -> None:
    seen = office.viewer.get(LIST)
    assert "Chưa có phản ánh, kiến nghị nào" in seen.text
    assert "Không có hồ sơ nào khớp" in office.viewer.get(f"{LIST}?tim=xe").text


def test_a_line_tells_code_state_deadline_in_words_and_that_nobody_has_read_it(office: Any) -> None:
    late, new = office.case(received_on=days_ago(45)), office.case()
    seen = office.viewer.get(LIST)
    assert rows(seen) == [new, late]
    first, last = seen.soup.select("tbody tr")
    assert "Chưa đọc" in first.get_text()
    assert "Trong hạn" in first.get_text()
    assert "Quá hạn" in last.get_text()
    assert "Đã tiếp nhận" in last.get_text()


def test_no_line_shows_who_sent_it(office: Any) -> None:
    office.case()
    for person in (office.viewer, office.admin):
        text = person.get(LIST).response.text
        assert "0912345678" not in text
        assert "Nguyễn Văn An" not in text


@pytest.mark.parametrize(
    ("query", "finds"),
    [
        ("tim=tam+tru", {"tam tru"}),
        ("tim=khai+sinh", {"khai sinh"}),
        ("loai=de_xuat", {"khai sinh"}),
        ("loai=de_xuat&loai=hanh_vi", {"tam tru", "khai sinh"}),
        ("trang-thai=chuyen_co_quan", {"khai sinh"}),
        ("nguoi=none&trang-thai=da_tiep_nhan", {"tam tru"}),
        ("han=qua_han", {"tam tru"}),
        ("kenh=zalo_oa", set()),
        ("chua-doc=1", {"tam tru", "khai sinh"}),
        ("gop-y=1", {"gop y"}),
        ("trang-thai=vo-nghia&tu=hom-qua&xep=x&trang=-4&so=9999999", {"tam tru", "khai sinh"}),
    ],
)
def test_what_is_asked_in_the_address_is_found(office: Any, query: str, finds: set[str]) -> None:
    kept = {
        "tam tru": office.case(received_on=days_ago(45)),
        "khai sinh": office.case(
            kind=Kind.PROPOSAL, content="Đề nghị nhận hồ sơ khai sinh qua mạng cho tiện người dân."
        ),
        "gop y": office.case(content="Ghế ngồi chờ thiếu, người già phải đứng lâu, mong bổ sung.", anonymous=True),
    }
    office.services.casework.forward(office.actor(Role.OFFICER), kept["khai sinh"], office.agency())
    assert set(rows(office.viewer.get(f"{LIST}?{query}"))) == {kept[name] for name in finds}


def test_the_form_shows_the_filter_and_every_link_keeps_it(office: Any) -> None:
    for _ in range(26):
        office.case()
    seen = office.viewer.get(f"{LIST}?trang-thai=da_tiep_nhan&tim=tam&xep=due")
    form = seen.form(LIST)
    assert form.find("input", {"name": "tim"})["value"] == "tam"
    assert form.find("input", {"name": "trang-thai", "value": "da_tiep_nhan"}).has_attr("checked")
    following = seen.soup.find("a", rel="next")["href"]
    assert {"tim=tam", "trang-thai=da_tiep_nhan", "xep=due", "trang=2"} <= set(following.split("?")[1].split("&"))
    second = office.viewer.get(following)
    assert len(rows(seen)) == 25
    assert len(rows(second)) == 1
    assert "26 hồ sơ" in second.text
    assert rows(office.viewer.get(f"{LIST}?trang=99")) != []


def test_sorting_by_deadline_puts_the_most_pressing_first_and_turns_round(office: Any) -> None:
    new, late = office.case(), office.case(received_on=days_ago(45))
    seen = office.viewer.get(f"{LIST}?xep=due")
    assert rows(seen) == [late, new]
    turned = next(link for link in seen.soup.select(".sorting a") if "Hạn trả lời" in link.get_text())
    assert rows(office.viewer.get(turned["href"])) == [new, late]


def test_a_viewer_is_offered_no_steps(office: Any) -> None:
    office.case()
    assert not office.viewer.get(LIST).soup.find("input", {"name": "code"})


def test_several_are_refused_at_once_with_a_line_for_each(office: Any) -> None:
    open_one, closed = office.case(), office.answered()
    officer = office.officer
    page = officer.get(LIST)
    done = officer.submit(page, f"{LIST}/hang-loat", code=[open_one, closed], action="reject", reason=REJECT)
    assert done.heading == "Kết quả: từ chối tiếp nhận"
    good, bad = done.soup.find("div", class_="good"), done.soup.find("div", class_="bad")
    assert open_one in good.get_text()
    assert closed in bad.get_text()
    assert "Không thể chuyển" in bad.get_text()
    assert "Từ chối tiếp nhận" in officer.get(f"{LIST}/{open_one}").text


def test_several_are_given_to_somebody_forwarded_and_marked_as_read(office: Any) -> None:
    codes = [office.case(), office.case()]
    agency, officer = office.agency(), office.officer
    whom = office.actor(Role.APPROVER)
    for action, typed in (("seen", {}), ("assign", {"account": whom.account_id}), ("forward", {"agency": agency})):
        done = officer.submit(officer.get(LIST), f"{LIST}/hang-loat", code=codes, action=action, **typed)
        assert "Đã làm xong 2 hồ sơ" in done.text
    seen = officer.get(LIST)
    assert seen.text.count(whom.name) >= 2
    assert seen.soup.select("tbody .badge.new") == []
    assert set(rows(officer.get(f"{LIST}?trang-thai=chuyen_co_quan&co-quan={agency}"))) == set(codes)


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ({"code": [], "action": "start"}, "Chưa chọn hồ sơ nào"),
        ({"action": ""}, "chọn việc cần làm"),
        ({"action": "approve_answer"}, "chọn việc cần làm"),
        ({"action": "reject", "reason": " "}, "ghi lý do"),
        ({"action": "assign", "account": ""}, "chọn người"),
        ({"action": "forward", "agency": ""}, "chọn cơ quan"),
    ],
)
def test_a_step_that_lacks_something_comes_back_to_the_list_and_says_what(
    office: Any, typed: dict[str, Any], says: str
) -> None:
    code = office.case()
    back = office.officer.submit(
        office.officer.get(f"{LIST}?tim=tam"), f"{LIST}/hang-loat", **{"code": [code], **typed}
    )
    assert (back.path, back.status) == (LIST, 200)
    assert says in back.text
    assert "tim=tam" in str(back.response.url)


def test_the_first_page_counts_what_waits(office: Any) -> None:
    office.case(received_on=days_ago(45))
    code = office.in_progress()
    office.services.casework.draft_answer(office.actor(Role.OFFICER), code, "Đã xem xét và trả lời như sau, mời xem.")
    seen = office.approver.get("/admin")
    counts = {one.find("strong").get_text(): int(one.find("b").get_text()) for one in seen.soup.select("a.figure")}
    assert counts["Quá hạn"] == 1
    assert counts["Chờ duyệt"] == 1
    assert counts["Chưa giao ai"] == 2
    waiting = next(one for one in seen.soup.select("a.figure") if "Chờ duyệt" in one.get_text())
    assert rows(office.approver.get(waiting["href"])) == [code]
