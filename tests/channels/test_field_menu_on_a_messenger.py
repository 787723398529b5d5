"""The menu of fields on a messenger: at most five buttons, and every choice by its number."""

from __future__ import annotations

import pytest

from api.channels.picking import pick
from api.channels.rendering import Style, render
from api.chat.payloads import read_button
from api.chat.replies import said
from knowledge.fields import FieldStep, field_key
from knowledge.fields.menu import FieldMenu
from knowledge.results import Hit

HITS = [Hit(code=f"1.{n:06}", name=f"Thủ tục số {n}", score=0, field="Đất đai") for n in range(20)]
MENU = FieldMenu(HITS, lambda _hit: (0.0,), None)


@pytest.mark.parametrize("buttons", [5, 0])
def test_a_page_has_at_most_five_buttons_and_all_choices_by_number(buttons: int) -> None:
    turn = render([said(MENU.answer(FieldStep(field=field_key("Đất đai"))))], Style(buttons=buttons))

    assert len(turn.messages[-1].choices) == buttons
    assert "\n9. Về các nhóm lĩnh vực" in turn.messages[-1].text
    picked = [pick(str(number), turn.menu) for number in range(1, 10)]
    assert picked[0].payload == '/choose{"code": "1.000000"}'
    assert picked[8].payload == "/field"
    assert all(read_button(one.payload).payload == one.payload for one in picked if one.payload)


def test_a_pressed_page_comes_back_as_text_and_is_read_as_the_press_it_was() -> None:
    turn = render([said(MENU.answer(FieldStep()))], Style())
    payload = turn.messages[-1].choices[0].payload

    assert pick(f"#{payload}", turn.menu).payload == payload
    assert read_button(payload).field == FieldStep(group="dat_dai")
