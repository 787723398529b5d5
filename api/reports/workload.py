"""What an office had on its desk in a period, and what became of each PAKN by the end of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from api.feedback.deadlines import Deadlines, working_days_between
from api.feedback.model import Completeness, Status
from api.reports.history import Life, Standing
from api.reports.periods import Period


class Outcome(StrEnum):
    """Where a PAKN stands at the end of a period; every one stands in exactly one of these."""

    ANSWERED_IN_TIME = "tra_loi_dung_han"
    ANSWERED_LATE = "tra_loi_qua_han"
    OPEN_IN_TIME = "dang_xu_ly_trong_han"
    OPEN_LATE = "dang_xu_ly_qua_han"
    WAITING = "cho_bo_sung"
    REJECTED = "tu_choi"
    WITHDRAWN = "rut"


class Origin(StrEnum):
    """Why a PAKN is in a period: received in it, still open from before, or opened again in it."""

    RECEIVED = "nhan_trong_ky"
    CARRIED = "ky_truoc_chuyen_sang"
    RESTARTED = "mo_lai_trong_ky"


ANSWERED = (Outcome.ANSWERED_IN_TIME, Outcome.ANSWERED_LATE)
IN_PROGRESS = (Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE, Outcome.WAITING)

OUTCOME_LABELS: dict[Outcome, str] = {
    Outcome.ANSWERED_IN_TIME: "Đã trả lời đúng hạn",
    Outcome.ANSWERED_LATE: "Đã trả lời quá hạn",
    Outcome.OPEN_IN_TIME: "Đang xử lý, trong hạn",
    Outcome.OPEN_LATE: "Đang xử lý, quá hạn",
    Outcome.WAITING: "Chờ người gửi bổ sung",
    Outcome.REJECTED: "Từ chối tiếp nhận",
    Outcome.WITHDRAWN: "Người gửi rút",
}
ORIGIN_LABELS: dict[Origin, str] = {
    Origin.RECEIVED: "Nhận trong kỳ",
    Origin.CARRIED: "Kỳ trước chuyển sang",
    Origin.RESTARTED: "Mở lại trong kỳ",
}


@dataclass(frozen=True, slots=True)
class Item:
    """One PAKN of a period.

    Attributes:
        standing: at the end of the last counted day.
    """

    life: Life
    standing: Standing
    origin: Origin
    outcome: Outcome

    @property
    def days_to_answer(self) -> int | None:
        """Working days from receipt (or from the last opening again) to the answer; ``None`` without one."""
        answered = self.standing.answered_on
        if self.outcome not in ANSWERED or answered is None:
            return None
        return working_days_between(self.standing.restarted_on or self.life.received_on, answered)


@dataclass(frozen=True, slots=True)
class Workload:
    """Every PAKN of a period.

    Attributes:
        items: what was on the desk.
        remarks: remarks without a sender received in the period, apart from all others.
        settled: PAKN that ended before the period and stayed so; they may still be rated or published in it.
    """

    items: tuple[Item, ...]
    remarks: tuple[Item, ...]
    settled: tuple[Standing, ...] = ()


def workload(found: Iterable[Life], period: Period, deadlines: Deadlines, *, agency_id: str | None = None) -> Workload:
    """Choose what belongs to a period.

    Args:
        found: all that may belong to it (:func:`api.reports.history.lives` since its first day).
        period: the days.
        deadlines: whether limits run while the sender is waited for.
        agency_id: only what stood with this agency at the end; ``None``: everything.
    """
    items: list[Item] = []
    remarks: list[Item] = []
    settled: list[Standing] = []
    for life in found:
        standing = life.at(period.as_of)
        if standing is None or (agency_id and standing.agency_id != agency_id):
            continue
        origin = _origin(life, standing, period)
        if origin is None:
            settled.append(standing)
            continue
        item = Item(life, standing, origin, outcome(standing, period.as_of, deadlines))
        if standing.completeness is Completeness.FULL:
            items.append(item)
        elif origin is Origin.RECEIVED:
            remarks.append(item)
    return Workload(tuple(items), tuple(remarks), tuple(settled))


def outcome(standing: Standing, day: date, deadlines: Deadlines) -> Outcome:
    """Tell where a PAKN stands at the end of a day; the day of a limit itself is still in time."""
    due = standing.answer_due_on
    match standing.status:
        case Status.REJECTED:
            return Outcome.REJECTED
        case Status.WITHDRAWN:
            return Outcome.WITHDRAWN
        case Status.ANSWERED | Status.PUBLISHED:
            late = due is not None and standing.answered_on is not None and standing.answered_on > due
            return Outcome.ANSWERED_LATE if late else Outcome.ANSWERED_IN_TIME
        case Status.NEEDS_MORE if deadlines.pause_waiting:
            return Outcome.WAITING
        case _:
            return Outcome.OPEN_LATE if due is not None and due < day else Outcome.OPEN_IN_TIME


def _origin(life: Life, standing: Standing, period: Period) -> Origin | None:
    if life.received_on >= period.start:
        return Origin.RECEIVED
    before = life.at(period.start - timedelta(days=1))
    if before is not None and before.open:
        return Origin.CARRIED
    restarted = standing.restarted_on
    return Origin.RESTARTED if restarted is not None and restarted >= period.start else None
