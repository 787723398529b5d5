"""Pictures of the materials of a procedure: the office's pages, the public list, the hotline's sheet, an answer."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser
from playwright.sync_api import Page as Tab

from tools.document_pictures import PICTURES, signed_in, take_page
from tools.small_png import small_png

CODE = "1.004222"
_NARROW = 360
_PUBLISHER = "Ủy ban nhân dân phường Ví Dụ"
_FORM = "Mẫu CT01 có ghi chú cách điền (ví dụ)"
_FILE = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_FORMATTED = {"name": "mau-ct01-vi-du.pdf", "mimeType": "application/pdf", "buffer": _FILE * 400}


def take_materials(browser: Browser, url: str, pictures: Path = PICTURES) -> None:
    """Publish two invented materials and take the pages.

    Args:
        browser: Chromium.
        url: of a running server with the accounts of :func:`tools.office.open_office`.
        pictures: folder to write to.
    """
    pictures.mkdir(parents=True, exist_ok=True)
    context, tab = signed_in(browser, url)
    form = _publish(tab, "form", _FORM, "12/QĐ-UBND")
    _publish(tab, "video", "Đăng ký thường trú trên Cổng dịch vụ công (ví dụ)", "")
    for name, path in (
        ("admin-materials", "/admin/tai-lieu"),
        ("admin-material", form),
        ("materials", "/tai-lieu"),
    ):
        take_page(tab, path, pictures / f"{name}.png")
    _take_answer(tab, pictures / "answer-material-phone.png")
    context.close()


def _publish(tab: Tab, kind: str, title: str, decision: str) -> str:
    tab.goto(f"/admin/tai-lieu/moi?thu-tuc={CODE}")
    typed = {"title": title, "publisher": _PUBLISHER, "decision": decision, "issued": "01/02/2026"}
    tab.locator("[name=kind]").select_option(kind)
    if kind == "form":
        tab.locator("[name=file]").set_input_files([_FORMATTED])  # type: ignore[arg-type]
        tab.locator("[name=paper]").select_option(index=1)
    else:
        typed["url"] = "https://video.vidu.vn/dang-ky-thuong-tru"
    for name, text in typed.items():
        tab.locator(f"[name={name}]").fill(text)
    tab.get_by_role("button", name="Lưu").click()
    tab.get_by_role("button", name="Công bố", exact=True).click()
    tab.get_by_text("Đã công bố tài liệu").wait_for()
    return tab.url


def _take_answer(tab: Tab, file: Path) -> None:
    tab.set_viewport_size({"width": _NARROW, "height": 800})
    tab.goto("/")
    tab.locator("html[data-ready]").wait_for(state="attached")
    tab.locator("#question").fill("đăng ký thường trú cần mẫu đơn nào")
    tab.locator("#question").press("Enter")
    link = tab.locator(".card a", has_text=_FORM)
    link.wait_for()
    tab.wait_for_load_state("networkidle")
    link.scroll_into_view_if_needed()
    file.write_bytes(small_png(tab, tab.screenshot()))
