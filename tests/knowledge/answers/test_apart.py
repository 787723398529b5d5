"""When two cells of a comparison may be called different, alike, or neither."""

from __future__ import annotations

import pytest

from knowledge.answers import wording
from knowledge.answers.apart import Verdict, verdict


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("7 ngày", "1 ngày", Verdict.DIFFERENT),
        ("7 ngày", "7 ngày", Verdict.ALIKE),
        ("7 ngày", wording.SILENT, Verdict.ONE_SILENT),
        (wording.UNCLEAR, "10.000 đồng", Verdict.ONE_SILENT),
        (wording.SILENT, wording.SILENT, Verdict.READ_BOTH),
        (wording.UNCLEAR, wording.IN_RECORD, Verdict.READ_BOTH),
        (f"trực tuyến {wording.UNCLEAR}; trực tiếp 5 ngày", "5 ngày", Verdict.DIFFERENT),
        (f"10.000 đồng, {wording.SOME_UNCLEAR}", f"10.000 đồng, {wording.SOME_UNCLEAR}", Verdict.READ_BOTH),
        ("Sở Nội vụ và nơi khác (9 cơ quan)", "Sở Nội vụ và nơi khác (9 cơ quan)", Verdict.READ_BOTH),
        ("Công an xã […]", "Công an xã […]", Verdict.READ_BOTH),
    ],
)
def test_equal_words_are_alike_only_where_they_state_all(one: str, other: str, expected: Verdict) -> None:
    assert verdict(one, other) is expected
    assert verdict(other, one) is expected
