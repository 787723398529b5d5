"""Reloads, failures and starting over: what was typed is never lost, and every error says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

Open = Callable[..., Any]
_KEY = "motcua.conversation"
_ID = "conversation-of-the-tests"


def _said(role: str, text: str, **more: Any) -> dict[str, Any]:
    return {"id": f"kept-{role}-000000001", "role": role, "text": text, "at": "2026-11-22T03:04:05Z", **more}


def test_a_reload_brings_the_conversation_back_with_its_rating(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison, "Vâng.")
    opened = visit()
    opened.ask("thường trú")
    answer = comparison.model_dump(mode="json")
    script.remembers(
        _said("user", "thường trú"),
        _said("assistant", "văn bản", answer=answer, buttons=answer["quick_replies"], rating="up"),
    )
    page = opened.page
    page.reload()
    expect(page.locator(".user .bubble")).to_have_text("thường trú")
    expect(page.locator("#turns .lead")).to_have_text(comparison.lead)
    expect(page.get_by_role("button", name="Hữu ích")).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    opened.ask("phí")
    assert script.asked[-1]["conversation_id"] == _ID


def test_a_shortened_transcript_says_so(visit: Open, script: Any) -> None:
    script.remembers(_said("user", "câu cuối"), truncated=True)
    page = visit().page
    page.evaluate(f"() => localStorage.setItem('{_KEY}', '{_ID}')")
    page.reload()
    expect(page.get_by_text("Chỉ hiện được phần gần đây")).to_be_visible()


def test_an_unknown_conversation_starts_anew_without_a_word(visit: Open, script: Any) -> None:
    page = visit().page
    page.evaluate(f"() => localStorage.setItem('{_KEY}', 'forgotten-conversation')")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#turns")).to_be_empty()
    assert page.evaluate(f"() => localStorage.getItem('{_KEY}')") is None


def test_a_conversation_that_expires_while_the_page_is_open_goes_on_as_a_new_one(visit: Open, script: Any) -> None:
    script.answers("Một.")
    opened = visit()
    opened.ask("câu một")
    script.refuses(404, "conversation_not_found", "Không tìm thấy.")
    script.answers("Hai.")
    opened.ask("câu hai")
    expect(opened.page.get_by_text("Hai.")).to_be_visible()
    assert [body.get("conversation_id") for body in script.asked] == [None, _ID, None]


def test_a_transcript_that_cannot_be_read_now_is_offered_again_and_kept(visit: Open, script: Any) -> None:
    opened = visit()
    page = opened.page
    page.evaluate(f"() => localStorage.setItem('{_KEY}', '{_ID}')")
    page.route("**/conversations/*", lambda route: route.fulfill(status=503, body="down"))
    page.reload()
    expect(page.get_by_text("Chưa mở lại được cuộc trò chuyện trước")).to_be_visible()
    page.unroute("**/conversations/*")
    script.remembers(_said("user", "câu hôm qua"))
    page.get_by_role("button", name="Tải lại").click()
    expect(page.get_by_text("câu hôm qua")).to_be_visible()


def test_without_network_the_question_is_kept_and_sent_again_on_request(visit: Open, script: Any) -> None:
    script.answers("Đã nhận.")
    opened = visit()
    opened.context.set_offline(True)
    opened.ask("làm hộ chiếu")
    page = opened.page
    expect(page.get_by_text("không có mạng")).to_be_visible()
    expect(page.locator(".user .bubble")).to_have_text("làm hộ chiếu")
    opened.context.set_offline(False)
    expect(page.locator("#announcer")).to_contain_text("Đã có mạng trở lại")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Đã nhận.")).to_be_visible()
    expect(page.locator(".problem")).to_have_count(0)
    expect(page.locator(".user")).to_have_count(1)
    assert script.asked == [{"text": "làm hộ chiếu"}]


def test_too_many_questions_are_counted_down_until_they_may_be_sent_again(visit: Open, script: Any) -> None:
    script.refuses(429, "rate_limited", "Vui lòng chờ 12 giây rồi gửi lại.", Retry_After="12")
    script.answers("Đã nhận.")
    opened = visit()
    opened.page.clock.install()
    opened.page.fill("#question", "phí hộ chiếu")
    opened.page.press("#question", "Enter")
    page = opened.page
    expect(page.get_by_text("Vui lòng chờ 12 giây")).to_be_visible()
    waiting = page.get_by_role("button", name=re.compile(r"Gửi lại sau \d+ giây"))
    expect(waiting).to_have_attribute("aria-disabled", "true")
    waiting.click(force=True)
    assert len(script.asked) == 1
    page.clock.run_for(13_000)
    page.get_by_role("button", name="Gửi lại", exact=True).click()
    expect(page.get_by_text("Đã nhận.")).to_be_visible()


@pytest.mark.parametrize(
    ("status", "message", "shown"),
    [
        (503, "Hệ thống chưa lưu được tin nhắn. Vui lòng gửi lại.", "chưa lưu được tin nhắn"),
        (500, "Hệ thống gặp lỗi.", "Hệ thống gặp lỗi."),
    ],
)
def test_a_fault_of_the_server_is_said_and_a_pressed_button_is_sent_again_whole(
    visit: Open, script: Any, comparison: Any, status: int, message: str, shown: str
) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    script.refuses(status, "fault", message)
    script.answers("Phí là 10.000 đồng.")
    page = opened.page
    page.get_by_role("button", name="Phí, lệ phí").click()
    expect(page.locator(".problem")).to_contain_text(shown)
    expect(page.get_by_role("button", name="Sửa câu hỏi")).to_have_count(0)
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Phí là 10.000 đồng.")).to_be_visible()
    assert script.asked[1] == script.asked[2]
    assert "payload" in script.asked[2]


def test_a_page_of_a_proxy_instead_of_an_answer_is_a_fault_with_words_of_our_own(visit: Open, script: Any) -> None:
    opened = visit()
    opened.page.route("**/chat/messages", lambda route: route.fulfill(status=502, body="<h1>Bad gateway</h1>"))
    opened.ask("hỏi")
    expect(opened.page.locator(".problem")).to_contain_text("Hệ thống đang gặp trục trặc")
    expect(opened.page.get_by_text("Bad gateway")).to_have_count(0)


def test_a_server_that_never_answers_is_given_up_after_half_a_minute(visit: Open, script: Any) -> None:
    opened = visit()
    page = opened.page
    page.clock.install()
    page.route("**/chat/messages", lambda _route: None)
    page.fill("#question", "hỏi")
    page.press("#question", "Enter")
    page.clock.run_for(31_000)
    expect(page.locator(".problem")).to_contain_text("Máy chủ trả lời quá lâu")


def test_a_failed_question_can_be_changed(visit: Open, script: Any) -> None:
    script.refuses(413, "body_too_large", "Quá lớn.")
    opened = visit()
    opened.ask("câu hỏi dài")
    page = opened.page
    expect(page.get_by_role("button", name="Gửi lại")).to_have_count(0)
    page.get_by_role("button", name="Sửa câu hỏi").click()
    expect(page.locator("#question")).to_have_value("câu hỏi dài")
    expect(page.locator("#question")).to_be_focused()
    expect(page.locator("#turns")).to_be_empty()


def test_a_failed_question_survives_a_reload(visit: Open, script: Any) -> None:
    script.refuses(503, "storage_unavailable", "Chưa nhận.")
    opened = visit()
    opened.ask("làm lại căn cước")
    page = opened.page
    page.reload()
    expect(page.locator(".user .bubble")).to_have_text("làm lại căn cước")
    expect(page.get_by_text("chưa được trả lời")).to_be_visible()
    script.answers("Đã nhận.")
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Đã nhận.")).to_be_visible()
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator(".unsent")).to_have_count(0)


def test_an_older_failed_question_is_asked_again_as_the_newest(visit: Open, script: Any) -> None:
    script.refuses(503, "storage_unavailable", "Chưa nhận.")
    script.answers("Trả lời hai.", "Trả lời một.")
    opened = visit()
    opened.ask("câu một")
    opened.ask("câu hai")
    page = opened.page
    page.get_by_role("button", name="Gửi lại").click()
    expect(page.get_by_text("Trả lời một.")).to_be_visible()
    order = page.locator("#turns .bubble, #turns .plain").all_inner_texts()
    assert order == ["câu hai", "Trả lời hai.", "câu một", "Trả lời một."]


def test_starting_over_asks_first_then_forgets_the_conversation(visit: Open, script: Any) -> None:
    script.answers("Một.", "Hai.")
    opened = visit()
    opened.ask("câu một")
    page = opened.page
    page.click("#restart-open")
    page.get_by_role("button", name="Không, xem tiếp").click()
    expect(page.get_by_text("Một.")).to_be_visible()
    page.click("#restart-open")
    page.get_by_role("dialog").get_by_role("button", name="Hỏi lại từ đầu").click()
    expect(page.locator("#turns")).to_be_empty()
    expect(page.locator("#welcome")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    opened.ask("câu hai")
    assert "conversation_id" not in script.asked[1]


def test_an_answer_that_comes_after_starting_over_is_not_shown(visit: Open, script: Any) -> None:
    import threading

    script.hold = threading.Event()
    script.answers("Câu trả lời muộn.", "Mới.")
    opened = visit()
    page = opened.page
    page.fill("#question", "câu cũ")
    page.press("#question", "Enter")
    page.click("#restart-open")
    page.get_by_role("dialog").get_by_role("button", name="Hỏi lại từ đầu").click()
    with page.expect_response("**/chat/messages"):
        script.hold.set()
    script.hold = None
    opened.ask("câu mới")
    expect(page.locator("#turns .plain")).to_have_text(["Mới."])
    assert "conversation_id" not in script.asked[1]


def test_the_page_works_where_storage_is_switched_off(visit: Open, script: Any) -> None:
    script.answers("Một.", "Hai.")
    opened = visit()
    deny = "Storage.prototype.{} = () => {{ throw new DOMException('no', 'SecurityError'); }};"
    opened.page.evaluate("() => {" + deny.format("getItem") + deny.format("setItem") + deny.format("removeItem") + "}")
    opened.ask("câu một")
    opened.ask("câu hai")
    assert script.asked[1]["conversation_id"] == _ID
