"""The quality pages as people of the office use them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from api.quality.review import QualityFilter, Review
from api.quality.states import State
from api.security.roles import Role
from knowledge.answer import AnswerStatus
from tests.api.conftest import BIRTH
from tests.quality.conftest import Town

HOME = "/admin/chat-luong"


def open_group(town: Town, person: Any) -> Any:
    """Open the first group of the list as a person does."""
    listed = person.get(HOME)
    (link, *_) = [one for one in sorted(listed.links()) if one.startswith(f"{HOME}/nhom/")]
    return person.get(link)


def test_one_click_teaches_a_wording_and_finishes_the_group(town: Town) -> None:
    town.asks("làm giấy cho bé mới đẻ")
    town.asks("làm giấy cho bé mới sinh")
    person = town.office.approver
    group = open_group(town, person)
    assert "làm giấy cho bé mới đẻ" in group.text
    done = person.submit(group, f"{HOME}/cach-noi", code=BIRTH.code)
    assert "Đã thêm 1 cách nói" in done.text
    assert "có hiệu lực ngay" in done.text
    found = town.services.keeper.current().decided("làm giấy cho bé mới đẻ")
    assert found is not None
    assert found.hits[0].code == BIRTH.code
    assert "Không còn câu hỏi nào" in person.get(HOME).text


def test_several_questions_and_a_typed_one_are_added_together(town: Town) -> None:
    town.asks("làm giấy cho bé mới đẻ")
    town.asks("làm giấy cho bé mới đẻ nhanh")
    person = town.office.approver
    group = open_group(town, person)
    offered = [str(box["value"]) for box in group.form(f"{HOME}/cach-noi").select("[name=wording]")]
    person.submit(group, f"{HOME}/cach-noi", wording=offered, more="xin giấy cho cháu sơ sinh", code=BIRTH.code)
    added = {one.text for one in town.services.additions.wordings()}
    assert added == {*offered, "xin giấy cho cháu sơ sinh"}
    assert len(added) == 3


def test_the_procedure_is_searched_and_chosen(town: Town) -> None:
    town.asks("làm giấy cho bé mới đẻ")
    person = town.office.approver
    group = open_group(town, person)
    searched = person.get(f"{group.path}?tim=khai+sinh")
    buttons = {str(one["value"]) for one in searched.form(f"{HOME}/cach-noi").select("button[name=code]")}
    assert BIRTH.code in buttons


def test_an_unknown_procedure_or_a_private_number_is_refused_with_a_reason(
    town: Town, refused: Callable[[Any], str]
) -> None:
    town.asks("làm giấy cho bé mới đẻ")
    person = town.office.approver
    group = open_group(town, person)
    seen = person.submit(group, f"{HOME}/cach-noi", code="9.999999")
    assert seen.status == 422
    assert "chọn thủ tục" in refused(seen)
    seen = person.submit(group, f"{HOME}/cach-noi", code=BIRTH.code, more="gọi 0912345678 làm giấy")
    assert seen.status == 422
    assert "riêng của người dân" in refused(seen)
    assert town.services.additions.wordings() == ()


def test_a_wording_is_taken_back_and_used_again(town: Town) -> None:
    person = town.office.approver
    (identity,) = town.services.additions.add_wordings(
        town.office.actor(Role.APPROVER), ["làm giấy cho bé"], code=BIRTH.code
    )
    town.services.keeper.refresh_extras()
    added = person.get(f"{HOME}/bo-sung")
    gone = person.submit(added, f"{HOME}/cach-noi/{identity}/go")
    assert "Đã gỡ" in gone.text
    assert town.services.keeper.current().decided("làm giấy cho bé") is None
    person.submit(gone, f"{HOME}/cach-noi/{identity}/dung-lai")
    assert town.services.keeper.current().decided("làm giấy cho bé") is not None


def test_an_own_answer_is_written_for_a_group_changed_and_removed(town: Town) -> None:
    town.asks("thứ bảy phường có làm việc không")
    person = town.office.approver
    group = open_group(town, person)
    (link,) = [one for one in group.links() if "/hoi-dap/moi?nhom=" in one]
    form = person.get(link)
    action = f"{HOME}/hoi-dap"
    wrong = person.submit(form, action, answer="Sáng thứ bảy có làm việc.", source="")
    assert wrong.status == 422
    assert "ghi nguồn" in wrong.text
    saved = person.submit(wrong, action, source="Thông báo của phường")
    assert "có hiệu lực ngay" in saved.text
    said = town.services.keeper.current().decided("thứ bảy phường có làm việc không")
    assert said is not None
    assert said.prepared.lead == "Sáng thứ bảy có làm việc."
    assert Review(town.services.database).overview().questions == 0
    (own,) = town.services.additions.answers()
    changed = person.submit(person.get(f"{action}/{own.id}"), f"{action}/{own.id}", answer="Thứ bảy nghỉ.")
    assert "Thứ bảy nghỉ." in changed.text
    removed = person.submit(changed, f"{action}/{own.id}/go")
    assert "Đã gỡ" in removed.text
    assert town.services.keeper.current().decided("thứ bảy phường có làm việc không") is None


def test_an_own_answer_about_a_procedure_that_does_not_exist_is_refused(town: Town) -> None:
    person = town.office.approver
    action = f"{HOME}/hoi-dap"
    seen = person.submit(
        person.get(f"{action}/moi"), action, question="phường mở cửa giờ nào", answer="7 giờ.", source="x", code="9.9"
    )
    assert seen.status == 422
    assert "Không có thủ tục mang mã này" in seen.text


def test_single_questions_are_marked_and_opened_again(town: Town) -> None:
    for text in ("xin giấy nhà vườn", "xin phép nuôi hổ"):
        town.asks(text)
    person = town.office.approver
    listed = person.get(f"{HOME}/cau-hoi")
    numbers = [str(box["value"]) for box in listed.soup.select("[name=number]")]
    marked = person.submit(listed, f"{HOME}/danh-dau", number=numbers[:1], state="ignored")
    assert "Đã bỏ qua: 1 câu" in marked.text
    review = Review(town.services.database)
    (ignored,) = review.items(QualityFilter(state=State.IGNORED)).items
    assert ignored.state_by == "Vũ Văn Duyệt"
    again = person.get(f"{HOME}/cau-hoi?trang-thai=ignored")
    person.submit(again, f"{HOME}/danh-dau", number=numbers[:1], state="open")
    assert review.items(QualityFilter()).total == 2


def test_marking_nothing_says_so(town: Town, refused: Callable[[Any], str]) -> None:
    town.asks("xin giấy nhà vườn")
    person = town.office.approver
    seen = person.submit(person.get(f"{HOME}/cau-hoi"), f"{HOME}/danh-dau", state="done")
    assert "ít nhất một câu hỏi" in refused(seen)


def test_a_question_with_markup_is_shown_as_text(town: Town) -> None:
    town.asks("<script>alert(1)</script> xin giấy nhà vườn")
    page = town.office.approver.get(HOME)
    assert "<script>alert(1)</script>" in page.text
    assert page.soup.find("script", string="alert(1)") is None


def test_a_link_with_nonsense_in_it_still_opens(town: Town) -> None:
    town.asks("xin giấy nhà vườn", AnswerStatus.NOT_FOUND)
    page = town.office.approver.get(f"{HOME}?trang-thai=x&ly-do=y&tu=hom-qua&trang=-1&kenh=%00")
    assert page.status == 200


def test_a_group_that_was_forgotten_leads_back_to_the_list(town: Town, refused: Callable[[Any], str]) -> None:
    seen = town.office.approver.get(f"{HOME}/nhom/12345")
    assert seen.path == HOME
    assert "không còn" in seen.text


def test_officers_read_and_only_approvers_change(town: Town) -> None:
    town.asks("xin giấy nhà vườn")
    officer = town.office.officer
    group = open_group(town, officer)
    assert group.status == 200
    assert not group.has_form(f"{HOME}/cach-noi")
    token = group.soup.select_one("[name=csrf]")["value"]
    denied = officer.post(f"{HOME}/cach-noi", {"csrf": token, "more": "làm giấy", "code": BIRTH.code})
    assert denied.status == 403
    assert town.services.additions.wordings() == ()


@pytest.mark.parametrize("path", [HOME, f"{HOME}/cau-hoi", f"{HOME}/bo-sung", "/admin/kien-thuc", "/admin/tin"])
def test_viewers_and_operators_do_not_see_this_room(town: Town, path: str) -> None:
    for person in (town.office.viewer, town.office.operator):
        assert person.get(path).status == 403


def test_one_question_of_a_group_is_taught_and_marked_by_itself(town: Town) -> None:
    for text in ("làm giấy cho bé mới đẻ", "làm giấy cho bé mới đẻ nhanh"):
        town.asks(text)
    person = town.office.approver
    listed = person.get(f"{HOME}/cau-hoi")
    link = next(str(one["href"]) for one in listed.soup.find_all("a") if one.get_text().endswith("đẻ nhanh"))
    seen = person.get(link)
    offered = [str(box["value"]) for box in seen.form(f"{HOME}/cach-noi").select("[name=wording]")]
    assert offered == ["làm giấy cho bé mới đẻ nhanh"]

    person.submit(seen, f"{HOME}/cach-noi", code=BIRTH.code)
    assert [one.text for one in town.services.additions.wordings()] == offered
    left = Review(town.services.database).items(QualityFilter()).items
    assert [one.question for one in left] == ["làm giấy cho bé mới đẻ"]
