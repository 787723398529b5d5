"""What changed between two snapshots: added, changed field by field, withdrawn."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from knowledge.model import Procedure, ProcedureStatus
from knowledge.snapshot import Snapshot

_OURS = frozenset({"aliases", "plain"})


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True)


class FieldChange(_Data):
    """One field of one record, before and after, as JSON values."""

    field: str
    before: Any
    after: Any


class RecordChange(_Data):
    """A record that stands in both snapshots and differs."""

    code: str
    name: str
    fields: tuple[FieldChange, ...]


class Named(_Data):
    """A record that stands in one snapshot only, or has left the list of those in force."""

    code: str
    name: str


class SnapshotDiff(_Data):
    """Everything that differs, each list sorted by code."""

    before: str
    after: str
    added: tuple[Named, ...]
    changed: tuple[RecordChange, ...]
    withdrawn: tuple[Named, ...]


def compare(before: Snapshot, after: Snapshot) -> SnapshotDiff:
    """Compare two snapshots record by record.

    A record counts as withdrawn when it was in force before and is not any more, whether it is still
    remembered or gone. What this project adds to a record (aliases, plain) is not compared.
    """
    old = {hit.code: hit for hit in before.summaries}
    new = {hit.code: hit for hit in after.summaries}
    in_force = ProcedureStatus.IN_FORCE
    added = [hit for code, hit in new.items() if hit.status is in_force and not _holds(old, code)]
    withdrawn = [hit for code, hit in old.items() if hit.status is in_force and not _holds(new, code)]
    changed = [
        change
        for code in sorted(old.keys() & new.keys())
        if old[code].status is in_force
        and new[code].status is in_force
        and (change := _changes(before.procedure(code), after.procedure(code)))
    ]
    return SnapshotDiff(
        before=before.manifest.id,
        after=after.manifest.id,
        added=tuple(Named(code=hit.code, name=hit.name) for hit in sorted(added, key=lambda h: h.code)),
        changed=tuple(changed),
        withdrawn=tuple(Named(code=hit.code, name=hit.name) for hit in sorted(withdrawn, key=lambda h: h.code)),
    )


def _holds(hits: dict[str, Any], code: str) -> bool:
    return code in hits and hits[code].status is ProcedureStatus.IN_FORCE


def _changes(before: Procedure, after: Procedure) -> RecordChange | None:
    if before == after:
        return None
    old, new = before.model_dump(mode="json"), after.model_dump(mode="json")
    fields = tuple(
        FieldChange(field=name, before=old[name], after=new[name])
        for name in old
        if name not in _OURS and old[name] != new[name]
    )
    return RecordChange(code=after.code, name=after.name, fields=fields) if fields else None
