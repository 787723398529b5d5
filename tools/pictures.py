"""``make pictures``: take the pictures of the README, docs/admin.md and docs/bao-cao.md from the real product."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from api.settings import Settings
from tools.console_pictures import take_console
from tools.document_pictures import take_documents
from tools.leaflet_pictures import take_leaflet_and_widget
from tools.material_pictures import take_materials
from tools.measures.server import running_server
from tools.new_page_pictures import take_new_pages
from tools.quality_pictures import take_quality
from tools.report_picture import take_report

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
QUESTION = "đăng ký tạm trú nên nộp online hay trực tiếp"
SIZES = {"chat-phone": (390, 844, 2), "chat-desktop": (1280, 800, 1)}


def take(browser: Browser, url: str, name: str) -> None:
    """Ask one question and keep what a person sees."""
    width, height, scale = SIZES[name]
    page = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=scale, locale="vi-VN")
    page.emulate_media(reduced_motion="reduce")
    page.goto(url)
    page.locator("html[data-ready]").wait_for(state="attached")
    box = page.get_by_role("textbox").first
    box.fill(QUESTION)
    box.press("Enter")
    page.get_by_text("15.000 đồng").first.wait_for()
    page.wait_for_load_state("networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")
    page.close()


def main() -> None:
    """Start the product and take all pictures."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("Chromium is missing (Debian: apt-get install chromium)")
    IMAGES.mkdir(parents=True, exist_ok=True)
    flags = ["--disable-background-networking", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with (
        tempfile.TemporaryDirectory() as data,
        running_server(Path(data)) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=chromium, args=flags)
        for name in SIZES:
            take(browser, server.url, name)
        take_leaflet_and_widget(browser, server.url)
        take_console(browser, server.url, Settings.load(data=Path(data)))
        take_quality(browser, server.url, Settings.load(data=Path(data)))
        take_documents(browser, server.url)
        take_materials(browser, server.url)
        take_new_pages(browser, server.url)
        take_report(browser, server.url, Settings.load(data=Path(data)))
        browser.close()


if __name__ == "__main__":
    main()
