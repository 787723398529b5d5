"""The files of the page themselves: same words as the server, nothing inline, nothing from elsewhere."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from api.security.access import ROUTES, Access
from knowledge.aspects import ASPECT_LABELS

_HARMLESS_HOSTS = {"www.w3.org", "dichvucong.gov.vn"}


@pytest.fixture(scope="module")
def files(repository: Path) -> dict[str, str]:
    folder = repository / "api" / "web"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in folder.rglob("*")
        if path.suffix in {".html", ".css", ".js", ".svg"}
    }


def test_aspects_are_called_as_the_server_calls_them(files: dict[str, str]) -> None:
    listed = re.search(r"ASPECTS = new Map\(Object\.entries\(\{(.*?)\}\)\)", files["js/texts.js"], re.DOTALL)
    assert listed is not None
    pairs = dict(re.findall(r"(\w+): (\"[^\"]*\")", listed[1]))
    assert {name: json.loads(label) for name, label in pairs.items()} == {
        aspect.value: label for aspect, label in ASPECT_LABELS.items()
    }


def test_no_script_turns_text_into_markup_or_code(files: dict[str, str]) -> None:
    risky = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|DOMParser|srcdoc")
    assert [name for name, text in files.items() if risky.search(text)] == []


def test_the_page_holds_no_inline_script_style_or_handler(files: dict[str, str]) -> None:
    page = files["index.html"]
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []


def test_no_file_names_another_host_than_the_national_portal(files: dict[str, str]) -> None:
    named = {host for text in files.values() for host in re.findall(r"(?:https?:)?//([\w-]+(?:\.[\w-]+)+)", text)}
    assert named <= _HARMLESS_HOSTS


def test_every_file_and_icon_the_page_names_exists(files: dict[str, str], repository: Path) -> None:
    folder = repository / "api" / "web"
    named = set(re.findall(r'(?:href|src)="/([\w./-]+)', files["index.html"]))
    assert named
    pages = {path.removeprefix("/") for (_, path), access in ROUTES.items() if access is Access.PAGE}
    assert [name for name in named - pages if not (folder / name).is_file()] == []
    icons = set(re.findall(r'<symbol id="(\w+)"', files["icons.svg"]))
    used = {name for text in files.values() for name in re.findall(r'icons\.svg#(\w+)|icon(?:\(|: )"(\w+)"', text)}
    assert {name for pair in used for name in pair if name} <= icons
