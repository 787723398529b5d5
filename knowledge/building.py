"""Build a snapshot: write records and index into a hidden folder, then give it its name in one step."""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Protocol

import numpy as np
from pydantic import BaseModel, ConfigDict

from knowledge.documents.citing import cited_documents
from knowledge.encoder.runtime import Encoder, Vectors
from knowledge.errors import EmptyImport, StorageFull
from knowledge.index.accents import Accents
from knowledge.index.corpus import (
    Wordings,
    body_text,
    name_text,
    passage_of,
    phrase_passages,
    priors_of,
    said_text,
    spelt_texts,
)
from knowledge.index.dense import DenseIndex, VectorBook, keys_of
from knowledge.index.lexical import LexicalIndex
from knowledge.index.tokens import document_tokens
from knowledge.manifest import MANIFEST, Manifest, SourceFile, sha256_of
from knowledge.model import Procedure, ProcedureStatus
from knowledge.phrasings import everyday
from knowledge.results import Hit, SnapshotInfo
from knowledge.snapshot import CitedStore, PlanStore, SnapshotStore

_ENCODE_STEP = 512


class Progress(Protocol):
    """Told how far a long job has come: stage name, done, total (``None`` when unknown)."""

    def __call__(self, stage: str, done: int, total: int | None) -> None:
        """Take the news."""
        ...


def silent(stage: str, done: int, total: int | None) -> None:
    """Report to nobody."""


class Content(BaseModel):
    """What goes into a snapshot; records of one code once."""

    model_config = ConfigDict(frozen=True)

    data_date: date
    procedures: tuple[Procedure, ...]
    plans: PlanStore = PlanStore()
    sources: tuple[SourceFile, ...] = ()
    starter: frozenset[str] = frozenset()
    base: str | None = None
    report: tuple[str, ...] = ()


@contextmanager
def _room(path: Path) -> Iterator[None]:
    """Turn "no space left" into our own error, whichever library met it."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StorageFull(path) from error
        raise


def build(
    store: SnapshotStore,
    content: Content,
    encoder: Encoder,
    progress: Progress = silent,
    *,
    wordings: Wordings | None = None,
) -> SnapshotInfo:
    """Build a snapshot beside the others and return what it is; nothing live is touched.

    The same content and encoder give the same id, and an existing snapshot of that id is kept.

    Args:
        store: where to build it.
        content: what goes in.
        encoder: makes the vectors.
        progress: is told how far it has come.
        wordings: citizens' wordings to index; all there are by default (``make tune`` leaves some out).

    Raises:
        EmptyImport: there are no records and no passages.
        StorageFull: the disk is full; the unfinished folder is removed.
    """
    if not content.procedures and not content.plans.passages:
        raise EmptyImport("nothing to build a snapshot from")
    records = sorted(content.procedures, key=lambda record: record.code)
    lines = [record.model_dump_json(exclude_defaults=True).encode() + b"\n" for record in records]
    snapshot_id = _id(content, lines, encoder)
    with store.lock:
        if snapshot_id in store.ids():
            return store.manifest(snapshot_id).info(active=store.active_id() == snapshot_id)
        known = _known_vectors(store, encoder)
        with _room(store.root):
            work = Path(tempfile.mkdtemp(prefix=".building-", dir=store.root))
        try:
            with _room(work):
                _write_records(work, records, lines, content)
                _write_index(work / "index", records, encoder, known, progress, wordings or Wordings.collect(records))
                manifest = _write_manifest(work, snapshot_id, content, encoder)
                work.chmod(0o755)
                work.replace(store.root / snapshot_id)
        except BaseException:
            shutil.rmtree(work, ignore_errors=True)
            raise
    return manifest.info(active=False)


def _id(content: Content, lines: list[bytes], encoder: Encoder) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line)
    digest.update(content.plans.model_dump_json().encode())
    digest.update(f"{encoder.id}|{Wordings.digest()}|{content.base}|{sorted(content.starter)}".encode())
    return f"{content.data_date:%Y%m%d}-{digest.hexdigest()[:8]}"


def _write_records(work: Path, records: list[Procedure], lines: list[bytes], content: Content) -> None:
    offsets = np.zeros(len(lines) + 1, dtype=np.int64)
    np.cumsum([len(line) for line in lines], out=offsets[1:])
    (work / "records.jsonl").write_bytes(b"".join(lines))
    np.save(work / "offsets.npy", offsets)
    summaries = [_summary(record).model_dump(mode="json") for record in records]
    (work / "summaries.json").write_text(json.dumps(summaries, ensure_ascii=False), encoding="utf-8")
    (work / "plans.json").write_text(content.plans.model_dump_json(), encoding="utf-8")
    cited = cited_documents(records, content.plans.documents, content.plans.passages)
    (work / "documents.json").write_text(CitedStore(cited=cited).model_dump_json(), encoding="utf-8")
    (work / "report.jsonl").write_text("".join(line + "\n" for line in content.report), encoding="utf-8")


def _summary(record: Procedure) -> Hit:
    return Hit(
        code=record.code,
        name=record.name,
        score=0.0,
        field=record.field,
        levels=record.levels,
        agency=record.agency,
        province=record.province,
        status=record.status,
    )


def _write_index(
    folder: Path,
    records: Sequence[Procedure],
    encoder: Encoder,
    known: VectorBook,
    progress: Progress,
    wordings: Wordings,
) -> None:
    folder.mkdir()
    said = [wordings.of(record.code) for record in records]
    priors = [priors_of(record, phrases) for record, phrases in zip(records, said, strict=True)]
    np.save(folder / "priors.npy", np.array(priors, dtype=np.float32).reshape(len(records), -1))
    with ThreadPoolExecutor(1, thread_name_prefix="lexical") as beside:
        words_done = beside.submit(_write_words, folder, records, said)  # the encoder leaves a core time for it
        _write_vectors(folder, records, said, encoder, known, progress)
        progress("lexical", 0, 1)
        words_done.result()
        progress("lexical", 1, 1)


def _write_words(folder: Path, records: Sequence[Procedure], said: Sequence[Sequence[str]]) -> None:
    words = everyday()
    fields: dict[str, Iterator[str]] = {
        "name": (name_text(record) for record in records),
        "body": (body_text(record) for record in records),
        "said": (said_text(record, phrases) for record, phrases in zip(records, said, strict=True)),
        "everyday": (words.get(record.code, "") for record in records),
    }
    for name, texts in fields.items():
        LexicalIndex.build(map(document_tokens, texts)).save(folder / name)
    Accents.build(spelt_texts(records, said)).save(folder / "accents")


def _write_vectors(
    folder: Path,
    records: Sequence[Procedure],
    said: Sequence[Sequence[str]],
    encoder: Encoder,
    known: VectorBook,
    progress: Progress,
) -> None:
    texts = [passage_of(record) for record in records]
    owners: list[int] = []
    for row, phrases in enumerate(said):
        passages = phrase_passages(phrases)
        texts.extend(passages)
        owners.extend([row] * len(passages))
    vectors = _encode(texts, encoder, known, progress)
    size = len(records)
    dense = DenseIndex.build(vectors[:size], vectors[size:], np.array(owners, dtype=np.int32))
    dense.save(folder / "dense", texts)


def _encode(texts: Sequence[str], encoder: Encoder, known: VectorBook, progress: Progress) -> Vectors:
    """Return the vectors of texts; what an earlier snapshot has computed is taken from there."""
    vectors = np.zeros((len(texts), encoder.dimension), dtype=np.float32)
    missing = known.fill(keys_of(texts), vectors)
    for start in range(0, len(missing), _ENCODE_STEP):
        progress("dense", start, len(missing))
        rows = missing[start : start + _ENCODE_STEP]
        vectors[rows] = encoder.encode([texts[row] for row in rows])
    progress("dense", len(missing), len(missing))
    return vectors


def _known_vectors(store: SnapshotStore, encoder: Encoder) -> VectorBook:
    """Return the vectors of the newest snapshot that this encoder indexed."""
    for snapshot_id in reversed(store.ids()):
        folder = store.root / snapshot_id / "index" / "dense"
        if store.manifest(snapshot_id).encoder == encoder.id and (folder / "keys.npy").is_file():
            return VectorBook(folder)
    return VectorBook()


def _write_manifest(work: Path, snapshot_id: str, content: Content, encoder: Encoder) -> Manifest:
    files = sorted(path for path in work.rglob("*") if path.is_file())
    in_force = sum(1 for record in content.procedures if record.status is ProcedureStatus.IN_FORCE)
    manifest = Manifest(
        id=snapshot_id,
        data_date=content.data_date,
        built=datetime.now(UTC),
        base=content.base,
        sources=content.sources,
        starter=content.starter,
        procedures=in_force,
        withdrawn=len(content.procedures) - in_force,
        passages=len(content.plans.passages),
        encoder=encoder.id,
        wordings=Wordings.digest(),
        files={str(path.relative_to(work)): sha256_of(path) for path in files},
    )
    for path in files:
        with path.open("rb") as file:
            os.fsync(file.fileno())
    (work / MANIFEST).write_text(manifest.model_dump_json(indent=2), encoding="utf-8")
    return manifest
