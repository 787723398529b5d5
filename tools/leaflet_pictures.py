"""Pictures of the leaflet and of the widget on another page, for docs/operator.md and docs/nhung.md."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
CODE = "1.004222"
_SCREENS = {"": (1100, 900, 1.0), "-phone": (390, 844, 2.0)}


def take_leaflet_and_widget(browser: Browser, url: str) -> None:
    """Open both on a desktop and on a telephone, and keep what a person sees."""
    for ending, (width, height, scale) in _SCREENS.items():
        page = browser.new_page(
            viewport={"width": width, "height": height}, device_scale_factor=scale, locale="vi-VN", color_scheme="light"
        )
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{url}/to-roi/{CODE}")
        page.locator("html[data-ready]").wait_for(state="attached")
        page.screenshot(path=PICTURES / f"leaflet{ending}.png", full_page=not ending)
        page.goto(f"{url}/nhung")
        page.get_by_role("button", name="Hỏi thủ tục").click()
        frame = page.frame_locator("iframe")
        frame.locator("html[data-ready]").wait_for(state="attached")
        frame.locator("#question").fill("phí đăng ký tạm trú")
        frame.locator("#question").press("Enter")
        frame.locator("#turns .assistant .lead").wait_for()
        page.screenshot(path=PICTURES / f"widget{ending}.png")
        page.close()
