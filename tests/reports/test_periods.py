"""Which days a report is about, and which it is held against."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.errors import InvalidField
from api.reports.periods import MOST_DAYS, Against, Span, from_query, of_days, of_year

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("span", "quarter", "start", "end", "label"),
    [
        (Span.QUARTER, 1, date(2026, 1, 1), date(2026, 3, 31), "Quý I năm 2026"),
        (Span.QUARTER, 3, date(2026, 7, 1), date(2026, 9, 30), "Quý III năm 2026"),
        (Span.SIX_MONTHS, 1, date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026"),
        (Span.NINE_MONTHS, 1, date(2026, 1, 1), date(2026, 9, 30), "9 tháng đầu năm 2026"),
        (Span.YEAR, 1, date(2026, 1, 1), date(2026, 12, 31), "Năm 2026"),
    ],
)
def test_periods_of_a_year_begin_with_it(span: Span, quarter: int, start: date, end: date, label: str) -> None:
    found = of_year(span, 2026, TODAY, quarter=quarter)

    assert (found.start, found.end, found.label) == (start, end, label)
    assert found.as_of == min(end, TODAY)


def test_a_running_quarter_is_held_against_as_many_days_of_last_years() -> None:
    found = of_year(Span.QUARTER, 2026, TODAY, quarter=4)
    earlier = found.compared(Against.LAST_YEAR)

    assert found.running
    assert found.title == "Quý IV năm 2026 (từ 01/10/2026 đến 22/11/2026)"
    assert (earlier.start, earlier.as_of) == (date(2025, 10, 1), date(2025, 11, 22))
    assert earlier.label == "Quý IV năm 2025"


@pytest.mark.parametrize(
    ("quarter", "start", "end"),
    [(1, date(2025, 10, 1), date(2025, 12, 31)), (2, date(2026, 1, 1), date(2026, 3, 31))],
)
def test_the_quarter_before_is_a_whole_one(quarter: int, start: date, end: date) -> None:
    earlier = of_year(Span.QUARTER, 2026, TODAY, quarter=quarter).compared(Against.BEFORE)

    assert (earlier.start, earlier.as_of) == (start, end)


def test_six_months_before_the_first_six_are_the_last_six_of_the_year_before() -> None:
    earlier = of_year(Span.SIX_MONTHS, 2026, TODAY).compared(Against.BEFORE)

    assert (earlier.start, earlier.as_of) == (date(2025, 7, 1), date(2025, 12, 31))
    assert earlier.title == "Từ 01/07/2025 đến 31/12/2025"


@given(st.dates(date(2001, 1, 1), TODAY), st.integers(0, 800))
def test_the_range_before_has_the_same_length_and_ends_the_day_before(start: date, days: int) -> None:
    found = of_days(start, min(date.fromordinal(start.toordinal() + days), TODAY), TODAY)
    earlier = found.compared(Against.BEFORE)

    assert earlier.days == found.days
    assert (found.start - earlier.as_of).days == 1


@given(st.dates(date(2001, 1, 1), TODAY), st.integers(0, 800), st.sampled_from(Against))
def test_an_address_leads_back_to_its_period(start: date, days: int, against: Against) -> None:
    found = of_days(start, min(date.fromordinal(start.toordinal() + days), TODAY), TODAY)
    query = dict(pair.split("=") for pair in found.query(against).split("&"))

    assert from_query(query, TODAY) == (found, against)


@pytest.mark.parametrize("span", [Span.QUARTER, Span.SIX_MONTHS, Span.NINE_MONTHS, Span.YEAR])
def test_an_address_of_a_named_period_leads_back_to_it(span: Span) -> None:
    found = of_year(span, 2026, TODAY, quarter=2 if span is Span.QUARTER else 1)
    query = dict(pair.split("=") for pair in found.query(Against.BEFORE).split("&"))

    assert from_query(query, TODAY) == (found, Against.BEFORE)


def test_without_a_wish_it_is_the_quarter_of_today() -> None:
    assert from_query({}, TODAY) == (of_year(Span.QUARTER, 2026, TODAY, quarter=4), Against.LAST_YEAR)


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"ky": "tuan"}, "ky"),
        ({"so-sanh": "x"}, "so-sanh"),
        ({"nam": "20x6"}, "nam"),
        ({"nam": "²⁰²⁶"}, "nam"),
        ({"nam": "1999"}, "nam"),
        ({"nam": "0"}, "nam"),
        ({"nam": "9999", "ky": "nam"}, "nam"),
        ({"nam": "2027", "quy": "1"}, "nam"),
        ({"quy": "5"}, "quy"),
        ({"quy": "0"}, "quy"),
        ({"ky": "khoang"}, "tu"),
        ({"ky": "khoang", "tu": "2026-02-30", "den": "2026-03-01"}, "tu"),
        ({"ky": "khoang", "tu": "2026-03-01", "den": "x"}, "den"),
        ({"ky": "khoang", "tu": "2026-03-02", "den": "2026-03-01"}, "den"),
        ({"ky": "khoang", "tu": "2026-12-01", "den": "2026-12-02"}, "tu"),
        ({"ky": "khoang", "tu": "1999-12-31", "den": "2000-01-02"}, "tu"),
        ({"ky": "khoang", "tu": "2010-01-01", "den": "2026-01-01"}, "tu"),
    ],
)
def test_what_is_no_period_is_refused_with_the_field_that_is_wrong(query: dict[str, str], field: str) -> None:
    with pytest.raises(InvalidField) as refused:
        from_query(query, TODAY)

    assert refused.value.field == field


def test_the_longest_range_is_five_years() -> None:
    start = date(2015, 1, 1)
    last = date.fromordinal(start.toordinal() + MOST_DAYS - 1)

    assert of_days(start, last, TODAY).days == MOST_DAYS
    with pytest.raises(InvalidField):
        of_days(start, date.fromordinal(last.toordinal() + 1), TODAY)
