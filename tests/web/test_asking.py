"""Asking: by keyboard, by button, one question at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Open = Callable[..., Any]


def test_enter_sends_the_question_and_the_focus_stays_in_the_box(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("đăng ký thường trú")
    assert script.asked == [{"text": "đăng ký thường trú"}]
    expect(opened.page.locator(".user .bubble")).to_have_text("đăng ký thường trú")
    expect(opened.page.locator("#question")).to_have_value("")
    expect(opened.page.locator("#question")).to_be_focused()


def test_shift_enter_makes_a_new_line(visit: Open, script: Any) -> None:
    script.answers("Vâng.")
    page = visit().page
    page.fill("#question", "dòng một")
    page.press("#question", "Shift+Enter")
    page.keyboard.type("dòng hai")
    assert script.asked == []
    page.keyboard.press("Enter")
    expect(page.locator("#turns .assistant")).to_have_count(1)
    assert script.asked == [{"text": "dòng một\ndòng hai"}]


def test_enter_of_a_keyboard_that_composes_a_letter_does_not_send(visit: Open, script: Any) -> None:
    page = visit().page
    page.fill("#question", "đường")
    page.locator("#question").dispatch_event("keydown", {"key": "Enter", "isComposing": True, "cancelable": True})
    expect(page.locator("#question")).to_have_value("đường")
    assert script.asked == []


def test_the_conversation_goes_on_under_the_id_of_the_first_answer(visit: Open, script: Any) -> None:
    script.answers("Một.", "Hai.")
    opened = visit()
    opened.ask("câu một")
    opened.ask("câu hai")
    assert "conversation_id" not in script.asked[0]
    assert script.asked[1]["conversation_id"] == "conversation-of-the-tests"


def test_a_quick_reply_sends_its_title_and_its_payload(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison, "Phí là 10.000 đồng.")
    opened = visit()
    opened.ask("thường trú")
    reply = opened.page.get_by_role("button", name="Phí, lệ phí")
    reply.focus()
    opened.page.keyboard.press("Enter")
    expect(opened.page.locator("#turns .assistant")).to_have_count(2)
    assert script.asked[1]["text"] == "Phí, lệ phí"
    assert script.asked[1]["payload"] == '/ask{"code": "1.004222", "aspect": "fee"}'
    expect(reply).to_be_focused()


def test_choices_are_numbered_buttons_with_their_full_names_and_no_list_twice(
    visit: Open, script: Any, choice: Any
) -> None:
    script.answers(choice, "Vâng.")
    opened = visit()
    opened.ask("cư trú")
    choices = opened.page.get_by_role("group", name="Các thủ tục để chọn").get_by_role("button")
    expect(choices).to_have_text(["1Đăng ký thường trú", "2Đăng ký tạm trú", "3Không phải các thủ tục trên"])
    expect(opened.page.locator("#turns li")).to_have_count(0)
    choices.nth(1).click()
    expect(opened.page.locator("#turns .assistant")).to_have_count(2)
    assert script.asked[1]["text"] == "Tạm trú"
    assert script.asked[1]["payload"] == '/choose{"code": "1.004194"}'


def test_a_button_that_belongs_to_an_earlier_turn_is_switched_off_and_lasting_ones_are_not(
    visit: Open, script: Any, choice: Any
) -> None:
    script.answers(choice, "Vâng.")
    opened = visit()
    opened.ask("cư trú")
    opened.ask("thôi, câu khác")
    none_of_these = opened.page.get_by_role("button", name="Không phải các thủ tục trên")
    expect(none_of_these).to_have_attribute("aria-disabled", "true")
    none_of_these.click(force=True)
    expect(opened.page.get_by_role("button", name="Đăng ký thường trú", exact=False).last).to_be_enabled()
    assert len(script.asked) == 2


def test_an_example_asks_its_own_words(visit: Open, script: Any) -> None:
    script.answers("Vâng.", "Vâng.")
    page = visit().page
    page.get_by_role("button", name="Làm hộ chiếu hết bao nhiêu tiền?").click()
    expect(page.locator("#turns .assistant")).to_have_count(1)
    page.get_by_text("Chứng thực", exact=True).click()
    page.get_by_role("button", name="Sao y bản chính hết bao nhiêu tiền?").click()
    expect(page.locator("#turns .assistant")).to_have_count(2)
    asked = [body["text"] for body in script.asked]
    assert asked == ["Làm hộ chiếu hết bao nhiêu tiền?", "Sao y bản chính hết bao nhiêu tiền?"]


def test_while_an_answer_is_awaited_this_is_shown_and_the_next_question_stays_in_the_box(
    visit: Open, script: Any
) -> None:
    script.hold = threading.Event()
    script.answers("Xong.")
    page = visit().page
    page.fill("#question", "câu một")
    page.press("#question", "Enter")
    expect(page.locator("#activity")).to_contain_text("Trợ lý đang tra cứu")
    page.fill("#question", "câu hai")
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("chờ một chút")
    expect(page.locator("#question")).to_have_value("câu hai")
    script.hold.set()
    expect(page.locator("#turns .assistant")).to_have_count(1)
    expect(page.locator("#activity")).to_be_empty()
    assert len(script.asked) == 1


def test_an_empty_question_is_answered_at_once_with_what_to_do(visit: Open, script: Any) -> None:
    page = visit().page
    page.fill("#question", "   ")
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("gõ câu hỏi")
    assert script.asked == []


def test_a_question_that_is_too_long_is_counted_kept_and_not_sent(visit: Open, script: Any) -> None:
    page = visit().page
    text = "a" * 2001
    page.fill("#question", text)
    expect(page.locator("#composer-count")).to_have_text("2.001/2.000 ký tự")
    page.press("#question", "Enter")
    expect(page.get_by_role("alert")).to_contain_text("rút gọn")
    expect(page.locator("#question")).to_have_value(text)
    assert script.asked == []


def test_what_is_typed_and_not_sent_survives_a_reload(visit: Open) -> None:
    page = visit().page
    page.fill("#question", "đang gõ dở")
    page.reload()
    expect(page.locator("#question")).to_have_value("đang gõ dở")


def test_the_answer_starts_where_the_eye_is(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(reduced_motion="reduce")
    opened.ask("thường trú")
    expect(opened.page.locator(".user .bubble")).to_be_in_viewport()
    expect(opened.page.locator("#turns .lead")).to_be_in_viewport()
