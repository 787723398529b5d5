"""A place somebody names: noted, said again where it counts, and changed."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import AnswerStatus
from tests.actions.reading import buttons

PLACE = "phường Tam Thanh, Lạng Sơn"


@pytest.mark.parametrize(
    "intent", ["ask", "nlu_fallback", "chitchat", "out_of_scope", "choose", "correct", "complain", "feedback"]
)
def test_a_place_alone_is_noted_and_the_matter_asked_for(talk: Any, known: Any, intent: str) -> None:
    (answer,) = talk.say("nhà tôi ở phường Tam Thanh, Lạng Sơn", intent, 0.9)
    assert answer.status is AnswerStatus.ASK_MORE
    assert PLACE in answer.lead
    assert "thủ tục gì" in answer.lead
    assert "Đổi nơi khác" in buttons(answer)
    assert known.searched == []


def test_a_commune_without_its_province_is_asked_about(talk: Any) -> None:
    (answer,) = talk.say("em ở phường Tam Thanh")
    assert "thuộc tỉnh, thành phố nào" in answer.lead
    talk.province = "Lạng Sơn"
    (answer,) = talk.say("em ở phường Tam Thanh")
    assert PLACE in answer.lead


def test_answers_that_depend_on_it_say_which_place_they_are_for(talk: Any) -> None:
    talk.province, talk.place = "Lạng Sơn", PLACE
    (answer,) = talk.say("đăng ký tạm trú nộp ở đâu")
    assert PLACE in str(answer.blocks)
    assert "đổi nơi khác" in str(answer.blocks)
    (answer,) = talk.say("cần giấy tờ gì")
    assert PLACE not in str(answer.blocks)
    (answer,) = talk.say("làm căn cước")
    assert answer.status is AnswerStatus.CHOOSE
    assert PLACE in str(answer.blocks)


def test_the_province_of_the_page_is_not_said_again(talk: Any) -> None:
    talk.province = "Lạng Sơn"
    (answer,) = talk.say("đăng ký tạm trú nộp ở đâu")
    assert "Lạng Sơn" not in str(answer.blocks)


@pytest.mark.parametrize("words", ["đổi nơi khác", "cho tôi đổi nơi khác", "chọn tỉnh khác"])
def test_another_place_is_asked_for(talk: Any, words: str) -> None:
    (answer,) = talk.say(words)
    assert "Anh/chị ở tỉnh, thành phố nào" in answer.lead
