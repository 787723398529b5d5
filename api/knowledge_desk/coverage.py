"""How complete the published records are: what each lacks of the parts the law asks for, by agency or field.

The parts follow NĐ 63/2010/NĐ-CP Đ.8 khoản 2 as far as a record can carry them; a fee or time that the source leaves
unreadable counts as lacking, for the citizen is not told it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from api.knowledge_keeper import KnowledgeBase, records_in_force
from api.reports.raw import Cell, as_csv
from api.reports.workbook import Listing, lists_workbook
from knowledge.model import ChannelKind, DurationState, FeeState, Procedure
from knowledge.text import fold, one_line

_TOLD_FEES = {FeeState.AMOUNT, FeeState.FREE, FeeState.LOCAL, FeeState.TEXT}
_NOBODY = "(không ghi)"


class Part(StrEnum):
    """A part of a record; the value stands in addresses."""

    FEE = "phi"
    TIME = "thoi-han"
    PAPERS = "ho-so"
    STEPS = "trinh-tu"
    FORMS = "bieu-mau"
    LEGAL = "can-cu"
    ONLINE = "truc-tuyen"


PART_LABELS = {
    Part.FEE: "Phí, lệ phí",
    Part.TIME: "Thời hạn",
    Part.PAPERS: "Thành phần hồ sơ",
    Part.STEPS: "Trình tự",
    Part.FORMS: "Liên kết biểu mẫu",
    Part.LEGAL: "Căn cứ pháp lý",
    Part.ONLINE: "Nộp trực tuyến",
}
PART_COLUMNS = {
    Part.FEE: "Phí",
    Part.TIME: "Thời hạn",
    Part.PAPERS: "Hồ sơ",
    Part.STEPS: "Trình tự",
    Part.FORMS: "Biểu mẫu",
    Part.LEGAL: "Căn cứ",
    Part.ONLINE: "Trực tuyến",
}
"""Short, for the heads of a wide table."""
PART_HINTS = {
    Part.FEE: "không dòng nào ghi mức phí, “miễn phí” hoặc quy định của địa phương",
    Part.TIME: "không cách nộp nào ghi thời hạn có đơn vị",
    Part.PAPERS: "không ghi giấy tờ nào",
    Part.STEPS: "không ghi bước nào",
    Part.FORMS: "có nêu tên mẫu đơn mà mẫu không có liên kết tải",
    Part.LEGAL: "không ghi văn bản nào",
    Part.ONLINE: "không có cách nộp trực tuyến",
}


class By(StrEnum):
    """What records are grouped by; the value stands in addresses."""

    AGENCY = "co-quan"
    FIELD = "linh-vuc"


BY_LABELS = {By.AGENCY: "Cơ quan thực hiện", By.FIELD: "Lĩnh vực"}


@dataclass(frozen=True, slots=True)
class Line:
    """One record and what it lacks."""

    code: str
    name: str
    agency: str
    field: str
    lacks: frozenset[Part]

    def group(self, by: By) -> str:
        """Return the agency or the field."""
        return self.agency if by is By.AGENCY else self.field


@dataclass(frozen=True, slots=True)
class Row:
    """One agency or field: how many records it has, and how many of them lack each part."""

    group: str
    total: int
    lacking: dict[Part, int]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every record in force of one snapshot."""

    snapshot: str
    lines: tuple[Line, ...]

    @classmethod
    def of(cls, knowledge: KnowledgeBase) -> Coverage:
        """Look at every record; takes a second or two for the whole national set."""
        return cls(knowledge.info.id, tuple(_line(record) for record in records_in_force(knowledge)))

    def rows(self, by: By) -> list[Row]:
        """Return one row a group, those with the most records first."""
        groups: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            groups[line.group(by)].append(line)
        rows = [_row(name, lines) for name, lines in groups.items()]
        return sorted(rows, key=lambda row: (-row.total, fold(row.group)))

    def total(self) -> Row:
        """Return the row of all records."""
        return _row("Tất cả", self.lines)

    def lacking(self, by: By, group: str | None, part: Part | None) -> list[Line]:
        """Return the records that lack a part (``None``: any part) in a group (``None``: in all)."""
        return [
            line
            for line in self.lines
            if (part in line.lacks if part else line.lacks) and (group is None or line.group(by) == group)
        ]


def as_table(coverage: Coverage, by: By) -> bytes:
    """Return the table as CSV."""
    return as_csv(_columns(by), [_cells(row) for row in (coverage.total(), *coverage.rows(by))])


def as_workbook(coverage: Coverage, office: str, day: str) -> bytes:
    """Return both tables and the records that lack something as an Excel file.

    Args:
        coverage: what was counted.
        office: named as its author.
        day: of the data, as a person writes it.
    """
    below = f"Dữ liệu ngày {day}, bản {coverage.snapshot}. Số thủ tục đang áp dụng và số thủ tục thiếu từng phần."
    tables = [
        Listing(label, f"Mức đầy đủ theo {label.lower()}", below, _columns(by), [*_table(coverage, by)])
        for by, label in BY_LABELS.items()
    ]
    columns = ("Mã thủ tục", "Tên", *BY_LABELS.values(), *(f"Thiếu: {label}" for label in PART_LABELS.values()))
    lines = [_marks(line) for line in coverage.lacking(By.AGENCY, None, None)]
    return lists_workbook(
        "Mức đầy đủ của dữ liệu thủ tục",
        office,
        [*tables, Listing("Thủ tục còn thiếu", "Thủ tục còn thiếu thông tin", below, columns, lines)],
    )


def _table(coverage: Coverage, by: By) -> Iterator[Sequence[Cell]]:
    yield from (_cells(row) for row in (coverage.total(), *coverage.rows(by)))


def _columns(by: By) -> tuple[str, ...]:
    return (BY_LABELS[by], "Số thủ tục", *(f"Thiếu: {label}" for label in PART_LABELS.values()))


def _cells(row: Row) -> list[Cell]:
    return [row.group, row.total, *(row.lacking[part] for part in Part)]


def _marks(line: Line) -> list[Cell]:
    return [line.code, line.name, line.agency, line.field, *("x" if part in line.lacks else None for part in Part)]


def _row(group: str, lines: Sequence[Line]) -> Row:
    count = Counter(part for line in lines for part in line.lacks)
    return Row(group, len(lines), {part: count[part] for part in Part})


def _line(record: Procedure) -> Line:
    return Line(
        code=record.code,
        name=one_line(record.name),
        agency=one_line(record.agency or "") or _NOBODY,
        field=one_line(record.field or "") or _NOBODY,
        lacks=frozenset(part for part, is_lacking in _LACKS.items() if is_lacking(record)),
    )


def _has_no_form_link(record: Procedure) -> bool:
    return any(paper.form and not paper.form.url for paper in record.papers)


def _told(states: Iterable[FeeState]) -> bool:
    return any(state in _TOLD_FEES for state in states)


_LACKS: dict[Part, Callable[[Procedure], bool]] = {
    Part.FEE: lambda record: not _told(fee.state for channel in record.channels for fee in channel.fees),
    Part.TIME: lambda record: all(one.duration.state is DurationState.NOT_STATED for one in record.channels),
    Part.PAPERS: lambda record: all(paper.is_note for paper in record.papers),
    Part.STEPS: lambda record: not record.steps,
    Part.FORMS: _has_no_form_link,
    Part.LEGAL: lambda record: not any(one.number or one.name for one in record.legal_basis),
    Part.ONLINE: lambda record: not record.channels_of(ChannelKind.ONLINE),
}
