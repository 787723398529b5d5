"""What changed about procedures in a period: the data used when it began against the data used when it ended."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from api.clock import local_day
from api.knowledge_desk.preview import FIELDS
from knowledge.diff import Named, RecordChange, compare
from knowledge.errors import MotCuaError
from knowledge.places import province_key
from knowledge.results import Hit
from knowledge.snapshot import SnapshotStore
from knowledge.text import one_line

MOST = 60
"""Lines of each list; the numbers count all."""
_NOT_TOLD = frozenset({"updated", "keywords", "related", "url", "description", "replaced_by", "promulgator"})


@dataclass(frozen=True, slots=True)
class Changed:
    """A procedure, and which parts of it differ; none for one that is new or gone."""

    code: str
    name: str
    parts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that differs.

    Attributes:
        before: date of the data in use when the period began; ``None``: nothing is there to compare with.
        after: date of the data in use when it ended.
    """

    before: date | None = None
    after: date | None = None
    added: tuple[Changed, ...] = ()
    changed: tuple[Changed, ...] = ()
    withdrawn: tuple[Changed, ...] = ()


def changes_of(store: SnapshotStore, start: date, end: date, province: str | None) -> Changes:
    """Compare what was in use before a period with what was in use at its end.

    Args:
        store: the snapshots of the deployment.
        start: first day, in Vietnam.
        end: last day.
        province: procedures other provinces published for themselves are left out.
    """
    there = set(store.ids())
    used = [(name, local_day(at)) for name, at in store.activations() if name in there]
    earlier = [name for name, day in used if day < start]
    later = [name for name, day in used if start <= day <= end]
    if not earlier:
        return Changes()
    first, last = earlier[-1], (later or earlier)[-1]
    if first == last:
        day = store.manifest(last).data_date
        return Changes(before=day, after=day)
    try:
        return _compared(store.root, first, last, province)
    except (MotCuaError, OSError, ValueError):
        return Changes()  # a damaged old snapshot takes nothing from the newsletter but this comparison


@lru_cache(maxsize=4)
def _compared(root: Path, first: str, last: str, province: str | None) -> Changes:
    store = SnapshotStore(root)
    before, after = store.open(first), store.open(last)
    found = compare(before, after)
    here = {hit.code for hit in (*before.summaries, *after.summaries) if _is_here(hit, province)}
    told = (_told(one) for one in found.changed if one.code in here)
    return Changes(
        before.manifest.data_date,
        after.manifest.data_date,
        added=_named(found.added, here),
        changed=tuple(one for one in told if one.parts),
        withdrawn=_named(found.withdrawn, here),
    )


def _is_here(hit: Hit, province: str | None) -> bool:
    return not hit.province or not province or province_key(hit.province) == province_key(province)


def _named(found: Iterable[Named], here: set[str]) -> tuple[Changed, ...]:
    return tuple(Changed(one.code, one_line(one.name)) for one in found if one.code in here)


def _told(change: RecordChange) -> Changed:
    parts = (FIELDS[one.field] for one in change.fields if one.field in FIELDS and one.field not in _NOT_TOLD)
    return Changed(change.code, one_line(change.name), tuple(part[:1].lower() + part[1:] for part in parts))
