"""Days that count in Vietnam, and what colour a deadline has."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.clock import local_day
from api.feedback.deadlines import Deadlines, add_working_days, is_working_day, next_working_day, working_days_between
from api.feedback.model import Lateness, Status
from api.settings import Settings

days = st.dates(date(2024, 1, 1), date(2032, 12, 31))


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2026, 11, 2), True),  # Monday
        (date(2026, 11, 7), False),  # Saturday
        (date(2026, 2, 17), False),  # first day of the lunar year Bính Ngọ
        (date(2027, 2, 6), False),  # first day of Đinh Mùi
        (date(2026, 9, 2), False),  # Quốc khánh
        (date(2026, 4, 27), False),  # in place of Giỗ Tổ on a Sunday
    ],
)
def test_weekends_and_public_holidays_are_no_working_days(day: date, working: bool) -> None:
    assert is_working_day(day) is working


def test_five_working_days_step_over_the_lunar_new_year() -> None:
    friday = date(2026, 2, 13)

    assert add_working_days(friday, 5) > date(2026, 2, 24)


@given(days, st.integers(0, 60))
def test_the_day_reached_is_a_working_day_and_lies_that_many_of_them_ahead(start: date, count: int) -> None:
    reached = add_working_days(start, count)

    assert count == 0 or is_working_day(reached)
    assert working_days_between(start, reached) == count


@given(days, st.integers(1, 30), st.integers(1, 30))
def test_counting_on_is_the_same_as_counting_at_once(start: date, first: int, then: int) -> None:
    assert add_working_days(add_working_days(start, first), then) == add_working_days(start, first + then)


@given(days)
def test_a_limit_never_ends_on_a_day_off(received: date) -> None:
    limits = Deadlines(answer_days=20)

    due = limits.answer_due(received)

    assert is_working_day(due)
    assert due >= received + timedelta(days=20)
    assert next_working_day(due) == due


def test_the_day_is_the_one_in_vietnam() -> None:
    assert local_day(datetime(2026, 11, 2, 18, tzinfo=UTC)) == date(2026, 11, 3)


def test_limits_and_their_sources_are_settings(tmp_path: object) -> None:
    limits = Deadlines.of(Settings.load(pakn_answer_days=15, pakn_answer_source="Quy chế số 1"))

    assert limits.answer_due(date(2026, 11, 2)) == date(2026, 11, 17)
    assert limits.answer_source == "Quy chế số 1"
    assert "20/2008" in limits.forward_source


RULES = Deadlines(forward_days=5, answer_days=20, soon_days=3)
FORWARD, ANSWER = date(2026, 11, 9), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("status", "today", "answered", "colour"),
    [
        (Status.RECEIVED, date(2026, 11, 3), None, Lateness.IN_TIME),
        (Status.RECEIVED, date(2026, 11, 6), None, Lateness.SOON),
        (Status.RECEIVED, date(2026, 11, 10), None, Lateness.LATE),
        (Status.FORWARDED, date(2026, 11, 10), None, Lateness.IN_TIME),
        (Status.IN_PROGRESS, date(2026, 11, 23), None, Lateness.SOON),
        (Status.IN_PROGRESS, date(2026, 11, 24), None, Lateness.LATE),
        (Status.NEEDS_MORE, date(2026, 12, 24), None, Lateness.NONE),
        (Status.ANSWERED, date(2026, 12, 24), date(2026, 11, 23), Lateness.DONE_IN_TIME),
        (Status.PUBLISHED, date(2026, 12, 24), date(2026, 11, 24), Lateness.DONE_LATE),
        (Status.REJECTED, date(2026, 12, 24), None, Lateness.NONE),
        (Status.WITHDRAWN, date(2026, 12, 24), None, Lateness.NONE),
    ],
)
def test_the_colour_says_who_owes_what(status: Status, today: date, answered: date | None, colour: Lateness) -> None:
    assert RULES.lateness(status, today, forward_due=FORWARD, answer_due=ANSWER, answered=answered) is colour
