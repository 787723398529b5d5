"""A record as a portal publishes it, before any rule is applied."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.model import Duration, Fee, Level
from knowledge.sources.papers import RawPaper


@dataclass(frozen=True, slots=True)
class RawMethod:
    """A way of filing: the fees and the time limit are already read, because each format prints them its own way."""

    channel: str
    duration: Duration
    fees: tuple[Fee, ...] = ()
    note: str | None = None


@dataclass(slots=True)
class RawRecord:
    """The fields of a record before the shared rules; texts are as published."""

    code: str
    name: str
    level_texts: Sequence[str | None] = ()
    levels: tuple[Level, ...] = ()
    field: str | None = None
    procedure_type: str | None = None
    agency: str | None = None
    authority: str | None = None
    receiving_address: str | None = None
    coordinating: str | None = None
    promulgator: str | None = None
    decision: str | None = None
    decided: date | None = None
    steps: str | None = None
    methods: Sequence[RawMethod] = ()
    papers: Sequence[RawPaper] = ()
    subjects: Sequence[str] = ()
    results: Sequence[str] = ()
    conditions: str | None = None
    legal_basis: Sequence[tuple[str | None, str | None]] = ()
    keywords: str | None = None
    description: str | None = None
    related: Sequence[str] = ()
    url: str | None = None
    updated: date | None = None
    withdrawn: bool = False
    internal: bool = False
