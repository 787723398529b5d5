"""Imports as rows: who uploaded what, how far it is, what came out of it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select

from api.clock import Clock, utc_now
from api.errors import InvalidField, TransitionRefused
from api.feedback.audit import Subject, write
from api.security.accounts import Actor
from api.storage.database import Database
from api.storage.quality_tables import ImportRow
from api.storage.rows import alone, lock_row
from knowledge.importing import ImportMode

SILENCE = timedelta(minutes=2)
"""A job under way that has not been heard of for so long has lost its process."""
KEPT = 20
_ERROR_CHARACTERS = 500
_INTERRUPTED = "Việc nhập bị ngắt giữa chừng (máy chủ đã dừng). Dữ liệu đang dùng không bị ảnh hưởng; hãy nhập lại."


class JobState(StrEnum):
    """How an import stands; the value is stored.

    READY: built, waits for the decision. EMPTY: nothing was accepted. DROPPED: decided against, or cancelled.
    """

    WORKING = "working"
    READY = "ready"
    EMPTY = "empty"
    ACTIVATED = "activated"
    DROPPED = "dropped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Job:
    """One import.

    Attributes:
        stage: ``read``, ``lexical``, ``dense`` or ``compare``.
        base_id: snapshot that was active when it began.
        counts: accepted, warned, rejected, added, changed, withdrawn.
    """

    id: str
    created_by: str
    created_at: datetime
    files: tuple[str, ...]
    data_date: date
    mode: ImportMode | None
    state: JobState
    stage: str | None
    done: int
    total: int | None
    base_id: str | None
    snapshot_id: str | None
    error: str | None
    counts: dict[str, int] = field(default_factory=dict)


class JobNotFound(InvalidField):
    """No import of this id."""

    def __init__(self) -> None:
        super().__init__("import", "Không có lần nhập dữ liệu này.")


class Jobs:
    """The imports in the database. Blocking."""

    def __init__(self, database: Database, clock: Clock = utc_now) -> None:
        self._database = database
        self._clock = clock

    def begin(
        self, actor: Actor, files: Sequence[str], data_date: date, mode: ImportMode | None, base_id: str | None
    ) -> Job:
        """Put a new import down as under way.

        Raises:
            TransitionRefused: another one is under way.
        """
        now = self._clock()
        with self._database.session() as session:
            alone(session, "begin an import")
            working = session.scalars(select(ImportRow).where(ImportRow.state == JobState.WORKING)).all()
            for row in working:
                if not self._is_lost(row):
                    raise TransitionRefused("Một lần nhập khác đang chạy. Vui lòng chờ xong rồi nhập tiếp.")
                row.state, row.error = JobState.FAILED, _INTERRUPTED
            row = ImportRow(
                id=secrets.token_hex(8),
                created_by=actor.name,
                created_at=now,
                files=list(files),
                data_date=data_date,
                mode=mode,
                state=JobState.WORKING,
                stage="read",
                done=0,
                beat_at=now,
                base_id=base_id,
            )
            session.add(row)
            write(
                session,
                at=now,
                actor=actor,
                action="imported",
                subject_kind=Subject.KNOWLEDGE,
                subject=row.id,
                after={"files": list(files)},
            )
            return self._job(row)

    def get(self, identity: str) -> Job:
        """Return one import.

        Raises:
            JobNotFound: there is none of this id.
        """
        with self._database.session() as session:
            row = session.get(ImportRow, identity)
            if row is None:
                raise JobNotFound
            return self._job(row)

    def last(self) -> tuple[Job, ...]:
        """Return the last imports, the newest first."""
        with self._database.session() as session:
            rows = session.scalars(select(ImportRow).order_by(ImportRow.created_at.desc(), ImportRow.id).limit(KEPT))
            return tuple(self._job(row) for row in rows)

    def beat(self, identity: str, stage: str, done: int, total: int | None) -> None:
        """Say that an import is alive and how far it is."""
        with self._database.session() as session:
            row = session.get(ImportRow, identity)
            if row is not None and row.state == JobState.WORKING:
                row.stage, row.done, row.total, row.beat_at = stage, done, total, self._clock()

    def alive(self, identity: str) -> None:
        """Say that the process of an import still runs, also where a long stage has no news."""
        with self._database.session() as session:
            row = session.get(ImportRow, identity)
            if row is not None and row.state == JobState.WORKING:
                row.beat_at = self._clock()

    def end(
        self,
        identity: str,
        state: JobState,
        *,
        snapshot_id: str | None = None,
        counts: dict[str, int] | None = None,
        error: str | None = None,
    ) -> None:
        """Put down what came out of an import that is under way; one that was cancelled meanwhile stays so."""
        with self._database.session() as session:
            row = lock_row(session, ImportRow, ImportRow.id == identity, ImportRow.state == JobState.WORKING)
            if row is not None:
                row.state, row.snapshot_id, row.counts = state, snapshot_id, counts
                row.error = error[:_ERROR_CHARACTERS] if error else None

    def decide(self, actor: Actor, identity: str, state: JobState) -> Job:
        """Drop an import, or mark it as activated, and return it as it was before.

        Raises:
            JobNotFound: there is none of this id.
            TransitionRefused: it is over.
        """
        with self._database.session() as session:
            row = lock_row(session, ImportRow, ImportRow.id == identity)
            if row is None:
                raise JobNotFound
            before = self._job(row)
            allowed = (JobState.READY,) if state is JobState.ACTIVATED else (JobState.READY, JobState.WORKING)
            if before.state not in allowed:
                raise TransitionRefused("Lần nhập này đã kết thúc.")
            row.state = state
            if state is JobState.DROPPED:  # an activation is logged by whoever switches the snapshots
                write(
                    session,
                    at=self._clock(),
                    actor=actor,
                    action="removed",
                    subject_kind=Subject.KNOWLEDGE,
                    subject=identity,
                    after={"snapshot": row.snapshot_id, "files": row.files},
                )
            return before

    def _is_lost(self, row: ImportRow) -> bool:
        return row.state == JobState.WORKING and self._clock() - row.beat_at > SILENCE

    def _job(self, row: ImportRow) -> Job:
        lost = self._is_lost(row)
        return Job(
            id=row.id,
            created_by=row.created_by,
            created_at=row.created_at,
            files=tuple(row.files),
            data_date=row.data_date,
            mode=ImportMode(row.mode) if row.mode else None,
            state=JobState.FAILED if lost else JobState(row.state),
            stage=row.stage,
            done=row.done,
            total=row.total,
            base_id=row.base_id,
            snapshot_id=row.snapshot_id,
            error=_INTERRUPTED if lost else row.error,
            counts=dict(row.counts or {}),
        )
