"""Importing: what is taken, what is refused and why, and how it meets what is there already."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from knowledge.aspects import Aspect
from knowledge.bootstrap import content_of
from knowledge.building import Content, build
from knowledge.encoder.runtime import Encoder
from knowledge.importing import ImportMode, ReportLine, import_files
from knowledge.model import Procedure, ProcedureStatus
from knowledge.pdf import WORDING, Trouble
from knowledge.service import Knowledge
from knowledge.snapshot import SnapshotStore
from tests.pdfs import pdf

DAY = date(2026, 7, 15)


def row(code: str, name: str, **fields: Any) -> dict[str, Any]:
    method = {"channel": "trực tiếp", "time_raw": "3 WORKING_DAY", "fee_raw": "Miễn phí", "fee_items": []}
    return {
        "code": code,
        "name": name,
        "field": "Hộ tịch",
        "level": "Cấp Xã",
        "agency": "Ủy ban nhân dân cấp xã",
        "decision": "163/QĐ-BTP",
        "steps": "Bước 1: Nộp hồ sơ.",
        "methods": [method],
        "documents": [{"case": None, "name": "Tờ khai", "form": None, "originals": 1, "copies": 0}],
        "subjects": ["Công dân Việt Nam"],
        "result": "Giấy khai sinh",
        "legal_basis": [{"name": "Luật Hộ tịch", "number": "60/2014/QH13"}],
        "url": "https://dichvucong.gov.vn/thu-tuc-hanh-chinh/x",
        "in_catalogue_2026_07": True,
        **fields,
    }


def write(path: Path, *rows: dict[str, Any]) -> Path:
    path.write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    return path


@pytest.fixture
def store(tmp_path: Path, encoder: Encoder) -> SnapshotStore:
    """A deployment whose live snapshot came from an import of two procedures."""
    store = SnapshotStore(tmp_path / "snapshots")
    source = write(tmp_path / "first.jsonl", row("1.000001", "Đăng ký khai sinh"), row("1.000002", "Đăng ký khai tử"))
    import_files(store, [source], data_date=DAY, encoder=encoder, activate=True)
    return store


def test_a_whole_set_withdraws_what_it_lacks_and_names_the_successor(
    store: SnapshotStore, encoder: Encoder, tmp_path: Path
) -> None:
    second = write(tmp_path / "second.jsonl", row("1.000001", "Đăng ký khai sinh"), row("2.000009", "Đăng ký khai tử"))
    report = import_files(store, [second], data_date=date(2026, 8, 1), encoder=encoder, activate=True)
    assert report.mode is ImportMode.REPLACE
    old = store.open().procedure("1.000002")
    assert old.status is ProcedureStatus.WITHDRAWN
    assert old.replaced_by == "2.000009"
    lead = Knowledge.open(store.root, encoder=encoder).answer("1.000002", Aspect.FEE).lead
    assert "không còn trong danh mục" in lead
    assert "iễn phí" not in lead


def test_a_single_record_updates_and_the_others_stay(store: SnapshotStore, encoder: Encoder, tmp_path: Path) -> None:
    listing = tmp_path / "list.csv"
    listing.write_text(
        "Mã số,Tên,Cơ quan ban hành,Cơ quan thực hiện,Lĩnh vực,URL\n"
        "1.000001,Đăng ký khai sinh,Bộ Tư pháp,Cơ quan khác,Hộ tịch,https://dichvucong.gov.vn/y\n"
        "1.000003,Đăng ký giám hộ,Bộ Tư pháp,Ủy ban nhân dân cấp xã,Hộ tịch,https://dichvucong.gov.vn/z\n",
        encoding="utf-8",
    )
    report = import_files(store, [listing], data_date=DAY, encoder=encoder, activate=True)
    snapshot = store.open()
    assert report.mode is ImportMode.UPDATE
    assert {hit.code for hit in snapshot.summaries} == {"1.000001", "1.000002", "1.000003"}
    kept = snapshot.procedure("1.000001")
    assert kept.steps, "a row of a list must not empty a full record"
    assert kept.agency == "Ủy ban nhân dân cấp xã"
    assert kept.promulgator == "Bộ Tư pháp", "what the full record lacks is filled"


def test_a_broken_line_is_refused_with_its_place_and_the_rest_is_taken(
    store: SnapshotStore, encoder: Encoder, tmp_path: Path
) -> None:
    source = write(tmp_path / "broken.jsonl", row("1.000004", "Đăng ký kết hôn"))
    with source.open("a", encoding="utf-8") as file:
        file.write('{"code": "1.000005", "name":\n')
        file.write(json.dumps(row("1.000006", "Đăng ký nhận cha, mẹ, con"), ensure_ascii=False) + "\n")
    report = import_files(store, [source], data_date=DAY, encoder=encoder)
    assert (report.accepted, report.rejected) == (2, 1)
    (refused,) = [line for line in report.lines if not line.accepted]
    assert "2" in refused.locator
    assert refused.findings[0].message


def test_a_pdf_of_pictures_is_reported_with_what_to_do(store: SnapshotStore, encoder: Encoder, tmp_path: Path) -> None:
    (tmp_path / "anh.pdf").write_bytes(pdf(""))
    report = import_files(store, [tmp_path / "anh.pdf"], data_date=DAY, encoder=encoder)
    (refused,) = report.lines
    assert refused.findings[0].message == f"Không đọc được tệp: {WORDING[Trouble.IMAGES]}"


def test_an_unreadable_file_is_reported_and_changes_nothing(
    store: SnapshotStore, encoder: Encoder, tmp_path: Path
) -> None:
    before = store.active_id()
    truncated = tmp_path / "cut.jsonl.gz"
    truncated.write_bytes(gzip.compress(json.dumps(row("1.000007", "X")).encode())[:40])
    picture = tmp_path / "photo.png"
    picture.write_bytes(b"\x89PNG")
    missing = tmp_path / "nowhere.json"
    report = import_files(store, [truncated, picture, missing], data_date=DAY, encoder=encoder, activate=True)
    assert report.accepted == 0
    assert report.snapshot is None
    assert [line.file for line in report.lines] == ["cut.jsonl.gz", "photo.png", "nowhere.json"]
    assert store.active_id() == before


def test_the_report_stays_with_the_snapshot(store: SnapshotStore, encoder: Encoder, tmp_path: Path) -> None:
    source = write(tmp_path / "warned.jsonl", row("1.000008", "Đăng ký kết hôn", agency=None))
    report = import_files(store, [source], data_date=DAY, encoder=encoder)
    assert report.snapshot is not None
    kept = content_of(store.open(report.snapshot.id)).report
    assert [ReportLine.model_validate_json(line) for line in kept] == list(report.lines)


def test_words_of_the_starter_set_outlive_the_import_of_its_record(tmp_path: Path, encoder: Encoder) -> None:
    store = SnapshotStore(tmp_path / "snapshots")
    own = Procedure(code="1.000001", name="Khai sinh", aliases=("làm khai sinh",), plain="Làm giấy khai sinh")
    other = Procedure(code="1.000009", name="Chỉ có trong bộ khởi đầu")
    starter = Content(data_date=DAY, procedures=(own, other), starter=frozenset({own.code, other.code}))
    store.activate(build(store, starter, encoder).id)
    source = write(tmp_path / "full.jsonl", row("1.000001", "Thủ tục đăng ký khai sinh"))
    import_files(store, [source], data_date=DAY, encoder=encoder, activate=True)
    snapshot = store.open()
    record = snapshot.procedure("1.000001")
    assert (record.name, record.aliases, record.plain) == ("Thủ tục đăng ký khai sinh", own.aliases, own.plain)
    assert snapshot.manifest.starter == frozenset()
    assert "1.000009" not in snapshot, "our own selection is not a publication that could be withdrawn"


def test_a_published_plan_takes_the_place_of_its_digest(shared: Path, tmp_path: Path, encoder: Encoder) -> None:
    from knowledge.bootstrap import ensure_snapshot

    root = tmp_path / "snapshots"
    ensure_snapshot(root, encoder=encoder)
    store = SnapshotStore(root)
    before = store.open().plans()
    seed = sorted((shared / "seeds").glob("000_*.txt"))[0]
    report = import_files(store, [seed], data_date=DAY, encoder=encoder, activate=True)
    after = store.open().plans()
    assert report.accepted == 1
    assert [d.id for d in after.documents] == [d.id for d in before.documents]
    changed = {p.document_id for p in after.passages if not p.is_digest}
    assert changed == {"736-KH-UBND-2020"}
