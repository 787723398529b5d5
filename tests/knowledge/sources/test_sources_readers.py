"""The corpus' own format, with small files of our own: runs without the collected data."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from knowledge.errors import CorruptFile
from knowledge.model import DurationState, FeeState, Level, ProcedureStatus
from knowledge.sources import read
from tests.knowledge.sources.reading import RECORD, TODAY, accepted, corpus, only, rules


def test_a_line_becomes_a_record(tmp_path: Path) -> None:
    procedure = accepted(corpus(tmp_path, RECORD))

    assert procedure.name == "Thủ tục đăng ký khai sinh"
    assert procedure.levels == (Level.COMMUNE,)
    assert procedure.procedure_type is None  # a code of the portal is no text for people
    assert procedure.steps == ("Bước 1: Nộp hồ sơ.", "Bước 2: Nhận kết quả.")
    assert procedure.results == ("Giấy khai sinh", "Trích lục khai sinh")
    assert procedure.conditions is None
    assert procedure.legal_basis[0].number == "04/2020/TT-BTP"
    online, in_person = procedure.channels
    assert (online.duration.state, online.fees[0].state) == (DurationState.NOT_STATED, FeeState.NOT_STATED)
    assert (in_person.duration.amount, in_person.fees[0].amount) == (3, 8000)


def test_a_gzip_reads_like_the_plain_file(tmp_path: Path) -> None:
    plain = corpus(tmp_path, RECORD)
    zipped = tmp_path / "a.jsonl.gz"
    zipped.write_bytes(gzip.compress(plain.read_bytes()))

    assert accepted(zipped) == accepted(plain)


def test_a_broken_line_is_rejected_with_its_number_and_the_rest_goes_on(tmp_path: Path) -> None:
    path = corpus(tmp_path, RECORD)
    path.write_text(path.read_text() + "{broken\n\n[1]\n" + json.dumps({"code": "1.000001"}) + "\n", encoding="utf-8")

    good, broken, array, nameless = read(path, as_of=TODAY)

    assert good.procedure is not None
    assert (broken.locator, rules(broken)) == ("dòng 2", {"json_broken"})
    assert (array.locator, rules(array)) == ("dòng 4", {"record_invalid"})
    assert (nameless.code, rules(nameless)) == ("1.000001", {"record_invalid"})


@pytest.mark.parametrize(
    "content", [b"\x1f\x8b\x08\x00broken", gzip.compress(b"x" * 5000, mtime=0)[:60], b"not json\n", b"\xff\xfe"]
)
def test_a_file_broken_as_a_whole_is_corrupt(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(content)

    with pytest.raises(CorruptFile):
        list(read(path, as_of=TODAY))


@pytest.mark.parametrize(
    ("change", "status", "rule"),
    [
        ({"in_catalogue_2026_07": False}, ProcedureStatus.WITHDRAWN, "withdrawn"),
        ({"code": "6.001430"}, ProcedureStatus.INTERNAL, "internal"),
        ({"code": "6.001430", "in_catalogue_2026_07": False}, ProcedureStatus.INTERNAL, "internal"),
        ({"code": "1.014955-Xoa"}, ProcedureStatus.WITHDRAWN, "code_deleted"),
        ({"code": "1.0133611"}, ProcedureStatus.IN_FORCE, "code_odd"),
        ({"code": "2.000488.000.00.00.H10"}, ProcedureStatus.IN_FORCE, "province_unknown"),
        ({"agency": None}, ProcedureStatus.IN_FORCE, "agency_missing"),
        ({"steps": "Nộp tại Ủy ban nhân dân cấp huyện"}, ProcedureStatus.IN_FORCE, "stale_district"),
        ({"level": "Cấp Huyện"}, ProcedureStatus.IN_FORCE, "stale_district"),
        ({"name": "ĐĂNG KÝ KHAI SINH LƯU ĐỘNG"}, ProcedureStatus.IN_FORCE, "name_tidied"),
    ],
)
def test_what_an_admin_must_know_is_a_warning(
    tmp_path: Path, change: dict[str, object], status: ProcedureStatus, rule: str
) -> None:
    reading = only(corpus(tmp_path, {**RECORD, **change}))

    assert reading.procedure is not None
    assert reading.procedure.status is status
    assert rule in rules(reading)


@pytest.mark.parametrize(
    ("change", "rule"),
    [({"code": "khai sinh"}, "code_broken"), ({"code": " "}, "code_missing"), ({"name": " \t"}, "name_missing")],
)
def test_a_record_without_identity_is_rejected(tmp_path: Path, change: dict[str, object], rule: str) -> None:
    reading = only(corpus(tmp_path, {**RECORD, **change}))

    assert reading.rejected
    assert rules(reading) == {rule}


def test_a_fee_that_has_run_out_is_a_warning_and_no_sum(tmp_path: Path) -> None:
    items = [{"amount": 160000, "note": "160.000đ (áp dụng đến hết ngày 31/12/2023)"}]
    reading = only(corpus(tmp_path, {**RECORD, "methods": [{"channel": "trực tuyến", "fee_items": items}]}))

    assert {"stale_date", "fee_suspect"} <= rules(reading)


def test_a_row_its_collector_marked_as_suspect_is_not_printed(tmp_path: Path) -> None:
    method = {"channel": "trực tiếp", "fee_items": [{"amount": 90000, "note": "x"}], "fee_suspect": True}

    procedure = accepted(corpus(tmp_path, {**RECORD, "methods": [method]}))

    assert [fee.state for fee in procedure.channels[0].fees] == [FeeState.SUSPECT]


def test_a_description_that_repeats_the_conditions_is_dropped(tmp_path: Path) -> None:
    same = {**RECORD, "conditions": "Từ đủ 18 tuổi.", "description": "Từ đủ  18 tuổi."}

    assert accepted(corpus(tmp_path, same)).description is None
    assert accepted(corpus(tmp_path, {**same, "description": "Khác"})).description == "Khác"


def test_progress_counts_every_record(tmp_path: Path) -> None:
    seen: list[int] = []
    path = corpus(tmp_path, *[{**RECORD, "code": f"1.{n:06}"} for n in range(120)])

    list(read(path, progress=seen.append, as_of=TODAY))

    assert seen == [50, 100, 120]
