"""Two procedures side by side, from the words or from what is spoken of."""

from __future__ import annotations

from typing import Any

import pytest

from knowledge.answer import Answer, AnswerStatus, TableBlock
from knowledge.aspects import Aspect
from tests.actions.reading import about, buttons
from tests.actions.small_knowledge import CHANGED_CARD, FIRST_CARD, LOST_CARD, PASSPORT, RESIDENCE


def sides(answer: Answer) -> list[str | None]:
    return [citation.code for citation in answer.citations]


@pytest.mark.parametrize(
    ("words", "codes"),
    [
        ("tạm trú với hộ chiếu khác gì nhau", [RESIDENCE, PASSPORT]),
        ("hộ chiếu hay tạm trú thì cái nào nhanh hơn", [PASSPORT, RESIDENCE]),
        ("so sánh hộ chiếu và đăng ký tạm trú", [PASSPORT, RESIDENCE]),
        ("cap lai can cuoc khac gi doi the can cuoc", [LOST_CARD, CHANGED_CARD]),
        (f"so sánh {RESIDENCE} và {PASSPORT} giúp em", [RESIDENCE, PASSPORT]),
    ],
)
def test_two_that_are_named_are_put_side_by_side(talk: Any, words: str, codes: list[str]) -> None:
    (answer,) = talk.say(words)
    assert sides(answer) == codes
    assert answer.aspect is Aspect.COMPARE
    assert any(isinstance(block, TableBlock) for block in answer.blocks)


def test_what_is_asked_is_said_first_with_both_figures(talk: Any) -> None:
    (answer,) = talk.say("hộ chiếu hay tạm trú thì cái nào rẻ hơn")
    assert "7.000 đồng" in answer.lead
    assert "15.000 đồng" in answer.lead
    assert "không chọn thay" in answer.lead
    table = next(block for block in answer.blocks if isinstance(block, TableBlock))
    assert table.rows[0][0] == "Phí, lệ phí"


@pytest.mark.parametrize("intent", ["ask", "choose", "nlu_fallback"])
def test_which_of_the_two_spoken_of(talk: Any, intent: str) -> None:
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    (answer,) = talk.say("cái nào nhanh hơn", intent, 0.8)
    assert sides(answer) == [RESIDENCE, PASSPORT]
    assert talk.slots["procedure_code"] == PASSPORT


def test_two_compared_stay_spoken_of(talk: Any) -> None:
    talk.say("hộ chiếu với tạm trú khác gì nhau")
    (answer,) = talk.say("cái nào rẻ hơn")
    assert sides(answer) == [PASSPORT, RESIDENCE]
    assert talk.say("cái thứ hai", "choose")[0].citations[0].code == RESIDENCE
    (again,) = talk.say("cái nào nhanh hơn")
    assert sides(again) == [PASSPORT, RESIDENCE]


def test_quay_lai_leads_to_the_two_compared(talk: Any) -> None:
    talk.say("hộ chiếu với tạm trú khác gì nhau")
    talk.say("làm căn cước")
    (answer,) = talk.say("quay lại", "back")
    assert buttons(answer)[:2] == [f'/choose{{"code": "{PASSPORT}"}}', f'/choose{{"code": "{RESIDENCE}"}}']


def test_a_comparison_leaves_the_procedure_spoken_of(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    talk.say("làm hộ chiếu")
    talk.say("cấp lại căn cước khác gì đổi thẻ căn cước")
    assert talk.slots["procedure_code"] == PASSPORT
    (answer,) = talk.say("cái nào nhanh hơn")
    assert sides(answer) == [LOST_CARD, CHANGED_CARD]


def test_the_one_spoken_of_and_the_one_named(talk: Any) -> None:
    talk.say("đăng ký tạm trú")
    (answer,) = talk.say("khác gì làm hộ chiếu")
    assert sides(answer) == [RESIDENCE, PASSPORT]


def test_of_more_than_two_it_is_asked_which(talk: Any) -> None:
    talk.say("làm căn cước")
    (answer,) = talk.say("khác nhau chỗ nào")
    assert answer.status is AnswerStatus.ASK_MORE
    assert buttons(answer)[0] == f'/ask{{"code": "{FIRST_CARD}", "aspect": "compare", "other": "{LOST_CARD}"}}'
    (typed,) = talk.say("so sánh 2 và 3")
    assert sides(typed) == [LOST_CARD, CHANGED_CARD]
    (pressed,) = talk.press(buttons(answer)[0])
    assert sides(pressed) == [FIRST_CARD, LOST_CARD]


def test_with_nothing_spoken_of_the_names_are_asked_for(talk: Any) -> None:
    (answer,) = talk.say("cái nào rẻ hơn")
    assert answer.status is AnswerStatus.ASK_MORE
    assert "hai thủ tục nào" in answer.lead


def test_ways_of_filing_are_not_two_procedures(talk: Any) -> None:
    talk.say("làm hộ chiếu")
    talk.say("đăng ký tạm trú")
    assert about(talk.say("nộp online với nộp trực tiếp cái nào nhanh hơn")) == [(RESIDENCE, Aspect.COMPARE)]
