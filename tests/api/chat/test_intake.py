"""What people type, and what is made of it before anything else sees it."""

from __future__ import annotations

import time

import pytest

from api import wording
from api.chat.intake import Pressed, Question, Unreadable, take_in
from api.chat.payloads import Press
from api.errors import ButtonRefused
from knowledge.answer import AnswerStatus

LIMIT = 2000


def question(text: str) -> str:
    intake = take_in(text, None, LIMIT)
    assert isinstance(intake, Question)
    return intake.text


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("  làm   hộ chiếu\u200b ở đâu\u00a0? ", "làm hộ chiếu ở đâu ?"),
        ("la\u0300m khai sinh", "làm khai sinh"),
        ("khai\x00 sinh\x07", "khai sinh"),
        ("<b>phí</b> <script>alert('x')</script>khai sinh", "phí khai sinh"),
        ('<img src=x onerror="alert(1)"> hộ chiếu', "hộ chiếu"),
        ("5 < 10 và 7 > 3", "5 < 10 và 7 > 3"),
        ("gọi 0912345678", "gọi [SoDienThoai]"),
        ("👍 cảm ơn", "👍 cảm ơn"),
        ("1.004194", "1.004194"),
        ("'; DROP TABLE message; --", "'; DROP TABLE message; --"),
        ("/phí khai sinh", "phí khai sinh"),
        ("/session_start", "session_start"),
        ("<i>/restart", "restart"),
        ("\\/ /restart now", "restart now"),
    ],
)
def test_a_text_is_cleaned_freed_of_markup_and_commands_and_masked(typed: str, read: str) -> None:
    assert question(typed) == read


@pytest.mark.parametrize(
    "typed",
    [
        '/inform{"code": "1"}',
        "/session_start{}",
        '/ask@0.9{"aspect": "fee"}',
        '  /slot{"a": "b"} và',
        '\u200b/x{"y":1}',
    ],
)
def test_an_injected_command_is_taken_out_as_a_whole(typed: str) -> None:
    intake = take_in(typed, None, LIMIT)

    assert isinstance(intake, Unreadable)
    assert (intake.reply, intake.text) == (wording.EMPTY, "")


@pytest.mark.parametrize(
    ("typed", "reply", "status"),
    [
        ("", wording.EMPTY, AnswerStatus.ASK_MORE),
        (" \n\t\u200b", wording.EMPTY, AnswerStatus.ASK_MORE),
        ("\x00\x01\x02", wording.EMPTY, AnswerStatus.ASK_MORE),
        ("😀😀🎉", wording.NO_WORDS, AnswerStatus.ASK_MORE),
        ("???", wording.NO_WORDS, AnswerStatus.ASK_MORE),
        ("<br><br>", wording.NO_WORDS, AnswerStatus.ASK_MORE),
        ("a" * 2001, wording.TOO_LONG.format(limit="2.000"), AnswerStatus.REFUSED),
    ],
)
def test_what_cannot_be_read_gets_a_sentence_that_says_what_to_do(typed: str, reply: str, status: AnswerStatus) -> None:
    intake = take_in(typed, None, LIMIT)

    assert isinstance(intake, Unreadable)
    assert (intake.reply, intake.status) == (reply, status)


def test_exactly_the_limit_is_read() -> None:
    assert question("a" * LIMIT) == "a" * LIMIT


def test_a_long_text_is_kept_cut_and_masked_before_the_cut() -> None:
    intake = take_in("a" * 1995 + " 0912345678 " + "b" * 500, None, LIMIT)

    assert len(intake.text) == LIMIT
    assert "091" not in intake.text


def test_a_pressed_button_carries_its_title() -> None:
    intake = take_in("Lệ phí", '/ask{"aspect": "fee"}', LIMIT)

    assert isinstance(intake, Pressed)
    assert (intake.button.press, intake.text) == (Press.ASK, "Lệ phí")


def test_a_payload_sent_as_text_is_a_pressed_button() -> None:
    assert isinstance(take_in('/choose{"code": "1.004194"}', None, LIMIT), Pressed)


def test_a_payload_in_words_is_a_question() -> None:
    assert take_in("Xem thêm", "phí khai sinh 0912345678", LIMIT) == Question("phí khai sinh [SoDienThoai]")


def test_a_foreign_payload_is_refused() -> None:
    with pytest.raises(ButtonRefused):
        take_in("Lệ phí", '/set_slot{"a": "b"}', LIMIT)


@pytest.mark.parametrize("piece", ["<script", "<!--", "<a ", "/", "{", "0 ", "a@", "\u0300"])
def test_no_text_of_ten_thousand_characters_is_slow(piece: str) -> None:
    text = (piece * 10_000)[:10_000]
    started = time.process_time()

    take_in(text, None, 10_000)

    assert time.process_time() - started < 1
