"""No leaflet of a published record needs more than the two sides of A5, in print nobody needs a glass for."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser

from api.leaflet.content import leaflet
from api.leaflet.fitting import PRINTS, clip
from knowledge.model import Paper, Procedure
from knowledge.service import Knowledge
from tests.api.conftest import World
from tests.operator.conftest import Catalogue

LONGEST = (
    *("1.013742", "1.014272?truong-hop=6", "1.014151?truong-hop=2", "1.002759?truong-hop=1", "1.014244", "2.001316"),
    *(
        "1.115470",
        "1.115602",
        "1.014675",
        "1.115600",
        "1.115525",
        "1.115347",
        "1.014153",
        "1.014199?truong-hop=2",
        "1.014199?truong-hop=4",
        "1.115369?truong-hop=2",
    ),
    *("3.000322?truong-hop=4", "1.007659?truong-hop=11", "1.009497?truong-hop=3", "1.012290"),
)
"""Of 6.762 leaflets of the collected records those that need most room, of each kind of length."""


@pytest.fixture
def address(world: World, corpus: Knowledge) -> Iterator[str]:
    """The application with all collected records on a real port."""
    world.knowledge = corpus  # type: ignore[assignment]
    world.overrides["public_url"] = "https://tro-ly.vi-du.vn"
    with world.client() as client:
        listener = socket.create_server(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(client.app, log_level="error", ws="none", lifespan="off"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
        listener.close()


@pytest.mark.corpus
@pytest.mark.browser
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_the_longest_records_are_printed_on_two_pages(browser: Browser, address: str, scripts: bool) -> None:
    context = browser.new_context(java_script_enabled=scripts)
    page = context.new_page()
    pages = {}
    for one in LONGEST:
        page.goto(f"{address}/to-roi/{one}")
        if scripts:
            page.wait_for_selector("html[data-ready]", state="attached")
        pages[one] = len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True)))
    context.close()

    assert {one: number for one, number in pages.items() if number > 2} == {}


@pytest.mark.corpus
@pytest.mark.browser
def test_no_word_is_printed_smaller_than_eight_and_a_half_points(browser: Browser, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/to-roi/1.013742")
    page.wait_for_selector("html[data-ready]", state="attached")
    page.emulate_media(media="print")
    points = page.evaluate(
        "Math.min(...[...document.querySelectorAll('#leaflet *')]"
        ".filter(e => e.textContent.trim() && !e.closest('svg'))"
        ".map(e => parseFloat(getComputedStyle(e).fontSize))) * 0.75"
    )
    context.close()

    assert points >= min(PRINTS) - 0.01


def test_the_style_sheet_prints_in_the_sizes_that_are_counted_with(repository: Path) -> None:
    style = (repository / "api" / "web" / "leaflet.css").read_text(encoding="utf-8")
    assert tuple(float(one) for one in re.findall(r"--print: ([\d.]+)pt", style)) == PRINTS


class Long(Catalogue):
    """A record without cases whose papers would fill ten pages."""

    def procedure(self, code: str) -> Procedure:
        papers = tuple(
            Paper(name=f"Giấy tờ thứ {n}: " + "nội dung của bản công bố " * 40, originals=1) for n in range(1, 41)
        )
        return super().procedure(code).model_copy(update={"papers": papers})


def test_what_is_too_long_is_shortened_line_by_line_and_no_paper_sum_or_time_is_lost() -> None:
    made = leaflet(Long(), "1.004222")

    (papers,) = made.papers
    assert made.is_shortened
    assert [item.split(":")[0] for item in papers.items] == [f"Giấy tờ thứ {n}" for n in range(1, 41)]
    assert all(item.endswith("[…] (1 bản chính)") for item in papers.items)
    assert [(way.time, way.fee) for way in made.ways] == [
        ("7 ngày làm việc", "10.000 đồng"),
        ("7 ngày làm việc", "20.000 đồng"),
    ]


def test_a_shortened_leaflet_says_where_everything_stands(world: World) -> None:
    world.knowledge, world.overrides["public_url"] = Long(), "https://tro-ly.vi-du.vn"
    with world.client() as client:
        page = " ".join(client.get("/to-roi/1.004222").text.split())

    assert "xem đủ ở bản niêm yết" in page
    assert "https://tro-ly.vi-du.vn/niem-yet/1.004222" in page


def test_a_record_that_fits_is_not_shortened() -> None:
    assert not leaflet(Catalogue(), "1.004222").is_shortened


@pytest.mark.parametrize(
    ("text", "limit", "kept"),
    [
        ("Bản sao giấy tờ. Kèm bản dịch.", 40, "Bản sao giấy tờ. Kèm bản dịch."),
        ("Bản sao giấy tờ tuỳ thân. Kèm bản dịch công chứng.", 30, "Bản sao giấy tờ tuỳ thân. […]"),
        ("Giấy xác nhận đã nộp trong vòng 30 ngày làm việc kể từ khi nộp", 36, "Giấy xác nhận đã nộp trong vòng […]"),
        ("Văn bản theo mẫu số 05 ban hành kèm theo Thông tư", 24, "Văn bản theo mẫu số […]"),
    ],
)
def test_a_cut_falls_between_sentences_or_words_and_never_after_a_bare_figure(text: str, limit: int, kept: str) -> None:
    assert clip(text, limit) == kept
