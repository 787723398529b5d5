"""Files of no kind we know, and several sources of one procedure."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.errors import CorruptFile, UnknownFormat
from knowledge.model import Procedure
from knowledge.sources import Origin, Reading, merge, read
from tests.knowledge.sources.reading import RECORD, TODAY, corpus, rules


def test_a_file_of_no_known_kind_is_refused(tmp_path: Path) -> None:
    picture = tmp_path / "a.png"
    picture.write_bytes(b"x")
    words = tmp_path / "a.txt"
    words.write_text("Chỉ là vài dòng ghi chú.", encoding="utf-8")

    for path in (picture, words, tmp_path):
        with pytest.raises(UnknownFormat):
            list(read(path, as_of=TODAY))


def test_an_empty_or_binary_or_missing_file_is_refused(tmp_path: Path) -> None:
    empty = tmp_path / "a.json"
    empty.touch()
    binary = tmp_path / "b.txt"
    binary.write_bytes(b"\xff\xfe\x00\x81")

    for path in (empty, binary):
        with pytest.raises(CorruptFile):
            list(read(path, as_of=TODAY))
    with pytest.raises(FileNotFoundError):
        list(read(tmp_path / "none.json", as_of=TODAY))


def reading_of(origin: Origin, **fields: object) -> Reading:
    procedure = Procedure.model_validate({"code": "1.001193", "name": "Đăng ký khai sinh", **fields})
    return Reading("dòng 1", procedure, (), procedure.code, origin)


def test_a_list_fills_only_what_the_detail_lacks() -> None:
    detail = reading_of(Origin.DETAIL, steps=("Nộp",), field="Hộ tịch")
    row = reading_of(Origin.LIST, name="Tên khác", agency="Ủy ban nhân dân cấp xã", url="https://x", field="Khác")

    for order in ([detail, row], [row, detail]):
        [merged] = merge(order)
        assert merged.procedure is not None
        assert (merged.procedure.name, merged.procedure.field) == ("Đăng ký khai sinh", "Hộ tịch")
        assert (merged.procedure.agency, merged.procedure.url) == ("Ủy ban nhân dân cấp xã", "https://x")


def test_a_filled_gap_is_no_longer_warned_about(tmp_path: Path) -> None:
    detail = corpus(tmp_path, {**RECORD, "agency": None, "url": None})
    table = tmp_path / "list.csv"
    table.write_text("Mã số,Tên,Cơ quan thực hiện\n1.001193,Khai sinh,UBND cấp xã\n", encoding="utf-8")

    [merged] = merge([*read(detail, as_of=TODAY), *read(table, as_of=TODAY)])

    assert "agency_missing" not in rules(merged)
    assert "url_missing" in rules(merged)


def test_the_later_detail_wins_with_a_warning() -> None:
    first, second = reading_of(Origin.DETAIL, field="Cũ"), reading_of(Origin.DETAIL, field="Mới")

    [merged] = merge([first, second])
    [same] = merge([first, first])

    assert merged.procedure is not None
    assert merged.procedure.field == "Mới"
    assert rules(merged) == {"code_duplicate"}
    assert rules(same) == set()


def test_an_import_replaces_the_starter_record_and_keeps_our_words() -> None:
    starter = reading_of(Origin.STARTER, steps=("Của ta",), aliases=("làm khai sinh",), plain="Làm giấy khai sinh")
    detail = reading_of(Origin.DETAIL, steps=("Đã công bố",))

    for order in ([starter, detail], [detail, starter]):
        [merged] = merge(order)
        assert merged.procedure is not None
        assert merged.procedure.steps == ("Đã công bố",)
        assert (merged.procedure.aliases, merged.procedure.plain) == (("làm khai sinh",), "Làm giấy khai sinh")
        assert rules(merged) == set()


def test_rejected_readings_pass_through_a_merge() -> None:
    rejected = Reading("dòng 2")

    assert rejected in merge([reading_of(Origin.DETAIL), rejected])
