"""The pictures of docs/admin.md that show the register of documents, the library and how complete the data are."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from tools.office import PASSWORD
from tools.small_png import small_png

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_WIDE = 1280
_TALLEST = 1500
_PATIENCE = 180_000.0
"""Milliseconds for one step: the machine may be busy."""
_DOCUMENT = "/admin/van-ban/63-2010-nd-cp"
_NOTICE = """ỦY BAN NHÂN DÂN PHƯỜNG VÍ DỤ
Số: 15/TB-UBND
Ví Dụ, ngày 05 tháng 10 năm 2026
THÔNG BÁO
Lịch tiếp công dân định kỳ quý IV năm 2026
1. Thời gian
- Sáng thứ Tư tuần đầu của tháng, từ 7 giờ 30.
- Chiều thứ Sáu tuần cuối của tháng, từ 13 giờ 30.
2. Địa điểm
Phòng tiếp công dân, tầng 1 trụ sở phường.
"""


def take_documents(browser: Browser, url: str, pictures: Path = PICTURES) -> None:
    """Add an invented notice and take the pages.

    Args:
        browser: Chromium.
        url: of a running server with the accounts of :func:`tools.office.open_office`.
        pictures: folder to write to.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    context, tab = signed_in(browser, url)
    _open(tab, "/admin/thu-vien")
    file = {"name": "thong-bao-vi-du.txt", "mimeType": "text/plain", "buffer": _NOTICE.encode()}
    tab.locator("input[type=file]").set_input_files([file])  # type: ignore[arg-type]
    tab.get_by_role("button", name="Đọc và xem trước").click()
    tab.get_by_text("Chờ duyệt").first.wait_for()
    for name, path in (
        ("library", tab.url),
        ("documents", "/admin/van-ban"),
        ("document", _DOCUMENT),
        ("coverage", "/admin/kien-thuc/do-day-du?theo=linh-vuc"),
    ):
        take_page(tab, path, pictures / f"admin-{name}.png")
    context.close()


def signed_in(browser: Browser, url: str) -> tuple[BrowserContext, Tab]:
    """Return a browser's window in which the administrator is logged in; whoever asks for it closes the context."""
    context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE)
    tab = context.new_page()
    tab.goto("/admin/dang-nhap")
    tab.get_by_label("Tên đăng nhập").fill("admin")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url("**/admin")
    return context, tab


def take_page(tab: Tab, path: str, file: Path) -> None:
    """Keep a page as high as it is, up to a limit."""
    _open(tab, path)
    height = min(_TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
    tab.set_viewport_size({"width": _WIDE, "height": height})
    file.write_bytes(small_png(tab, tab.screenshot()))


def _open(tab: Tab, path: str) -> None:
    tab.set_viewport_size({"width": _WIDE, "height": 800})
    tab.goto(path)
    tab.locator("html[data-ready]").wait_for(state="attached")
