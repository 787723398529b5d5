"""The files of the public pages: nothing inline, nothing from elsewhere, every named file exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def files(repository: Path) -> dict[str, str]:
    folder = repository / "api" / "public"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".css", ".js"}
    }


def test_no_template_holds_inline_script_style_or_handler(files: dict[str, str]) -> None:
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)")
    assert [name for name, text in files.items() if name.endswith(".html") and inline.search(text)] == []


def test_no_template_switches_escaping_off(files: dict[str, str]) -> None:
    assert [name for name, text in files.items() if re.search(r"\|\s*safe\b|autoescape", text)] == []


def test_no_script_turns_text_into_markup_or_code(files: dict[str, str]) -> None:
    risky = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc")
    assert [name for name, text in files.items() if name.endswith(".js") and risky.search(text)] == []


def test_no_file_names_another_host(files: dict[str, str]) -> None:
    assert {
        host for text in files.values() for host in re.findall(r"(?:https?:)?//([\w-]+(?:\.[\w-]+)+)", text)
    } == set()


def test_every_file_and_icon_that_is_named_exists(files: dict[str, str], repository: Path) -> None:
    everything = "\n".join(files.values())
    named = set(re.findall(r'(?:href|src|from)[=\s]"/([\w./-]+\.(?:css|js|svg))"', everything))
    places = (repository / "api" / "web", repository / "api" / "public" / "static")

    assert named
    assert [name for name in named if not any((place / name).is_file() for place in places)] == []
    icons = set(re.findall(r'<symbol id="(\w+)"', (repository / "api" / "web" / "icons.svg").read_text("utf-8")))
    assert set(re.findall(r'icon\("(\w+)"\)', everything)) <= icons
