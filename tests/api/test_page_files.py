"""The files of the page: their types, their policy, and that nothing else is served."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api import pages
from api.routes import routes


class TestPage:
    @pytest.fixture
    def site(self, tmp_path: Path, world: Any, monkeypatch: pytest.MonkeyPatch) -> Any:
        folder = tmp_path / "web"
        (folder / "img").mkdir(parents=True)
        (folder / "index.html").write_text("<!doctype html><title>Một Cửa</title>", encoding="utf-8")
        (folder / "app.js").write_text("'use strict'", encoding="utf-8")
        (folder / "img" / "logo.svg").write_text("<svg/>", encoding="utf-8")
        (folder / "notes.md").write_text("x", encoding="utf-8")
        made = pages.pages(folder)
        monkeypatch.setattr(pages, "pages", lambda *_folder: made)
        routes.cache_clear()
        with world.client() as client:
            yield client
        routes.cache_clear()

    def test_the_page_comes_with_a_strict_policy(self, site: TestClient) -> None:
        page = site.get("/")

        assert page.headers["content-type"] == "text/html; charset=utf-8"
        assert "Một Cửa" in page.text
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http" not in policy
        assert page.headers["x-content-type-options"] == "nosniff"

    def test_assets_have_their_types_and_a_tag(self, site: TestClient) -> None:
        script = site.get("/app.js")

        assert "javascript" in script.headers["content-type"]
        assert site.get("/img/logo.svg").headers["content-type"].startswith("image/svg+xml")
        assert site.get("/app.js", headers={"If-None-Match": script.headers["etag"]}).status_code == 304
        assert site.head("/").status_code == 200

    @pytest.mark.parametrize("path", ["/notes.md", "/../settings.py", "/img", "/img/", "/%2e%2e/settings.py"])
    def test_nothing_else_is_served(self, site: TestClient, path: str) -> None:
        assert site.get(path).status_code == 404

    def test_answers_of_the_api_are_not_cached(self, site: TestClient) -> None:
        assert site.get("/api/v1/snapshots/active").headers["cache-control"] == "no-store"
