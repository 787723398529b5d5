"""The source every answer about a procedure ends with."""

from __future__ import annotations

from datetime import date

from knowledge.answer import Citation
from knowledge.model import Procedure


def cite(procedure: Procedure, snapshot_date: date) -> Citation:
    """Return code, decision number, date of the data and official page of a record."""
    return Citation(
        code=procedure.code,
        decision=procedure.decision.number if procedure.decision else None,
        snapshot_date=snapshot_date,
        url=procedure.url,
    )
