"""An answer becomes messages that a messenger takes, and loses nothing on the way."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from api.channels import wording
from api.channels.rendering import Style, render, size, split
from api.chat.replies import said
from knowledge.answer import Answer, AnswerStatus, ListBlock, QuickReply, TextBlock
from tests.channels.zalo_office import say

SENTENCE = "Anh/chị nộp hồ sơ tại Trung tâm Phục vụ hành chính công cấp xã. "


def test_a_long_text_is_split_at_sentence_ends() -> None:
    pieces = split(SENTENCE * 80, 2000)

    assert len(pieces) > 2
    assert all(piece.endswith("cấp xã.") and size(piece) <= 2000 for piece in pieces)
    assert " ".join(pieces) == (SENTENCE * 80).strip()


def test_marks_written_apart_are_counted_after_they_were_joined() -> None:
    text = unicodedata.normalize("NFD", "ệ" * 2000)

    assert [len(piece) for piece in split(text, 2000)] == [2000]


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="aệ .\n🙂", max_size=400), st.integers(min_value=10, max_value=60))
def test_no_piece_is_too_long_and_no_word_is_lost(text: str, limit: int) -> None:
    pieces = split(text, limit)

    assert all(0 < size(piece) <= limit for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_at_most_five_buttons_but_the_whole_menu_is_numbered_in_the_text() -> None:
    buttons = [(f"Mục {number}", f'/choose{{"code": "1.{number}"}}') for number in range(1, 8)]

    rendered = render([say("Chọn giúp tôi.", *buttons)], Style())

    assert rendered.messages[0].text.endswith("\n".join(f"{number}. Mục {number}" for number in range(1, 8)))
    assert len(rendered.messages[0].choices) == 5
    assert len(rendered.menu) == 7


def test_the_menu_stands_under_the_last_message_of_a_turn_only() -> None:
    rendered = render([say("Một.", ("A", "/help")), say("Hai.", ("B", "/restart"), ("A", "/help"))], Style())

    assert [one.text for one in rendered.messages] == ["Một.", f"Hai.\n\n{wording.PICK_HEADING}\n1. A\n2. B"]
    assert [len(one.choices) for one in rendered.messages] == [0, 2]


def test_a_menu_that_does_not_fit_becomes_a_message_of_its_own() -> None:
    rendered = render([say("a" * 1990, ("Trợ giúp", "/help"))], Style())

    assert size(rendered.messages[0].text) == 1990
    assert rendered.messages[1].text == f"{wording.PICK_HEADING}\n1. Trợ giúp"
    assert rendered.messages[1].choices


def test_a_choice_that_numbers_itself_is_not_numbered_twice() -> None:
    answer = Answer(
        status=AnswerStatus.CHOOSE,
        lead="Anh/chị cần việc nào?",
        blocks=(ListBlock(items=("Cấp mới", "Cấp lại"), ordered=True),),
        quick_replies=(QuickReply(title="Cấp mới", payload="/help"), QuickReply(title="Cấp lại", payload="/restart")),
    )

    text = render([said(answer)], Style()).messages[0].text

    assert (text.count("1. "), text.endswith(wording.PICK_ONE)) == (1, True)


def test_a_very_long_answer_is_shortened_by_its_own_rules_and_says_so() -> None:
    block = TextBlock(title="Trình tự", text="\n".join([SENTENCE.strip()] * 400))
    answer = Answer(status=AnswerStatus.ANSWERED, lead="Có bốn bước.", blocks=(block,))

    messages = render([said(answer)], Style()).messages

    assert len(messages) <= 4
    assert "Còn nữa" in messages[-1].text


@pytest.mark.parametrize("text", ["", " \n "])
def test_an_empty_text_is_no_message(text: str) -> None:
    assert render([say(text)], Style()).messages == ()
