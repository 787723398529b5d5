"""Pictures of the hotline's filters and sheet, the posting sheet, the newsletter, sessions, and files in the chat."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext
from playwright.sync_api import Page as Tab

from api.clock import local_day, utc_now
from tools.console_pictures import PICTURES
from tools.office import PASSWORD
from tools.small_png import small_png

CODE = "1.004222"
_WIDE, _NARROW = 1280, 390
_PATIENCE = 180_000.0
"""Milliseconds for one step: the machine may be busy."""
_TALLEST = 1500
_DAYS_AHEAD = 21


def take_new_pages(browser: Browser, url: str, pictures: Path = PICTURES) -> None:
    """Publish an invented session and take the pages.

    Args:
        browser: Chromium.
        url: of a running server with the accounts of :func:`tools.office.open_office`.
        pictures: folder to write to.
    """
    context = browser.new_context(base_url=url, locale="vi-VN", timezone_id="Asia/Ho_Chi_Minh", reduced_motion="reduce")
    context.set_default_timeout(_PATIENCE)
    tab = context.new_page()
    tab.set_viewport_size({"width": _WIDE, "height": 800})
    tab.goto("/admin/dang-nhap")
    tab.get_by_label("Tên đăng nhập").fill("admin")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.wait_for_url("**/admin")
    _publish_session(tab)
    for name, path, width in (
        ("operator-filters", f"/admin/tong-dai/thu-tuc/{CODE}", _WIDE),
        ("posting-sheet", f"/niem-yet/{CODE}", _WIDE),
        ("admin-newsletter", "/admin/ban-tin", _WIDE),
        ("sessions", "/su-kien", _WIDE),
        ("admin-sessions", "/admin/su-kien", _WIDE),
        ("admin-posting", "/admin/niem-yet", _WIDE),
        ("admin-links", "/admin/kien-thuc/lien-ket", _WIDE),
        ("operator-terms", "/admin/tong-dai/thuat-ngu", _WIDE),
    ):
        _open(tab, path, width)
        if name == "operator-filters":
            _open_filters(tab)
        _keep(tab, pictures / f"{name}.png")
    context.close()
    _take_files(browser, url, pictures / "chat-files-phone.png")


def _publish_session(tab: Tab) -> None:
    _open(tab, "/admin/su-kien", _WIDE)
    form = tab.locator("main form[method=post]").last
    day = local_day(utc_now()) + timedelta(days=_DAYS_AHEAD)
    form.locator("[name=kind]").select_option(index=1)
    for name, text in (
        ("title", "Đối thoại về thủ tục cư trú (ví dụ)"),
        ("topic", "Người dân phường Ví Dụ hỏi về đăng ký thường trú, tạm trú; cán bộ trả lời trực tiếp."),
        ("day", f"{day:%d/%m/%Y}"),
        ("time", "08:30"),
        ("place", "Hội trường tầng 1, số 1 đường Ví Dụ, phường Ví Dụ"),
    ):
        form.locator(f"[name={name}]").fill(text)
    form.get_by_role("button").last.click()
    tab.wait_for_load_state()


def _open_filters(tab: Tab) -> None:
    tab.locator(".op-filters summary").click()
    tab.locator(".op-filters select").first.wait_for()


def _take_files(browser: Browser, url: str, file: Path) -> None:
    """Begin a PAKN in the chat and open what is said about files."""
    context: BrowserContext = browser.new_context(
        base_url=url, locale="vi-VN", reduced_motion="reduce", viewport={"width": _NARROW, "height": 844}
    )
    context.set_default_timeout(_PATIENCE)
    tab = context.new_page()
    tab.goto("/")
    tab.locator("html[data-ready]").wait_for(state="attached")
    tab.locator("#question").fill("tôi muốn phản ánh cán bộ một cửa đóng cửa sớm, tôi phải đi lại hai lần")
    tab.locator("#question").press("Enter")
    tab.get_by_role("button", name="Bắt đầu gửi phản ánh").click()
    panel = tab.locator("#attach")
    panel.wait_for()
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    tab.wait_for_load_state("networkidle")
    file.write_bytes(small_png(tab, tab.screenshot()))
    context.close()


def _open(tab: Tab, path: str, width: int) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(path)
    tab.locator("html[data-ready]").wait_for(state="attached")


def _keep(tab: Tab, file: Path) -> None:
    width = tab.viewport_size["width"] if tab.viewport_size else _WIDE
    height = min(_TALLEST, int(tab.evaluate("document.documentElement.scrollHeight")))
    tab.set_viewport_size({"width": width, "height": height})
    file.write_bytes(small_png(tab, tab.screenshot()))
