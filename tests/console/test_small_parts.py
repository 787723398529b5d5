"""Addresses, marks and dates: the small parts of the console."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.datastructures import QueryParams

from api.console.diffing import Mark, compare
from api.console.filters import address_of, filter_of, query_of
from api.console.mailbox import masked
from api.console.painting import LATENESS_LABELS, day, label, moment, number
from api.feedback.model import Channel, Completeness, Kind, Lateness, Status
from api.feedback.office_model import CaseFilter


@given(st.text(max_size=200), st.text(max_size=200))
def test_the_pieces_give_both_texts_back(old: str, new: str) -> None:
    pieces = compare(old, new)
    assert "".join(one.text for one in pieces if one.mark is not Mark.NEW) == old
    assert "".join(one.text for one in pieces if one.mark is not Mark.GONE) == new


def test_a_covered_name_is_one_mark() -> None:
    pieces = compare("Tôi là Nguyễn Văn An ở đây", "Tôi là [người gửi] ở đây")
    assert [one.text for one in pieces if one.mark is Mark.GONE] == ["Nguyễn Văn An"]
    assert [one.text for one in pieces if one.mark is Mark.NEW] == ["[người gửi]"]


def test_very_long_texts_stand_beside_each_other_unmarked() -> None:
    assert len(compare("a" * 30_000, "b")) == 2


@pytest.mark.parametrize(
    "wanted",
    [
        CaseFilter(),
        CaseFilter(text="tạm trú & khai sinh", sort="due", page=3, size=50),
        CaseFilter(
            status=frozenset({Status.RECEIVED, Status.REJECTED}),
            kind=frozenset({Kind.PROPOSAL}),
            channel=frozenset({Channel.PAPER}),
            lateness=frozenset({Lateness.LATE}),
            agency_id="a1",
            assignee="none",
            procedure_code="1.004194",
            field="Hộ tịch",
            unread=True,
            awaiting_approval=True,
            since=date(2026, 1, 2),
            until=date(2026, 3, 4),
            completeness=Completeness.REMARK,
        ),
    ],
)
def test_a_filter_survives_its_address(wanted: CaseFilter) -> None:
    assert filter_of(QueryParams(query_of(wanted))) == wanted


def test_the_usual_list_has_a_plain_address() -> None:
    assert address_of(CaseFilter()) == "/admin/pakn"


@given(st.text(max_size=60))
def test_any_address_gives_some_list(text: str) -> None:
    query = QueryParams(dict.fromkeys(("tim", "trang", "so", "tu", "den", "xep", "trang-thai", "han"), text))
    assert filter_of(query).page >= 1


def test_dates_and_numbers_are_written_as_people_here_do() -> None:
    late = datetime(2026, 7, 15, 20, 30, tzinfo=UTC)
    assert (day(late), moment(late), day(None), day(date(2026, 1, 2))) == (
        "16/07/2026",
        "16/07/2026 03:30",
        "—",
        "02/01/2026",
    )
    assert (number(1234567), number(1234.56, 1)) == ("1.234.567", "1.234,6")


@pytest.mark.parametrize("kind", [Kind, Channel, Status, Lateness])
def test_everything_has_a_name(kind: type[Kind]) -> None:
    assert all(label(one) for one in kind)
    assert set(LATENESS_LABELS) == set(Lateness)


@pytest.mark.parametrize(("recipient", "shown"), [("an@vidu.vn", "a…@vidu.vn"), ("0912345678", "…78")])
def test_a_recipient_is_shown_masked(recipient: str, shown: str) -> None:
    assert masked(recipient) == shown
