"""docs/mission-map.md: each item of the plans has one line, and what a line names is there."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from api.security.access import ROUTES

ROOT = Path(__file__).resolve().parents[2]
MAP = ROOT / "docs" / "mission-map.md"
STATES = ("served", "partly", "chưa có", "not software")
STATIC = {"/widget.js": ROOT / "api" / "web" / "widget.js"}
PLANS = "[plans]"

_LINE = re.compile(r"^\| (PI\d{3}) \| (.+?) \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)
_NAMED = re.compile(r"`([^`]+)`")


class Line(NamedTuple):
    """One row of the map."""

    id: str
    section: str
    item: str
    state: str
    where: str


TEXT = MAP.read_text(encoding="utf-8")
LINES = [Line(*found) for found in _LINE.findall(TEXT)]


def named(text: str) -> Iterator[str]:
    """Yield what stands in back-ticks and is an address or a file."""
    yield from (one for one in _NAMED.findall(text) if "/" in one)


def is_there(name: str) -> bool:
    """Tell whether a page, a file, or a test of a file exists."""
    if name.startswith("/"):
        return name in {path for _, path in ROUTES} or STATIC.get(name, ROOT / "nothing").is_file()
    path, _, function = name.partition("::")
    place = ROOT / path
    if not function:
        return place.exists()
    return (
        place.is_file()
        and re.search(rf"^(?:async )?def {function}\(", place.read_text("utf-8"), re.MULTILINE) is not None
    )


def test_ids_are_well_formed_and_each_has_one_line() -> None:
    assert len(LINES) == len(re.findall(r"^\| PI", TEXT, re.MULTILINE))
    assert [one for one, count in Counter(line.id for line in LINES).items() if count > 1] == []
    assert len(LINES) > 150


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_a_line_has_a_state_and_what_it_names_exists(line: Line) -> None:
    assert line.state in STATES
    assert [name for name in named(line.where) if not is_there(name)] == []
    if line.state in ("served", "partly"):
        assert list(named(line.where)) or PLANS in line.where
    if line.state == "partly":
        assert re.search(r"chưa có: \w|is the office's work", line.where)
    if line.state == "chưa có":
        assert "missing:" in line.where


def test_what_stands_for_the_plans_exists_too() -> None:
    explained = TEXT[TEXT.index(f"**{PLANS}**") : TEXT.index("\n## ")]

    assert len([name for name in named(explained) if is_there(name)]) == len(list(named(explained))) >= 3


def test_the_counts_of_the_head_are_those_of_the_lines() -> None:
    told = {
        state: int(number) for state, number in re.findall(r"^\| ([\w ]+?) \| .+? \| (\d+) \|$", TEXT, re.MULTILINE)
    }

    assert told == {state: sum(line.state == state for line in LINES) for state in STATES}


@pytest.mark.corpus
def test_every_item_of_the_plans_has_its_line_with_its_section(shared: Path) -> None:
    with (shared / "domain" / "plan_items.tsv").open(encoding="utf-8", newline="") as file:
        items = {row["id"]: row["section_path"] for row in csv.DictReader(file, delimiter="\t")}

    assert {line.id: line.section for line in LINES} == items
