"""What was not answered well is taken out of the conversations, once, in groups, and goes with them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from api.knowledge_desk.corrections import Corrections
from api.quality.collecting import Collector
from api.quality.review import Item, QualityFilter, Review
from api.quality.states import Origin, Reason, State
from knowledge.answer import AnswerStatus
from tests.quality.conftest import Town


def items(town: Town, **wanted: object) -> tuple[Item, ...]:
    town.collected()
    return Review(town.services.database).items(QualityFilter(**wanted)).items  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (AnswerStatus.NOT_FOUND, Reason.NOT_FOUND),
        (AnswerStatus.ASK_MORE, Reason.ASK_MORE),
        (AnswerStatus.OUT_OF_SCOPE, Reason.OUT_OF_SCOPE),
        (AnswerStatus.HANDED_OVER, Reason.HANDED_OVER),
        (AnswerStatus.ANSWERED, Reason.UNSURE),
    ],
)
def test_a_question_without_a_sure_answer_is_taken_in_with_its_reason(
    town: Town, status: AnswerStatus, reason: Reason
) -> None:
    town.asks("xin giấy nhà vườn ở đâu", status, band="unsure", channel="zalo")
    (found,) = items(town)
    assert (found.question, found.reasons, found.channel, found.state) == (
        "xin giấy nhà vườn ở đâu",
        (reason,),
        "zalo",
        State.OPEN,
    )


def test_what_was_answered_is_left_alone(town: Town) -> None:
    town.asks("làm hộ chiếu", AnswerStatus.ANSWERED, band="sure")
    town.asks("khai sinh", AnswerStatus.CHOOSE, band="between")
    assert items(town) == ()


@pytest.mark.parametrize(
    "then",
    [
        ("ý tôi là nhập khẩu cho vợ", None, AnswerStatus.ASK_MORE, None),
        ("vậy hộ chiếu thì sao", None, AnswerStatus.ANSWERED, "1.001456"),
        ("Trợ giúp", "/help", AnswerStatus.ANSWERED, None),
    ],
)
def test_a_choice_after_which_something_else_is_asked_counts_as_not_answered(town: Town, then: Any) -> None:
    town.is_offered("nhập khẩu", then)
    found = [one for one in items(town) if one.question == "nhập khẩu"]
    assert [one.reasons for one in found] == [(Reason.ABANDONED,)]


@pytest.mark.parametrize(
    "then",
    [
        ("Đăng ký thường trú", '/choose{"code": "1.004222"}', AnswerStatus.ANSWERED, "1.004222"),
        ("số 2", None, AnswerStatus.ANSWERED, "1.001193"),
    ],
)
def test_a_choice_that_is_taken_is_left_alone(town: Town, then: Any) -> None:
    town.is_offered("nhập khẩu", then)
    assert items(town) == ()


def test_a_choice_nobody_takes_counts_after_half_an_hour(town: Town) -> None:
    town.is_offered("nhập khẩu")
    assert items(town) == ()
    later = Collector(town.services.database, lambda: datetime.now(UTC) + timedelta(minutes=31))
    assert later.collect() == 1
    (found,) = items(town)
    assert found.reasons == (Reason.ABANDONED,)


def test_a_press_and_a_message_without_words_are_no_questions(town: Town) -> None:
    town.asks("khai sinh", AnswerStatus.NOT_FOUND, pressed="Đăng ký khai sinh")
    town.asks("???", AnswerStatus.ASK_MORE)
    assert items(town) == ()


def test_a_low_rating_is_taken_in_with_the_typed_question_and_the_reason(town: Town) -> None:
    answer = town.asks("khai sinh cho con", AnswerStatus.ANSWERED, band="sure", pressed="Đăng ký khai sinh")
    town.rates_down(answer, "tôi hỏi nộp qua bưu điện")
    (found,) = items(town)
    assert (found.question, found.reasons, found.rating_reason) == (
        "khai sinh cho con",
        (Reason.RATED_DOWN,),
        "tôi hỏi nộp qua bưu điện",
    )


def test_a_low_rating_that_is_taken_back_is_no_longer_shown(town: Town) -> None:
    answer = town.asks("khai sinh cho con", AnswerStatus.ANSWERED, band="sure")
    town.rates_down(answer)
    assert len(items(town)) == 1
    town.rates_up(answer)
    assert items(town) == ()
    assert Review(town.services.database).overview().questions == 0


def test_every_turn_is_taken_in_once(town: Town) -> None:
    town.asks("xin giấy nhà vườn")
    assert town.collected() == 1
    assert town.collected() == 0
    town.asks("xin phép nuôi hổ")
    assert town.collected() == 1


def test_similar_questions_stand_in_one_group_and_others_do_not(town: Town) -> None:
    for text in (
        "phường có làm việc thứ bảy không",
        "Phường có làm việc thứ bảy không ạ?",
        "thu bay phuong co lam viec khong",
        "xin phép nuôi hổ trong nhà",
    ):
        town.asks(text)
    town.collected()
    groups = Review(town.services.database).groups(QualityFilter()).items
    assert [(group.question, group.count) for group in groups] == [
        ("phường có làm việc thứ bảy không", 3),
        ("xin phép nuôi hổ trong nhà", 1),
    ]


def test_a_new_process_goes_on_with_the_groups_of_the_one_before(town: Town) -> None:
    town.asks("phường có làm việc thứ bảy không")
    town.collected()
    town.asks("thứ bảy phường có làm việc không nhỉ")
    assert Collector(town.services.database).collect() == 1
    (group,) = Review(town.services.database).groups(QualityFilter()).items
    assert group.count == 2


def test_questions_go_when_their_conversation_is_forgotten(town: Town) -> None:
    town.asks("xin giấy nhà vườn")
    assert len(items(town)) == 1
    town.services.conversations.forget_older_than(-1)
    assert items(town) == ()


def test_the_list_can_be_narrowed(town: Town) -> None:
    town.asks("xin giấy nhà vườn", AnswerStatus.NOT_FOUND, channel="web")
    town.asks("thời tiết mai thế nào", AnswerStatus.OUT_OF_SCOPE, channel="zalo")
    assert [one.question for one in items(town, channel="zalo")] == ["thời tiết mai thế nào"]
    assert [one.question for one in items(town, reason=Reason.NOT_FOUND)] == ["xin giấy nhà vườn"]
    assert [one.question for one in items(town, text="giấy nhà")] == ["xin giấy nhà vườn"]
    assert items(town, state=State.DONE) == ()
    assert len(items(town, state=None)) == 2


@pytest.mark.parametrize(
    ("reason", "reported"),
    [
        ("lệ phí ghi sai rồi, giờ là 20.000 đồng", True),
        ("thong tin cu roi", True),
        ("quy định này hết hiệu lực", True),
        ("trả lời dài quá", False),
    ],
)
def test_a_reason_that_says_the_record_is_wrong_becomes_a_report(town: Town, reason: str, reported: bool) -> None:
    answer = town.asks("lệ phí khai sinh", AnswerStatus.ANSWERED, band="sure", code="1.001193")
    town.rates_down(answer)
    town.collected()
    town.rates_down(answer, reason)  # people give the reason after the thumb
    town.collected()
    town.collected()
    found = Corrections(town.services.database).list().items
    assert [(one.code, one.text, one.origin) for one in found] == (
        [("1.001193", reason, Origin.CITIZEN)] if reported else []
    )
