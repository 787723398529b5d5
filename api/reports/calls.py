"""The numbers of the hotline's call log in a period, and their section."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.reports.grids import COMPARED_COLUMNS, Column, Form, Grid, Row, Section, Value, compared
from api.reports.history import start_of
from api.reports.periods import Period
from api.storage.call_tables import CallRow

_ONE_DAY = timedelta(days=1)
_NOTE = "Theo nhật ký do người trực ghi; cuộc gọi không ghi thì không có ở đây."


@dataclass(frozen=True, slots=True)
class CallNumbers:
    """Calls that began in a period and were written down.

    Attributes:
        number: how many.
        resolved: how many of them were resolved.
        seconds: how long all of them were together.
        wrong: calls with a report on a wrong card.
        procedures: code, name and how many calls it was looked at in, the most first.
    """

    number: int = 0
    resolved: int = 0
    seconds: int = 0
    wrong: int = 0
    procedures: tuple[tuple[str, str, int], ...] = ()

    @property
    def resolved_share(self) -> float | None:
        """Share of the resolved ones, 0 to 1; ``None``: no call."""
        return self.resolved / self.number if self.number else None

    @property
    def mean_minutes(self) -> float | None:
        """Mean length in minutes; ``None``: no call."""
        return self.seconds / 60 / self.number if self.number else None


def count_calls(session: Session, period: Period, name: Callable[[str], str | None]) -> CallNumbers:
    """Count a period.

    Args:
        session: to read in.
        period: days in Vietnam.
        name: of a procedure code.
    """
    rows = session.execute(
        select(CallRow.seconds, CallRow.resolved, CallRow.codes, CallRow.correction).where(
            CallRow.seconds.is_not(None),
            CallRow.started_at >= start_of(period.start),
            CallRow.started_at < start_of(period.as_of + _ONE_DAY),
        )
    ).all()
    codes = Counter(code for _, _, looked, _ in rows for code in looked or ())
    return CallNumbers(
        number=len(rows),
        resolved=sum(bool(resolved) for _, resolved, _, _ in rows),
        seconds=sum(seconds or 0 for seconds, _, _, _ in rows),
        wrong=sum(correction is not None for _, _, _, correction in rows),
        procedures=tuple(
            (code, name(code) or code, times)
            for code, times in sorted(codes.items(), key=lambda one: (-one[1], one[0]))
        ),
    )


def call_section(now: CallNumbers, before: CallNumbers, top: int | None) -> Section:
    """Return the section.

    Args:
        now: of the period.
        before: of the one it is held against.
        top: procedures that are listed; ``None``: all of them.
    """

    def line(label: str, of: Callable[[CallNumbers], Value], form: Form = Form.WHOLE, *, part: bool = False) -> Row:
        return compared(label, of(now), of(before), form, part=part)

    rows = (
        line("Số cuộc gọi", lambda n: n.number),
        line("Đã giải quyết", lambda n: n.resolved, part=True),
        line("Tỷ lệ đã giải quyết", lambda n: n.resolved_share, Form.PERCENT, part=True),
        line("Số phút trung bình một cuộc", lambda n: n.mean_minutes, Form.DECIMAL),
        line("Cuộc gọi có báo phiếu sai", lambda n: n.wrong),
    )
    summary = Grid("tong-dai-chung", "Cuộc gọi tổng đài", "Tổng đài", COMPARED_COLUMNS, rows, _NOTE)
    return Section("tong-dai", "Cuộc gọi tổng đài", (summary, _procedures(now, top)))


def _procedures(now: CallNumbers, top: int | None) -> Grid:
    columns = (Column("Mã", Form.TEXT), Column("Thủ tục", Form.TEXT), Column("Số cuộc gọi"))
    rows = [Row(line) for line in now.procedures[:top]]
    rest = now.procedures[len(rows) :]
    if rest:
        rows.append(Row(("", f"Còn lại ({len(rest)} thủ tục)", sum(times for _, _, times in rest))))
    title = "Thủ tục được xem trong cuộc gọi"
    return Grid("tong-dai-thu-tuc", title, "Thủ tục trong cuộc gọi", columns, tuple(rows))
