"""``make bench``: measure the product on this machine and write ``docs/evaluation.md`` from what was measured.

Needs the collected data beside the checkout (``../shared/data``); nothing of it is kept in the project.
Quality is measured on the development questions, which were never trained on; timing figures are of one
machine and one run, and are compared only within it.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from rich.console import Console

from tools.measures import Figures, Machine, Speed
from tools.measures.load import measure_turns
from tools.measures.quality import EASY, HARD, measure_quality, read_hard, read_questions
from tools.measures.report import write_report
from tools.measures.server import running_server
from tools.measures.speed import measure_building, measure_search
from tools.measures.typing import measure_typing
from tools.measures.understanding import measure_understanding

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
WORK = ROOT / "build" / "bench"
CORPUS_DATE = date(2026, 7, 15)


@contextmanager
def _stage(console: Console, name: str) -> Iterator[None]:
    with console.status(name):
        yield
    console.print(f"✓ {name}")


def main() -> None:
    """Measure everything and write the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--keep", action="store_true", help="keep the snapshot and the import figures of the last run")
    keep = parser.parse_args().keep
    console = Console(stderr=True)
    if not DATA.is_dir():
        sys.exit("make bench needs the collected data in ../shared/data; it is not beside this checkout")
    if keep:
        building = Figures.model_validate_json((WORK / "figures.json").read_text(encoding="utf-8")).speed.building
    else:
        with _stage(console, "import and index all procedures"):
            building = measure_building(DATA / "procedures.jsonl.gz", WORK / "var", CORPUS_DATE)
    with _stage(console, "search the development questions"):
        snapshots = WORK / "var" / "snapshots"
        quality = (
            measure_quality("easy", read_questions(EASY), snapshots),
            measure_quality("hard", read_hard(HARD), snapshots),
        )
        search = measure_search(snapshots)
    with _stage(console, "first start: train the dialogue model"), running_server(WORK / "var"):
        pass
    with _stage(console, "understand the labelled messages"):
        understanding = measure_understanding(WORK / "var")
    with _stage(console, "chat turns through gateway, Rasa and actions"), running_server(WORK / "var") as server:
        turns = measure_turns(server)
        typing = measure_typing(server, WORK / "var")
    figures = Figures(
        machine=Machine.here(),
        quality=quality,
        speed=Speed(building=building, search=search, turns=turns, typing=typing),
        understanding=understanding,
    )
    (WORK / "figures.json").write_text(figures.model_dump_json(indent=2), encoding="utf-8")
    write_report(figures, ROOT / "docs" / "evaluation.md")
    console.print("docs/evaluation.md is written")


if __name__ == "__main__":
    main()
