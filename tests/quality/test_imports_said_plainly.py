"""What an official reads of an import: plain words for a broken file, the date answers will show, how it stands."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from api.knowledge_desk import runner
from api.knowledge_desk.jobs import Jobs, JobState
from api.knowledge_desk.preview import read_preview
from api.storage.quality_tables import ImportRow
from knowledge.snapshot import SnapshotStore
from tests.quality.conftest import Town
from tests.quality.test_knowledge_desk import HOME, finished, lines, row, store, upload

__all__ = ["store"]

SILENT = """
import json, pathlib, sys, time
order = json.load(sys.stdin)
go = pathlib.Path(order["folder"]) / "go"
while not go.exists():
    time.sleep(0.02)
print(json.dumps({"finished": True, "counts": {"accepted": 0, "warned": 0, "rejected": 0}}), flush=True)
"""


@pytest.mark.parametrize(
    ("name", "content"),
    [("hong.json", b'{"code": "1.001193", broken'), ("trong.json", b""), ("hong.xlsx", b"PK\x03\x04 cut off")],
)
def test_a_broken_file_is_said_in_plain_words_with_what_to_do_next(
    store: SnapshotStore, town: Town, name: str, content: bytes
) -> None:
    upload(town, content, name)
    page = town.office.admin.get(f"{HOME}/nhap/{finished(town).id}")
    assert "tệp trống, bị hỏng, tải về chưa hết, hoặc nội dung không đúng với đuôi tệp" in page.text
    assert "Chi tiết kỹ thuật: " in page.text
    assert f"{name} cả tệp" in page.text
    assert "không có mã" not in page.text
    assert "Chưa có gì thay đổi" in page.text
    assert f"{HOME}#import-title" in page.links()


def test_a_table_without_its_headings_is_told_which_it_needs(store: SnapshotStore, town: Town) -> None:
    upload(town, b"a,b\n1,2\n", "danh-sach.csv")
    page = town.office.admin.get(f"{HOME}/nhap/{finished(town).id}").text
    assert "không có dòng tiêu đề nào có cả cột “Mã số” và cột “Tên”" in page
    assert " row " not in page


def test_a_word_file_of_old_is_told_how_to_be_saved(store: SnapshotStore, town: Town) -> None:
    seen = upload(town, b"\xd0\xcf\x11\xe0", "khai-sinh.doc")
    assert seen.status == 422
    assert "lưu lại dạng .docx" in seen.text


def test_a_supplement_says_that_its_date_will_stand_under_every_answer(store: SnapshotStore, town: Town) -> None:
    one = lines(row("1.000001", "Đăng ký khai sinh", agency="Ủy ban nhân dân phường"))
    upload(town, one, mode="update")
    page = town.office.admin.get(f"{HOME}/nhap/{finished(town).id}").text
    assert "Tệp có 1 bản ghi, bản dữ liệu này có 2 thủ tục" in page
    assert "“dữ liệu ngày 01/08/2026”, kể cả thủ tục không có trong tệp" in page
    assert "vẫn như bản ngày 15/07/2026" in page

    upload(town, one, mode="update", data_date="2026-07-15")
    assert "kể cả thủ tục không có trong tệp" not in town.office.admin.get(f"{HOME}/nhap/{finished(town).id}").text


def test_an_import_that_is_silent_for_long_is_under_way_as_long_as_its_process_lives(
    store: SnapshotStore, town: Town, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = tmp_path / "silent.py"
    worker.write_text(SILENT, encoding="utf-8")
    monkeypatch.setattr(runner, "LEASH", worker)
    monkeypatch.setattr(runner, "_PULSE_SECONDS", 0.02)
    upload(town, lines(row("1.000001", "Đăng ký khai sinh")))
    jobs = Jobs(town.services.database)
    (job, *_) = jobs.last()
    long_ago = datetime(2026, 1, 1, tzinfo=UTC)
    with town.services.database.session() as session:
        found = session.get(ImportRow, job.id)
        assert found is not None
        found.beat_at = long_ago
    while jobs.get(job.id).state is not JobState.WORKING:  # the next pulse brings it back
        time.sleep(0.01)
    (town.services.imports.folder(job.id) / "go").touch()
    assert finished(town).state is JobState.EMPTY


def test_a_report_that_comes_late_is_read_all_the_same(store: SnapshotStore, town: Town) -> None:
    upload(town, b"", "trong.json")
    folder = town.services.imports.folder(finished(town).id)
    report = (folder / "report.json").read_bytes()
    (folder / "report.json").unlink()
    assert read_preview(folder).rejected == ()
    (folder / "report.json").write_bytes(report)
    assert len(read_preview(folder).rejected) == 1
