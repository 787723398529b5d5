"""A long list of papers in a conversation: part by part, by button and by words."""

from __future__ import annotations

import json
from typing import Any

import pytest

from knowledge.answer import Answer, ListBlock
from knowledge.aspects import Aspect
from knowledge.model import Paper
from tests.actions.reading import about, buttons
from tests.actions.small_knowledge import MARRIAGE, RESIDENCE

CASES = ("Thuê nhà", "Ở nhờ nhà người thân", "Mua nhà mới")


@pytest.fixture
def long(known: Any) -> None:
    papers = tuple(
        Paper(name=f"Giấy tờ {n} khi {case.lower()} {'có chữ dài ' * 14}", case=case)
        for case in CASES
        for n in range(7)
    )
    known._records[RESIDENCE] = known._records[RESIDENCE].model_copy(update={"papers": papers})


def groups(answer: Answer) -> list[str]:
    return [block.title or "" for block in answer.blocks if isinstance(block, ListBlock) and not block.ordered]


def part(answer: Answer, button: int) -> str:
    return str(json.loads(buttons(answer)[button].removeprefix("/ask"))["part"])


@pytest.mark.usefixtures("long")
def test_the_group_that_was_named_comes_first_and_the_rest_on_request(talk: Any) -> None:
    (answer,) = talk.say("đăng ký tạm trú khi ở nhờ nhà người thân cần giấy tờ gì")
    assert groups(answer)[0].startswith("Nhóm 2. Ở nhờ nhà người thân (7 loại)")
    assert talk.slots["part"] == part(answer, 0)


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize(("words", "intent"), [("xem tiếp", "back"), ("tiếp đi", "affirm"), ("còn nữa không", "ask")])
def test_going_on_shows_what_the_button_shows(talk: Any, words: str, intent: str) -> None:
    (first,) = talk.say("đăng ký tạm trú cần giấy tờ gì")
    (typed,) = talk.say(words, intent)
    (pressed,) = talk.press(buttons(first)[0])
    assert typed == pressed
    assert groups(typed) != groups(first)


@pytest.mark.usefixtures("long")
@pytest.mark.parametrize("words", ["nhóm 3", "cho em xem nhóm số 3"])
def test_a_group_is_shown_by_its_number(talk: Any, words: str) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì")
    (answer,) = talk.say(words, "choose")
    assert groups(answer)[0].startswith("Nhóm 3. Mua nhà mới")


@pytest.mark.usefixtures("long")
def test_after_another_answer_there_is_nothing_to_go_on_with(talk: Any) -> None:
    talk.say("đăng ký tạm trú cần giấy tờ gì")
    assert about(talk.say("phí bao nhiêu")) == [(RESIDENCE, Aspect.FEE)]
    assert talk.slots["part"] is None
    assert about(talk.say("đăng ký kết hôn cần giấy tờ gì")) == [(MARRIAGE, Aspect.DOCUMENTS)]
    assert talk.slots["part"] is None
