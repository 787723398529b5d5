"""What lists are narrowed by beside name, field and level: read once a snapshot from every record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from api.knowledge_keeper import KnowledgeBase, records_in_force
from knowledge.answers.agencies import agencies
from knowledge.audience import Audience, Branch, audiences_of, branches_of
from knowledge.model import ChannelKind
from knowledge.results import Hit
from knowledge.text import fold, one_line


@dataclass(frozen=True, slots=True)
class Facts:
    """What a record says about who handles it, for whom, and how it is filed.

    Attributes:
        agencies: :func:`agency_key` of each agency named.
    """

    agencies: frozenset[str] = frozenset()
    branches: tuple[Branch, ...] = ()
    audiences: tuple[Audience, ...] = ()
    channels: frozenset[ChannelKind] = frozenset()


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What was chosen; ``None`` or ``""``: everything."""

    agency: str = ""
    branch: Branch | None = None
    audience: Audience | None = None
    channel: ChannelKind | None = None

    def __bool__(self) -> bool:
        return bool(self.agency or self.branch or self.audience or self.channel)


_NOTHING = Facts()


class Directory:
    """The facts of one snapshot.

    Args:
        snapshot: its id.
        facts: by code.
        agencies: names as published, the ones with most procedures first.
    """

    def __init__(self, snapshot: str, facts: dict[str, Facts], agencies: tuple[str, ...]) -> None:
        self.snapshot = snapshot
        self.agencies = agencies
        self._facts = facts

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Directory:
        """Read every record in force; seconds, so do it in a worker thread and once a snapshot."""
        facts: dict[str, Facts] = {}
        names: dict[str, str] = {}
        held: Counter[str] = Counter()
        for record in records_in_force(knowledge):
            keys = {agency_key(name): name for name in agencies(record)}
            names = {**keys, **names}
            held.update(list(keys))
            facts[record.code] = Facts(
                agencies=frozenset(keys),
                branches=branches_of(record),
                audiences=audiences_of(record.subjects),
                channels=frozenset(channel.kind for channel in record.channels),
            )
        ordered = sorted(held, key=lambda key: (-held[key], key))
        return cls(knowledge.info.id, facts, tuple(names[key] for key in ordered))

    def facts(self, code: str) -> Facts:
        """Return the facts of a procedure; nothing of one that is not in force."""
        return self._facts.get(code, _NOTHING)

    def branches(self) -> tuple[Branch, ...]:
        """Return the branches that handle anything in this snapshot."""
        found = {branch for one in self._facts.values() for branch in one.branches}
        return tuple(branch for branch in Branch if branch in found)

    def narrowed(self, hits: Iterable[Hit], by: Narrowing) -> Iterator[Hit]:
        """Yield what fits; the words of ``by.agency`` must all begin words of one agency's name."""
        needed = agency_key(by.agency).split()
        for hit in hits:
            facts = self.facts(hit.code)
            if by.branch and by.branch not in facts.branches:
                continue
            if by.audience and by.audience not in facts.audiences:
                continue
            if by.channel and by.channel not in facts.channels:
                continue
            if needed and not any(_holds(name, needed) for name in facts.agencies):
                continue
            yield hit


def _holds(name: str, words: Sequence[str]) -> bool:
    """Tell whether each of the words begins a word of a name: "so tu ph" finds "Sở Tư pháp"."""
    there = name.split()
    return all(any(one.startswith(word) for one in there) for word in words)


class Directories:
    """Keeps the directory of the snapshot in use; may be used by many threads."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: Directory | None = None

    def of(self, knowledge: KnowledgeBase) -> Directory:
        """Return the directory of a snapshot, read at most once; blocks."""
        with self._lock:
            if self._kept is None or self._kept.snapshot != knowledge.info.id:
                self._kept = Directory.of(knowledge)
            return self._kept


def directories_of(request: Request) -> Directories:
    """Return the application's own, made at the first use."""
    kept: Directories | None = getattr(request.app.state, "directories", None)
    if kept is None:
        kept = request.app.state.directories = Directories()
    return kept


DirectoriesDep = Annotated[Directories, Depends(directories_of)]


def agency_key(name: str) -> str:
    """Return an agency in the form it is compared by: "Sở Tư Pháp" and "Sở Tư pháp" are one."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(one_line(name))).split())
