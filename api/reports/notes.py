"""What a reader must know about one report: period, comparison, limits, the check against the log."""

from __future__ import annotations

from api.feedback.deadlines import moment_text
from api.reports import wording
from api.reports.build import Report


def notes(report: Report) -> tuple[str, ...]:
    """Return the sentences under every form of a report."""
    return (
        wording.made_at(moment_text(report.made_at)),
        wording.comparison(report.before.period.title),
        wording.limits(report.rules.deadlines),
        wording.checked(report.checked, report.different),
        *((wording.texts_since(report.chat.texts_since),) if report.chat else ()),
    )
