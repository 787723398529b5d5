"""The numbers on PAKN of one period. What each of them means stands here and, for readers, in ``wording.py``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import fmean, median

from api.feedback.labels import CHANNEL_LABELS, KIND_LABELS
from api.feedback.model import Channel, Kind
from api.reports.flow import Bucket, buckets
from api.reports.history import Past, Standing
from api.reports.periods import Period
from api.reports.workload import ANSWERED, IN_PROGRESS, ORIGIN_LABELS, Item, Origin, Outcome, Workload

STARS = (5, 4, 3, 2, 1)
_SATISFIED = 4
_RUNNING = (Outcome.OPEN_IN_TIME, Outcome.OPEN_LATE)

NO_AGENCY = "Chưa chuyển cơ quan"
NO_PROCEDURE = "Không gắn với thủ tục"
NO_FIELD = "Không gắn với lĩnh vực"
UNKNOWN_AGENCY = "Cơ quan không còn trong danh bạ"
NO_REASON = "Không còn lưu lý do"

Names = Callable[[str], tuple[str | None, str | None] | None]
"""Code of a procedure → name and field, from the published records in use; ``None``: unknown."""


@dataclass(frozen=True, slots=True)
class Tally:
    """PAKN of one part of the period (one channel, one agency …), every one counted once.

    Attributes:
        key: stored value of the part; ``""``: none.
        origins: where they come from; the numbers add up to :attr:`total`.
        outcomes: where they stand at the end; the numbers add up to :attr:`total`.
    """

    key: str
    label: str
    origins: Mapping[Origin, int]
    outcomes: Mapping[Outcome, int]

    @property
    def total(self) -> int:
        """All PAKN that were on the desk in the period."""
        return sum(self.origins.values())

    @property
    def received(self) -> int:
        """Received in the period."""
        return self.origins[Origin.RECEIVED]

    @property
    def answered(self) -> int:
        """With an answer at the end of the period, in time or late."""
        return sum(self.outcomes[one] for one in ANSWERED)

    @property
    def in_progress(self) -> int:
        """Without an answer at the end of the period, in time, late, or waiting for the sender."""
        return sum(self.outcomes[one] for one in IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """What senders thought of answers.

    Attributes:
        counts: stars → how many; 5 to 1.
    """

    counts: Mapping[int, int]

    @property
    def number(self) -> int:
        """How many PAKN were rated."""
        return sum(self.counts.values())

    @property
    def mean(self) -> float | None:
        """Mean of the stars; ``None`` without a rating."""
        return sum(stars * count for stars, count in self.counts.items()) / self.number if self.number else None

    @property
    def satisfied(self) -> int:
        """How many gave 4 or 5 stars."""
        return sum(count for stars, count in self.counts.items() if stars >= _SATISFIED)


@dataclass(frozen=True, slots=True)
class Forwarding:
    """PAKN that first went to an agency in the period, and those that should have.

    Attributes:
        in_time: on or before the limit they had.
        late: after it.
        overdue: not forwarded at the end of the period although the limit was over.
    """

    in_time: int
    late: int
    overdue: int

    @property
    def total(self) -> int:
        """Forwarded in the period."""
        return self.in_time + self.late


@dataclass(frozen=True, slots=True)
class CaseNumbers:
    """All numbers on PAKN of a period.

    Attributes:
        total: everything on the desk.
        by_origin: the same, apart for what was received in it, carried over, and opened again.
        mean_days: mean of the working days to an answer, over all answered at the end; ``None``: none answered.
        median_days: median of the same.
        published: answers made public in the period and public at its end, whenever they were received.
        reasons: why PAKN of the period stand rejected, each with how many.
        merged: PAKN handled together with another at the end (they are counted like all others).
        remarks: remarks without a sender received in the period; in no other number.
        remarks_by_channel: the same by channel.
        flow: received and answered, month by month (or week by week).
    """

    period: Period
    total: Tally
    by_origin: tuple[Tally, ...]
    by_channel: tuple[Tally, ...]
    by_kind: tuple[Tally, ...]
    by_field: tuple[Tally, ...]
    by_agency: tuple[Tally, ...]
    by_procedure: tuple[Tally, ...]
    forwarding: Forwarding
    mean_days: float | None
    median_days: float | None
    published: int
    reasons: tuple[tuple[str, int], ...]
    satisfaction: Satisfaction
    merged: int
    remarks: int
    remarks_by_channel: tuple[tuple[str, int], ...]
    flow: tuple[Bucket, ...]

    @property
    def received(self) -> Tally:
        """What was received in the period: its number = answered + in progress + rejected + withdrawn of it."""
        return self.by_origin[0]

    @property
    def in_time_share(self) -> float | None:
        """Share of the answered ones that were answered in time, 0 to 1; ``None``: none answered."""
        return self.total.outcomes[Outcome.ANSWERED_IN_TIME] / self.total.answered if self.total.answered else None


@dataclass(frozen=True, slots=True)
class Labels:
    """Names of what the log knows by its id."""

    agencies: Mapping[str, str]
    past: Past
    names: Names

    def agency(self, item: Item) -> tuple[str, str]:
        """Return id and name of the agency."""
        found = item.standing.agency_id
        return (found, self.agencies.get(found, UNKNOWN_AGENCY)) if found else ("", NO_AGENCY)

    def procedure(self, item: Item) -> tuple[str, str]:
        """Return code and name of the procedure."""
        code = item.standing.procedure_code
        return (code, self._known(code)[0] or code) if code else ("", NO_PROCEDURE)

    def field(self, item: Item) -> tuple[str, str]:
        """Return the field of the procedure, as key and as name."""
        code = item.standing.procedure_code
        found = self._known(code)[1] if code else None
        return (found, found) if found else ("", NO_FIELD)

    def _known(self, code: str) -> tuple[str | None, str | None]:
        return self.past.procedures.get(code) or self.names(code) or (None, None)


def count(load: Workload, period: Period, labels: Labels, reasons: Mapping[str, str]) -> CaseNumbers:
    """Count a period.

    Args:
        load: of the period.
        period: the same.
        labels: names of agencies, procedures and fields.
        reasons: code of a rejected PAKN → reason, without personal data.
    """
    items = load.items
    everything = (*(item.standing for item in items), *load.settled)
    days = [found for item in items if (found := item.days_to_answer) is not None]
    return CaseNumbers(
        period=period,
        total=_tally("", "Tổng số", items),
        by_origin=tuple(
            _tally(origin.value, ORIGIN_LABELS[origin], [item for item in items if item.origin is origin])
            for origin in Origin
        ),
        by_channel=_grouped(items, _channel, _order(Channel)),
        by_kind=_grouped(items, _kind, _order(Kind)),
        by_field=_grouped(items, labels.field),
        by_agency=_grouped(items, labels.agency),
        by_procedure=_grouped(items, labels.procedure),
        forwarding=_forwarding(items, period),
        mean_days=fmean(days) if days else None,
        median_days=float(median(days)) if days else None,
        published=sum(_within(standing.published_on, period) for standing in everything),
        reasons=_reasons(items, reasons),
        satisfaction=_satisfaction(everything, period),
        merged=sum(item.standing.merged_into is not None for item in items),
        remarks=len(load.remarks),
        remarks_by_channel=tuple(
            (tally.label, tally.total) for tally in _grouped(load.remarks, _channel, _order(Channel))
        ),
        flow=buckets(items, period),
    )


def _tally(key: str, label: str, items: Iterable[Item]) -> Tally:
    items = list(items)
    origins, outcomes = Counter(item.origin for item in items), Counter(item.outcome for item in items)
    return Tally(key, label, {one: origins[one] for one in Origin}, {one: outcomes[one] for one in Outcome})


def _grouped(
    items: Iterable[Item], part: Callable[[Item], tuple[str, str]], order: Mapping[str, int] | None = None
) -> tuple[Tally, ...]:
    """Return one tally a part: in the given order, else the largest first and what belongs to no part last."""
    parts: dict[tuple[str, str], list[Item]] = {}
    for item in items:
        parts.setdefault(part(item), []).append(item)
    tallies = [_tally(key, label, found) for (key, label), found in parts.items()]
    if order is not None:
        return tuple(sorted(tallies, key=lambda one: order[one.key]))
    return tuple(sorted(tallies, key=lambda one: (not one.key, -one.total, one.label, one.key)))


def _order(kind: type[Channel] | type[Kind]) -> dict[str, int]:
    return {one.value: number for number, one in enumerate(kind)}


def _channel(item: Item) -> tuple[str, str]:
    channel = item.standing.channel
    return channel.value, CHANNEL_LABELS[channel]


def _kind(item: Item) -> tuple[str, str]:
    kind = item.standing.kind
    return kind.value, KIND_LABELS[kind]


def _forwarding(items: Iterable[Item], period: Period) -> Forwarding:
    in_time = late = overdue = 0
    for item in items:
        standing = item.standing
        if standing.forwarded_on is None:
            due = standing.forward_due_on
            overdue += item.outcome in _RUNNING and due is not None and due < period.as_of
        elif _within(standing.forwarded_on, period):
            due = standing.forward_was_due_on
            is_late = due is not None and standing.forwarded_on > due
            late, in_time = late + is_late, in_time + (not is_late)
    return Forwarding(in_time, late, overdue)


def _within(day: date | None, period: Period) -> bool:
    return day is not None and period.start <= day <= period.as_of


def _reasons(items: Iterable[Item], known: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    rejected = [item for item in items if item.outcome is Outcome.REJECTED]
    found = Counter(known.get(item.life.code, NO_REASON) for item in rejected)
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0])))


def _satisfaction(everything: Iterable[Standing], period: Period) -> Satisfaction:
    found = Counter(standing.stars for standing in everything if _within(standing.rated_on, period))
    return Satisfaction({stars: found[stars] for stars in STARS})
