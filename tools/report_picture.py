"""The picture of docs/bao-cao.md: the report of nine months, with a year of an invented office behind it."""

from __future__ import annotations

from playwright.sync_api import Browser

from api.clock import local_day, utc_now
from api.feedback.rules import FeedbackRules
from api.security.accounts import Accounts, Actor
from api.settings import Settings
from api.storage.database import Database
from tools.busy_office import fill_year
from tools.console_pictures import PICTURES
from tools.office import PASSWORD
from tools.small_png import small_png

_ACCOUNTS = {"admin": "admin", "approver": "duyet", "officer": "xuly", "operator": "tiepnhan"}
_CASES = 160
_WIDE, _TALL = 1280, 1700


def take_report(browser: Browser, url: str, settings: Settings) -> None:
    """Fill the year and take the report, after :func:`tools.console_pictures.take_console` has made the office.

    Args:
        browser: Chromium.
        url: of a running server.
        settings: of the server; its data folder must be on this machine.
    """
    database = Database.open(settings)
    try:
        known = {one.username: Actor(one.id, one.name, one.role) for one in Accounts(database).list(None)}
        people = {name: known[username] for name, username in _ACCOUNTS.items()}
        today = local_day(utc_now())
        fill_year(database, FeedbackRules.of(settings), people, today, cases=_CASES)
    finally:
        database.close()
    tab = browser.new_page(base_url=url, locale="vi-VN", viewport={"width": _WIDE, "height": _TALL})
    tab.goto("/admin/dang-nhap?tiep=/admin/bao-cao")
    tab.get_by_label("Tên đăng nhập").fill("duyet")
    tab.get_by_label("Mật khẩu").fill(PASSWORD)
    tab.get_by_role("button", name="Đăng nhập").click()
    tab.goto(f"/admin/bao-cao?ky=khoang&tu={today.year}-01-01&den={today}&so-sanh=lien-truoc")
    tab.locator("html[data-ready]").wait_for(state="attached")
    (PICTURES / "admin-report.png").write_bytes(small_png(tab, tab.screenshot()))
    tab.close()
