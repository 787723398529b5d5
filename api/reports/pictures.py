"""Which charts a report shows."""

from __future__ import annotations

from markupsafe import Markup

from api.reports import wording
from api.reports.build import Report
from api.reports.charts import Bar, Pair, bars, columns
from api.reports.workload import OUTCOME_LABELS, Outcome

_TONES: dict[Outcome, str] = {
    Outcome.ANSWERED_IN_TIME: "good",
    Outcome.ANSWERED_LATE: "late",
    Outcome.OPEN_LATE: "late",
    Outcome.WAITING: "wait",
    Outcome.REJECTED: "off",
    Outcome.WITHDRAWN: "off",
}


def charts(report: Report) -> dict[str, Markup]:
    """Return the charts by the key of the table that holds the same numbers; empty ones are left out."""
    cases = report.cases
    drawn = {
        "so-lieu-chung": bars(
            "b-ket-qua",
            "Kết quả của các phản ánh, kiến nghị phải xử lý trong kỳ",
            [Bar(OUTCOME_LABELS[one], cases.total.outcomes[one], _TONES.get(one, "")) for one in Outcome],
        ),
        "dien-bien": columns(
            "b-dien-bien",
            "Số tiếp nhận và số trả lời theo thời gian",
            ("Tiếp nhận", "Trả lời"),
            [Pair(one.label, one.received, one.answered) for one in cases.flow],
        ),
        "kenh": bars(
            "b-kenh", "Tổng số phải xử lý theo kênh", [Bar(tally.label, tally.total) for tally in cases.by_channel]
        ),
        "hai-long": bars(
            "b-hai-long",
            "Số hồ sơ theo mức đánh giá",
            [Bar(f"{stars} sao", number) for stars, number in cases.satisfaction.counts.items()],
        ),
    }
    if report.chat:
        drawn["luot-tra-loi"] = bars(
            "b-luot-tra-loi",
            "Lượt trả lời của trợ lý theo kết quả",
            [Bar(wording.STATUS_LABELS[status], number) for status, number in report.chat.answers.items() if number],
        )
    return {key: chart for key, chart in drawn.items() if chart}
