"""Reads one upload into a new snapshot, in a process of its own: chats go on undisturbed, and it can be killed.

``python -m api.knowledge_desk.worker``: the order comes as JSON on stdin; news go out as JSON lines on stdout, the
last of them the outcome. What is live is never touched.
"""

from __future__ import annotations

import os
import sys
from datetime import date
from pathlib import Path

from pydantic import BaseModel

from knowledge.bootstrap import ensure_snapshot
from knowledge.cli_wording import explain
from knowledge.diff import SnapshotDiff, compare
from knowledge.encoder.runtime import load_encoder
from knowledge.errors import MotCuaError
from knowledge.importing import ImportMode, ImportReport, import_files
from knowledge.snapshot import SnapshotStore

REPORT = "report.json"
DIFF = "diff.json"
_NICENESS = 10


class Order(BaseModel):
    """What to import.

    Attributes:
        snapshots: folder of the deployment's snapshots.
        folder: where the report and the comparison go.
        files: uploaded files.
        encoder: a sentence-transformers model; ``None`` for the shipped encoder.
    """

    snapshots: Path
    folder: Path
    files: tuple[Path, ...]
    data_date: date
    mode: ImportMode | None
    encoder: str | None


class News(BaseModel):
    """One line of the worker: how far it is, or (with ``finished``) what came out."""

    stage: str = ""
    done: int = 0
    total: int | None = None
    finished: bool = False
    snapshot_id: str | None = None
    counts: dict[str, int] = {}
    error: str | None = None


def work(order: Order) -> News:
    """Import, compare with what is live, and return the outcome."""
    try:
        encoder = load_encoder(order.encoder)
        ensure_snapshot(order.snapshots, encoder=encoder)
        store = SnapshotStore(order.snapshots)
        report = import_files(
            store, order.files, data_date=order.data_date, encoder=encoder, mode=order.mode, progress=_tell
        )
        (order.folder / REPORT).write_text(report.model_dump_json(), encoding="utf-8")
        if report.snapshot is None:
            return News(finished=True, counts=_counts(report, None))
        _tell("compare", 0, None)
        found = compare(store.open(), store.open(report.snapshot.id))
        (order.folder / DIFF).write_text(found.model_dump_json(), encoding="utf-8")
        return News(finished=True, snapshot_id=report.snapshot.id, counts=_counts(report, found))
    except MotCuaError as error:
        return News(finished=True, error=explain(error))


def _counts(report: ImportReport, found: SnapshotDiff | None) -> dict[str, int]:
    counts = {"accepted": report.accepted, "warned": report.warned, "rejected": report.rejected}
    if found is None:
        return counts
    return {**counts, "added": len(found.added), "changed": len(found.changed), "withdrawn": len(found.withdrawn)}


def _tell(stage: str, done: int, total: int | None) -> None:
    _say(News(stage=stage, done=done, total=total))


def _say(news: News) -> None:
    sys.stdout.write(news.model_dump_json() + "\n")
    sys.stdout.flush()


def main() -> None:
    """Carry out the order on stdin."""
    os.nice(_NICENESS)
    _say(work(Order.model_validate_json(sys.stdin.read())))


if __name__ == "__main__":
    main()
