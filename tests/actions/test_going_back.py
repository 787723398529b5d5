"""“Quay lại”: to the list offered last, then to the procedure before it, then no further."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import AnswerStatus
from knowledge.aspects import Aspect
from tests.actions.reading import about, buttons, statuses
from tests.actions.small_knowledge import BIRTH, FIRST_CARD, LOST_CARD, PASSPORT, RESIDENCE


@pytest.mark.parametrize(("words", "intent"), [("quay lại", "back"), ("quay lại danh sách lúc nãy", "ask")])
def test_it_offers_the_list_again_before_the_procedure_that_came_first(talk: Any, words: str, intent: str) -> None:
    talk.say("đăng ký tạm trú")
    (offered,) = talk.say("làm căn cước hết bao nhiêu tiền")
    assert about(talk.say("số 2", "choose")) == [(LOST_CARD, Aspect.FEE)]
    talk.say("bao lâu có")

    (again,) = talk.say(words, intent)
    assert again.status is AnswerStatus.CHOOSE
    assert buttons(again) == buttons(offered)
    assert about(talk.say(words, intent)) == [(RESIDENCE, Aspect.OVERVIEW)]
    assert statuses(talk.say(words, intent)) == [AnswerStatus.ASK_MORE]


def test_what_was_asked_before_the_list_is_answered_after_another_choice(talk: Any) -> None:
    talk.say("làm căn cước hết bao nhiêu tiền")
    talk.say("số 2", "choose")
    talk.press("/back")
    assert about(talk.say("số 1", "choose")) == [(FIRST_CARD, Aspect.FEE)]


def test_another_one_of_the_list_is_one_step_from_the_list(talk: Any) -> None:
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    talk.say("còn cái thứ hai", "choose")
    assert statuses(talk.press("/back")) == [AnswerStatus.CHOOSE]


def test_from_a_new_procedure_it_leads_to_the_answer_before_not_to_its_list(talk: Any) -> None:
    talk.say("làm căn cước")
    talk.say("số 1", "choose")
    talk.say("làm hộ chiếu")
    assert about(talk.press("/back")) == [(FIRST_CARD, Aspect.OVERVIEW)]
    assert statuses(talk.press("/back")) == [AnswerStatus.CHOOSE]


def test_a_name_goes_back_to_it_and_forgets_what_came_after(talk: Any) -> None:
    for words in ("đăng ký khai sinh", "đăng ký tạm trú", "làm hộ chiếu"):
        talk.say(words)
    assert about(talk.say("quay lại tạm trú", "back")) == [(RESIDENCE, Aspect.OVERVIEW)]
    assert about(talk.press("/back")) == [(BIRTH, Aspect.OVERVIEW)]


def test_at_the_beginning_it_says_so_and_helps(talk: Any) -> None:
    (answer,) = talk.press("/back")
    assert "chưa có" in answer.lead
    assert "/help" in buttons(answer)


def test_what_was_left_by_going_back_is_one_button_away(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    talk.press("/back")
    (answer,) = talk.press("/back")
    assert f'/choose{{"code": "{PASSPORT}"}}' in buttons(answer)


def test_papers_made_again_are_not_taken_for_going_back(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    assert about(talk.say("cấp lại căn cước")) == [(LOST_CARD, Aspect.OVERVIEW)]
