"""Make a deployment useful before anything is imported: a snapshot of the starter set and the plan digests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from knowledge.building import Content, Progress, build, silent
from knowledge.encoder.runtime import Encoder, load_encoder
from knowledge.errors import CorruptFile
from knowledge.importing import plan_store
from knowledge.index.corpus import Wordings
from knowledge.manifest import SourceFile, sha256_of
from knowledge.model import Procedure
from knowledge.plans.digests import load_digests
from knowledge.snapshot import Snapshot, SnapshotStore
from knowledge.sources.starter import catalogue_date, read_catalogue

CATALOGUE = Path(__file__).parent / "catalogue"


def starter_content(folder: Path = CATALOGUE) -> Content:
    """Read the shipped starter set and digests.

    Raises:
        CorruptFile: a shipped file does not pass its own reader.
    """
    procedures: list[Procedure] = []
    sources: list[SourceFile] = []
    dates: list[date] = []
    for path in sorted(folder.glob("*.yaml")):
        readings = list(read_catalogue(path))
        broken = [reading for reading in readings if reading.procedure is None]
        if broken:
            raise CorruptFile(path, broken[0].findings[0].message)
        procedures.extend(reading.procedure for reading in readings if reading.procedure)
        sources.append(SourceFile(name=path.name, sha256=sha256_of(path), records=len(readings)))
        dates.append(catalogue_date(path))
    return Content(
        data_date=min(dates),
        procedures=tuple(procedures),
        plans=plan_store(load_digests()),
        sources=tuple(sources),
        starter=frozenset(record.code for record in procedures),
    )


def ensure_snapshot(root: Path, progress: Progress = silent, *, encoder: Encoder | None = None) -> str:
    """Return the id of the active snapshot, after building what is missing.

    A new deployment gets the starter set. A snapshot indexed with another encoder or other wordings (after
    an upgrade) is indexed again from its own records, and the new index replaces it; a deployment that has
    imported nothing follows the starter set of the version it runs.

    Args:
        root: ``<MOTCUA_DATA>/snapshots``.
        progress: told how far it is.
        encoder: the one the deployment uses; the shipped one by default.

    Raises:
        StorageFull: no room to build it.
        EncoderError: the encoder cannot be loaded.
    """
    store = SnapshotStore(root)
    active = store.active_id()
    used = encoder or load_encoder(threads=2)
    if active is not None and active in store.ids():
        snapshot = store.open(active)
        manifest = snapshot.manifest
        if (manifest.encoder, manifest.wordings) == (used.id, Wordings.digest()):
            return active if not _is_outdated_starter(snapshot) else _renewed(store, used, progress)
        content = starter_content() if _is_untouched_starter(snapshot) else content_of(snapshot)
    else:
        content = starter_content()
    info = build(store, content, used, progress)
    store.activate(info.id)
    return info.id


def _is_untouched_starter(snapshot: Snapshot) -> bool:
    """Tell whether nothing was ever imported into what a snapshot holds."""
    return snapshot.manifest.base is None and snapshot.manifest.starter == {hit.code for hit in snapshot.summaries}


def _is_outdated_starter(snapshot: Snapshot) -> bool:
    """Tell whether an upgrade brought another starter set than the one a deployment without imports answers from."""
    if not _is_untouched_starter(snapshot):
        return False
    shipped = {path.name: sha256_of(path) for path in CATALOGUE.glob("*.yaml")}
    return {source.name: source.sha256 for source in snapshot.manifest.sources} != shipped


def _renewed(store: SnapshotStore, encoder: Encoder, progress: Progress) -> str:
    info = build(store, starter_content(), encoder, progress)
    store.activate(info.id)
    return info.id


def content_of(snapshot: Snapshot) -> Content:
    """Return what a snapshot was built from, so that it can be built again with another encoder."""
    manifest = snapshot.manifest
    report = (snapshot.folder / "report.jsonl").read_text(encoding="utf-8").splitlines()
    return Content(
        data_date=manifest.data_date,
        procedures=tuple(snapshot),
        plans=snapshot.plans(),
        sources=manifest.sources,
        starter=manifest.starter,
        base=manifest.base,
        report=tuple(report),
    )
