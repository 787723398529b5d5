"""How long import, load and search take, and how much memory serving needs; each in a process of its own."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

from tools.measures import Building, Timing

_WARM_UP = 20


def measure_building(source: Path, data: Path, data_date: date) -> Building:
    """Import and activate a source file into a fresh data folder, then load it in another process."""
    shutil.rmtree(data, ignore_errors=True)
    command = [Path(sys.executable).with_name("motcua"), "import", source, "--activate", "--data", data]
    started = time.perf_counter()
    subprocess.run([str(part) for part in [*command, "--date", data_date.isoformat()]], check=True, capture_output=True)
    seconds = time.perf_counter() - started
    found = _in_own_process("load", data / "snapshots")
    return Building(seconds=seconds, **found)


def measure_search(snapshots: Path) -> Timing:
    """Search every development question, each once: what was asked before is remembered and costs less."""
    return Timing.model_validate(_in_own_process("search", snapshots))


def _in_own_process(what: str, *arguments: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "tools.measures.speed", what, *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def _load(snapshots: Path) -> dict[str, float]:
    import psutil

    from knowledge.encoder.runtime import load_encoder
    from knowledge.service import Knowledge

    started = time.perf_counter()
    knowledge = Knowledge.open(snapshots, encoder=load_encoder())
    seconds = time.perf_counter() - started
    for question in ("làm lại căn cước bị mất", "dang ky tam tru bao nhieu tien"):
        knowledge.reply(question)
    resident = psutil.Process().memory_info().rss / 2**20
    return {"records": knowledge.info.procedures, "load_seconds": seconds, "serve_mib": resident}


def _search(snapshots: Path) -> dict[str, float]:
    from knowledge.service import Knowledge
    from tools.measures.quality import development_questions

    knowledge = Knowledge.open(snapshots)
    rows = development_questions()
    for row in rows[:_WARM_UP]:
        knowledge.search(f"{row.question} {row.question}")
    seconds = []
    for row in rows:
        started = time.perf_counter()
        knowledge.search(row.question, history=row.history)
        seconds.append(time.perf_counter() - started)
    return Timing.of(seconds).model_dump()


if __name__ == "__main__":
    what, *paths = sys.argv[1:]
    measured = _load(Path(paths[0])) if what == "load" else _search(Path(paths[0]))
    sys.stdout.write(json.dumps(measured))
