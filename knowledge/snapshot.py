"""Snapshots: immutable, dated, checksummed folders of records with their index.

snapshots/
  ACTIVE                    the id answers are made from (replaced atomically)
  activations.jsonl         what was active when, for roll back
  20260715-3f2a9c1b/
    manifest.json           date, sources, counts, encoder, checksum of every file
    records.jsonl           one Procedure a line, sorted by code
    offsets.npy             where each line starts
    summaries.json          what lists and search results show
    plans.json              plan documents and passages
    documents.json          legal documents that they name
    report.jsonl            what the import found
    index/                  lexical and dense index
"""

from __future__ import annotations

import json
import mmap
import os
import shutil
from collections import OrderedDict
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from threading import Lock

import numpy as np
from filelock import FileLock
from pydantic import BaseModel, ValidationError

from knowledge.documents import Cited
from knowledge.documents.citing import cited_documents
from knowledge.errors import ProcedureNotFound, SnapshotCorrupt, SnapshotNotFound
from knowledge.manifest import MANIFEST, Manifest, read_manifest, sha256_of
from knowledge.model import Passage, PlanDocument, Procedure, ProcedureStatus
from knowledge.results import Hit, SnapshotInfo
from knowledge.text import fold

ACTIVE = "ACTIVE"
_CACHED_RECORDS = 512


class PlanStore(BaseModel):
    """Plan documents and their passages, as a snapshot keeps them."""

    documents: tuple[PlanDocument, ...] = ()
    passages: tuple[Passage, ...] = ()


class CitedStore(BaseModel):
    """Legal documents that plans name and procedures rest on, as a snapshot keeps them."""

    cited: tuple[Cited, ...] = ()


class Snapshot:
    """One snapshot, open for reading. Records are read from the mapped file when they are asked for.

    Args:
        folder: the snapshot's folder.

    Raises:
        SnapshotNotFound: the folder holds no manifest.
    """

    def __init__(self, folder: Path) -> None:
        try:
            text = (folder / MANIFEST).read_text(encoding="utf-8")
        except OSError as error:
            raise SnapshotNotFound(folder.name) from error
        self.folder = folder
        self.manifest = read_manifest(folder.name, text)
        rows = json.loads((folder / "summaries.json").read_text(encoding="utf-8"))
        self.summaries: tuple[Hit, ...] = tuple(Hit.model_validate(row) for row in rows)
        self._at = {hit.code: i for i, hit in enumerate(self.summaries)}
        self._offsets = np.load(folder / "offsets.npy")
        with (folder / "records.jsonl").open("rb") as file:
            empty = os.fstat(file.fileno()).st_size == 0
            self._records = None if empty else mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        self._cache: OrderedDict[str, Procedure] = OrderedDict()
        self._lock = Lock()

    @cached_property
    def listed_as(self) -> tuple[str, ...]:
        """What a list is searched by: code and name of each record, without diacritics."""
        return tuple(f"{hit.code.lower()} {fold(hit.name)}" for hit in self.summaries)

    def __len__(self) -> int:
        return len(self.summaries)

    def __contains__(self, code: object) -> bool:
        return code in self._at

    def __iter__(self) -> Iterator[Procedure]:
        return (self._read(i) for i in range(len(self.summaries)))

    def position(self, code: str) -> int:
        """Return the row of a record in the index.

        Raises:
            ProcedureNotFound: no such code.
        """
        try:
            return self._at[code]
        except KeyError as error:
            raise ProcedureNotFound(code) from error

    def procedure(self, code: str) -> Procedure:
        """Return a record, withdrawn ones included.

        Raises:
            ProcedureNotFound: no such code.
        """
        with self._lock:
            found = self._cache.get(code)
            if found is not None:
                self._cache.move_to_end(code)
                return found
        record = self._read(self.position(code))
        with self._lock:
            self._cache[code] = record
            if len(self._cache) > _CACHED_RECORDS:
                self._cache.popitem(last=False)
        return record

    def plans(self) -> PlanStore:
        """Read the plan documents."""
        return PlanStore.model_validate_json((self.folder / "plans.json").read_text(encoding="utf-8"))

    def documents(self) -> tuple[Cited, ...]:
        """Return the legal documents its records name; gathered anew (seconds) where an earlier version built it."""
        try:
            return CitedStore.model_validate_json((self.folder / "documents.json").read_text(encoding="utf-8")).cited
        except (OSError, ValidationError):
            plans = self.plans()
            return cited_documents(self, plans.documents, plans.passages)

    def verify(self) -> None:
        """Check every file against its checksum.

        Raises:
            SnapshotCorrupt: a file is missing or differs.
        """
        for name, expected in self.manifest.files.items():
            path = self.folder / name
            if not path.is_file() or sha256_of(path) != expected:
                raise SnapshotCorrupt(self.manifest.id, name)

    def _read(self, position: int) -> Procedure:
        assert self._records is not None  # noqa: S101 - an empty file has no positions
        begin, end = int(self._offsets[position]), int(self._offsets[position + 1])
        return Procedure.model_validate_json(self._records[begin:end])


class SnapshotStore:
    """The folder of all snapshots of a deployment.

    Args:
        root: ``<MOTCUA_DATA>/snapshots``; made when missing.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def lock(self) -> FileLock:
        """Return the lock that keeps two imports or activations apart, over processes."""
        self.root.mkdir(parents=True, exist_ok=True)
        return FileLock(str(self.root / ".lock"))

    def pointer(self) -> tuple[str, int] | None:
        """Return the active id and the pointer's change time in nanoseconds: a cheap check for a swap."""
        path = self.root / ACTIVE
        try:
            changed = path.stat().st_mtime_ns
            return path.read_text(encoding="utf-8").strip(), changed
        except OSError:
            return None

    def active_id(self) -> str | None:
        """Return the id answers are made from, ``None`` before the first activation."""
        found = self.pointer()
        return found[0] if found else None

    def ids(self) -> list[str]:
        """Return the ids of all complete snapshots, oldest first."""
        if not self.root.is_dir():
            return []
        found = [path.parent for path in self.root.glob(f"*/{MANIFEST}") if not path.parent.name.startswith(".")]
        return [path.name for path in sorted(found, key=lambda p: ((p / MANIFEST).stat().st_mtime_ns, p.name))]

    def all(self) -> list[SnapshotInfo]:
        """Return what stands in the folder, oldest first."""
        active = self.active_id()
        return [self.manifest(i).info(active=i == active) for i in self.ids()]

    def manifest(self, snapshot_id: str) -> Manifest:
        """Read one manifest.

        Raises:
            SnapshotNotFound: no such snapshot.
        """
        try:
            text = (self._folder(snapshot_id) / MANIFEST).read_text(encoding="utf-8")
        except OSError as error:
            raise SnapshotNotFound(snapshot_id) from error
        return read_manifest(snapshot_id, text)

    def open(self, snapshot_id: str | None = None) -> Snapshot:
        """Open a snapshot, the active one by default.

        Raises:
            SnapshotNotFound: none is active, or none has this id.
        """
        wanted = snapshot_id or self.active_id()
        if wanted is None:
            raise SnapshotNotFound("active")
        return Snapshot(self._folder(wanted))

    def activate(self, snapshot_id: str) -> None:
        """Make a snapshot the one answers come from; running servers follow by themselves.

        Raises:
            SnapshotNotFound: no such snapshot.
            SnapshotCorrupt: it does not match its checksums; what was active stays active.
        """
        self.open(snapshot_id).verify()
        with self.lock:
            if self.active_id() == snapshot_id:
                return
            replace_text(self.root / ACTIVE, snapshot_id + "\n")
            line = json.dumps({"id": snapshot_id, "at": datetime.now(UTC).isoformat(timespec="seconds")})
            with (self.root / "activations.jsonl").open("a", encoding="utf-8") as file:
                file.write(line + "\n")

    def roll_back(self) -> str:
        """Activate what was active before the present snapshot, and return its id.

        Raises:
            SnapshotNotFound: nothing was active before.
        """
        earlier = self.previous_id()
        if earlier is None:
            raise SnapshotNotFound("previous")
        self.activate(earlier)
        return earlier

    def previous_id(self) -> str | None:
        """Return what was active before the present snapshot, if it is still there."""
        present, there = self.active_id(), set(self.ids())
        earlier = [row for row in self._activations() if row != present and row in there]
        return earlier[-1] if earlier else None

    def remove(self, snapshot_id: str) -> bool:
        """Delete a snapshot that was never active; tell whether it was (one that can be rolled back to is kept).

        Raises:
            SnapshotNotFound: no such snapshot.
        """
        folder = self.open(snapshot_id).folder
        with self.lock:
            if snapshot_id == self.active_id() or snapshot_id in self._activations():
                return False
            gone = folder.with_name(f".removed-{snapshot_id}")
            folder.replace(gone)  # in one step: nobody meets half a snapshot
        shutil.rmtree(gone, ignore_errors=True)
        return True

    def activations(self) -> list[tuple[str, datetime]]:
        """Return what was made active and when, oldest first; some of them may be gone."""
        path = self.root / "activations.jsonl"
        if not path.is_file():
            return []
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]
        return [(line["id"], datetime.fromisoformat(line["at"])) for line in lines]

    def _activations(self) -> list[str]:
        return [identity for identity, _ in self.activations()]

    def _folder(self, snapshot_id: str) -> Path:
        # An id comes from a command line or a request: it must stay a name inside the folder.
        if not snapshot_id or Path(snapshot_id).name != snapshot_id or snapshot_id.startswith("."):
            raise SnapshotNotFound(snapshot_id)
        return self.root / snapshot_id


def replace_text(path: Path, text: str) -> None:
    """Write a small file so that a reader sees the old or the new content, never a part, even after a crash."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


def is_in_force(hit: Hit) -> bool:
    """Tell whether answers may be given from a record."""
    return hit.status is ProcedureStatus.IN_FORCE
