"""Puts readings of several files together: one record a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from knowledge.model import Finding, Procedure
from knowledge.sources.reading import Origin, Reading, warning

_OURS = ("aliases", "plain")
"""Fields this project writes itself; they outlive the record they were written for."""

_RESOLVED_BY = {"agency_missing": "agency", "url_missing": "url", "levels_missing": "levels"}
"""Warnings of a detail that fall away once a list has filled the field."""


def merge(readings: Iterable[Reading]) -> tuple[Reading, ...]:
    """Return one reading a code, and every rejected reading and plan as it came.

    A detail wins over the starter set and over lists; of two details the later wins, with a warning.
    Lists only fill what is missing. Words this project wrote (aliases, the plain sentence) are kept.
    """
    winners: dict[str, Reading] = {}
    fillers: dict[str, list[Procedure]] = {}
    others: list[Reading] = []
    for reading in readings:
        if reading.procedure is None:
            others.append(reading)
            continue
        code = reading.procedure.code
        fillers.setdefault(code, []).append(reading.procedure)
        winners[code] = _later(winners[code], reading) if code in winners else reading
    return (*(_filled(winner, fillers[code]) for code, winner in winners.items()), *others)


_RANK = {Origin.LIST: 0, Origin.STARTER: 1, Origin.DETAIL: 2}


def _later(first: Reading, second: Reading) -> Reading:
    if _RANK[first.origin] > _RANK[second.origin]:
        return first
    if first.origin is second.origin is Origin.DETAIL and first.procedure != second.procedure:
        message = f"Mã {second.code} có nhiều bản ghi khác nhau; giữ bản đọc sau cùng ({second.locator})."
        return replace(second, findings=_with(second.findings, warning("code_duplicate", message, "code")))
    return second


def _with(findings: tuple[Finding, ...], finding: Finding) -> tuple[Finding, ...]:
    return (*findings, finding)


def _filled(winner: Reading, sources: list[Procedure]) -> Reading:
    procedure = winner.procedure
    if procedure is None or len(sources) == 1:
        return winner
    lists_and_ours: dict[str, object] = {}
    for source in sources:
        for name in Procedure.model_fields:
            ours = name in _OURS
            fills = winner.origin is not Origin.STARTER or name in ("url", "agency")
            thin = not (source.steps or source.channels or source.papers)
            if not getattr(procedure, name) and getattr(source, name) and (ours or (thin and fills)):
                lists_and_ours.setdefault(name, getattr(source, name))
    if not lists_and_ours:
        return winner
    findings = tuple(f for f in winner.findings if _RESOLVED_BY.get(f.rule) not in lists_and_ours)
    return replace(winner, procedure=procedure.model_copy(update=lists_and_ours), findings=findings)
