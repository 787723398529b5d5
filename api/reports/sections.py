"""The report as headings and tables: page, workbook and document all show exactly these."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from api.reports.build import Report
from api.reports.calls import call_section
from api.reports.chat_sections import chat_section
from api.reports.grids import COMPARED_COLUMNS, Column, Form, Grid, Row, Section, Value, compared, counted
from api.reports.numbers import CaseNumbers, Tally
from api.reports.workload import OUTCOME_LABELS, Origin, Outcome


def sections(report: Report, *, top: int | None = None) -> tuple[Section, ...]:
    """Return the whole report.

    Args:
        report: with its numbers.
        top: lines of the longest tables; the others become one line. ``None``: all of them.
    """
    cases = report.cases
    found = [
        Section("tong-hop", "Tổng hợp", (_summary(report), _balance(cases))),
        Section("theo-thoi-gian", "Diễn biến trong kỳ", (_flow(cases),)),
        Section(
            "phan-loai",
            "Phân theo kênh, loại, lĩnh vực, cơ quan, thủ tục",
            (
                _parts("kenh", "Theo kênh tiếp nhận", "Theo kênh", "Kênh", cases.by_channel, cases.total),
                _parts("loai", "Theo loại", "Theo loại", "Loại", cases.by_kind, cases.total),
                _parts(
                    "linh-vuc", "Theo lĩnh vực", "Theo lĩnh vực", "Lĩnh vực", _cut(cases.by_field, top), cases.total
                ),
                _parts(
                    "co-quan", "Theo cơ quan xử lý", "Theo cơ quan", "Cơ quan", _cut(cases.by_agency, top), cases.total
                ),
                _parts(
                    "thu-tuc", "Theo thủ tục", "Theo thủ tục", "Thủ tục", _cut(cases.by_procedure, top), cases.total
                ),
            ),
        ),
        Section("ket-qua", "Từ chối, hài lòng, góp ý", (_reasons(cases), _stars(cases), _remarks(cases))),
    ]
    if report.chat and report.chat_before:
        found.append(chat_section(report.chat, report.chat_before, top))
    if report.calls and report.calls_before and (report.calls.number or report.calls_before.number):
        found.append(call_section(report.calls, report.calls_before, top))
    return tuple(found)


def _summary(report: Report) -> Grid:
    now, before = report.cases, report.before

    def line(label: str, of: Callable[[CaseNumbers], Value], form: Form = Form.WHOLE, *, part: bool = False) -> Row:
        return compared(label, of(now), of(before), form, part=part)

    def outcome(one: Outcome) -> Row:
        return line(OUTCOME_LABELS[one], lambda numbers: numbers.total.outcomes[one], part=True)

    rows = (
        line("Tiếp nhận trong kỳ", lambda n: n.received.total),
        line("Kỳ trước chuyển sang", lambda n: n.total.origins[Origin.CARRIED]),
        line("Mở lại trong kỳ", lambda n: n.total.origins[Origin.RESTARTED]),
        line("Tổng số phải xử lý", lambda n: n.total.total),
        line("Đã chuyển cơ quan có thẩm quyền", lambda n: n.forwarding.total),
        line("Chuyển quá hạn", lambda n: n.forwarding.late, part=True),
        line("Quá hạn chưa chuyển (cuối kỳ)", lambda n: n.forwarding.overdue, part=True),
        line("Đã trả lời", lambda n: n.total.answered),
        outcome(Outcome.ANSWERED_IN_TIME),
        outcome(Outcome.ANSWERED_LATE),
        line("Tỷ lệ trả lời đúng hạn", lambda n: n.in_time_share, Form.PERCENT, part=True),
        line("Số ngày làm việc trung bình để trả lời", lambda n: n.mean_days, Form.DECIMAL, part=True),
        line("Số ngày làm việc trung vị để trả lời", lambda n: n.median_days, Form.DECIMAL, part=True),
        line("Đang xử lý", lambda n: n.total.in_progress),
        outcome(Outcome.OPEN_IN_TIME),
        outcome(Outcome.OPEN_LATE),
        outcome(Outcome.WAITING),
        line("Từ chối tiếp nhận", lambda n: n.total.outcomes[Outcome.REJECTED]),
        line("Người gửi rút", lambda n: n.total.outcomes[Outcome.WITHDRAWN]),
        line("Gộp vào hồ sơ khác (đã tính ở trên)", lambda n: n.merged),
        line("Đã công khai câu trả lời", lambda n: n.published),
        line("Số hồ sơ được đánh giá", lambda n: n.satisfaction.number),
        line("Số sao trung bình", lambda n: n.satisfaction.mean, Form.DECIMAL, part=True),
        line("Góp ý không đủ thông tin (không tính ở trên)", lambda n: n.remarks),
    )
    return Grid("so-lieu-chung", "Số liệu chung", "Tổng hợp", COMPARED_COLUMNS, rows)


def _balance(cases: CaseNumbers) -> Grid:
    columns = (Column("Nguồn", Form.TEXT), Column("Tổng số"), *(Column(OUTCOME_LABELS[one]) for one in Outcome))
    rows = [
        Row((tally.label, tally.total, *(tally.outcomes[one] for one in Outcome)), total=tally is cases.total)
        for tally in (*cases.by_origin, cases.total)
    ]
    return Grid("can-doi", "Cân đối nguồn và kết quả cuối kỳ", "Cân đối", columns, tuple(rows), wide=True)


def _flow(cases: CaseNumbers) -> Grid:
    columns = (Column("Thời gian", Form.TEXT), Column("Tiếp nhận"), Column("Trả lời"))
    rows = [Row((one.label, one.received, one.answered)) for one in cases.flow]
    total = Row(("Tổng", sum(one.received for one in cases.flow), sum(one.answered for one in cases.flow)), total=True)
    return Grid("dien-bien", "Tiếp nhận và trả lời theo thời gian", "Diễn biến", columns, (*rows, total))


def _parts(key: str, title: str, sheet: str, label: str, tallies: Sequence[Tally], total: Tally) -> Grid:
    columns = (
        Column(label, Form.TEXT),
        Column("Nhận trong kỳ"),
        Column("Kỳ trước chuyển sang, mở lại"),
        Column("Tổng số"),
        *(Column(OUTCOME_LABELS[one]) for one in Outcome),
    )
    lines = [*tallies, total] if tallies else []
    rows = tuple(
        Row(
            (
                tally.label if tally is not total else "Tổng",
                tally.received,
                tally.total - tally.received,
                tally.total,
                *(tally.outcomes[one] for one in Outcome),
            ),
            total=tally is total,
        )
        for tally in lines
    )
    return Grid(key, title, sheet, columns, rows, wide=True)


def _cut(tallies: Sequence[Tally], top: int | None) -> tuple[Tally, ...]:
    """Keep the largest parts and put the others together; what belongs to no part stays by itself."""
    named = [tally for tally in tallies if tally.key]
    if top is None or len(named) <= top:
        return tuple(tallies)
    rest = named[top:]
    others = Tally(
        "khac",
        f"Còn lại ({len(rest)} mục)",
        {one: sum(tally.origins[one] for tally in rest) for one in Origin},
        {one: sum(tally.outcomes[one] for tally in rest) for one in Outcome},
    )
    return (*named[:top], others, *(tally for tally in tallies if not tally.key))


def _reasons(cases: CaseNumbers) -> Grid:
    return counted("ly-do-tu-choi", "Lý do từ chối", "Lý do từ chối", "Lý do", cases.reasons)


def _stars(cases: CaseNumbers) -> Grid:
    found = cases.satisfaction
    columns = (Column("Mức", Form.TEXT), Column("Số hồ sơ"), Column("Tỷ lệ", Form.PERCENT))

    def share(number: int) -> float | None:
        return number / found.number if found.number else None

    rows = [Row((f"{stars} sao", number, share(number))) for stars, number in found.counts.items()]
    rows.append(Row(("Tổng", found.number, share(found.number)), total=True))
    satisfied = f"Hài lòng (4–5 sao): {found.satisfied}/{found.number} hồ sơ được đánh giá." if found.number else ""
    return Grid("hai-long", "Mức độ hài lòng", "Hài lòng", columns, tuple(rows) if found.number else (), satisfied)


def _remarks(cases: CaseNumbers) -> Grid:
    return counted("gop-y", "Góp ý không đủ thông tin", "Góp ý", "Kênh", cases.remarks_by_channel)
