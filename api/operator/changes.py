"""What changed about one procedure since the snapshot that was in use before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from threading import Lock

from knowledge.answers import compose
from knowledge.aspects import ASPECT_LABELS, Aspect
from knowledge.errors import MotCuaError, ProcedureNotFound
from knowledge.model import Procedure, ProcedureStatus
from knowledge.render import as_text
from knowledge.snapshot import Snapshot, SnapshotStore

_COMPARED = (
    *(Aspect.FEE, Aspect.TIME, Aspect.DOCUMENTS, Aspect.FORMS, Aspect.WHERE),
    *(Aspect.CONDITIONS, Aspect.STEPS, Aspect.RESULT, Aspect.LEGAL),
)
_STATUS = {
    ProcedureStatus.IN_FORCE: "đang áp dụng",
    ProcedureStatus.WITHDRAWN: "không còn trong danh mục",
    ProcedureStatus.INTERNAL: "thủ tục nội bộ cơ quan",
}


@dataclass(frozen=True, slots=True)
class Change:
    """One part of the answers: the lines said only before, and the lines said only now; either may be empty."""

    part: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changes:
    """The comparison with the earlier snapshot.

    Attributes:
        since: date of the earlier data.
        is_new: the earlier data did not hold this procedure.
    """

    since: date
    is_new: bool
    parts: tuple[Change, ...]


class Earlier:
    """The snapshot in use before the present one, opened once and kept open. Safe to share between threads."""

    def __init__(self, store: SnapshotStore) -> None:
        self._store = store
        self._lock = Lock()
        self._open: Snapshot | None = None

    def changes(self, record: Procedure, day: date) -> Changes | None:
        """Compare a record with what was published before; ``None``: there is no earlier snapshot to compare with.

        Args:
            record: as published now.
            day: date of the present data.
        """
        try:
            earlier = self._snapshot()
        except (MotCuaError, OSError, ValueError):
            return None  # a damaged old snapshot takes nothing from the sheet but this comparison
        if earlier is None:
            return None
        since = earlier.manifest.data_date
        try:
            before = earlier.procedure(record.code)
        except ProcedureNotFound:
            return Changes(since, True, ())
        return Changes(since, False, compare(before, record, day))

    def _snapshot(self) -> Snapshot | None:
        wanted = self._store.previous_id()
        with self._lock:
            if wanted is None:
                self._open = None
            elif self._open is None or self._open.manifest.id != wanted:
                self._open = self._store.open(wanted)
            return self._open


def compare(before: Procedure, after: Procedure, day: date) -> tuple[Change, ...]:
    """Return what a caller would be told differently: the answers to each aspect then and now, line by line.

    Args:
        before: as it was published.
        after: as it is published now.
        day: date of the present data; both are read as of it, so that a date alone is no change.
    """
    if before.status is not after.status:
        return (Change("Trạng thái", _STATUS[before.status], _STATUS[after.status]),)
    named = () if before.name == after.name else (Change("Tên", before.name, after.name),)
    told = (_change(aspect, _lines(before, aspect, day), _lines(after, aspect, day)) for aspect in _COMPARED)
    return (*named, *(change for change in told if change))


def _lines(record: Procedure, aspect: Aspect, day: date) -> tuple[str, ...]:
    answer = compose(record, aspect, snapshot_date=day)
    text = as_text(answer.model_copy(update={"name": None, "citations": ()}))
    return tuple(dict.fromkeys(line.strip() for line in text.split("\n") if line.strip()))


def _change(aspect: Aspect, before: tuple[str, ...], after: tuple[str, ...]) -> Change | None:
    gone, come = _without(before, after), _without(after, before)
    return Change(ASPECT_LABELS[aspect], gone, come) if gone or come else None


def _without(lines: tuple[str, ...], others: tuple[str, ...]) -> str:
    return "\n".join(line for line in lines if line not in others)
