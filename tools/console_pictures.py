"""The pictures of docs/admin.md: every page of the console, with an invented office behind it."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from api.settings import Settings
from tools.office import PASSWORD, Cases, open_office
from tools.small_png import small_png

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
_WIDE, _NARROW = 1280, 360
_PATIENCE = 180_000.0
"""Milliseconds for one step: the machine may be busy."""
_TALLEST = 1700
"""Pixels; a longer page is shown from its beginning."""


def take_console(browser: Browser, url: str, settings: Settings) -> None:
    """Fill the database of a running server and take every page of the console.

    Args:
        browser: Chromium.
        url: of the server.
        settings: of the server; its data folder must be on this machine.
    """
    PICTURES.mkdir(parents=True, exist_ok=True)
    shown = open_office(settings)
    context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE)
    tab = context.new_page()
    tab.set_viewport_size({"width": _WIDE, "height": 640})
    tab.goto("/admin/dang-nhap")
    _keep(tab, "login")
    _log_in(tab, "duyet")
    for name, path in _pages(shown):
        _open(tab, path, _WIDE)
        _keep(tab, name)
    for name, path in (("list-phone", "/admin/pakn"), ("case-phone", f"/admin/pakn/{shown.working}")):
        _open(tab, path, _NARROW)
        _keep(tab, name)
    _of_the_administrator(tab, shown)
    context.close()


def _pages(shown: Cases) -> tuple[tuple[str, str], ...]:
    return (
        ("overview", "/admin"),
        ("list", "/admin/pakn"),
        ("case", f"/admin/pakn/{shown.working}"),
        ("late", f"/admin/pakn/{shown.late}"),
        ("publish", f"/admin/pakn/{shown.answered}/cong-khai"),
        ("intake", "/admin/pakn/moi"),
        ("templates", "/admin/mau-tra-loi"),
        ("notices", "/admin/thong-bao?xem=cho"),
        ("journal", "/admin/nhat-ky"),
        ("password", "/admin/mat-khau"),
    )


def _of_the_administrator(tab: Tab, shown: Cases) -> None:
    tab.set_viewport_size({"width": _WIDE, "height": 800})
    tab.get_by_role("button", name="Đăng xuất").click()
    _log_in(tab, "admin")
    for name, path in (("agencies", "/admin/co-quan"), ("accounts", "/admin/tai-khoan")):
        _open(tab, path, _WIDE)
        _keep(tab, name)
    _open(tab, "/admin/ca-nhan", _WIDE)
    tab.get_by_label("Mã phản ánh của người đó").fill(shown.answered)
    tab.get_by_label("Đã xác minh người yêu cầu bằng").select_option(index=1)
    tab.get_by_role("button", name="Tìm", exact=True).click()
    tab.get_by_role("heading", name="2. Đang lưu").wait_for()
    _keep(tab, "person")


def _log_in(tab: Tab, username: str) -> None:
    tab.get_by_label("Tên đăng nhập").fill(username)
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url("**/admin")


def _open(tab: Tab, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(path)
    tab.locator("html[data-ready]").wait_for(state="attached")


def _keep(tab: Tab, name: str) -> None:
    height = min(_TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
    width = tab.viewport_size["width"] if tab.viewport_size else _WIDE
    tab.set_viewport_size({"width": width, "height": height})
    (PICTURES / f"admin-{name}.png").write_bytes(small_png(tab, tab.screenshot()))
