"""An answer as a card: all of it shown, its source named, nothing of it trusted; copied, printed, rated."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from knowledge.answer import Answer, AnswerStatus, Citation, LinkBlock, ListBlock, NoteBlock, TableBlock, TextBlock

pytestmark = pytest.mark.browser

Open = Callable[..., Any]
_NASTY = "<img src=x onerror=\"document.title='taken'\"><b>đậm</b>"


def test_a_card_shows_subject_lead_and_every_block(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(viewport={"width": 1280, "height": 800})
    opened.ask("thường trú")
    card = opened.page.locator("#turns .card")
    expect(card.locator(".subject")).to_have_text(re.compile("So sánh các cách nộp.*Đăng ký thường trú"))
    expect(card.locator(".lead")).to_have_text(comparison.lead)
    expect(card.get_by_role("table", name="So sánh các cách nộp").get_by_role("row")).to_have_count(4)
    expect(card.locator("ol > li")).to_have_text(["Chuẩn bị giấy tờ", "Nộp hồ sơ"])
    expect(card.locator(".block ul > li")).to_have_text(["Tờ khai", "Giấy tờ về chỗ ở"])
    expect(card.get_by_text("Công an cấp xã.")).to_be_visible()
    expect(card.locator(".note.warning")).to_contain_text("Lưu ý: Không đưa mã OTP")
    link = card.get_by_role("link", name="Mở thủ tục trên Cổng")
    expect(link).to_have_attribute("href", "https://dichvucong.gov.vn/mo")
    expect(link).to_have_attribute("rel", "noopener noreferrer")


def test_the_source_line_names_code_decision_date_and_official_page(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    source = opened.page.locator(".source")
    expect(source).to_contain_text("Nguồn: thủ tục 1.004222, Quyết định 1523/QĐ-BCA-C06, dữ liệu ngày 15/07/2026.")
    page_link = source.get_by_role("link")
    expect(page_link).to_have_attribute("href", "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/thuong-tru")
    expect(page_link).to_contain_text("dichvucong.gov.vn")


def test_the_source_of_a_plan_names_document_number_and_section(visit: Open, script: Any) -> None:
    plan = Citation(
        document="Kế hoạch tuyên truyền", decision="736/KH-UBND", path="II.2.1.e", snapshot_date="2026-07-15"
    )
    script.answers(Answer(status=AnswerStatus.ANSWERED, lead="Theo kế hoạch.", citations=(plan,)))
    opened = visit()
    opened.ask("kế hoạch")
    expect(opened.page.locator(".source")).to_contain_text(
        "Nguồn: Kế hoạch tuyên truyền, số 736/KH-UBND, mục II.2.1.e, dữ liệu ngày 15/07/2026."
    )


def test_a_very_long_name_is_short_on_top_and_whole_at_the_source(visit: Open, script: Any, comparison: Any) -> None:
    name = "Chứng thực bản sao từ bản chính " + "giấy tờ, văn bản do cơ quan có thẩm quyền cấp " * 5
    script.answers(comparison.model_copy(update={"name": name.strip()}))
    opened = visit()
    opened.ask("sao y")
    top = opened.page.locator(".subject").inner_text()
    assert len(top) < 170
    assert top.endswith("…")
    expect(opened.page.locator(".source")).to_contain_text(name.strip())


def test_on_a_360_pixel_phone_the_comparison_is_read_without_scrolling_sideways(
    visit: Open, script: Any, comparison: Any
) -> None:
    script.answers(comparison)
    opened = visit(viewport={"width": 360, "height": 740})
    opened.ask("thường trú")
    table = opened.page.get_by_role("table")
    expect(table.get_by_role("columnheader")).to_have_count(4)
    expect(table.get_by_role("rowheader")).to_have_text(["Nộp trực tuyến", "Nộp qua bưu chính", "Nộp trực tiếp"])
    label = table.locator("td", has_text="10.000 đồng").locator(".cell-label")
    expect(label).to_have_text("Phí, lệ phí")
    expect(label).to_be_visible()
    assert table.evaluate("(table) => table.scrollWidth <= table.clientWidth")
    assert opened.audit("widerThanScreen") <= 0
    assert opened.audit("sideways") == []


def test_on_a_wide_screen_the_comparison_is_one_table(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(viewport={"width": 1280, "height": 800})
    opened.ask("thường trú")
    rows = opened.page.get_by_role("table").locator("tbody tr")
    tops = rows.first.locator("th, td").evaluate_all("(cells) => cells.map((cell) => cell.getBoundingClientRect().top)")
    assert len(set(tops)) == 1
    expect(opened.page.locator(".cell-label").first).to_be_hidden()


def test_markup_in_an_answer_is_shown_as_text(visit: Open, script: Any) -> None:
    nasty = Answer(
        status=AnswerStatus.ANSWERED,
        lead=_NASTY,
        name=_NASTY,
        code="1.1",
        blocks=(
            TextBlock(title=_NASTY, text=_NASTY),
            ListBlock(items=(_NASTY,)),
            TableBlock(columns=(_NASTY, _NASTY), rows=((_NASTY, _NASTY),)),
            NoteBlock(text=_NASTY),
            LinkBlock(title="Bẫy", url="javascript:document.title='taken'"),
        ),
        citations=(Citation(code=_NASTY, decision=_NASTY, url="data:text/html,<script>1</script>"),),
    )
    script.answers(nasty, _NASTY)
    opened = visit()
    opened.ask(_NASTY)
    opened.ask("nữa")
    turns = opened.page.locator("#turns")
    expect(turns.locator("img, b:has-text('đậm'):not(:has-text('<'))")).to_have_count(0)
    expect(turns.get_by_text(_NASTY, exact=True).first).to_be_visible()
    expect(turns.locator("a:not([href='/to-roi/1.1'])")).to_have_count(0)  # but for our own leaflet
    assert opened.page.title() != "taken"


def test_an_unknown_block_is_left_out_and_a_broken_answer_falls_back_to_its_text(visit: Open, script: Any) -> None:
    def odd(_body: dict[str, Any]) -> Any:
        from fastapi.responses import JSONResponse

        blocks = [{"kind": "constructor"}, {"kind": "map", "lat": 1}, {"kind": "text", "text": "vẫn đọc được"}]
        good = {"id": "a" * 18, "text": "t", "answer": {"status": "answered", "lead": "Câu đầu.", "blocks": blocks}}
        bad = {
            "id": "b" * 18,
            "text": "Toàn văn câu trả lời.",
            "answer": {"status": "answered", "lead": "x", "blocks": 7},
        }
        return JSONResponse({"conversation_id": "conversation-of-the-tests", "messages": [good, bad]})

    script.then(odd)
    page = visit().page
    page.fill("#question", "hỏi")
    page.press("#question", "Enter")
    expect(page.get_by_text("vẫn đọc được")).to_be_visible()
    expect(page.get_by_text("Toàn văn câu trả lời.")).to_be_visible()


def test_copying_takes_the_whole_text_with_its_source(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(permissions=["clipboard-read", "clipboard-write"])
    opened.ask("thường trú")
    opened.page.get_by_role("button", name="Sao chép").click()
    expect(opened.page.get_by_role("button", name="Đã sao chép")).to_be_visible()
    expect(opened.page.locator("#announcer")).to_contain_text("Đã sao chép câu trả lời kèm nguồn")
    copied = opened.page.evaluate("() => navigator.clipboard.readText()")
    assert copied == f"{comparison.lead}\n\nNguồn: 1.004222."


def test_copying_works_where_the_browser_gives_no_clipboard(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(permissions=["clipboard-read"])
    opened.page.evaluate("() => Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    opened.ask("thường trú")
    opened.page.get_by_role("button", name="Sao chép").click()
    expect(opened.page.get_by_role("button", name="Đã sao chép")).to_be_focused()


def test_on_paper_stand_the_answer_and_its_source_and_no_buttons(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit(viewport={"width": 700, "height": 990})
    opened.ask("thường trú")
    page = opened.page
    page.emulate_media(media="print")
    expect(page.locator("#turns .lead")).to_be_visible()
    expect(page.locator(".source")).to_contain_text("1523/QĐ-BCA-C06, dữ liệu ngày 15/07/2026")
    expect(page.locator(".source .address")).to_be_visible()
    expect(page.locator("#printed-on")).to_be_visible()
    for hidden in ("#composer", ".samples", "#welcome", ".replies", ".actions", ".tools"):
        expect(page.locator(hidden).last).to_be_hidden()
    assert opened.audit("pale") == []
    for paper in ("A4", "A5"):
        assert page.pdf(format=paper).startswith(b"%PDF")


def test_the_print_button_puts_only_its_own_answer_on_paper(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison, comparison.model_copy(update={"lead": "Câu trả lời thứ hai."}))
    opened = visit()
    opened.page.evaluate("() => { window.print = () => { document.body.dataset.printed = 'yes'; }; }")
    opened.ask("một")
    opened.ask("hai")
    opened.page.get_by_role("button", name="In", exact=True).last.click()
    expect(opened.page.locator("body")).to_have_attribute("data-printed", "yes")
    opened.page.emulate_media(media="print")
    expect(opened.page.get_by_text("Câu trả lời thứ hai.")).to_be_visible()
    expect(opened.page.get_by_text(comparison.lead)).to_be_hidden()
    opened.page.evaluate("() => { window.dispatchEvent(new Event('afterprint')); }")
    expect(opened.page.get_by_text(comparison.lead)).to_be_visible()


def test_a_useful_answer_is_rated_with_one_press(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    up = opened.page.get_by_role("button", name="Hữu ích")
    up.click()
    expect(up).to_have_attribute("aria-pressed", "true")
    expect(opened.page.get_by_text("Cảm ơn anh/chị đã đánh giá.")).to_be_visible()
    assert script.ratings == [("message-0000000000", {"value": "up"})]


def test_a_wrong_answer_may_be_given_a_reason_or_none(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    page = opened.page
    page.get_by_role("button", name="Chưa đúng").click()
    page.get_by_label("Chưa đúng ở chỗ nào?").fill("Tôi hỏi nộp qua bưu điện")
    page.get_by_role("button", name="Gửi góp ý").click()
    expect(page.get_by_text("Đã gửi góp ý")).to_be_visible()
    expect(page.get_by_role("button", name="Chưa đúng")).to_be_focused()
    assert [body for _, body in script.ratings] == [
        {"value": "down"},
        {"value": "down", "reason": "Tôi hỏi nộp qua bưu điện"},
    ]


def test_escape_leaves_the_reason_and_returns_to_the_button(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    opened = visit()
    opened.ask("thường trú")
    page = opened.page
    page.get_by_role("button", name="Chưa đúng").click()
    page.get_by_label("Chưa đúng ở chỗ nào?").press("Escape")
    expect(page.get_by_label("Chưa đúng ở chỗ nào?")).to_have_count(0)
    expect(page.get_by_role("button", name="Chưa đúng")).to_be_focused()


def test_a_rating_that_does_not_arrive_is_not_shown_as_given(visit: Open, script: Any, comparison: Any) -> None:
    script.answers(comparison)
    script.rating_status = 503
    opened = visit()
    opened.ask("thường trú")
    up = opened.page.get_by_role("button", name="Hữu ích")
    up.click()
    expect(opened.page.get_by_text("Chưa gửi được đánh giá")).to_be_visible()
    expect(up).to_have_attribute("aria-pressed", "false")
