"""Bring files into a new snapshot: read, merge with what is there, build beside it, activate if asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from knowledge.building import Content, Progress, build, silent
from knowledge.encoder.runtime import Encoder
from knowledge.errors import SourceError
from knowledge.manifest import SourceFile, sha256_of
from knowledge.model import Finding, Passage, PlanDocument, Procedure, ProcedureStatus, Severity
from knowledge.pdf import WORDING, PdfUnreadable
from knowledge.plans.digests import merge_plans
from knowledge.results import SnapshotInfo
from knowledge.snapshot import PlanStore, Snapshot, SnapshotStore
from knowledge.sources import Origin, Reading, merge, read
from knowledge.sources.reading import rejection
from knowledge.text import fold

Plan = tuple[PlanDocument, tuple[Passage, ...]]

WHOLE_SET = (".jsonl", ".jsonl.gz")
"""Endings of files that hold a whole catalogue; every other format holds single records or a list."""


class ImportMode(StrEnum):
    """REPLACE: the files are the whole set, and what they lack is withdrawn. UPDATE: they add and change."""

    REPLACE = "replace"
    UPDATE = "update"


class ReportLine(BaseModel):
    """What happened to one record of one file."""

    model_config = ConfigDict(frozen=True)

    file: str
    locator: str
    code: str | None
    accepted: bool
    findings: tuple[Finding, ...] = ()


class ImportReport(BaseModel):
    """What an import did.

    Attributes:
        mode: how it was merged with what was there.
        lines: every record, in order of reading.
        snapshot: what was built; ``None`` when nothing was accepted.
        activated: whether answers come from it now.
    """

    model_config = ConfigDict(frozen=True)

    mode: ImportMode
    lines: tuple[ReportLine, ...]
    snapshot: SnapshotInfo | None = None
    activated: bool = False

    @property
    def accepted(self) -> int:
        """Records (and plans) taken, with or without warnings."""
        return sum(line.accepted for line in self.lines)

    @property
    def warned(self) -> int:
        """Records taken with at least one warning."""
        return sum(line.accepted and bool(line.findings) for line in self.lines)

    @property
    def rejected(self) -> int:
        """Records not taken."""
        return sum(not line.accepted for line in self.lines)


def import_files(
    store: SnapshotStore,
    paths: Sequence[Path],
    *,
    data_date: date,
    encoder: Encoder,
    mode: ImportMode | None = None,
    activate: bool = False,
    progress: Progress = silent,
) -> ImportReport:
    """Read files into a new snapshot.

    A file that cannot be read is reported as rejected and the others go on; what is live is only ever
    changed by the activation at the end, which is one atomic step.

    Args:
        store: the deployment's snapshots.
        paths: files of any supported format.
        data_date: date of the data, shown with every answer.
        encoder: makes the vectors.
        mode: ``None`` decides by the files: a whole-set format (JSONL) replaces, single records update.
        activate: make the new snapshot live.
        progress: told how far it is.

    Raises:
        StorageFull: no room; nothing live has changed.
    """
    readings, sources = _read_all(paths, data_date, progress)
    merged = merge(reading for _, reading in readings)
    lines = _lines(readings, merged)
    chosen = mode or _mode_of(paths)
    if not any(line.accepted for line in lines):
        return ImportReport(mode=chosen, lines=tuple(lines))
    base = store.open() if store.active_id() else None
    procedures, starter = _joined(merged, base, chosen)
    plans = merge_plans(_plans_of(base), [reading.plan for _, reading in readings if reading.plan])
    content = Content(
        data_date=data_date,
        procedures=tuple(procedures),
        plans=plan_store(plans),
        sources=tuple(sources),
        starter=frozenset(starter),
        base=base.manifest.id if base else None,
        report=tuple(line.model_dump_json() for line in lines),
    )
    info = build(store, content, encoder, progress)
    if activate:
        store.activate(info.id)
        info = info.model_copy(update={"active": True})
    return ImportReport(mode=chosen, lines=tuple(lines), snapshot=info, activated=activate)


def _mode_of(paths: Iterable[Path]) -> ImportMode:
    whole = any(path.name.lower().endswith(WHOLE_SET) for path in paths)
    return ImportMode.REPLACE if whole else ImportMode.UPDATE


def _read_all(
    paths: Sequence[Path], data_date: date, progress: Progress
) -> tuple[list[tuple[str, Reading]], list[SourceFile]]:
    readings: list[tuple[str, Reading]] = []
    sources: list[SourceFile] = []
    for path in paths:
        before = len(readings)
        try:
            for reading in read(path, as_of=data_date):
                readings.append((path.name, reading))
                if len(readings) % 100 == 0:
                    progress("read", len(readings), None)
            taken = sum(not reading.rejected for _, reading in readings[before:])
            sources.append(SourceFile(name=path.name, sha256=sha256_of(path), records=taken))
        except (SourceError, OSError) as error:
            finding = rejection("unreadable", f"Không đọc được tệp: {_reason(error)}")
            readings.append((path.name, Reading(locator="tệp", findings=(finding,))))
    progress("read", len(readings), len(readings))
    return readings, sources


def _reason(error: SourceError | OSError) -> str:
    if isinstance(error, PdfUnreadable):
        return WORDING[error.trouble]
    return error.reason if isinstance(error, SourceError) else (error.strerror or str(error))


def _lines(readings: Sequence[tuple[str, Reading]], merged: Iterable[Reading]) -> list[ReportLine]:
    """Return a line a record; the last record of a code carries what was found when all of them were put together."""
    together = {reading.procedure.code: reading.findings for reading in merged if reading.procedure}
    last = {reading.procedure.code: i for i, (_, reading) in enumerate(readings) if reading.procedure}
    return [
        ReportLine(
            file=name,
            locator=reading.locator,
            code=reading.procedure.code if reading.procedure else reading.code,
            accepted=not reading.rejected,
            findings=together[reading.procedure.code]
            if reading.procedure and last[reading.procedure.code] == i
            else reading.findings,
        )
        for i, (name, reading) in enumerate(readings)
    ]


def _joined(merged: Iterable[Reading], base: Snapshot | None, mode: ImportMode) -> tuple[list[Procedure], set[str]]:
    """Return the records of the new snapshot and which of them are still the starter set's."""
    taken = [reading for reading in merged if reading.procedure]
    if base is None:
        return [reading.procedure for reading in taken if reading.procedure], set()
    starter = set(base.manifest.starter)
    fresh = {reading.procedure.code: _over(reading, base, starter) for reading in taken if reading.procedure}
    records = {code: _with_ours(record, base) for code, record in fresh.items()}
    names = {fold(record.name): record.code for record in fresh.values() if record.status is ProcedureStatus.IN_FORCE}
    for old in base:
        if old.code in records:
            continue
        if mode is ImportMode.UPDATE or old.status is not ProcedureStatus.IN_FORCE:
            records[old.code] = old
        elif old.code not in starter and any(fresh):
            successor = names.get(fold(old.name))
            records[old.code] = old.model_copy(update={"status": ProcedureStatus.WITHDRAWN, "replaced_by": successor})
    return list(records.values()), starter & records.keys() - fresh.keys()


def _over(reading: Reading, base: Snapshot, starter: set[str]) -> Procedure:
    """Return a read record on top of what is there: a row of a list only fills gaps, a detail replaces."""
    record = reading.procedure
    assert record is not None  # noqa: S101 - filtered by the caller
    if reading.origin is Origin.DETAIL or record.code not in base:
        return record
    origin = Origin.STARTER if record.code in starter else Origin.DETAIL
    there = Reading(locator="", procedure=base.procedure(record.code), code=record.code, origin=origin)
    (joined,) = merge([there, reading])
    return joined.procedure or record


def _with_ours(record: Procedure, base: Snapshot) -> Procedure:
    """Keep what this project wrote about a record when an import replaces its published text."""
    if record.code not in base or record.aliases or record.plain:
        return record
    old = base.procedure(record.code)
    return record.model_copy(update={"aliases": old.aliases, "plain": old.plain})


def _plans_of(base: Snapshot | None) -> list[Plan]:
    if base is None:
        return []
    store = base.plans()
    return [
        (document, tuple(passage for passage in store.passages if passage.document_id == document.id))
        for document in store.documents
    ]


def plan_store(plans: Iterable[Plan]) -> PlanStore:
    """Return plans in the form a snapshot keeps them."""
    kept = list(plans)
    return PlanStore(
        documents=tuple(document for document, _ in kept),
        passages=tuple(passage for _, passages in kept for passage in passages),
    )


def rejections(report: ImportReport) -> list[ReportLine]:
    """Return the records that were not taken."""
    return [line for line in report.lines if not line.accepted]


def findings_by_rule(report: ImportReport) -> dict[tuple[Severity, str], int]:
    """Count findings by severity and rule, most frequent first."""
    counts: dict[tuple[Severity, str], int] = {}
    for line in report.lines:
        for finding in line.findings:
            key = finding.severity, finding.rule
            counts[key] = counts.get(key, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: -item[1]))
