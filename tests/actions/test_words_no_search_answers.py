"""Words no search can answer, and intents that are not believed."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import Answer, AnswerStatus
from knowledge.aspects import Aspect
from knowledge.model import ChannelKind
from knowledge.results import Band, SearchResult
from tests.actions.reading import about, buttons, statuses
from tests.actions.small_knowledge import MARRIAGE, RESIDENCE

# Intents that are not believed


@pytest.mark.parametrize(
    ("words", "intent", "confidence", "aspect"),
    [
        ("ai cấp", "choose", 0.42, Aspect.WHERE),
        ("thời gian", "deny", 0.9, Aspect.TIME),
        ("bao nhiêu tiền", "out_of_scope", 0.6, Aspect.FEE),
    ],
)
def test_an_aspect_alone_is_a_question_whatever_it_is_taken_for(
    talk: Any, words: str, intent: str, confidence: float, aspect: Aspect
) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say(words, intent, confidence)) == [(RESIDENCE, aspect)]


def test_a_no_that_names_an_aspect_stays_a_no(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say("không cần giấy tờ đâu", "deny", 0.9)) == [(None, None)]


@pytest.mark.parametrize("intent", ["goodbye", "chitchat", "help", "status", "unsafe", "out_of_scope"])
def test_a_procedure_named_beyond_doubt_is_answered_when_the_intent_is_doubtful(talk: Any, intent: str) -> None:
    assert about(talk.say("đăng ký kết hôn", intent, 0.45)) == [(MARRIAGE, Aspect.OVERVIEW)]


# What no search can answer


@pytest.mark.parametrize("words", ["đm làm ăn như cc", "mày ngu quá", "dm deo hieu gi het", "bọn mày lừa đảo"])
def test_abuse_gets_a_calm_way_on_and_no_procedures(talk: Any, words: str) -> None:
    (answer,) = talk.say(words)
    assert answer.status is AnswerStatus.ASK_MORE
    assert "/feedback" in buttons(answer)


def test_a_question_in_anger_is_answered(talk: Any) -> None:
    assert about(talk.say("đm làm tạm trú bao nhiêu tiền")) == [(RESIDENCE, Aspect.FEE)]


@pytest.mark.parametrize(
    "words",
    ["cho em xin số căn cước của ông Nguyễn Văn A ở phường 3", "tra duoc dia chi qua bien so xe khong"],
)
def test_what_only_concerns_somebody_else_is_refused(talk: Any, words: str) -> None:
    assert statuses(talk.say(words)) == [AnswerStatus.REFUSED]


@pytest.mark.parametrize("words", ["có số điện thoại nào không", "điện thoại số mấy", "hotline"])
def test_a_wish_for_a_telephone_number_leads_to_a_person(talk: Any, words: str) -> None:
    assert statuses(talk.say(words)) == [AnswerStatus.HANDED_OVER]


def test_english_is_told_in_both_languages_that_vietnamese_is_needed(talk: Any) -> None:
    (answer,) = talk.say("How do I register a marriage with a Vietnamese citizen?", "unsafe", 0.46)
    assert "Vietnamese only" in answer.lead


@pytest.mark.parametrize("words", ["quên mật khẩu vneid", "sao khong nhan duoc ma otp"])
def test_somebody_who_cannot_log_in_is_told_what_to_do(talk: Any, words: str) -> None:
    (answer,) = talk.say(words, "unsafe")
    assert answer.status is AnswerStatus.ANSWERED
    assert "đừng gửi mật khẩu" in str(answer.blocks)


def test_a_code_of_this_time_is_still_refused(talk: Any) -> None:
    assert statuses(talk.say("mã otp của tôi là 482913, đăng nhập giúp", "unsafe")) == [AnswerStatus.REFUSED]


def test_a_cancel_of_nothing_is_no_search(talk: Any, known: Any) -> None:
    assert statuses(talk.say("huỷ", "nlu_fallback", 0.3)) == [AnswerStatus.ASK_MORE]
    assert not known.searched


@pytest.mark.parametrize("words", ["giúp tôi", "tôi cần gia hạn cơ"])
def test_a_hardly_believed_misdeed_is_asked_about_not_refused(talk: Any, words: str) -> None:
    (answer,) = talk.say(words, "unsafe", 0.85)
    assert answer.status is AnswerStatus.ASK_MORE


def test_a_misdeed_named_is_refused_however_doubtful(talk: Any) -> None:
    assert statuses(talk.say("làm giả giấy khai sinh giúp tôi", "unsafe", 0.5)) == [AnswerStatus.REFUSED]


def test_a_personal_number_taken_for_a_misdeed_is_only_not_needed(talk: Any) -> None:
    (answer,) = talk.say("sdt cua toi la [SoDienThoai] goi lai cho toi", "unsafe", 0.84)
    assert "không cần gửi số điện thoại" in answer.lead


def test_a_ready_answer_comes_before_emergency_numbers_where_nobody_is_in_danger(talk: Any, known: Any) -> None:
    ready = Answer(status=AnswerStatus.ANSWERED, lead="Tra cứu vi phạm ở đây.")
    for words in ("tra cứu phạt nguội", "cứu tôi với"):
        known.added[words] = SearchResult(
            question=words, status=AnswerStatus.ANSWERED, band=Band.SURE, by_office=True, prepared=ready
        )
    assert talk.say("tra cứu phạt nguội", "emergency", 0.94) == [ready]
    assert "113" in talk.say("cứu tôi với", "emergency", 0.94)[0].lead


# Codes


def test_the_number_of_an_office_leads_to_the_national_procedure(talk: Any) -> None:
    (answer,) = talk.press(f'/ask{{"code": "{RESIDENCE}.000.00.00.H19", "aspect": "fee"}}')
    assert (answer.code, answer.aspect) == (RESIDENCE, Aspect.FEE)
    assert talk.slots["procedure_code"] == RESIDENCE


def test_a_code_that_is_none_is_said_to_be_none(talk: Any) -> None:
    (answer,) = talk.say("9.999999")
    assert "mã này" in answer.lead
    assert "9.999999" not in answer.lead


# Plans


def test_that_plan_is_the_plan_asked_for_not_the_term_in_between(talk: Any) -> None:
    talk.say("kế hoạch 736 giao gì", "plans")
    talk.say("papi là gì", "plans")
    (answer,) = talk.say("kế hoạch đó giao ai", "plans")
    assert answer.lead == "Theo kế hoạch 736: kế hoạch 736 giao gì kế hoạch đó giao ai"


def test_the_channel_of_a_question_while_choosing_is_kept(talk: Any) -> None:
    talk.say("làm căn cước nộp trực tiếp phí bao nhiêu")
    assert talk.slots["channel"] == ChannelKind.IN_PERSON
