"""The place for files in the chat: there while a PAKN is taken in, usable by keys and eyes alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from tests.web.conftest import CONVERSATION, Script, Visit, says

PAGE = Path(__file__).resolve().parents[2] / "api" / "web" / "index.html"
PDF = {"name": "giấy hẹn.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 giay hen"}
LIMITS = {"most": 2, "bytes": 1_048_576, "accept": [".jpg", ".pdf"]}


class Files:
    """The interface as far as files go; what it says next a test may change."""

    def __init__(self, page: Page) -> None:
        self.attached: list[dict[str, Any]] = []
        self.posted: list[bytes] = []
        self.refusal: tuple[int, str, str] | None = None
        page.route("**/api/v1/chat/conversations/*/files", self._post)
        page.route("**/api/v1/chat/conversations/*/files/*", self._delete)

    def now(self, *, asked: bool = True) -> dict[str, Any]:
        return {**LIMITS, "asked": asked, "attached": self.attached}

    def _post(self, route: Route) -> None:
        self.posted.append(route.request.post_data_buffer or b"")
        if self.refusal:
            status, code, message = self.refusal
            route.fulfill(status=status, json={"error": {"code": code, "message": message}})
            return
        number = len(self.posted)
        self.attached.append({"id": f"tep-{number}", "name": f"tệp {number}.pdf", "media_type": "x", "size": 2048})
        route.fulfill(status=201, json=self.now())

    def _delete(self, route: Route) -> None:
        gone = route.request.url.rpartition("/")[2]
        self.attached = [one for one in self.attached if one["id"] != gone]
        route.fulfill(json=self.now())


Open = Callable[..., tuple[Visit, Files]]


@pytest.fixture
def asked(visit: Callable[..., Visit], script: Script) -> Open:
    """Open the page at the question for files."""

    def go(*, now: bool = True, **options: Any) -> tuple[Visit, Files]:
        seen = visit(**options)
        files = Files(seen.page)

        def reply(body: dict[str, Any]) -> Any:
            made = says("Anh/chị có tệp, ảnh muốn gửi kèm không?")(body)
            values = {**json.loads(bytes(made.body)), "files": files.now(asked=now)}
            made.body = json.dumps(values).encode()
            made.headers["content-length"] = str(len(made.body))
            return made

        script.then(reply)
        seen.ask("hôm qua")
        return seen, files

    return go


def panel(seen: Visit) -> Any:
    return seen.page.locator("#attach")


def test_there_is_no_place_for_files_outside_a_form(visit: Callable[..., Visit], script: Script) -> None:
    script.answers("Chào anh/chị.")
    seen = visit()
    expect(panel(seen)).to_be_hidden()
    seen.ask("xin chào")
    expect(panel(seen)).to_be_hidden()


def test_files_are_added_listed_and_taken_off(asked: Open) -> None:
    seen, files = asked()
    expect(panel(seen)).to_have_attribute("open", "")
    expect(panel(seen)).to_contain_text("căn cước, hộ chiếu")
    seen.page.get_by_label("không phải ảnh giấy tờ tùy thân").check()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([PDF])
    expect(panel(seen).get_by_role("status")).to_have_text("Đã thêm 1 tệp vào phản ánh.")
    expect(panel(seen).get_by_role("listitem")).to_contain_text(["tệp 1.pdf (2 KB)"])
    assert b"giay hen" in files.posted[0]
    assert b"not_identity_paper" in files.posted[0]
    seen.page.get_by_role("button", name="Bỏ tệp tệp 1.pdf").click()
    expect(panel(seen).get_by_role("listitem")).to_have_count(0)
    expect(panel(seen).get_by_role("status")).to_have_text("Đã bỏ tệp tệp 1.pdf.")


def test_nothing_is_sent_before_the_box_is_ticked_and_then_it_goes_by_itself(asked: Open) -> None:
    seen, files = asked()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([PDF])
    expect(panel(seen).get_by_role("alert")).to_contain_text("đánh dấu ô xác nhận")
    box = seen.page.get_by_label("không phải ảnh giấy tờ tùy thân")
    expect(box).to_be_focused()
    assert files.posted == []
    seen.page.keyboard.press("Space")
    expect(panel(seen).get_by_role("listitem")).to_have_count(1)


@pytest.mark.parametrize(
    ("file", "said"),
    [
        ({"name": "phan mem.exe", "mimeType": "x/y", "buffer": b"MZ"}, "chỉ nhận tệp JPG, PDF"),
        ({"name": "to.pdf", "mimeType": "application/pdf", "buffer": b" " * 1_100_000}, "lớn quá 1 MB"),
        ({"name": "rong.pdf", "mimeType": "application/pdf", "buffer": b""}, "tệp rỗng"),
    ],
)
def test_what_can_be_told_at_once_is_not_sent(asked: Open, file: Any, said: str) -> None:
    seen, files = asked()
    seen.page.get_by_label("không phải ảnh giấy tờ tùy thân").check()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([file])
    expect(panel(seen).get_by_role("alert")).to_contain_text(said)
    assert files.posted == []


@pytest.mark.parametrize(
    ("refusal", "said"),
    [
        ((422, "attachment_refused", "Tệp mang đuôi .pdf nhưng nội dung không phải loại đó."), "không phải loại đó"),
        ((409, "transition_refused", "Hiện không có phản ánh nào đang viết dở."), "không có phản ánh nào"),
        ((413, "body_too_large", "x"), "lớn quá 1 MB"),
        ((500, "internal", "Hệ thống gặp trục trặc."), "trục trặc"),
    ],
)
def test_a_refusal_is_told_with_the_name_of_the_file(asked: Open, refusal: tuple[int, str, str], said: str) -> None:
    seen, files = asked()
    files.refusal = refusal
    seen.page.get_by_label("không phải ảnh giấy tờ tùy thân").check()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([PDF])
    expect(panel(seen).get_by_role("alert")).to_contain_text("giấy hẹn.pdf: ")
    expect(panel(seen).get_by_role("alert")).to_contain_text(said)


def test_a_full_list_offers_no_more(asked: Open) -> None:
    seen, _ = asked()
    seen.page.get_by_label("không phải ảnh giấy tờ tùy thân").check()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([PDF, PDF, PDF])
    expect(panel(seen).get_by_role("listitem")).to_have_count(2)
    expect(panel(seen).get_by_role("alert")).to_contain_text("tối đa 2 tệp")
    expect(seen.page.get_by_label("Chọn tệp, ảnh")).to_be_hidden()


def test_in_the_rest_of_the_form_it_is_closed_and_opens_by_keyboard(asked: Open) -> None:
    seen, _ = asked(now=False)
    expect(panel(seen)).to_be_visible()
    assert panel(seen).get_attribute("open") is None
    seen.page.locator("#attach summary").focus()
    seen.page.keyboard.press("Enter")
    seen.page.keyboard.press("Tab")
    seen.page.keyboard.press("Space")
    expect(seen.page.get_by_label("không phải ảnh giấy tờ tùy thân")).to_be_checked()
    seen.page.keyboard.press("Tab")
    expect(seen.page.get_by_label("Chọn tệp, ảnh")).to_be_focused()


def test_when_the_form_is_over_the_place_goes_away(asked: Open, script: Script) -> None:
    seen, _ = asked()
    script.answers("Đã nhận phản ánh.")
    seen.ask("gửi")
    expect(panel(seen)).to_be_hidden()


def test_it_is_there_again_after_the_page_was_loaded_anew(visit: Callable[..., Visit], script: Script) -> None:
    file = {"id": "tep-1", "name": "giấy hẹn.pdf", "media_type": "application/pdf", "size": 2048}
    script.remembers()
    kept = script.transcripts[CONVERSATION].model_dump() | {"files": {**LIMITS, "asked": True, "attached": [file]}}
    script.transcripts[CONVERSATION] = type(script.transcripts[CONVERSATION]).model_validate(kept)
    seen = visit()
    seen.page.evaluate(f"localStorage.setItem('motcua.conversation', '{CONVERSATION}')")
    seen.page.reload()
    expect(panel(seen).get_by_role("listitem")).to_contain_text(["giấy hẹn.pdf (2 KB)"])


def test_on_a_small_screen_with_large_text_nothing_runs_off(asked: Open) -> None:
    seen, _ = asked(viewport={"width": 360, "height": 740})
    seen.page.get_by_label("không phải ảnh giấy tờ tùy thân").check()
    seen.page.get_by_label("Chọn tệp, ảnh").set_input_files([PDF])
    expect(panel(seen).get_by_role("listitem")).to_have_count(1)
    for size in ("100%", "200%"):
        seen.page.evaluate(f"document.documentElement.style.fontSize = '{size}'")
        assert seen.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    heights = (
        panel(seen)
        .locator("button, .attach-add label, summary")
        .evaluate_all("all => all.map(one => one.getBoundingClientRect().height)")
    )
    assert min(heights) >= 44


def test_a_shared_screen_takes_no_files_and_says_how_they_can_come(visit: Callable[..., Visit], script: Script) -> None:
    script.remembers()
    kept = script.transcripts[CONVERSATION].model_dump() | {"files": {**LIMITS, "asked": True, "attached": []}}
    script.transcripts[CONVERSATION] = type(script.transcripts[CONVERSATION]).model_validate(kept)
    seen = visit()
    seen.page.evaluate(f"localStorage.setItem('motcua.conversation', '{CONVERSATION}')")
    seen.page.route("**/kiosk", lambda route: route.fulfill(path=PAGE, content_type="text/html"))
    seen.page.goto("/kiosk")
    expect(panel(seen)).to_contain_text("bằng mã tra cứu")
    expect(seen.page.locator("#attach-file")).to_have_count(0)
