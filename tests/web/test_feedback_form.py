"""The form for a PAKN in a real browser, before the real application: errors, keyboard, small screens, nothing lost."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page, expect
from rasa_sdk.executor import ActionExecutor

from api.app import create_app
from api.settings import Settings
from api.storage.feedback_tables import CaseRow
from knowledge.answer import AnswerStatus
from knowledge.errors import ProcedureNotFound
from knowledge.model import Procedure
from knowledge.results import Band, Hit, SearchResult, SnapshotInfo

pytestmark = pytest.mark.browser

AUDIT = Path(__file__).with_name("audit.js").read_text(encoding="utf-8")
CONTENT = "Tôi nộp hồ sơ đăng ký khai sinh ngày 02/11/2026, hẹn trả ngày 11/11/2026 mà chưa có kết quả."
BIRTH = Procedure(code="1.001193", name="Thủ tục đăng ký khai sinh", field="Hộ tịch")


class OneProcedure:
    """Stands in for a loaded snapshot: whatever is searched, it knows the registration of births."""

    info = SnapshotInfo(id="20260715-one", data_date=date(2026, 7, 15), procedures=1, active=True)

    def with_extras(self, _extras: object) -> OneProcedure:
        return self

    def search(self, question: str, **_more: Any) -> SearchResult:
        hits = (Hit(code=BIRTH.code, name=BIRTH.name, score=1.0),)
        return SearchResult(question=question, status=AnswerStatus.ANSWERED, band=Band.SURE, hits=hits)

    def procedure(self, code: str) -> Procedure:
        if code != BIRTH.code:
            raise ProcedureNotFound(code)
        return BIRTH


@dataclass
class Site:
    """The application on a port of its own."""

    address: str
    app: Any

    def count(self) -> int:
        with self.app.state.services.database.session() as session:
            return int(session.query(CaseRow).count())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, new_database: Callable[[], str]) -> Iterator[Site]:
    limits = {"rate_per_address": 0, "rate_lookups": 0}
    settings = Settings.load(data=tmp_path_factory.mktemp("var"), database_url=new_database(), **limits)
    app = create_app(settings, opener=lambda *_: OneProcedure(), actions=lambda _keeper: ActionExecutor())  # type: ignore[arg-type,return-value]
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield Site(f"http://127.0.0.1:{listener.getsockname()[1]}", app)
    server.should_exit = True
    thread.join(15)
    listener.close()


@dataclass
class Visit:
    """An open page."""

    page: Page
    context: BrowserContext

    def audit(self, what: str) -> Any:
        return self.page.evaluate(f"({AUDIT})().{what}()")

    def fill(self, **other: str) -> None:
        """Type a complete PAKN."""
        self.page.check("#kind-hanh_vi")
        values = {
            "content": CONTENT,
            "sender_name": "Nguyễn Thị Hoa",
            "sender_address": "Số 5 đường số 2, phường Trấn Biên",
            "sender_phone": "0912 345 678",
            **other,
        }
        for name, value in values.items():
            self.page.fill(f"#{name}", value)
        self.page.check("#consent")

    def on(self) -> None:
        self.page.click("#go-on")
        self.page.wait_for_load_state()


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser, site: Site) -> Iterator[Open]:
    """Open a page of the site; fails the test on any error of a script or of the content policy."""
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def go(path: str = "/phan-anh", **options: Any) -> Visit:
        context = browser.new_context(base_url=site.address, **{"viewport": {"width": 390, "height": 844}, **options})
        context.set_default_timeout(30_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
        page.goto(path)
        if options.get("java_script_enabled", True):
            page.wait_for_selector("html[data-ready]")
        return Visit(page, context)

    yield go
    for context in contexts:
        context.close()
    assert troubles == []


def test_from_the_first_box_to_the_receipt_and_back_to_the_state(visit: Open) -> None:
    opened = visit()
    page = opened.page
    opened.fill()
    opened.on()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi gửi")
    page.click("#send")
    code = page.locator("#code").inner_text()
    assert re.fullmatch(r"KN(-[0-9A-Z]{4}){2}-[0-9A-Z]", code)
    page.click("text=trang của phản ánh này")
    page.fill("#proof", "5678")
    page.keyboard.press("Enter")
    expect(page.locator(".state")).to_contain_text("Đã tiếp nhận")
    page.reload()
    expect(page.locator(".timeline li")).to_have_count(1)


def test_an_error_takes_the_focus_and_leads_to_its_box(visit: Open) -> None:
    opened = visit()
    page = opened.page
    opened.fill(sender_phone="12")
    opened.on()
    expect(page.locator("#summary")).to_be_focused()
    page.get_by_role("link", name=re.compile("Số điện thoại chưa đúng")).click()
    expect(page.locator("#sender_phone")).to_be_focused()
    expect(page.locator("#sender_phone")).to_have_value("12")
    expect(page.locator("#content")).to_have_value(CONTENT)


def test_two_clicks_in_a_row_send_one_pakn(visit: Open, site: Site) -> None:
    before = site.count()
    opened = visit()
    opened.fill()
    opened.on()
    opened.page.dblclick("#send", no_wait_after=True)
    expect(opened.page.locator("#code")).to_be_visible()
    assert site.count() == before + 1


def test_a_reload_keeps_what_was_typed_also_what_had_not_reached_the_server(visit: Open) -> None:
    opened = visit()
    opened.context.route("**/phan-anh/luu", lambda route: route.abort())
    page = opened.page
    opened.fill(sender_phone="09")
    page.reload()
    page.wait_for_selector("html[data-ready]")
    expect(page.locator("#content")).to_have_value(CONTENT)
    expect(page.locator("#sender_phone")).to_have_value("09")
    expect(page.locator("#kind-hanh_vi")).to_be_checked()
    expect(page.locator("#keep-state")).to_contain_text("Đã lấy lại")


def test_what_is_written_is_kept_on_the_server_while_somebody_writes(visit: Open) -> None:
    opened = visit()
    page = opened.page
    with page.expect_response("**/phan-anh/luu") as kept:
        page.fill("#content", CONTENT)
    assert kept.value.status == 204
    page.evaluate("() => sessionStorage.clear()")
    page.reload()
    expect(page.locator("#content")).to_have_value(CONTENT)


def test_without_a_connection_nothing_is_sent_and_nothing_is_lost(visit: Open) -> None:
    opened = visit()
    page = opened.page
    opened.fill()
    opened.context.set_offline(True)
    page.click("#go-on")
    expect(page.locator("#keep-state")).to_contain_text("Đang mất mạng")
    expect(page.locator("#content")).to_have_value(CONTENT)
    opened.context.set_offline(False)
    opened.on()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi gửi")


def test_the_whole_way_with_the_keyboard_alone(visit: Open) -> None:
    page = visit().page
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.locator("#kind-hanh_vi").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(page.locator("#content")).to_be_focused()
    page.keyboard.type(CONTENT)
    for box, text in (
        ("search", ""), ("sender_name", "Nguyễn Thị Hoa"), ("sender_address", "Số 5, phường Trấn Biên"),
        ("sender_phone", "0912345678"),
    ):  # fmt: skip
        page.locator(f"#{box}").focus()
        page.keyboard.type(text)
    page.locator("#consent").focus()
    page.keyboard.press("Space")
    page.locator("#sender_phone").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Xem lại trước khi gửi")
    page.locator("#send").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#code")).to_be_visible()


def test_a_procedure_is_found_with_the_enter_key_and_chosen(visit: Open) -> None:
    opened = visit()
    page = opened.page
    opened.fill()
    page.fill("#search", "làm khai sinh")
    page.press("#search", "Enter")
    page.get_by_label("Thủ tục đăng ký khai sinh").check()
    expect(page.locator("#content")).to_have_value(CONTENT)
    opened.on()
    expect(page.locator(".review")).to_contain_text("Thủ tục đăng ký khai sinh")


def test_who_writes_without_a_name_is_asked_for_no_name(visit: Open) -> None:
    opened = visit()
    page = opened.page
    page.check("#kind-de_xuat")
    page.fill("#content", CONTENT)
    page.check("#anonymous")
    expect(page.locator("#sender_name")).to_be_hidden()
    expect(page.locator("#consent")).to_be_hidden()
    opened.on()
    page.click("#send")
    expect(page.get_by_role("heading", level=1)).to_have_text("Đã ghi nhận góp ý")


def test_a_file_that_is_too_large_is_stopped_before_it_travels(visit: Open) -> None:
    opened = visit()
    page = opened.page
    page.evaluate("() => { document.getElementById('form').dataset.fileLimit = '1000'; }")
    page.set_input_files(
        "#files", {"name": "ảnh.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff" + b"0" * 2000}
    )
    expect(page.locator("#files-problem")).to_contain_text("lớn quá mức cho phép")
    page.click("#go-on")
    expect(page.locator("#files")).to_be_focused()


@pytest.mark.parametrize("width", [320, 360, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_fit_the_screen_and_can_be_read_and_hit(visit: Open, width: int, scheme: str) -> None:
    opened = visit(viewport={"width": width, "height": 740}, color_scheme=scheme)
    page = opened.page
    opened.on()  # with all its errors

    def looks_right() -> None:
        assert opened.audit("counted") > 5
        assert opened.audit("widerThanScreen") <= 0
        assert opened.audit("sideways") == []
        assert opened.audit("pale") == []
        assert opened.audit("small") == []
        assert opened.audit("hardToHit") == []
        assert opened.audit("nameless") == []

    page.locator("summary").first.click()
    looks_right()
    opened.fill()
    opened.on()
    looks_right()
    page.click("#send")
    code = page.locator("#code").inner_text()
    looks_right()
    page.goto(f"/phan-anh/{code}")
    looks_right()
    page.fill("#proof", "5678")
    page.keyboard.press("Enter")
    expect(page.locator(".timeline")).to_be_visible()
    looks_right()
    page.goto("/hoi-dap")
    looks_right()


def test_the_text_can_be_made_as_large_as_in_the_chat(visit: Open) -> None:
    page = visit().page
    size = "() => parseFloat(getComputedStyle(document.querySelector('#content')).fontSize)"
    usual = page.evaluate(size)
    for _ in range(3):
        page.get_by_role("button", name="Chữ to hơn").click()
    assert page.evaluate(size) >= 1.4 * usual


def test_nothing_is_asked_of_any_other_machine(visit: Open, site: Site) -> None:
    opened = visit()
    asked: list[str] = []
    opened.page.on("request", lambda request: asked.append(request.url))
    opened.page.reload()
    opened.page.wait_for_selector("html[data-ready]")
    assert len(asked) > 5
    assert [url for url in asked if not url.startswith((site.address, "data:"))] == []


def test_without_javascript_it_is_sent_all_the_same(visit: Open, site: Site) -> None:
    before = site.count()
    opened = visit(java_script_enabled=False)
    opened.fill()
    opened.on()
    opened.page.click("#send")
    expect(opened.page.locator("#code")).to_be_visible()
    expect(opened.page.locator("#copy")).to_be_hidden()
    assert site.count() == before + 1


def test_the_receipt_can_be_copied(visit: Open) -> None:
    opened = visit(permissions=["clipboard-read", "clipboard-write"])
    page = opened.page
    opened.fill()
    opened.on()
    page.click("#send")
    code = page.locator("#code").inner_text()
    page.click("#copy")
    expect(page.locator("#copy")).to_contain_text("Đã sao chép")
    assert code in page.evaluate("() => navigator.clipboard.readText()")


def test_the_chat_leads_to_the_form_and_to_the_answers(visit: Open) -> None:
    page = visit("/").page
    page.get_by_role("contentinfo").get_by_role("link", name="Gửi phản ánh, kiến nghị").click()
    expect(page).to_have_url(re.compile(r"/phan-anh$"))
    page.get_by_role("navigation").get_by_role("link", name="Dân hỏi – cơ quan trả lời").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Dân hỏi – cơ quan trả lời")
