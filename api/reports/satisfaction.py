"""How satisfied people were with the assistant, by channel: thumbs, and the short survey."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from api.reports.grids import Column, Form, Grid, Row
from api.storage.chat_counts import Count, Measure
from api.storage.conversations import RatingValue
from api.survey.words import LEVELS

SATISFIED = 4
"""Points from which on somebody counts as satisfied."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """Of one channel, or of all.

    Attributes:
        asked: surveys that were shown.
        points: points → how often.
    """

    channel: str
    up: int
    down: int
    asked: int
    points: Mapping[int, int]

    @property
    def rated(self) -> int:
        """Surveys with points."""
        return sum(self.points.values())

    @property
    def mean(self) -> float | None:
        """Mean of the points; ``None`` without any."""
        return sum(point * number for point, number in self.points.items()) / self.rated if self.rated else None

    @property
    def satisfied(self) -> float | None:
        """Share of points that are :data:`SATISFIED` or more."""
        good = sum(number for point, number in self.points.items() if point >= SATISFIED)
        return good / self.rated if self.rated else None


def satisfaction(counts: Iterable[Count], titles: Mapping[str, str]) -> tuple[Satisfaction, ...]:
    """Return the channels with any thumb or survey, the busiest first.

    Args:
        counts: of the period.
        titles: channel → its name.
    """
    thumbs: dict[str, Counter[str]] = defaultdict(Counter)
    surveys: dict[str, Counter[str]] = defaultdict(Counter)
    for one in counts:
        if one.measure is Measure.RATING:
            thumbs[one.channel][one.subject] += one.number
        elif one.measure is Measure.SURVEY:
            surveys[one.channel][one.subject] += one.number
    found = [
        Satisfaction(
            channel=titles.get(channel, channel),
            up=thumbs[channel][RatingValue.UP],
            down=thumbs[channel][RatingValue.DOWN],
            asked=surveys[channel].total(),
            points={point: surveys[channel][str(point)] for point in range(1, len(LEVELS) + 1)},
        )
        for channel in thumbs.keys() | surveys.keys()
    ]
    return tuple(sorted(found, key=lambda one: (-one.asked - one.up - one.down, one.channel)))


def satisfaction_grid(found: Sequence[Satisfaction]) -> Grid:
    """Return the table of a report."""
    columns = (
        *(Column("Kênh", Form.TEXT), Column("Hữu ích"), Column("Chưa hữu ích"), Column("Được hỏi"), Column("Có chấm")),
        *(Column(level) for level in LEVELS),
        *(Column("Điểm trung bình (1–5)", Form.DECIMAL), Column("Hài lòng (4–5)", Form.PERCENT)),
    )
    rows = [_row(one) for one in found]
    if len(found) > 1:
        rows.append(_row(_together(found), total=True))
    note = "Khảo sát chỉ hỏi một lần trong mỗi cuộc trò chuyện, tính theo ngày hỏi; người dân có thể không trả lời."
    key, title = "tro-ly-hai-long", "Mức độ hài lòng với trợ lý, theo kênh"
    return Grid(key, title, "Hài lòng với trợ lý", columns, tuple(rows), note if rows else "", wide=True)


def _row(one: Satisfaction, *, total: bool = False) -> Row:
    counts = (one.up, one.down, one.asked, one.rated, *one.points.values())
    return Row((one.channel, *counts, one.mean, one.satisfied), total=total)


def _together(found: Sequence[Satisfaction]) -> Satisfaction:
    return Satisfaction(
        channel="Tổng",
        up=sum(one.up for one in found),
        down=sum(one.down for one in found),
        asked=sum(one.asked for one in found),
        points={point: sum(one.points[point] for one in found) for point in found[0].points},
    )
