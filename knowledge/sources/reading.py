"""What a reader hands over for each record of a file: the record, or why there is none."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from knowledge.model import Finding, Passage, PlanDocument, Procedure, Severity


class Origin(StrEnum):
    """How much a record knows, which decides who wins when two files hold one code.

    DETAIL: a full record of a portal. LIST: a row of a list, which only fills gaps. STARTER: a
    record of the shipped starter set, which any detail replaces.
    """

    DETAIL = "detail"
    LIST = "list"
    STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Reading:
    """One record of a source file, accepted or rejected.

    Attributes:
        locator: where it stands in the file, in Vietnamese, e.g. ``"dòng 17"``.
        procedure: the record; ``None`` when it was rejected or the file is a plan.
        findings: what was noticed; a rejected reading carries one of severity REJECTED.
        code: the procedure code as far as it could be read, also of a rejected record.
        origin: see :class:`Origin`.
        plan: a plan document and its passages, when the file is one.
    """

    locator: str
    procedure: Procedure | None = None
    findings: tuple[Finding, ...] = ()
    code: str | None = None
    origin: Origin = Origin.DETAIL
    plan: tuple[PlanDocument, tuple[Passage, ...]] | None = None

    @property
    def rejected(self) -> bool:
        """Tell whether nothing could be taken from this place of the file."""
        return self.procedure is None and self.plan is None


def warning(rule: str, message: str, field: str | None = None) -> Finding:
    """Return a finding that lets the record pass; ``message`` is a Vietnamese sentence."""
    return Finding(rule=rule, severity=Severity.WARNING, message=message, field=field)


def rejection(rule: str, message: str, field: str | None = None) -> Finding:
    """Return a finding that keeps the record out; ``message`` is a Vietnamese sentence."""
    return Finding(rule=rule, severity=Severity.REJECTED, message=message, field=field)
