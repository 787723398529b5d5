"""The console in Chromium: log in, open a case, answer, approve, publish; readable and usable at any width."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, expect

from api.security.roles import Role

pytestmark = pytest.mark.browser
AUDIT = (Path(__file__).parents[1] / "web" / "audit.js").read_text(encoding="utf-8")
PASSWORD = "mot mat khau du dai"
ANSWER = "Hồ sơ đã có kết quả, cơ quan xin lỗi vì chậm trễ và đã chấn chỉnh bộ phận tiếp nhận."


@pytest.fixture
def address(office: Any) -> Iterator[str]:
    """The office's application on a real port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(office.client.app, log_level="error", ws="none", lifespan="off")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join(10)
    listener.close()


@pytest.fixture
def sit_down(browser: Browser, address: str, office: Any) -> Iterator[Callable[..., Page]]:
    """Log somebody in; fails the test on any error inside a page or a broken content policy."""
    contexts, troubles = [], []

    def go(role: Role, **options: Any) -> Page:
        office.actor(role)
        context = browser.new_context(base_url=address, **options)
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda line: troubles.append(line.text) if "Content Security" in line.text else None)
        page.on("dialog", lambda dialog: dialog.accept())
        page.goto("/admin")
        page.get_by_label("Tên đăng nhập").fill(role.value)
        page.get_by_label("Mật khẩu").fill(PASSWORD)
        page.get_by_label("Mật khẩu").press("Enter")
        page.wait_for_url("**/admin")
        return page

    yield go
    for context in contexts:
        context.close()
    assert troubles == []


def test_an_answer_is_written_approved_and_published(office: Any, sit_down: Callable[..., Page]) -> None:
    code = office.in_progress()
    work = office.services.casework
    work.save_template(office.actor(Role.OFFICER), None, title="Mở đầu", body="Về phản ánh mã {code}:")
    page = sit_down(Role.OFFICER)
    page.goto("/admin/pakn")
    page.get_by_role("link", name=code).click()
    page.get_by_role("button", name="Chèn mẫu").click()
    box = page.get_by_label("Nội dung trả lời")
    expect(box).to_be_focused()
    page.keyboard.type(ANSWER)
    expect(page.locator("#preview")).to_contain_text(f"Về phản ánh mã {code}:{ANSWER}")
    page.get_by_role("button", name="Lưu câu trả lời").click()
    expect(page.get_by_role("status")).to_contain_text("chờ duyệt")

    approver = sit_down(Role.APPROVER)
    approver.goto(f"/admin/pakn/{code}")
    approver.get_by_role("button", name="Duyệt và gửi").click()
    approver.get_by_role("link", name="Xem trước và công khai").click()
    approver.get_by_label("Câu hỏi ngắn").fill("Hồ sơ tạm trú trễ hẹn thì hỏi ở đâu?")
    approver.get_by_label("Tôi đã đọc từng chỗ che").check()
    approver.get_by_label("Tôi đã đọc lại").check()
    approver.get_by_role("button", name="Công khai", exact=True).click()
    expect(approver.get_by_role("status")).to_contain_text("/hoi-dap/", timeout=30_000)


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": {"width": 360, "height": 740}},
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
        {"viewport": {"width": 1280, "height": 900}},
    ],
    ids=["phone", "dark", "desktop"],
)
def test_pages_fit_and_can_be_read_and_pressed(
    office: Any, sit_down: Callable[..., Page], options: dict[str, Any]
) -> None:
    code = office.in_progress()
    office.services.casework.draft_answer(office.actor(Role.OFFICER), code, ANSWER)
    page = sit_down(Role.ADMIN, **options)
    for path in (
        "/admin",
        "/admin/pakn",
        f"/admin/pakn/{code}",
        "/admin/pakn/moi",
        "/admin/tai-khoan",
        "/admin/nhat-ky",
    ):
        page.goto(path)
        page.locator("html[data-ready]").wait_for(state="attached")
        audit = {
            name: page.evaluate(f"({AUDIT})().{name}()") for name in ("pale", "widerThanScreen", "nameless", "counted")
        }
        assert audit["counted"] > 20, path
        assert (audit["pale"], audit["nameless"], audit["widerThanScreen"]) == ([], [], 0), path


def test_without_scripts_a_case_is_forwarded(office: Any, sit_down: Callable[..., Page]) -> None:
    code = office.case()
    office.agency("Công an phường")
    page = sit_down(Role.OFFICER, java_script_enabled=False)
    page.goto(f"/admin/pakn/{code}")
    page.get_by_label("Cơ quan có thẩm quyền").select_option(label="Công an phường")
    page.get_by_role("button", name="Chuyển", exact=True).click()
    expect(page.get_by_role("status")).to_contain_text("Đã chuyển cơ quan xử lý")


def test_the_first_tab_leads_past_the_menu(sit_down: Callable[..., Page]) -> None:
    page = sit_down(Role.VIEWER)
    page.goto("/admin/pakn")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Đến nội dung chính")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_several_are_chosen_with_one_box(office: Any, sit_down: Callable[..., Page]) -> None:
    for _ in range(2):
        office.case()
    page = sit_down(Role.OFFICER)
    page.goto("/admin/pakn")
    page.get_by_label("Chọn tất cả trong trang").check()
    expect(page.get_by_label("Lý do từ chối")).to_be_hidden()
    page.get_by_label("Việc cần làm").select_option(label="Đánh dấu đã đọc")
    page.get_by_role("button", name="Thực hiện").click()
    expect(page.get_by_role("status")).to_contain_text("Đã làm xong 2 hồ sơ")
