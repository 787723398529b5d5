"""Tables of a report, before anybody decides how they look."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

Value = str | int | float | None


class Form(StrEnum):
    """How a value is written. PERCENT: a share from 0 to 1. CHANGE: with its sign."""

    TEXT = "text"
    WHOLE = "whole"
    DECIMAL = "decimal"
    PERCENT = "percent"
    CHANGE = "change"


@dataclass(frozen=True, slots=True)
class Column:
    """A heading, and how the values under it are written unless a cell says otherwise."""

    label: str
    form: Form = Form.WHOLE


@dataclass(frozen=True, slots=True)
class Row:
    """One line.

    Attributes:
        forms: of the values, where they are not those of the columns.
        part: it is a part of the line above it.
        total: it is the sum of the lines above it.
    """

    values: tuple[Value, ...]
    forms: tuple[Form, ...] = ()
    part: bool = False
    total: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Attributes:
        key: name of sheet and anchor, in ASCII.
        sheet: short title, at most 31 characters.
        wide: it has more columns than fit on a page that stands upright.
    """

    key: str
    title: str
    sheet: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    note: str = ""
    wide: bool = False

    def form(self, row: Row, number: int) -> Form:
        """Return how a value is written."""
        return row.forms[number] if row.forms else self.columns[number].form


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its tables."""

    key: str
    title: str
    grids: tuple[Grid, ...]
    notes: tuple[str, ...] = ()


def compared(label: str, now: Value, before: Value, form: Form = Form.WHOLE, *, part: bool = False) -> Row:
    """Return a line of this period and the other, with the change between them."""
    share = change = None
    if isinstance(now, int | float) and isinstance(before, int | float) and form is not Form.PERCENT:
        change = now - before
        share = change / before if before else None
    changing = Form.CHANGE if form is Form.WHOLE else form
    return Row((label, now, before, change, share), (Form.TEXT, form, form, changing, Form.PERCENT), part=part)


COMPARED_COLUMNS = (
    Column("Nội dung", Form.TEXT),
    Column("Kỳ này"),
    Column("Kỳ so sánh"),
    Column("Tăng, giảm", Form.CHANGE),
    Column("Tỷ lệ tăng, giảm", Form.PERCENT),
)


def counted(key: str, title: str, sheet: str, label: str, lines: Iterable[tuple[str, int]], note: str = "") -> Grid:
    """Return a table of names and numbers with their sum."""
    rows = [Row((name, number)) for name, number in lines]
    if rows:
        rows.append(Row(("Tổng", sum(int(row.values[1] or 0) for row in rows)), total=True))
    return Grid(key, title, sheet, (Column(label, Form.TEXT), Column("Số lượng")), tuple(rows), note)


def written(value: Value, form: Form) -> str:
    """Return a value as people read it: ``1.234``, ``4,5``, ``62,5%``, ``+3``; a dash for none."""
    if value is None:
        return "—"
    if isinstance(value, str):
        return value
    match form:
        case Form.PERCENT:
            return f"{_signs(f'{value * 100:,.1f}')}%"
        case Form.DECIMAL:
            return _signs(f"{value:,.1f}")
        case Form.CHANGE:
            return _signs(f"{value:+,.0f}") if value else "0"
        case _:
            return _signs(f"{value:,.0f}")


def _signs(text: str) -> str:
    return text.translate(str.maketrans(",.", ".,"))
