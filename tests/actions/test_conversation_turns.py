"""What is kept, switched, corrected, chosen and returned to."""

from __future__ import annotations

import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect

RESIDENCE, BIRTH, MARRIAGE, PASSPORT = "1.004194", "1.001193", "1.100010", "1.100020"
FIRST_CARD, LOST_CARD, CHANGED_CARD = "1.100001", "1.100002", "1.100003"


def about(answers):
    return [(answer.code, answer.aspect) for answer in answers]


def test_a_named_need_is_answered_and_becomes_the_current_procedure(talk):
    assert about(talk.say("làm tạm trú phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]
    assert talk.slots["procedure_code"] == RESIDENCE
    assert talk.slots["procedure_name"] == "Đăng ký tạm trú"


def test_a_need_without_an_aspect_gets_the_overview(talk):
    assert about(talk.say("đăng ký khai sinh")) == [(BIRTH, Aspect.OVERVIEW)]


def test_the_procedure_is_kept_over_follow_ups(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.say("thế phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]
    assert about(talk.say("gửi bưu điện được hông")) == [(RESIDENCE, Aspect.POSTAL)]
    assert about(talk.say("con giay to thi sao")) == [(RESIDENCE, Aspect.DOCUMENTS)]


def test_each_aspect_of_one_message_is_a_message_up_to_three(talk):
    assert about(talk.say("tạm trú cần giấy tờ gì, phí bao nhiêu, mấy ngày xong, nộp ở đâu")) == [
        (RESIDENCE, Aspect.DOCUMENTS),
        (RESIDENCE, Aspect.FEE),
        (RESIDENCE, Aspect.TIME),
    ]


def test_a_channel_restricts_the_answer(talk):
    online = talk.say("tạm trú nộp online phí bao nhiêu")[0]
    in_person = talk.say("nộp trực tiếp phí bao nhiêu")[0]
    assert "7.000" in online.lead
    assert "15.000" in in_person.lead


def test_a_new_need_switches_the_procedure(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.say("vậy còn làm hộ chiếu thì cần gì")) == [(PASSPORT, Aspect.DOCUMENTS)]
    assert talk.slots["previous"] == [RESIDENCE]


def test_pointing_words_about_something_unknown_mean_the_current_procedure(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.say("thế giả sử vậy thì phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]


def test_an_unknown_need_is_not_answered_with_the_current_procedure(talk):
    talk.say("đăng ký tạm trú")
    answers = talk.say("phí nuôi rồng là bao nhiêu")
    assert [answer.status for answer in answers] == [AnswerStatus.ASK_MORE]
    assert talk.slots["procedure_code"] == RESIDENCE


def test_a_follow_up_to_nothing_asks_what_it_is_about(talk):
    assert [answer.status for answer in talk.say("phí bao nhiêu")] == [AnswerStatus.ASK_MORE]


def test_several_near_procedures_are_offered(talk):
    answer = talk.say("làm căn cước hết nhiêu tiền")[0]
    assert answer.status is AnswerStatus.CHOOSE
    assert '/choose{"code": "1.100002"}' in [reply.payload for reply in answer.quick_replies]
    assert talk.slots["aspects"] == ["fee"]


@pytest.mark.parametrize(
    ("words", "intent", "code"),
    [
        ("cái thứ hai", "choose", LOST_CARD),
        ("số 3", "choose", CHANGED_CARD),
        ("2", "choose", LOST_CARD),
        ("cái đầu tiên", "choose", FIRST_CARD),
        ("cai cuoi cung", "choose", CHANGED_CARD),
        ("cái cấp đổi ấy", "choose", CHANGED_CARD),
        ("cấp lại", "ask", LOST_CARD),
        ("3", "inform_number", CHANGED_CARD),
    ],
)
def test_a_choice_by_number_or_name_answers_what_was_asked_before(talk, words, intent, code):
    talk.say("làm căn cước hết nhiêu tiền")
    assert about(talk.say(words, intent)) == [(code, Aspect.FEE)]


def test_a_choice_by_button_answers_what_was_asked_before(talk):
    talk.say("làm căn cước mấy ngày có")
    assert about(talk.press('/choose{"code": "1.100002"}')) == [(LOST_CARD, Aspect.TIME)]


def test_another_of_the_offered_can_be_chosen_later(talk):
    talk.say("làm căn cước")
    talk.say("cái thứ nhất", "choose")
    assert about(talk.say("cái thứ hai thì phí sao", "choose")) == [(LOST_CARD, Aspect.FEE)]


def test_an_unclear_choice_is_offered_again(talk):
    talk.say("làm căn cước")
    assert [a.status for a in talk.say("cái kia kìa", "choose")] == [AnswerStatus.CHOOSE]


def test_the_number_after_the_last_means_none_of_these(talk):
    talk.say("làm căn cước")
    assert [a.status for a in talk.say("số 4", "choose")] == [AnswerStatus.ASK_MORE]
    assert not talk.slots["candidates"]


def test_a_question_while_choosing_is_remembered_for_the_choice(talk):
    talk.say("làm căn cước")
    assert [a.status for a in talk.say("phí bao nhiêu")] == [AnswerStatus.CHOOSE]
    assert about(talk.say("số 1", "choose")) == [(FIRST_CARD, Aspect.FEE)]


def test_a_new_need_while_choosing_is_answered(talk):
    talk.say("làm căn cước")
    assert about(talk.say("thôi cho hỏi hộ chiếu")) == [(PASSPORT, Aspect.OVERVIEW)]


def test_choosing_from_nothing_says_so(talk):
    assert [a.status for a in talk.say("số 2", "choose")] == [AnswerStatus.ASK_MORE]


def test_a_correction_switches_to_what_is_meant(talk):
    talk.say("đăng ký tạm trú phí bao nhiêu")
    assert about(talk.say("không phải, ý tôi là khai sinh", "correct")) == [(BIRTH, Aspect.OVERVIEW)]
    assert about(talk.say("nhầm rồi, tôi hỏi hộ chiếu cần giấy tờ gì", "correct")) == [(PASSPORT, Aspect.DOCUMENTS)]


def test_a_correction_of_the_aspect_keeps_the_procedure(talk):
    talk.say("đăng ký tạm trú phí bao nhiêu")
    assert about(talk.say("tôi hỏi thời gian chứ không hỏi tiền", "correct")) == [(RESIDENCE, Aspect.TIME)]


def test_a_correction_to_another_of_the_offered_takes_it(talk):
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    assert about(talk.say("không phải, ý tôi là cấp lại", "correct")) == [(LOST_CARD, Aspect.OVERVIEW)]


def test_a_bare_no_that_is_wrong_offers_the_others(talk):
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    answer = talk.say("sai rồi", "correct")[0]
    assert answer.status is AnswerStatus.CHOOSE
    assert '/choose{"code": "1.100001"}' not in [reply.payload for reply in answer.quick_replies]


def test_a_bare_correction_without_others_asks(talk):
    talk.say("đăng ký tạm trú")
    assert [a.status for a in talk.say("không đúng ý tôi", "correct")] == [AnswerStatus.ASK_MORE]
    assert talk.slots["procedure_code"] is None


def test_what_was_rejected_is_not_answered_again(talk):
    talk.say("đăng ký tạm trú")
    answer = talk.say("không phải, ý tôi là tạm trú kiểu khác", "correct")[0]
    assert answer.status is AnswerStatus.CHOOSE
    assert RESIDENCE not in str(answer.quick_replies)


def test_going_back_answers_about_the_procedure_before(talk):
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    assert about(talk.say("quay lại cái lúc nãy", "back")) == [(RESIDENCE, Aspect.OVERVIEW)]
    assert about(talk.say("phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]
    (end,) = talk.press("/back")
    assert end.status is AnswerStatus.ASK_MORE
    assert f'/choose{{"code": "{PASSPORT}"}}' in [reply.payload for reply in end.quick_replies]


def test_going_back_twice_goes_two_procedures_back(talk):
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    talk.say("đăng ký kết hôn")
    talk.press("/back")
    assert about(talk.press("/back")) == [(RESIDENCE, Aspect.OVERVIEW)]


def test_going_back_to_a_named_procedure(talk):
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    talk.say("đăng ký kết hôn")
    assert about(talk.say("quay lại cái tạm trú, phí bao nhiêu", "back")) == [(RESIDENCE, Aspect.FEE)]


def test_going_back_to_nothing_says_so(talk):
    assert [a.status for a in talk.press("/back")] == [AnswerStatus.ASK_MORE]


def test_going_back_from_a_choice_offers_it_again(talk):
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    assert [a.status for a in talk.press("/back")] == [AnswerStatus.CHOOSE]


def test_a_restart_forgets_everything(talk, known):
    talk.say("đăng ký tạm trú")
    talk.press("/restart")
    assert talk.slots == {}
    assert [a.status for a in talk.say("phí bao nhiêu")] == [AnswerStatus.ASK_MORE]
    assert known.searched[-1] == ("phí bao nhiêu", ())


def test_earlier_questions_go_with_the_search(talk, known):
    talk.say("đăng ký tạm trú")
    talk.say("xin chào", "greet")
    talk.say("trẻ em thì sao")
    assert known.searched[-1] == ("trẻ em thì sao", ("đăng ký tạm trú",))


def test_a_correction_begins_the_history_anew_with_what_was_meant(talk, known):
    talk.say("đăng ký tạm trú")
    talk.say("không phải, ý tôi là khai sinh", "correct")
    talk.say("trẻ em bị bỏ rơi thì sao")
    assert known.searched[-1][1] == ("khai sinh",)


def test_an_aspect_button_asks_about_the_current_procedure(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.press('/ask{"aspect": "fee"}')) == [(RESIDENCE, Aspect.FEE)]


def test_a_button_with_a_code_switches(talk):
    talk.say("đăng ký tạm trú")
    assert about(talk.press('/ask{"code": "1.100020", "aspect": "time"}')) == [(PASSPORT, Aspect.TIME)]


def test_an_aspect_button_about_nothing_asks(talk):
    assert [a.status for a in talk.press('/ask{"aspect": "fee"}')] == [AnswerStatus.ASK_MORE]


def test_an_unknown_code_is_not_found_and_changes_nothing(talk):
    talk.say("đăng ký tạm trú")
    assert [a.status for a in talk.say("9.999999")] == [AnswerStatus.NOT_FOUND]
    assert talk.slots["procedure_code"] == RESIDENCE


def test_a_typed_code_is_answered(talk):
    assert about(talk.say("thủ tục 1.001193 phí bao nhiêu")) == [(BIRTH, Aspect.FEE)]


def test_yes_to_one_offered_procedure_answers_it(talk):
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    talk.say("đăng ký tạm trú")
    talk.say("không phải, ý tôi là tạm trú kiểu khác", "correct")
    assert about(talk.say("đúng rồi", "affirm")) == [(BIRTH, Aspect.OVERVIEW)]


def test_yes_to_several_offers_them_again(talk):
    talk.say("làm căn cước")
    assert [a.status for a in talk.press("/affirm")] == [AnswerStatus.CHOOSE]


def test_yes_after_an_answer_asks_which_part(talk):
    talk.say("đăng ký tạm trú")
    answer = talk.say("ừ", "affirm")[0]
    assert '/ask{"aspect": "fee"}' in [reply.payload for reply in answer.quick_replies]


def test_no_to_what_is_offered_asks_for_other_words(talk):
    talk.say("làm căn cước phí bao nhiêu")
    assert [a.status for a in talk.press("/deny")] == [AnswerStatus.ASK_MORE]
    assert not talk.slots["candidates"]
    assert not talk.slots["aspects"]


def test_an_unclear_intent_is_settled_by_search(talk):
    assert about(talk.say("tạm trú ạ", "nlu_fallback", 0.2)) == [(RESIDENCE, Aspect.OVERVIEW)]
    assert [a.status for a in talk.say("blub blub", "nlu_fallback", 0.2)] == [AnswerStatus.ASK_MORE]


def test_a_doubtful_out_of_scope_is_answered_when_search_is_sure(talk):
    assert about(talk.say("đăng ký kết hôn", "out_of_scope", 0.5)) == [(MARRIAGE, Aspect.OVERVIEW)]


@pytest.mark.parametrize(("text", "confidence"), [("thời tiết hôm nay", 0.5), ("kết hôn với minh tinh", 0.9)])
def test_what_is_out_of_scope_is_declined(talk, text, confidence):
    assert [a.status for a in talk.say(text, "out_of_scope", confidence)] == [AnswerStatus.OUT_OF_SCOPE]


def test_slots_of_another_version_begin_anew(talk):
    talk.slots = {"candidates": [{"unknown": 1}], "procedure_code": RESIDENCE}
    assert [a.status for a in talk.say("phí bao nhiêu")] == [AnswerStatus.ASK_MORE]
