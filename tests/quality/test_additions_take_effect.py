"""Wordings and own answers that the office adds: in force at once, everywhere, and taken back as quickly."""

from __future__ import annotations

import pytest

from api.errors import InvalidField
from api.knowledge_keeper import KnowledgeBase, KnowledgeKeeper
from api.quality.added import AnswerFields
from api.security.roles import Role
from knowledge.answer import AnswerStatus, TextBlock
from tests.api.conftest import BIRTH, SmallKnowledge
from tests.quality.conftest import Town

SATURDAY = AnswerFields(
    question="Thứ bảy phường có làm việc không?",
    answer="Sáng thứ bảy bộ phận một cửa có làm việc, từ 7 giờ 30 đến 11 giờ 30.",
    source="Thông báo lịch làm việc của Ủy ban nhân dân phường",
)


@pytest.fixture
def approver(town: Town) -> object:
    return town.office.actor(Role.APPROVER)


def other_process(town: Town) -> KnowledgeKeeper:
    """A keeper as a second web process has it, on the same database."""

    def opened(_root: object, _province: str | None) -> KnowledgeBase:
        return SmallKnowledge()

    settings = town.services.settings
    keeper = KnowledgeKeeper(settings.snapshots, None, opener=opened, extras=town.services.additions)
    keeper.refresh()
    return keeper


def test_an_added_wording_is_known_in_every_process_and_can_be_taken_back(town: Town, approver: object) -> None:
    elsewhere = other_process(town)
    additions = town.services.additions
    assert elsewhere.current().decided("làm giấy cho bé") is None
    (identity,) = additions.add_wordings(approver, ["làm giấy cho bé"], code=BIRTH.code)
    assert elsewhere.refresh_extras()
    found = elsewhere.current().decided("làm giấy cho bé")
    assert found is not None
    assert [hit.code for hit in found.hits] == [BIRTH.code]
    additions.set_wording_used(approver, identity, used=False)
    assert elsewhere.refresh_extras()
    assert elsewhere.current().decided("làm giấy cho bé") is None
    assert not elsewhere.refresh_extras()


def test_words_heard_at_the_counter_are_added_at_the_procedure_itself(town: Town) -> None:
    approver, officer = town.office.approver, town.office.officer
    page, to = f"/admin/kien-thuc/thu-tuc/{BIRTH.code}", f"/admin/kien-thuc/thu-tuc/{BIRTH.code}/cach-noi"
    assert not officer.get(page).has_form(to)
    refused = approver.submit(approver.get(page), to, wording="giấy cho bé của 0912345678")
    assert refused.status == 422
    assert refused.soup.select_one("[name=wording]")["value"] == "giấy cho bé của 0912345678"
    seen = approver.submit(refused, to, wording="làm giấy cho bé")
    assert "“làm giấy cho bé”" in seen.text
    found = town.services.keeper.current().decided("làm giấy cho bé")
    assert found is not None
    assert [hit.code for hit in found.hits] == [BIRTH.code]
    assert approver.submit(seen, to, wording="làm giấy cho bé").status == 422, "it is there already"
    assert officer.post(to, {"csrf": "x", "wording": "giấy khác"}).status == 403
    assert "/admin/chat-luong/bo-sung" in seen.links()


def test_an_own_answer_is_said_with_its_source_and_its_day(town: Town, approver: object) -> None:
    elsewhere = other_process(town)
    town.services.additions.add_answer(approver, SATURDAY, ["sáng thứ 7 phường có mở cửa không"])
    elsewhere.refresh_extras()
    for question in (SATURDAY.question, "sáng thứ 7 phường có mở cửa không"):
        found = elsewhere.current().decided(question)
        assert found is not None
        assert found.prepared is not None
        assert found.prepared.status is AnswerStatus.ANSWERED
        assert found.prepared.lead == SATURDAY.answer
        (source,) = found.prepared.blocks
        assert isinstance(source, TextBlock)
        assert SATURDAY.source in source.text
        assert "cập nhật ngày" in source.text


def test_the_same_wording_is_not_added_twice(town: Town, approver: object) -> None:
    additions = town.services.additions
    additions.add_wordings(approver, ["làm giấy cho bé"], code=BIRTH.code)
    with pytest.raises(InvalidField, match="text"):
        additions.add_wordings(approver, ["Làm giấy cho bé ạ"], code=BIRTH.code)
    assert len(additions.wordings()) == 1


@pytest.mark.parametrize(
    "text", ["", "   ", "?!", "ở đâu", "gọi tôi số 0912345678 làm giấy cho bé", "làm [SoDienThoai] cho bé", "x " * 200]
)
def test_a_wording_that_names_no_need_or_holds_private_numbers_is_refused(
    town: Town, approver: object, text: str
) -> None:
    with pytest.raises(InvalidField):
        town.services.additions.add_wordings(approver, [text], code=BIRTH.code)
    assert town.services.additions.wordings() == ()


@pytest.mark.parametrize(
    ("field", "fields"),
    [
        ("question", AnswerFields("", SATURDAY.answer, SATURDAY.source)),
        ("answer", AnswerFields(SATURDAY.question, " ", SATURDAY.source)),
        ("answer", AnswerFields(SATURDAY.question, "x" * 2001, SATURDAY.source)),
        ("source", AnswerFields(SATURDAY.question, SATURDAY.answer, "")),
        ("url", AnswerFields(SATURDAY.question, SATURDAY.answer, SATURDAY.source, "javascript:alert(1)")),
    ],
)
def test_an_own_answer_needs_question_answer_and_source(
    town: Town, approver: object, field: str, fields: AnswerFields
) -> None:
    with pytest.raises(InvalidField) as caught:
        town.services.additions.add_answer(approver, fields)
    assert caught.value.field == field
    assert town.services.additions.answers() == ()


def test_two_own_answers_to_one_question_are_refused_also_when_one_comes_back(town: Town, approver: object) -> None:
    additions = town.services.additions
    first = additions.add_answer(approver, SATURDAY)
    with pytest.raises(InvalidField):
        additions.add_answer(approver, SATURDAY)
    additions.set_answer_used(approver, first, used=False)
    additions.add_answer(approver, SATURDAY)
    with pytest.raises(InvalidField):
        additions.set_answer_used(approver, first, used=True)


def test_the_chat_says_an_own_answer_as_soon_as_it_is_added(town: Town, approver: object) -> None:
    town.services.additions.add_answer(approver, SATURDAY)
    town.services.keeper.refresh_extras()
    said = town.office.client.post("/api/v1/chat/messages", json={"text": SATURDAY.question}).json()
    assert said["messages"][0]["answer"]["lead"] == SATURDAY.answer


def test_every_change_stands_in_the_log(town: Town, approver: object) -> None:
    additions = town.services.additions
    (identity,) = additions.add_wordings(approver, ["làm giấy cho bé"], code=BIRTH.code)
    additions.set_wording_used(approver, identity, used=False)
    additions.set_wording_used(approver, identity, used=False)
    page = town.office.admin.get("/admin/nhat-ky?loai=quality")
    assert page.text.count("làm giấy cho bé") == 2
